//! Output of `handover diff`: for edits of the shipped rule set, for words renamed and split, for revisions in git, and
//! for recorded cases.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::report::{ChangeKind, Count, DiffReport, ReceiverPartName};
use handover_core::wire::v1;
use handover_matcher::DIFF_STEPS;
use handover_proof::compare::cases::{RecordForm, Recorded, run};
use handover_proof::compare::{Compared, Comparison};
use handover_proof::render::Origin;
use handover_proof::render::diff::{DiffOrigins, markdown, text};
use jiff::civil::date;

use crate::common::{Layer, folder};

/// Where the compared rule sets are, as text tells it.
const SIDES: DiffOrigins<'static> =
    DiffOrigins { old: Origin::Folder("old"), new: Origin::Folder("new") };

fn shipped() -> Layer {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg"))
}

/// The files with texts, each of which must occur, replaced by others.
fn edited(mut files: Layer, edits: &[(&str, &str, &str)]) -> Layer {
    for (file, find, replace) in edits {
        let text = String::from_utf8(files[*file].clone()).unwrap();
        assert!(text.contains(find), "{file} holds no `{find}`");
        files.insert((*file).to_owned(), text.replacen(find, replace, 1).into_bytes());
    }
    files
}

/// The same with every occurrence of a word replaced in all files.
fn renamed(files: Layer, from: &str, to: &str) -> Layer {
    let rename = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(from, to).into_bytes();
    files.into_iter().map(|(name, bytes)| (name, rename(bytes))).collect()
}

/// An engine with its rule set, and the other results of reading it.
struct Side {
    engine: Engine,
    loaded: Loaded,
}

fn side(files: Layer) -> Side {
    let mut loaded = load(&Files::Memory(files), Scope::Rules);
    let rule_set = loaded.rule_set.take();
    let rule_set = rule_set.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    Side { engine: Engine::new(rule_set), loaded }
}

fn compare<'a>(before: &'a Side, after: &'a Side) -> Comparison<'a> {
    let compared = |side: &'a Side| Compared {
        rule_set: side.engine.rule_set(),
        invariants: &side.loaded.invariants,
        content: &side.loaded.content,
    };
    Comparison::new(compared(before), compared(after), DIFF_STEPS)
}

fn report(before: Layer, after: Layer, lang: Lang) -> DiffReport {
    let (before, after) = (side(before), side(after));
    let report = compare(&before, &after).report(lang, date(2025, 10, 1));
    replay(&report, &before.engine, &after.engine);
    report
}

/// Puts every request of a report to both engines, and checks that their answers differ.
fn replay(report: &DiffReport, before: &Engine, after: &Engine) {
    for change in &report.routing.changes {
        for block in &change.blocks {
            let request = block.cases.request.as_ref().unwrap();
            let old = block.request_before.as_ref().unwrap_or(request);
            let answer = |engine: &Engine, request: &v1::Case<'_>| {
                let context = v1::Context { engine, lang: Lang::Sv, today: date(2025, 10, 1) };
                let json = serde_json::to_vec(request).unwrap();
                v1::recommend(&context, &json).unwrap()
            };
            let (one, other) = (answer(before, old), answer(after, request));
            let parts = change.before.iter().zip(&change.after);
            let differ: Vec<ReceiverPartName> = parts
                .filter(|(before, after)| before.value_label != after.value_label)
                .map(|(before, _)| before.part)
                .collect();
            // No recommendation shows whether another role may be chosen.
            if differ != [ReceiverPartName::OtherRole] {
                assert_ne!(one.target, other.target, "{}", block.cases.text);
            }
            let rules = |answer: &v1::Recommendation<'_>| -> Vec<String> {
                answer.because.iter().map(|because| because.rule.clone()).collect()
            };
            assert!(rules(&one).iter().all(|rule| block.before.contains(rule)));
            assert!(rules(&other).iter().all(|rule| block.after.contains(rule)));
        }
    }
}

/// Text without fingerprints, which change with every edit of the rule set.
fn without_fingerprints(text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive("gavleborg (") {
        let hex = part.chars().take_while(char::is_ascii_hexdigit).count();
        if hex == 12 {
            out.push('…');
        }
        out.push_str(&part[if hex == 12 { hex } else { 0 }..]);
    }
    out
}

/// An administrator's afternoon: one edit of each kind.
const EDITS: &[(&str, &str, &str)] = &[
    // A capability.
    ("routing.yaml", "        capability: administrative_general", "        capability: general"),
    // A fixed unit instead of the one concerned, in primary care.
    (
        "routing.yaml",
        "      when: {case_type: medicine_prescription, care_level: primary}\n      then:\n        unit: concerned",
        "      when: {case_type: medicine_prescription, care_level: primary}\n      then:\n        unit: sodertull",
    ),
    // The band that alerts, narrowed.
    ("handover.yaml", "when: {priority: 2..5}", "when: {priority: 2..4}"),
    (
        "handover.yaml",
        "when: {priority: [1, 6..7, 9..11, 13..]}",
        "when: {priority: [1, 5..7, 9..11, 13..]}",
    ),
    // The requirements of a method.
    (
        "handover.yaml",
        "      same_provider: false\n      state: [new, pending]",
        "      same_provider: false\n      accepted: true\n      state: [new, pending]",
    ),
    // Words: a new specialty, another label.
    ("vocabulary.yaml", "sv: Triageärenden", "sv: Triage och bedömning"),
    (
        "vocabulary.yaml",
        "    dietitian: {sv: Dietist,",
        "    optician: {sv: Optiker, en: Optician}\n    dietitian: {sv: Dietist,",
    ),
    // A unit.
    (
        "directory.yaml",
        "    gynmottagning-gavle: {name: Gynmottagning Gävle, provider: region-gavleborg}",
        "    gynmottagning-gavle: {name: Gynmottagning Gävle, provider: din-halsocentral}",
    ),
];

#[test]
fn edits_are_told_in_both_languages() {
    let report_in = |lang| report(shipped(), edited(shipped(), EDITS), lang);
    let (sv, en) = (report_in(Lang::Sv), report_in(Lang::En));
    assert!(sv.summary.changed && sv.summary.proved);
    insta::assert_snapshot!("edits_sv", without_fingerprints(&text(&sv, SIDES, Lang::Sv)));
    insta::assert_snapshot!("edits_en", without_fingerprints(&text(&en, SIDES, Lang::En)));
    insta::assert_snapshot!("edits_markdown", without_fingerprints(&markdown(&sv, Lang::Sv)));
}

#[test]
fn a_check_that_is_gone_or_milder_is_told() {
    let gone = |files: Layer| {
        let text = String::from_utf8(files["handover.yaml"].clone()).unwrap();
        let start = text.find("  - id: move_after_acceptance").unwrap();
        let end = start + 1 + text[start + 1..].find("  - id:").unwrap();
        let text = format!("{}{}", &text[..start], &text[end..]);
        let mut files = files;
        files.insert("handover.yaml".to_owned(), text.into_bytes());
        files
    };
    let files = gone(shipped());
    let milder = "  - id: message_empty\n    severity: refuse";
    let files = edited(files, &[("handover.yaml", milder, &milder.replace("refuse", "warning"))]);
    let report = report(shipped(), files, Lang::Sv);
    assert_eq!(report.routing.changed, Count(Some(0)));
    insta::assert_snapshot!("checks_sv", without_fingerprints(&text(&report, SIDES, Lang::Sv)));
}

#[test]
fn nothing_changes_between_a_rule_set_and_itself() {
    for lang in [Lang::Sv, Lang::En] {
        let report = report(shipped(), shipped(), lang);
        assert!(!report.summary.changed && report.summary.proved, "{report:#?}");
        insta::assert_snapshot!(
            format!("nothing_{lang:?}"),
            without_fingerprints(&text(&report, SIDES, lang))
        );
    }
}

#[test]
fn words_that_are_renamed_change_nothing_else() {
    let files = renamed(shipped(), "medicine_prescription", "drug_prescription");
    let files = edited(
        files,
        &[
            (
                "vocabulary.yaml",
                "    drug_prescription:\n",
                "    drug_prescription:\n      was: medicine_prescription\n",
            ),
            ("directory.yaml", "    drop-in:\n", "    drop-in-centre:\n      was: [drop-in]\n"),
            ("routing.yaml", "unit: drop-in\n", "unit: drop-in-centre\n"),
            ("invariants.yaml", "{unit: drop-in}", "{unit: drop-in-centre}"),
        ],
    );
    let report = report(shipped(), files.clone(), Lang::Sv);
    assert_eq!(report.routing.changed, Count(Some(0)), "{report:#?}");
    assert!(report.firing.is_empty() && report.priority.is_empty());
    let told: Vec<(ChangeKind, &str)> =
        report.written.iter().map(|plain| (plain.change, plain.id.as_str())).collect();
    let renamed = ChangeKind::Renamed;
    assert_eq!(told, [(renamed, "drug_prescription"), (renamed, "drop-in-centre")]);
    // `was` may remain: once both sides have the new id, it has no effect.
    let later = self::report(files.clone(), files, Lang::Sv);
    assert!(!later.summary.changed, "{later:#?}");
}

#[test]
fn without_a_mapping_a_renamed_word_is_another_word() {
    let files = renamed(shipped(), "medicine_prescription", "drug_prescription");
    let report = report(shipped(), files, Lang::Sv);
    assert!(report.routing.changed > Count(Some(0)));
    insta::assert_snapshot!(
        "renamed_unmapped_sv",
        without_fingerprints(&text(&report, SIDES, Lang::Sv))
    );
}

#[test]
fn a_split_word_is_compared_part_by_part() {
    let split = edited(
        shipped(),
        &[(
            "vocabulary.yaml",
            "    rebooking:\n",
            "    sick_note:\n      sv: Sjukintyg\n      en: Sick note\n      was: certificate\n    rebooking:\n",
        )],
    );
    // Both parts where the word was: nothing changes but the words.
    let both = ["primary", "specialised"].map(|level| {
        let when = format!("when: {{case_type: certificate, care_level: {level}}}");
        let parts = when.replace("certificate", "[certificate, sick_note]");
        ("routing.yaml", when, parts)
    });
    let local = "when: {case_type: certificate}".to_owned();
    let local_parts = local.replace("certificate", "[certificate, sick_note]");
    let edits: Vec<_> =
        both.into_iter().chain([("local/valbo.yaml", local, local_parts)]).collect();
    let edits: Vec<(&str, &str, &str)> = edits
        .iter()
        .map(|(file, find, replace)| (*file, find.as_str(), replace.as_str()))
        .collect();
    let both = edited(split, &edits);
    let same = report(shipped(), both, Lang::Sv);
    assert_eq!(same.routing.changed, Count(Some(0)), "{same:#?}");
    assert_eq!(same.written[0].change, ChangeKind::Split);
}

#[test]
fn concerned_and_a_units_own_name_mean_the_same_there() {
    let files = edited(
        shipped(),
        &[("local/valbo.yaml", "        unit: concerned", "        unit: valbo")],
    );
    let report = report(shipped(), files, Lang::Sv);
    assert_eq!(report.routing.changed, Count(Some(0)));
    assert_eq!(report.written.len(), 1);
}

#[test]
fn recorded_cases_are_counted_by_kind_unit_and_change() {
    let (before, after) = (side(shipped()), side(edited(shipped(), &EDITS[..1])));
    let comparison = compare(&before, &after);
    let mut report = comparison.report(Lang::Sv, date(2025, 10, 1));
    let recorded = Recorded::new(&before.engine, &after.engine, &comparison, date(2025, 10, 1));
    let case = |case_type: &str, unit: &str| {
        format!(
            r#"{{"case_type": "{case_type}", "care_level": "SV", "specialty": "Kardiologi", "unit": "{unit}", "from": {{"unit": "valbo"}}}}"#
        )
    };
    let mut lines = vec![
        case("Recept på läkemedel", "drop-in"),
        case("Intyg", "drop-in"),
        String::new(),
        "nonsense".to_owned(),
        r#"{"care_level": "19121212-1212"}"#.to_owned(),
        // An open specialty decides nothing here.
        r#"{"case_type": "medicine_prescription", "care_level": "specialised", "unit": "Utanför"}"#
            .to_owned(),
    ];
    let handover = format!(
        r#"{{"case": {}, "method": "move", "priority": 4, "message": "x"}}"#,
        case("Läkemedel", "valbo")
    );
    lines.push(handover);
    let many: Vec<String> = (0..5_000).map(|_| case("Läkemedel", "sodertull")).collect();
    let input = format!("{}\n{}", lines.join("\n"), many.join("\n"));
    let (tally, _) = run(&recorded, input.as_bytes(), |_| {}).unwrap();
    let impact = tally.impact(&recorded, &report, Lang::Sv);
    assert_eq!((impact.cases, impact.changed, impact.misread), (5_004, 5_003, 2));
    assert_eq!(impact.blocks.len(), 1, "{:#?}", impact.blocks);
    assert_eq!(impact.blocks[0].lines[..4], [1, 6, 7, 8]);
    report.recorded = Some(impact);
    insta::assert_snapshot!("recorded_sv", without_fingerprints(&text(&report, SIDES, Lang::Sv)));
    insta::assert_snapshot!(
        "recorded_markdown",
        without_fingerprints(&markdown(&report, Lang::Sv))
    );

    // The same as CSV, by any delimiter and cut anywhere.
    let row = "Recept på läkemedel;SV;Kardiologi;drop-in;valbo;nej\n";
    let csv =
        format!("case_type;care_level;specialty;unit;from.unit;accepted\n{}", row.repeat(40_000));
    let (tally, form) = run(&recorded, csv.as_bytes(), |_| {}).unwrap();
    assert_eq!(tally.cases(), 40_000);
    assert_eq!((form, tally.ignored()), (RecordForm::Csv, &[][..]));
    let impact = tally.impact(&recorded, &report, Lang::Sv);
    assert_eq!(impact.blocks[0].changed, 40_000);
    assert_eq!(impact.blocks[0].lines[..2], [2, 3]);
    let bad = "case_type,accepted\nIntyg,kanske\n";
    let (tally, _) = run(&recorded, bad.as_bytes(), |_| {}).unwrap();
    let impact = tally.impact(&recorded, &report, Lang::Sv);
    let error = &impact.errors[0];
    assert_eq!((error.line, error.field.as_deref()), (2, Some("case.accepted")));
}

/// A fresh folder under the target's own.
fn temporary(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, files: &Layer) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn diff(at: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handover"))
        .arg("diff")
        .args(args)
        .args(["--lang", "sv", "--at", "2025-10-01"])
        .env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"))
        .current_dir(at)
        .output()
        .unwrap()
}

fn git(at: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(at)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn revisions_are_read_from_git() {
    let folder = temporary("diff-git");
    git(&folder, &["init", "-q"]);
    write(&folder.join("rules/å"), &shipped());
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    write(&folder.join("rules/å"), &edited(shipped(), &EDITS[..1]));
    git(&folder, &["commit", "-q", "-a", "-m", "second"]);
    let text = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let output = diff(&folder, &["HEAD~1:rules/å", "HEAD:rules/å"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text(&output).contains("Recept på läkemedel, Specialiserad vård"), "{}", text(&output));
    let same = diff(&folder, &["HEAD:rules/å/", "rules/å"]);
    assert_eq!(same.status.code(), Some(0), "{}", text(&same));
    // From a folder below, too.
    let below = diff(&folder.join("rules"), &["HEAD~1:rules/å", "HEAD:./å"]);
    assert_eq!(text(&below).replace("HEAD:./å", "HEAD:rules/å"), text(&output));
    assert!(text(&output).contains("`HEAD~1:rules/å` är en version i git"), "{}", text(&output));
    // The command that is printed answers by the new rules, and as it says by the old ones.
    fs::create_dir(folder.join("old")).unwrap();
    write(&folder.join("old/it's"), &shipped());
    let compared = text(&diff(&folder, &["old/it's", "rules/å"]));
    let line = compared.lines().find_map(|line| line.trim().strip_prefix("prova: ")).unwrap();
    let swap = compared.lines().find(|line| line.contains("för att fråga de gamla")).unwrap();
    let options: Vec<&str> = swap.split('`').skip(1).step_by(2).collect();
    let ask = |command: &str| {
        let program = format!("handover() {{ {} \"$@\"; }}; ", env!("CARGO_BIN_EXE_handover"));
        let script = program + command;
        let output =
            Command::new("sh").args(["-c", &script]).current_dir(&folder).output().unwrap();
        text(&output)
    };
    let new = ask(line);
    assert!(new.contains("Regler gavleborg") && new.contains("i mappen rules/å"), "{line}: {new}");
    let receiver = |answer: &str| answer.lines().nth(1).unwrap().to_owned();
    assert!(!receiver(&new).contains("Administrativt Allmän"), "{new}");
    let old = ask(&line.replace(options[0], options[1]));
    assert!(receiver(&old).contains("Administrativt Allmän"), "{old}");
    assert!(old.contains("i mappen 'old/it'"), "{old}");
    for (args, said) in [
        (["HEAD~9:rules/å", "rules/å"], "ingen version `HEAD~9`"),
        (["HEAD:rules/nowhere", "rules/å"], "ingen mapp `rules/nowhere`"),
        (["HEAD:rules/å/routing.yaml", "rules/å"], "ingen mapp"),
        (["--format=json", "HEAD:rules"], "måste anges"),
        (["rules/nowhere", "rules/å"], "mappen `rules/nowhere` finns inte"),
        (["C:\\rules", "rules/å"], "finns inte"),
    ] {
        let output = diff(&folder, &args);
        let error = String::from_utf8(output.stderr.clone()).unwrap();
        let status = if said == "måste anges" { 2 } else { 3 };
        assert!(error.contains(said), "{args:?}: {error}");
        assert_eq!(output.status.code(), Some(status), "{args:?}");
    }
    let outside = temporary("diff-no-git");
    let output = diff(&outside, &["HEAD:rules", "."]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("hör inte till något git-arkiv"), "{error}");
}

#[test]
fn a_side_that_does_not_load_is_told_with_its_faults() {
    let folder = temporary("diff-broken");
    write(&folder.join("old"), &shipped());
    let broken =
        edited(shipped(), &[("routing.yaml", "role: administrator", "role: administrater")]);
    write(&folder.join("new"), &broken);
    let output = diff(&folder, &["old", "new"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        error.contains("`new` går inte att läsa") && error.contains("administrater"),
        "{error}"
    );
    let output = diff(&folder, &["old", "old", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["summary"], serde_json::json!({"changed": false, "proved": true}));
    assert_eq!(output.status.code(), Some(0));
}
