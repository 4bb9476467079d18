//! Edits of the shipped rule set as an administrator makes them, with the output of `check`, `analyse`, `test` and
//! `diff`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use handover::RuleSet;
use handover_core::diagnostic::render::Options;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};
use handover_proof::analysis::{Surveyed, Window};
use handover_proof::render::analysis;
use jiff::civil::date;
use serde_json::Value;

use crate::common::{Layer, folder};

/// A name, then a file with a text in it and its replacement.
struct Edit {
    name: &'static str,
    file: &'static str,
    find: &'static str,
    replace: &'static str,
}

const EDITS: &[Edit] = &[
    Edit {
        name: "wrong_capability",
        file: "routing.yaml",
        find: "        capability: administrative_general\n        specialty: concerned\n      note:\n        sv: Välj Administrativt Allmän, som skiljer sig från Allmän. Om Clinic24",
        replace: "        capability: general\n        specialty: concerned\n      note:\n        sv: Välj Administrativt Allmän, som skiljer sig från Allmän. Om Clinic24",
    },
    Edit {
        name: "deleted_row",
        file: "routing.yaml",
        find: "    - id: rebooking-specialised\n      source: 3/7\n      when: {case_type: rebooking, care_level: specialised}\n      then:\n        unit: concerned\n        role: administrator\n        capability: general\n        specialty: concerned\n",
        replace: "",
    },
    Edit {
        name: "wider_sms_band",
        file: "handover.yaml",
        find: "when: {priority: 2..5}",
        replace: "when: {priority: 1..5}",
    },
    Edit {
        name: "narrower_sms_band",
        file: "handover.yaml",
        find: "when: {priority: 2..5}",
        replace: "when: {priority: 2..4}",
    },
    Edit {
        name: "exception_without_overrides",
        file: "routing.yaml",
        find: "    # Cancelling and rebooking\n",
        replace: "    - id: certificate-cardiology\n      source: 3/6\n      when: {case_type: certificate, care_level: specialised, specialty: cardiology}\n      then: {unit: concerned, role: physician, specialty: concerned}\n\n    # Cancelling and rebooking\n",
    },
    Edit {
        name: "misspelt_specialty",
        file: "routing.yaml",
        find: "specialty: [dermatology, gynaecology]",
        replace: "specialty: [dermatology, gynecology]",
    },
    Edit {
        name: "expired_source",
        file: "ruleset.yaml",
        find: "valid_until: 2026-03-25      #",
        replace: "valid_until: 2025-09-25      #",
    },
    Edit {
        name: "deleted_check",
        file: "handover.yaml",
        find: "  - id: move_after_acceptance\n    severity: refuse\n    source: 2.1/1\n    field: method\n    when: {action: hand_over, method: move, accepted: true}\n    sv: Ärendet är redan mottaget och går inte att flytta. Lämna över det med en konsultation.\n    en: The case has already been accepted and cannot be moved. Hand it over by a consultation.\n",
        replace: "",
    },
    Edit {
        name: "lowered_severity",
        file: "handover.yaml",
        find: "  - id: message_empty\n    severity: refuse",
        replace: "  - id: message_empty\n    severity: warning",
    },
    Edit {
        name: "rule_that_ends",
        file: "routing.yaml",
        find: "    - id: certificate-primary\n      source: 3/6\n",
        replace: "    - id: certificate-primary\n      source: 3/6\n      valid_until: 2026-06-30\n",
    },
    Edit {
        name: "hidden_rule",
        file: "routing.yaml",
        find: "    # Cancelling and rebooking\n",
        replace: "    - id: certificate-anywhere\n      source: 3/6\n      when: {case_type: certificate}\n      overrides: [certificate-primary, certificate-specialised]\n      then: {unit: concerned, role: medical_secretary, specialty: concerned}\n\n    # Cancelling and rebooking\n",
    },
    Edit {
        name: "unit_that_closes",
        file: "directory.yaml",
        find: "      name: Gävleborg drop in-verksamhet\n",
        replace: "      name: Gävleborg drop in-verksamhet\n      valid_until: 2025-12-31\n",
    },
    Edit {
        name: "rule_said_twice",
        file: "routing.yaml",
        find: "    # Cancelling and rebooking\n",
        replace: "    - id: certificate-valbo\n      source: 3/6\n      when: {case_type: certificate, care_level: primary, unit: valbo}\n      then: {unit: concerned, role: administrator, capability: general, specialty: concerned}\n\n    # Cancelling and rebooking\n",
    },
    Edit {
        name: "forgotten_place",
        file: "ruleset.yaml",
        find: "\"3\": [intro, columns, 1, 2, 3, 4, 5, 6, 7]",
        replace: "\"3\": [intro, columns, 1, 2, 3, 4, 5, 6, 7, 8]",
    },
];

fn shipped() -> Layer {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg"))
}

/// The shipped files with a text in one of them replaced.
fn replaced(mut files: Layer, file: &str, find: &str, replace: &str) -> Layer {
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert_eq!(text.matches(find).count(), 1, "{file} has to hold this once: {find}");
    files.insert(file.to_owned(), text.replace(find, replace).into_bytes());
    files
}

fn edited(edit: &Edit) -> Layer {
    replaced(shipped(), edit.file, edit.find, edit.replace)
}

/// A folder under the system's temporary one, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &Layer) -> Self {
        let unique = format!("handover-edits-{name}-{}", std::process::id());
        let root = std::env::temp_dir().join(unique);
        for (file, bytes) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The output of the program and its exit status; run inside the folder, so that no path of this machine is printed.
fn run(folder: &Folder, args: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(args)
        .env_clear()
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (printed, output.status.code().unwrap())
}

/// Text without fingerprints, which every edit changes: words of twelve hexadecimal digits.
fn without_fingerprint(text: &str) -> String {
    let word = |word: &str| {
        let print = word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if print { "…".to_owned() } else { word.to_owned() }
    };
    let mut told = String::new();
    for part in text.split_inclusive(|char: char| !char.is_alphanumeric()) {
        let end = part.trim_end_matches(|char: char| !char.is_alphanumeric()).len();
        let (body, rest) = part.split_at(end);
        told.push_str(&word(body));
        told.push_str(rest);
    }
    told
}

/// The failed tests of a run that are shown; of more, the first stands for all.
const MAX_SHOWN: usize = 20;

/// What `test` printed, with the first and the number of the failed tests where they are many.
fn shortened(printed: &str) -> String {
    let failed = |part: &&str| part.starts_with("✗ ");
    let parts: Vec<&str> = printed.split_inclusive("\n\n").collect();
    let count = parts.iter().filter(|part| failed(part)).count();
    if count <= MAX_SHOWN {
        return printed.to_owned();
    }
    let mut told = parts.iter().find(|part| failed(part)).unwrap().to_string();
    told.push_str(&format!("(and {} more that failed)\n\n", count - 1));
    told.extend(parts.into_iter().filter(|part| !failed(part)));
    told
}

const AT: [&str; 4] = ["--at", "2025-10-01", "--lang", "sv"];

#[test]
fn each_edit_is_told_to_those_who_made_it() {
    let before = Folder::with("before", &shipped());
    let before = before.0.to_str().unwrap();
    for edit in EDITS {
        let folder = Folder::with(edit.name, &edited(edit));
        let mut told = String::new();
        for (shown, args) in [
            ("check", &["check", "."][..]),
            ("analyse --at 2025-10-01", &["analyse", "."]),
            ("test", &["test", "."]),
            ("diff BEFORE .", &["diff", before, "."]),
        ] {
            let at = if args[0] == "test" { &AT[2..] } else { &AT };
            let (printed, status) = run(&folder, &[args, at].concat());
            let printed = shortened(&printed);
            told.push_str(&format!("$ handover {shown}\n? {status}\n{printed}\n"));
        }
        let told = without_fingerprint(&told.replace(before, "BEFORE"));
        insta::assert_snapshot!(edit.name, told);
    }
}

#[test]
fn what_is_shipped_is_sound_until_its_document_expires() {
    let folder = Folder::with("shipped", &shipped());
    let (told, status) = run(&folder, &[&["analyse", "."][..], &AT].concat());
    assert_eq!(status, 0, "{told}");
    insta::assert_snapshot!("shipped", without_fingerprint(&told));
    let denied = ["analyse", ".", "--deny", "warning"];
    assert_eq!(run(&folder, &[&denied[..], &AT].concat()).1, 0, "on that day nothing is wrong");
    let expired = ["--at", "2026-03-26", "--lang", "sv"];
    let (told, status) = run(&folder, &[&["analyse", "."][..], &expired].concat());
    assert_eq!(status, 0, "{told}");
    insta::assert_snapshot!("shipped_expired", without_fingerprint(&told));
    assert_eq!(run(&folder, &[&denied[..], &expired].concat()).1, 1);
}

/// One of each kind of finding.
#[test]
fn the_same_is_told_in_english() {
    for name in
        ["deleted_row", "exception_without_overrides", "rule_said_twice", "unit_that_closes"]
    {
        let folder = Folder::with(&format!("en-{name}"), &edited(edit(name)));
        let args = ["analyse", ".", "--at", "2025-10-01", "--lang", "en"];
        let told = without_fingerprint(&run(&folder, &args).0);
        insta::assert_snapshot!(format!("{name}_en"), told);
    }
}

#[test]
fn what_takes_too_long_is_told_as_not_proved() {
    let mut loaded = load(&Files::Memory(shipped()), Scope::Rules);
    let window = Window::of(date(2025, 10, 1), 90);
    let surveyed = Surveyed::within(&mut loaded, window, 10).unwrap();
    let told = analysis::text(&surveyed, &|_| None, Options::default());
    assert!(told.contains("det gick inte att bevisa att varje fall har ett svar inom"), "{told}");
    for claim in ["✓ Varje fall", "✓ Inget fall", "✓ Varje regel", "allt stämmer"] {
        assert!(!told.contains(claim), "{told}");
    }
}

fn findings(name: &str, files: &Layer) -> Vec<Value> {
    let folder = Folder::with(name, files);
    let args = [&["analyse", ".", "--format", "json"][..], &AT].concat();
    let told: Value = serde_json::from_str(&run(&folder, &args).0).unwrap();
    told["findings"].as_array().unwrap().clone()
}

fn edit(name: &str) -> &'static Edit {
    EDITS.iter().find(|edit| edit.name == name).unwrap()
}

#[test]
fn a_rule_that_is_suggested_fills_the_hole() {
    for name in ["deleted_row", "rule_that_ends", "narrower_sms_band"] {
        let edit = edit(name);
        let broken = edited(edit);
        let rules: String = findings(&format!("suggested-{name}"), &broken)
            .iter()
            .filter_map(|finding| finding["detail"]["suggestion"].as_str().map(str::to_owned))
            .collect();
        assert!(!rules.is_empty(), "{name}");
        let anchor = if edit.file == "routing.yaml" {
            "routing:\n  rules:\n"
        } else {
            "  rules:\n    - id: sms-band\n"
        };
        let with = anchor.replacen("  rules:\n", &format!("  rules:\n{rules}"), 1);
        let mended = replaced(broken, edit.file, anchor, &with);
        let loaded = RuleSet::from_files(&Files::Memory(mended));
        assert!(loaded.is_ok(), "{name}: {rules}\n{:?}", loaded.err());
    }
}

#[test]
fn each_way_out_of_an_overlap_ends_it() {
    let broken = edited(edit("exception_without_overrides"));
    let found = findings("ways-out", &broken);
    let ways = found[0]["detail"]["remedies"].as_array().unwrap();
    assert_eq!(
        ways.iter().map(|way| way.as_str().unwrap()).collect::<Vec<_>>(),
        [
            "skriv `specialty: {not: cardiology}` i `certificate-specialised`",
            "är `certificate-cardiology` ett undantag, skriv `overrides: [certificate-specialised]` i den",
        ]
    );
    let narrowed = replaced(
        broken.clone(),
        "routing.yaml",
        "when: {case_type: certificate, care_level: specialised}",
        "when: {case_type: certificate, care_level: specialised, specialty: {not: cardiology}}",
    );
    let before = "    - id: certificate-cardiology\n";
    let overriding = replaced(
        broken,
        "routing.yaml",
        before,
        &format!("{before}      overrides: [certificate-specialised]\n"),
    );
    for mended in [narrowed, overriding] {
        assert!(RuleSet::from_files(&Files::Memory(mended)).is_ok());
    }
}

#[test]
fn a_witness_is_a_request_that_the_engine_answers_so() {
    // A witness that the engine does not confirm would be dropped.
    let found = findings("witnesses", &edited(edit("exception_without_overrides")));
    let cases = found[0]["detail"]["cases"].as_array().unwrap();
    assert!(cases.len() > 1 && cases.iter().all(|cases| cases["request"].is_object()), "{cases:?}");
    let found = findings("witness", &edited(edit("deleted_row")));
    let request = found[0]["detail"]["cases"]["request"].clone();
    assert_eq!(request["case_type"], "rebooking");
    assert_eq!(request["care_level"], "specialised");
    assert_eq!(request["at"], "2025-10-01");
}
