//! Tests of a rule set, through the program: form of failures, counts, and refusals.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use handover::Engine;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, embedded_files, load};
use handover_proof::expect::{self, TestOptions};
use serde_json::{Value, json};

use crate::common::identity::identity_number;

/// The shipped rules in a folder of their own, with these tests in place of theirs.
fn rules(name: &str, tests: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("expect").join(name);
    let _ = fs::remove_dir_all(&folder);
    let Files::Memory(files) = embedded_files() else {
        panic!("the shipped rules are in memory");
    };
    for (name, bytes) in files.into_iter().filter(|(name, _)| !name.starts_with("tests/")) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    if !tests.is_empty() {
        fs::create_dir_all(folder.join("tests")).unwrap();
        fs::write(folder.join("tests/prov.yaml"), tests).unwrap();
    }
    folder
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    command.env_clear().current_dir(folder).arg("test").arg(".").args(args);
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    program(folder, args).output().unwrap()
}

fn stdout(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let told = String::from_utf8(output.stderr).unwrap();
    String::from_utf8(output.stdout).unwrap() + &told
}

/// Text without the fingerprint, which changes with every edit of the rule set.
fn shown(text: &str) -> String {
    match text.split_once("(gavleborg, ") {
        Some((before, rest)) => format!("{before}(gavleborg, …{}", &rest[12..]),
        None => text.to_owned(),
    }
}

/// One test of each way to fail, and two that hold.
const FAILING: &str = r#"
common:
  case: {case_type: certificate, care_level: primary, unit: valbo, from: {unit: andersberg}, priority: 8, at: 2025-10-01}
  handover: {method: move, priority: 8, message: Hör till er.}
tests:
  - name: intyg går till en sjuksköterska
    without: [handover]
    expect: {decision: manual, rule: triage-primary, role: nurse, capability: null, missing: [specialty]}
  - name: ett mottaget ärende flyttas
    case: {accepted: true}
    rows:
      - {case: {accepted: false}, expect: {decision: allow, findings: []}}
      - {expect: {decision: allow, sms: true, findings: [message_empty, accepted_by_sender], methods: [move], steps: [2.1/1, 2.1/2]}}
      - {handover: {method: consultation}, expect: {findings: {has: [role_deviates], not: [accepted_by_sender]}, severity: {related_visit_missing: warning, local_ways: null, unit_deviates: info}}}
  - name: en flytt besvaras
    handover: {state: answered}
    expect: {next: [close]}
  - name: det som händer härnäst
    handover: {state: pending}
    expect: {next: [cancel, close], templates: []}
  - name: inget fel
    expect: {decision: allow, severity: {message_empty: null}, resource: "Valbo Din hälsocentral, Administratör, Primärvård, Allmän", rules: [certificate-primary]}
"#;

#[test]
fn the_shipped_rule_set_is_held_to_its_word_in_every_rule_and_cell() {
    let loaded = load(&embedded_files(), Scope::RulesAndTests);
    let engine = Engine::new(loaded.rule_set.unwrap());
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let report = expect::run(&engine, &loaded.expectations, &options);
    let failed: Vec<_> = report.tests.iter().filter(|test| !test.passed).collect();
    assert!(report.succeeded(), "{failed:#?}");
    let coverage = report.coverage.unwrap();
    assert!(coverage.missing.is_empty(), "{:#?}", coverage.missing);
    assert_eq!(coverage.missing_places, Vec::<String>::new());
    assert_eq!((coverage.rules.percent(), coverage.cells.percent()), (100, 100));
    assert!(coverage.cells.total > 400);
}

#[test]
fn a_failure_shows_what_was_expected_what_came_and_why() {
    let folder = rules("failing", FAILING);
    assert_eq!(run(&folder, &[]).status.code(), Some(1));
    insta::assert_snapshot!("failing_sv", shown(&stdout(&folder, &["--lang", "sv"])));
    insta::assert_snapshot!("failing_en", shown(&stdout(&folder, &["--lang", "en", "--verbose"])));
}

#[test]
fn json_holds_the_same() {
    let folder = rules("json", FAILING);
    let report: Value =
        serde_json::from_slice(&run(&folder, &["--format", "json", "--coverage"]).stdout).unwrap();
    assert_eq!(report["summary"], json!({"total": 7, "passed": 2, "failed": 5, "left_out": 0}));
    assert_eq!(report["at"], "2025-03-25");
    let first = &report["tests"][0];
    assert_eq!((&first["file"], &first["line"]), (&json!("tests/prov.yaml"), &json!(6)));
    let role = first["differences"].as_array().unwrap().iter().find(|one| one["field"] == "role");
    assert_eq!(role.unwrap()["expected"], "nurse");
    assert_eq!(role.unwrap()["got"], "administrator");
    assert_eq!(first["why"]["kept_out"][0]["conditions"][0]["input"], "case_type");
    assert_eq!(report["tests"][2]["row"], 2);
    assert_eq!(report["coverage"]["tables"][0]["table"], "routing");
    let suggested = report["coverage"]["missing"].as_array().unwrap();
    assert!(suggested.iter().filter(|one| one["suggestion"].is_string()).count() >= 5);
    let again = run(&folder, &["--format", "json", "--coverage"]).stdout;
    assert_eq!(serde_json::from_slice::<Value>(&again).unwrap(), report);
}

#[test]
fn junit_is_xml_with_a_case_for_each_row() {
    let named = FAILING.replace("name: inget fel", r#"name: 'inget <fel> & "allt" väl'"#);
    let folder = rules("junit", &named);
    let written = String::from_utf8(run(&folder, &["--format", "junit"]).stdout).unwrap();
    let xml = roxmltree::Document::parse(&written).unwrap();
    let suites = xml.root_element();
    assert_eq!(suites.tag_name().name(), "testsuites");
    assert_eq!((suites.attribute("tests"), suites.attribute("failures")), (Some("7"), Some("5")));
    let cases: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    assert_eq!(cases.len(), 7);
    assert_eq!(cases[6].attribute("name"), Some(r#"inget <fel> & "allt" väl"#));
    assert_eq!(cases[2].attribute("name"), Some("ett mottaget ärende flyttas [2]"));
    assert_eq!(cases[2].attribute("line"), Some("13"));
    let failures = xml.descendants().filter(|node| node.has_tag_name("failure"));
    let texts: Vec<&str> = failures.map(|node| node.text().unwrap_or_default()).collect();
    assert_eq!(texts.len(), 5);
    assert!(texts[0].contains("nurse (Sjuksköterska)"), "{}", texts[0]);
}

#[test]
fn no_tests_are_no_success() {
    let folder = rules("none", "");
    assert_eq!(run(&folder, &[]).status.code(), Some(1));
    insta::assert_snapshot!("none_sv", shown(&stdout(&folder, &["--lang", "sv"])));
    let folder = rules("left_out", FAILING);
    let output = run(&folder, &["--filter", "finns inte"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(
        "left_out_en",
        shown(&stdout(&folder, &["--filter", "finns inte", "--lang", "en"]))
    );
    let junit = String::from_utf8(run(&folder, &["--filter", "x", "--format", "junit"]).stdout);
    let junit = junit.unwrap();
    let xml = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(xml.root_element().attribute("failures"), Some("1"));
}

#[test]
fn a_filter_chooses_by_name_and_file_whatever_the_case() {
    let folder = rules("filter", FAILING);
    let said = stdout(&folder, &["--filter", "INGET", "--filter", "no such", "--lang", "sv"]);
    assert!(said.contains("det enda testet stämmer (6 valdes bort)"), "{said}");
    assert_eq!(run(&folder, &["--filter", "inget fel"]).status.code(), Some(0));
    let all = stdout(&folder, &["--filter", "prov.yaml", "--lang", "sv"]);
    assert!(all.contains("5 av 7 tester stämmer inte"), "{all}");
}

#[test]
fn coverage_tells_what_is_not_held_and_suggests_a_test_that_holds() {
    let one = "
tests:
  - name: intyg i primärvården
    case: {case_type: certificate, care_level: primary, unit: valbo}
    expect: {rule: certificate-primary, unit: valbo, role: administrator, capability: general}
";
    let folder = rules("coverage", one);
    insta::assert_snapshot!(
        "coverage_sv",
        shown(&stdout(&folder, &["--coverage", "--lang", "sv"]))
    );
    let report: Value =
        serde_json::from_slice(&run(&folder, &["--coverage", "--format", "json"]).stdout).unwrap();
    let missing = report["coverage"]["missing"].as_array().unwrap();
    let suggested: Vec<&str> =
        missing.iter().filter_map(|one| one["suggestion"].as_str()).collect();
    assert_eq!(suggested.len(), 10);
    let before = report["coverage"]["cells"]["covered"].as_u64().unwrap();

    // Written into a file unchanged, they pass.
    let indented: Vec<String> = suggested.iter().map(|one| one.replace('\n', "\n  ")).collect();
    let more = format!("{one}  {}\n", indented.join("\n  "));
    fs::write(folder.join("tests/prov.yaml"), more).unwrap();
    let output = run(&folder, &["--coverage", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let after = report["coverage"]["cells"]["covered"].as_u64().unwrap();
    assert!(after >= before + 10, "{before} {after}");
}

#[test]
fn what_fails_covers_nothing_and_too_little_coverage_is_a_failure() {
    let folder = rules("least", FAILING);
    let covered = |args: &[&str]| -> u64 {
        let report: Value = serde_json::from_slice(&run(&folder, args).stdout).unwrap();
        report["coverage"]["rules"]["covered"].as_u64().unwrap()
    };
    let all = covered(&["--coverage", "--format", "json"]);
    let held = covered(&["--coverage", "--format", "json", "--filter", "inget fel"]);
    assert!(all >= held && held > 0);
    let held = ["--filter", "inget fel", "--min-coverage"];
    assert_eq!(run(&folder, &[&held[..], &["0"]].concat()).status.code(), Some(0));
    let output = run(&folder, &[&held[..], &["100", "--lang", "sv"]].concat());
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told, "handover: täckningen når inte 100 % av både regler och rutor\n");
    assert_eq!(run(&folder, &[&held[..], &["101"]].concat()).status.code(), Some(2));
}

#[test]
fn a_test_without_a_day_is_asked_as_on_the_first_day_of_the_document() {
    let tests = "
tests:
  - name: försöket på Valbo
    case: {case_type: certificate, care_level: primary, unit: valbo, from: {unit: valbo}}
    expect: {rule: certificate-primary}
";
    let folder = rules("day", tests);
    assert_eq!(run(&folder, &[]).status.code(), Some(0));
    assert_eq!(run(&folder, &["--at", "2025-05-01"]).status.code(), Some(1));
}

#[test]
fn an_identity_number_is_put_together_and_never_written() {
    let number = identity_number("19800229");
    let written = "
tests:
  - name: med platshållare
    case: {case_type: certificate, care_level: primary, unit: valbo, same_provider: true}
    handover: {method: move, priority: 8, message: \"Gäller {identity_number}.\"}
    expect: {findings: [identifier_in_text]}
";
    let folder = rules("identity", written);
    assert_eq!(run(&folder, &[]).status.code(), Some(0));
    let folder = rules("identity", &written.replace("{identity_number}", &number));
    for format in ["text", "json", "junit"] {
        let output = run(&folder, &["--format", format, "--lang", "sv", "--verbose"]);
        assert_eq!(output.status.code(), Some(3));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("`{identity_number}`"), "{said}");
        assert!(!said.contains(&number[2..]), "{format}");
    }
}

#[test]
fn what_can_never_hold_is_told_before_anything_is_run() {
    let tests = "
tests:
  - name: steg utan överlämning
    case: {case_type: certificate}
    without: [case.priorty]
    expect: {decision: allow, steps: [2.1/1]}
  - name: inget väntas
    case: {case_type: certificate}
  - name: fel ord
    handover: {method: move, priority: 8}
    rows:
      - {expect: {decision: route, findings: {has: [mesage_empty]}, next: [sends], templates: [move-mesage], missing: [specialy], severity: {no_rul: warning}}}
";
    let folder = rules("wrong", tests);
    let output = run(&folder, &["--lang", "sv"]);
    assert_eq!(output.status.code(), Some(3));
    insta::assert_snapshot!("wrong_sv", String::from_utf8(output.stderr).unwrap());
}

#[test]
fn the_shipped_rules_are_tested_without_a_folder_but_not_watched() {
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
        command.env_clear().args(args).output().unwrap()
    };
    assert_eq!(run(&["test", "--min-coverage", "100"]).status.code(), Some(0));
    let output = run(&["test", "--watch", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("needs a folder to watch"));
}

#[test]
fn watching_runs_the_tests_again_when_a_file_changes() {
    let folder = rules("watch", FAILING);
    let mut child = program(&folder, &["--watch", "--lang", "sv", "--filter", "inget fel"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok).filter(|line| line.contains("(gavleborg, ")) {
            let _ = send.send(line);
        }
    });
    let next = || receive.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(next().ends_with("det enda testet stämmer (6 valdes bort)"));
    let wrong =
        FAILING.replace("severity: {message_empty: null}", "severity: {message_empty: refuse}");
    fs::write(folder.join("tests/prov.yaml"), wrong).unwrap();
    assert!(next().ends_with("det enda testet stämmer inte (6 valdes bort)"));
    fs::write(folder.join("tests/prov.yaml"), FAILING).unwrap();
    assert!(next().ends_with("det enda testet stämmer (6 valdes bort)"));
    child.kill().unwrap();
    child.wait().unwrap();
}
