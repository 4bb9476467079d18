//! The program as it is run: what it prints, where, and how it ends.

use std::process::{Command, Output, Stdio};

use crate::common::identity::identity_number;
use crate::common::run;

/// A run of the program: arguments, standard input; the environment's languages and rules left out.
fn run(args: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    run::run(command.args(args).env_clear().current_dir(env!("CARGO_MANIFEST_DIR")), input)
}

fn status(args: &[&str], input: &str) -> i32 {
    run(args, input).status.code().unwrap()
}

fn stdout(args: &[&str], input: &str) -> String {
    String::from_utf8(run(args, input).stdout).unwrap()
}

fn stderr(args: &[&str], input: &str) -> String {
    String::from_utf8(run(args, input).stderr).unwrap()
}

const AT: [&str; 2] = ["--at", "2025-10-01"];

const COMPLETE: &str = r#"{"case_type": "Recept på läkemedel", "care_level": "SV", "specialty": "Kardiologi", "unit": "Hjärtmottagning Sandviken", "priority": 8, "from": {"unit": "valbo"}, "at": "2025-10-01"}"#;

fn handover(change: &str) -> String {
    format!(
        r#"{{"case": {COMPLETE}, "method": "move", "priority": 4, "message": "Hör till er, ta över tack."{change}}}"#
    )
}

/// Text without the fingerprint, which changes with every edit of the rule set.
fn without_fingerprint(text: &str) -> String {
    let start = text.find("gavleborg (").map(|at| at + "gavleborg (".len());
    match start {
        Some(start) => format!("{}…{}", &text[..start], &text[start + 12..]),
        None => text.to_owned(),
    }
}

#[test]
fn exit_statuses_are_those_of_the_readme() {
    for (args, input, expected) in [
        (&["recommend", "-"][..], COMPLETE, 0),
        (&["recommend", "-"], r#"{"care_level": "SV", "at": "2025-10-01"}"#, 1),
        (&["validate", "-"], &handover(""), 0),
        (&["validate", "-"], &handover(r#", "related_visit": true, "state": "started""#), 0),
        (&["validate", "-"], &handover(r#", "role_reason": "x", "to": {"role": "Läkare"}"#), 0),
        (&["validate", "-"], &handover("").replace("Hör till er, ta över tack.", " "), 1),
        (&["recommend", "-"], "{", 2),
        (&["recommend", "-"], r#"{"uni": "x"}"#, 2),
        (&["recommend", "-"], "", 2),
        (&["recommend", "-"], "{\"care_level\": \"SV\"\n{}\n", 1),
        (&["recommend", "--care-level", "tertiär"], "", 2),
        (&["recommend", "--no-such-flag"], "", 2),
        (&["recommend", "no-such-file.json"], "", 4),
        (&["recommend", "src"], "", 4),
        (&["recommend", "--rules", "no-such-folder", "-"], COMPLETE, 3),
        (&["check"], "", 0),
        (&["check", "rules/gavleborg"], "", 0),
        (&["check", "no-such-folder"], "", 3),
        (&["recommend", "-"], "[]", 0),
        (&["explain", "overlap"], "", 0),
        (&["explain", "no_such_code"], "", 2),
        (&["schema", "no-such-schema"], "", 2),
        (&["dump", "tables", "--table", "no-such-table"], "", 2),
        (&["dump", "tables", "--format", "json"], "", 2),
        (&["dump", "diagram", "--format", "json"], "", 2),
        (&["completions", "bash", "--format", "json"], "", 2),
        (&["--help"], "", 0),
        (&["--version"], "", 0),
        (&[], "", 2),
    ] {
        assert_eq!(status(args, input), expected, "{args:?} < {input}: {}", stderr(args, input));
    }
}

#[test]
fn a_recommendation_reads_well_in_both_languages() {
    let args = |lang| ["recommend", "-", "--lang", lang];
    insta::assert_snapshot!(
        "recommendation_sv",
        without_fingerprint(&stdout(&args("sv"), COMPLETE))
    );
    insta::assert_snapshot!(
        "recommendation_en",
        without_fingerprint(&stdout(&args("en"), COMPLETE))
    );
}

#[test]
fn an_incomplete_case_asks_for_what_matters() {
    let args = [
        "recommend",
        "--case-type",
        "Preventivmedel",
        "--care-level",
        "SV",
        "--unit",
        "Gynmottagning Gävle",
    ];
    insta::assert_snapshot!(
        "incomplete_sv",
        without_fingerprint(&stdout(&[&args[..], &AT].concat(), ""))
    );
}

#[test]
fn a_verdict_is_a_checklist() {
    let args = ["validate", "-", "--lang", "sv"];
    insta::assert_snapshot!("verdict_sv", without_fingerprint(&stdout(&args, &handover(""))));
    let refused = handover("").replace(r#""priority": 8,"#, r#""priority": 8, "accepted": true,"#);
    insta::assert_snapshot!("refused_sv", without_fingerprint(&stdout(&args, &refused)));
    insta::assert_snapshot!(
        "refused_en",
        without_fingerprint(&stdout(&["validate", "-", "--lang", "en"], &refused))
    );
}

#[test]
fn an_explanation_tells_what_decided_and_what_came_close() {
    let args = ["explain", "-", "--lang", "sv"];
    insta::assert_snapshot!("explanation_sv", without_fingerprint(&stdout(&args, COMPLETE)));
}

#[test]
fn answers_follow_the_locale_in_text_and_the_rule_set_in_json() {
    let in_locale = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_handover"))
            .args([
                "recommend",
                "--case-type",
                "Intyg",
                "--care-level",
                "PV",
                "--unit",
                "valbo",
                "--format",
                format,
            ])
            .args(AT)
            .env_clear()
            .env("LANG", "en_GB.UTF-8")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(in_locale("text").contains("Administrator"));
    assert!(in_locale("json").contains("Administratör"));
}

#[test]
fn a_batch_is_answered_line_by_line_and_a_broken_line_touches_only_itself() {
    let input = format!("{COMPLETE}\r\nnonsense\n\n{{\"unti\": 1}}\n{COMPLETE}\n");
    let answers = stdout(&["recommend", "--format", "json", "-"], &input);
    let answers: Vec<serde_json::Value> =
        answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[0]["decision"], "route");
    assert_eq!(answers[1]["error"]["code"], "not_json");
    assert_eq!(answers[2]["error"]["hint"], "menar du `unit`?");
    assert_eq!(answers[3], answers[0]);
}

#[test]
fn an_array_is_answered_with_an_array() {
    let answers =
        stdout(&["recommend", "--format", "json", "-"], &format!("[{COMPLETE},\n{COMPLETE}]"));
    let answers: Vec<serde_json::Value> = serde_json::from_str(&answers).unwrap();
    assert_eq!(answers.len(), 2);
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let args = ["validate", "--format", "json", "-"];
    let first = stdout(&args, &handover(""));
    for _ in 0..5 {
        assert_eq!(stdout(&args, &handover("")), first);
    }
}

#[test]
fn no_identity_number_is_repeated_wherever_it_stands() {
    let number = identity_number("19850228");
    let requests = [
        handover("").replace("Hör till er", &number),
        handover(&format!(r#", "to": {{"unit": "Mottagning {number}"}}"#)),
        handover(&format!(r#", "role_reason": "{number}""#)),
        handover(&format!(r#", "{number}": 1"#)),
        handover("").replace(r#""care_level": "SV""#, &format!(r#""care_level": "{number}""#)),
        handover("")
            .replace(r#""specialty": "Kardiologi""#, &format!(r#""specialty": "x {number}""#)),
        handover("").replace(r#""at": "2025-10-01""#, &format!(r#""at": "{number}""#)),
        handover("").replace(r#""method": "move""#, &format!(r#""method": "{number}""#)),
    ];
    for format in ["json", "text"] {
        for request in &requests {
            let output = run(&["validate", "--format", format, "-"], request);
            let printed = String::from_utf8(output.stdout).unwrap()
                + &String::from_utf8(output.stderr).unwrap();
            assert!(!printed.is_empty());
            for form in [number.clone(), number[2..].to_owned(), number.replace('-', "")] {
                assert!(
                    !printed.contains(&form),
                    "repeated for {}",
                    request.replace(&number, "NUMBER")
                );
            }
        }
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(["schema", "rules"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn check_tells_what_is_sound_and_gives_json() {
    assert!(
        stdout(&["check", "rules/gavleborg", "--lang", "sv"], "")
            .contains("varje fall har exakt ett svar")
    );
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&["check", "--format", "json"], "")).unwrap();
    assert_eq!((&json["report"], &json["sound"]), (&"check".into(), &true.into()));
    assert_eq!(json["diagnostics"], serde_json::json!([]));
    assert_eq!(json["contents"]["routing_rules"], 18);
}

#[test]
fn everything_compiled_can_be_printed() {
    for what in ["tables", "classes", "diagram", "plan"] {
        let printed = stdout(&["dump", what], "");
        assert!(printed.contains("routing") && printed.contains("checks"), "{what}: {printed}");
    }
    insta::assert_snapshot!(
        "priority_table",
        stdout(&["dump", "tables", "--table", "priority"], "")
    );
    insta::assert_snapshot!(
        "priority_diagram",
        stdout(&["dump", "diagram", "--table", "priority"], "")
    );
}

#[test]
fn the_schema_of_a_rule_set_carries_its_words_with_swedish_labels() {
    let schema = stdout(&["schema", "routing", "--rules", "rules/gavleborg"], "");
    assert!(schema.contains(r#""description": "Recept på läkemedel""#));
    assert!(!stdout(&["schema", "routing"], "").contains("Recept på läkemedel"));
}

#[test]
fn completions_are_printed_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&["completions", shell], "").contains("recommend"), "{shell}");
    }
}

#[test]
fn the_command_line_repeats_no_identity_number_either() {
    let number = identity_number("19850228");
    for args in [
        &["recommend", "--priority", &number][..],
        &["recommend", "--at", &number],
        &["recommend", &number],
        &["explain", &number],
        &["validate", &number],
    ] {
        let output = run(args, "");
        assert_ne!(output.status.code(), Some(0));
        let printed = String::from_utf8(output.stderr).unwrap();
        assert!(
            !printed.is_empty() && !printed.contains(&number),
            "{}",
            printed.replace(&number, "NUMBER")
        );
    }
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let unit = "\u{1b}[31mOnd\u{1b}[0m\nLämna över till\n  Fel";
    let printed =
        stdout(&["recommend", "--case-type", "Intyg", "--care-level", "PV", "--unit", unit], "");
    assert!(!printed.contains('\u{1b}') && !printed.contains("\n  Fel"), "{printed}");
}

#[test]
fn long_and_crowded_names_are_refused_or_read_quickly() {
    let long = "a ".repeat(40_000);
    let request = handover(&format!(r#", "to": {{"role": "{long}"}}"#));
    let answer: serde_json::Value =
        serde_json::from_str(&stdout(&["validate", "--format", "json", "-"], &request)).unwrap();
    assert_eq!(answer["error"]["code"], "too_large");
    assert_eq!(answer["error"]["field"], "to.role");
    let crowded = handover(&format!(r#", "to": {{"resource": "{}"}}"#, "a,".repeat(499)));
    // Nobody knows the provider of a unit with such a name.
    assert_eq!(status(&["validate", "-"], &crowded), 1);
}

#[test]
fn text_of_an_array_is_text() {
    let printed = stdout(&["recommend", "-"], &format!("[{COMPLETE}, {COMPLETE}]"));
    assert!(printed.starts_with("Lämna över till") && !printed.contains(']'), "{printed}");
    assert_eq!(printed.matches("Lämna över till").count(), 2);
}

#[test]
fn priorities_beyond_the_scale_are_unlisted_and_states_have_labels() {
    let verdict = |request: &str| -> serde_json::Value {
        serde_json::from_str(&stdout(&["validate", "--format", "json", "-"], request)).unwrap()
    };
    let codes = |verdict: &serde_json::Value| verdict["findings"].to_string();
    let beyond = verdict(&handover("").replace(r#""priority": 4"#, r#""priority": 1000"#));
    assert!(codes(&beyond).contains("priority_unlisted"), "{beyond}");
    assert_eq!(
        verdict(&handover("").replace(r#""priority": 4"#, r#""priority": 0"#))["error"]["code"],
        "bad_priority"
    );
    let labelled = verdict(&handover(r#", "state": "Väntar på mottagaren""#));
    assert_eq!(labelled["next"][0]["event"], "cancel");
}

#[test]
fn more_parts_than_a_resource_has_are_not_passed_over() {
    let parts = "Hjärtmottagning Sandviken, Administratör, Kardiologi, Administrativt Allmän, Läkare, Exempelhälsan HC";
    let request = handover(&format!(r#", "to": {{"resource": "{parts}"}}"#));
    assert!(stdout(&["validate", "--format", "json", "-"], &request).contains("role_deviates"));
}

#[test]
fn a_case_may_be_piped_without_a_dash() {
    assert_eq!(stdout(&["recommend"], COMPLETE), stdout(&["recommend", "-"], COMPLETE));
    assert_eq!(status(&["explain", "case.json", "--unit", "valbo"], ""), 2);
}
