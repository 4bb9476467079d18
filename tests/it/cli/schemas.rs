//! Reports and answers of the command line, checked against the schemas that it prints.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::common::folder;

/// A folder with the shipped rule set, in which texts, each of which must occur, are replaced by others.
fn rules(name: &str, edits: &[(&str, &str, &str)]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("reported-{name}"));
    let _ = fs::remove_dir_all(&target);
    let mut files = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg"));
    for (file, find, replace) in edits {
        let text = String::from_utf8(files[*file].clone()).unwrap();
        assert!(text.contains(find), "{file} holds no `{find}`");
        files.insert((*file).to_owned(), text.replacen(find, replace, 1).into_bytes());
    }
    for (file, bytes) in files {
        let path = target.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    target.to_str().unwrap().to_owned()
}

/// Standard output and standard error, each as JSON; null where it is empty.
fn run(args: &[&str], input: &str) -> [Value; 2] {
    let mut child = Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(args)
        .args(["--format", "json", "--lang", "en", "--at", "2025-10-01"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    [output.stdout, output.stderr].map(|bytes| match bytes.as_slice() {
        [] => Value::Null,
        json => serde_json::from_slice(json)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", String::from_utf8_lossy(json))),
    })
}

fn report(args: &[&str]) -> Value {
    run(args, "")[0].clone()
}

fn hold(name: &str, printed: &Value) {
    let schema = report(&["schema", name]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(printed)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}\n{printed:#}");
}

/// Checks a report against its schema, and against the common form of reports.
fn hold_report(name: &str, report: &Value) {
    hold(&format!("{name}-report"), report);
    assert_eq!(report["report"], name);
    assert!(report["summary"].is_object(), "{report:#}");
    let rules: &[&str] = if name == "diff" { &["before", "after"] } else { &["ruleset"] };
    for key in rules {
        let rules = &report[key];
        let keys = ["id", "title", "fingerprint", "source_valid_until"];
        let all = rules.as_object().is_some_and(|rules| keys.iter().eq(rules.keys()));
        assert!(all || rules.is_null(), "{rules:#}");
    }
}

#[test]
fn reports_are_as_their_schemas_say() {
    let sound = &rules("sound", &[]);
    let misspelt = ("routing.yaml", "role: administrator", "role: administrater");
    let broken = &rules("broken", &[misspelt]);
    let gap = ("routing.yaml", "case_type: certificate", "case_type: triage");
    let incomplete = &rules("incomplete", &[gap]);
    let other = &rules(
        "other",
        &[
            ("routing.yaml", "capability: administrative_general", "capability: general"),
            ("directory.yaml", "    drop-in:\n", "    drop-in-centre:\n      was: [drop-in]\n"),
            ("routing.yaml", "unit: drop-in\n", "unit: drop-in-centre\n"),
            ("invariants.yaml", "{unit: drop-in}", "{unit: drop-in-centre}"),
        ],
    );
    for rules in [sound, broken, incomplete, other] {
        hold_report("check", &report(&["check", rules]));
    }
    assert_eq!(report(&["check", broken])["ruleset"], Value::Null);
    for rules in [sound, incomplete, other] {
        let report = report(&["analyse", rules, "--days", "60"]);
        hold_report("analyse", &report);
        assert_eq!(report["last"], "2025-11-29");
    }
    for rules in [sound, other] {
        hold_report("test", &report(&["test", rules, "--coverage"]));
        hold_report("sources", &report(&["sources", rules]));
        hold_report("diff", &report(&["diff", sound, rules]));
    }
    // The faults of a rule set that does not load have the form of `check`, whatever the command.
    for command in ["analyse", "test", "sources"] {
        let [report, faults] = run(&[command, broken], "");
        assert_eq!(report, Value::Null);
        hold_report("check", &faults);
        assert_eq!(faults["summary"]["errors"], 1);
    }
}

#[test]
fn a_difference_holds_conditions_receivers_and_recorded_cases() {
    let sound = &rules("before", &[]);
    let capability = ("routing.yaml", "capability: administrative_general", "capability: general");
    let other = &rules("after", &[capability]);
    let cases = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reported-cases.ndjson");
    let certificate = json!({"case_type": "Intyg", "care_level": "PV", "unit": "valbo"});
    let medicine = json!({
        "case_type": "medicine_prescription", "care_level": "specialised",
        "specialty": "Kardiologi", "unit": "valbo",
    });
    fs::write(&cases, format!("{certificate}\n{medicine}\nnonsense\n")).unwrap();
    let report = report(&["diff", sound, other, "--cases", cases.to_str().unwrap()]);
    hold_report("diff", &report);
    let change = &report["routing"]["changes"][0];
    let block = &change["blocks"][0];
    assert_eq!(
        block["when"][0],
        json!({
            "input": "case_type", "label": "Case type",
            "accepts": "medicine_prescription", "accepts_label": "Medicine prescription",
        })
    );
    assert_eq!(block["combinations"], change["combinations"]);
    let capabilities = |side: &str| change[side][2]["value"].clone();
    assert_eq!(change["before"][2]["part"], "capability");
    assert_eq!(capabilities("before"), "administrative_general");
    assert_eq!(capabilities("after"), "general");
    let recorded = &report["recorded"];
    assert_eq!((&recorded["cases"], &recorded["changed"]), (&json!(2), &json!(1)));
    assert_eq!(recorded["errors"], json!([{"line": 3, "code": "not_json", "field": null}]));
}

#[test]
fn answers_are_as_their_schemas_say() {
    let case = json!({"case_type": "Intyg", "care_level": "PV", "unit": "valbo"});
    let handover = json!({"case": case, "method": "move", "priority": 8, "message": "x"});
    let incomplete = json!({"case_type": "Preventivmedel", "unit": "Utanför \"listan\""});
    for (command, name, request) in [
        ("recommend", "recommendation", &case),
        ("recommend", "recommendation", &incomplete),
        ("validate", "verdict", &handover),
        ("explain", "explanation", &case),
        ("recommend", "error", &json!({"unti": "valbo"})),
    ] {
        hold(name, &run(&[command, "-"], &request.to_string())[0]);
    }
    let named = ["explain", "-", "--rule", "medicine-specialised"];
    hold("explanation", &run(&named, &case.to_string())[0]);
    // Closed words are enumerations.
    let schema = report(&["schema", "verdict"]);
    for (name, words) in [
        ("Decision", json!(["route", "manual", "incomplete"])),
        ("VerdictDecision", json!(["allow", "warn", "manual", "refuse"])),
        ("Action", json!(["hand_over", "receive", "cancel", "close"])),
        ("Severity", json!(["refuse", "manual", "warning", "info"])),
        ("Actor", json!(["sender", "receiver", "patient"])),
    ] {
        assert_eq!(schema["$defs"][name]["enum"], words, "{name}");
    }
}
