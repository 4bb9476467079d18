//! What only follows from a fault is held back: a slip in the shipped rules gives one fault, the true one.

use std::collections::BTreeMap;

use handover_core::diagnostic::{Code, Severity};
use handover_core::document::Files;
use handover_core::ruleset::{Loaded, Scope, embedded_files, load};

type Edited = BTreeMap<String, Vec<u8>>;

fn shipped() -> Edited {
    match embedded_files() {
        Files::Memory(files) => files,
        Files::Folder(_) => unreachable!("the shipped rules are in memory"),
    }
}

/// The shipped rules with the first occurrence of a text replaced in a file.
fn replaced(file: &str, from: &str, to: &str) -> Edited {
    let mut files = shipped();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

fn check(files: Edited) -> Loaded {
    load(&Files::Memory(files), Scope::RulesAndTests)
}

/// The only fault, and the number of those that are held back.
fn only(files: Edited) -> (Code, usize) {
    let loaded = check(files);
    let [fault] = loaded.diagnostics.as_slice() else {
        let told: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
        panic!("{} faults: {told:#?}", told.len());
    };
    assert_eq!(fault.severity, Severity::Error);
    (fault.code, fault.held_back)
}

/// A transition, with its line break.
const CANCEL: &str = "      - {from: pending, event: cancel, label: {sv: Avbryt överlämningen, en: Cancel the handover}, by: sender, to: new, source: 2.1/6}\n";

#[test]
fn a_slip_gives_one_fault() {
    for (file, from, to, code) in [
        ("ruleset.yaml", "revision: 1\n", "revision: '1'\n", Code::WrongType),
        ("ruleset.yaml", "document: 09-878366", "document: 0938", Code::WrongType),
        ("ruleset.yaml", "decided: 2025-03-25", "decided: 20250325", Code::WrongType),
        ("ruleset.yaml", "\"2.1\": [heading, 1,", "\"2.1\": [heading, 1.10, 1,", Code::WrongType),
        ("ruleset.yaml", "revision: 1\n", "revision: 1.0\n", Code::WrongType),
        ("ruleset.yaml", "  files:", "  filer:", Code::UnknownKey),
        (
            "routing.yaml",
            "triage, care_level: primary}",
            "triage care_level: primary}",
            Code::YamlSyntax,
        ),
        ("routing.yaml", "routing:", "routning:", Code::UnknownKey),
        ("vocabulary.yaml", "    nurse: ", "\tnurse: ", Code::Tab),
        ("vocabulary.yaml", "  role:", "  roles:", Code::UnknownKey),
        ("vocabulary.yaml", "vocabulary:", "vocabolary:", Code::UnknownKey),
        ("procedures.yaml", "    actor: sender", "\tactor: sender", Code::Tab),
        (
            "handover.yaml",
            "    sv: Ärendet är redan mottaget",
            "    sv: Obs: ärendet är",
            Code::YamlSyntax,
        ),
        ("handover.yaml", "  - id: ", "  - idd: ", Code::UnknownKey),
        ("directory.yaml", "  units:", "  unit:", Code::UnknownKey),
        ("routing.yaml", "role: administrator", "role: adminstrator", Code::UnknownWord),
        ("procedures.yaml", CANCEL, &CANCEL.repeat(2), Code::DuplicateId),
    ] {
        assert_eq!(only(replaced(file, from, to)).0, code, "{file}: {to}");
    }
}

#[test]
fn whichever_file_cannot_be_read_its_fault_is_the_only_one() {
    for file in shipped().into_keys().filter(|file| !file.starts_with("tests/")) {
        let mut latin = shipped();
        latin.insert(file.clone(), b"# \xE5\n".to_vec());
        assert_eq!(only(latin).0, Code::NotUtf8, "{file}");
        let mut unclosed = shipped();
        let mut text = unclosed[&file].clone();
        text.extend(b"\n]\n");
        unclosed.insert(file.clone(), text);
        assert_eq!(only(unclosed).0, Code::YamlSyntax, "{file}");
        let mut away = shipped();
        let text = away.remove(&file).unwrap();
        away.insert(format!("{file}.txt"), text);
        let loaded = check(away);
        assert_eq!(loaded.diagnostics.len(), 1, "{file}");
        let help = loaded.diagnostics[0].help.as_ref().unwrap();
        assert!(file == "ruleset.yaml" || help.en.contains(&format!("{file}.txt")), "{}", help.en);
    }
}

#[test]
fn what_is_held_back_is_counted() {
    let (_, held_back) = only(replaced("vocabulary.yaml", "    nurse: ", "\tnurse: "));
    assert!(held_back > 10, "{held_back}");
    assert_eq!(only(replaced("routing.yaml", "role: administrator", "role: adminstrator")).1, 0);
}

#[test]
fn the_same_slip_everywhere_is_one_fault_with_its_places() {
    let mut files = shipped();
    let text = String::from_utf8(files["routing.yaml"].clone()).unwrap();
    let times = text.matches("role: administrator").count();
    let text = text.replace("role: administrator", "role: adminstrator");
    files.insert("routing.yaml".to_owned(), text.into_bytes());
    let loaded = check(files);
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!(loaded.diagnostics[0].repeats.len() + 1, times);
}

#[test]
fn the_fields_of_an_item_are_judged_each_by_itself() {
    let mut files = shipped();
    let text = String::from_utf8(files["handover.yaml"].clone()).unwrap();
    let (before, item) = text.split_once("- id: unit_deviates").unwrap();
    let item = item.replacen("severity: warning", "severity: stop", 1);
    let item = item.replacen("source: 3/intro", "source: 3/8", 1);
    let item = item.replacen("chosen_unit: another", "chosen_unit: annan", 1);
    let edited = format!("{before}- id: unit_deviates{item}");
    files.insert("handover.yaml".to_owned(), edited.into_bytes());
    assert_eq!(check(files).diagnostics.len(), 3);
}

#[test]
fn a_directory_may_fill_several_files() {
    let mut files = shipped();
    let header = String::from_utf8(files["ruleset.yaml"].clone()).unwrap();
    let header =
        header.replacen("    - directory.yaml\n", "    - directory.yaml\n    - more.yaml\n", 1);
    files.insert("ruleset.yaml".to_owned(), header.into_bytes());
    let unit = "directory:\n  units:\n    ljusdal: {name: Ljusdal Din hälsocentral, provider: region-gavleborg}\n";
    files.insert("more.yaml".to_owned(), unit.as_bytes().to_vec());
    let loaded = check(files);
    assert_eq!(loaded.diagnostics, []);
    assert!(loaded.rule_set.unwrap().directory.units.by_id("ljusdal").is_some());
}
