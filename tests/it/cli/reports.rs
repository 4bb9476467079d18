//! Output of the program for other tools and in a dialogue: findings, drawings, questions.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::common::run;

fn run(program: &str, args: &[&str], input: &str) -> Output {
    let mut command = Command::new(program);
    command
        .args(args)
        .env_remove("HANDOVER_RULES")
        .env_remove("HANDOVER_COMPILED")
        .env_remove("HANDOVER_LANG")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    run::run(&mut command, input)
}

fn handover(args: &[&str], input: &str) -> (String, String, i32) {
    let output = run(env!("CARGO_BIN_EXE_handover"), args, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
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
fn findings_are_told_to_code_hosts_with_paths_from_where_the_program_runs() {
    let (sarif, err, status) =
        handover(&["check", "tests/broken/overlap", "--format", "sarif"], "");
    assert_eq!((err.as_str(), status), ("", 1));
    let log: Value = serde_json::from_str(&sarif).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("tests/broken/overlap/"), "{uri}");
    }
    let (annotations, _, status) =
        handover(&["check", "tests/broken/overlap/", "--format", "github", "--lang", "en"], "");
    assert_eq!(status, 1);
    assert_eq!(annotations.lines().count(), results.len());
    for line in annotations.lines() {
        let plain = line.strip_prefix("::error file=tests/broken/overlap/");
        assert!(plain.is_some_and(|rest| rest.contains(",title=")), "{line}");
    }
    let (sarif, _, status) = handover(&["check", "rules/gavleborg", "--format", "sarif"], "");
    let log: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!((&log["runs"][0]["results"], status), (&serde_json::json!([]), 0));
}

#[test]
fn diagrams_are_drawn() {
    let args = ["dump", "diagram", "--table", "routing", "--format", "dot", "--lang", "sv"];
    let (drawn, _, status) = handover(&args, "");
    assert_eq!(status, 0);
    insta::assert_snapshot!("routing_dot_sv", drawn);
    let drawer = Command::new("dot").arg("-V").stderr(Stdio::null()).status();
    if drawer.is_ok_and(|status| status.success()) {
        let image = run("dot", &["-Tsvg"], &drawn);
        assert!(image.status.success(), "{}", String::from_utf8_lossy(&image.stderr));
    }
    let (all, _, _) = handover(&["dump", "diagram", "--format", "dot"], "");
    assert!(all.contains("\n// table checks: bitmap, because "), "{all}");
    assert_eq!(handover(&["dump", "tables", "--format", "dot"], "").2, 2);
}

const START: [&str; 8] = [
    "recommend",
    "--interactive",
    "--from",
    "valbo",
    "--at",
    "2025-10-01",
    "--case-type",
    "Preventivmedel",
];

#[test]
fn a_conversation_leads_to_a_receiver() {
    let sv = [&START[..], &["--lang", "sv"]].concat();
    let (answer, asked, status) =
        handover(&sv, "kardiolgi\n?\n2\nspecialistvård\nGynmottagning Gävle\nnej\n8\nnej\n");
    insta::assert_snapshot!("conversation_sv", asked);
    assert_eq!(status, 0, "{answer}");
    insta::assert_snapshot!("conversation_answer_sv", without_fingerprint(&answer));
    let en = [&START[..], &["--lang", "en"]].concat();
    let (_, asked, status) =
        handover(&en, "Hand surgry\nno\n\ntertiary\n2\nNo such clinic\nNo such clinic\n");
    insta::assert_snapshot!("conversation_en", asked);
    assert_eq!(status, 1);
}

#[test]
fn a_conversation_takes_yes_and_a_part_of_a_name_for_an_answer() {
    let start = ["recommend", "-i", "--at", "2025-10-01"];
    let said = |lang: &str, answers: &[&str]| {
        handover(&[&start[..], &["--lang", lang]].concat(), &(answers.join("\n") + "\n"))
    };
    // All prescriptions are offered, and the third of them chosen; then a slip is confirmed.
    let answers =
        ["recept", "3", "PV", "Vlabo Din hälsocentral", "ja", "bollnäs", "ja", "nej", "4", "nej"];
    let (answer, asked, status) = said("sv", &answers);
    for part in [
        "3 Recept på speciallivsmedel\n",
        "Menar du Valbo Din hälsocentral? Svara ja eller nej.",
        "Menar du Medicinmottagning Bollnäs?",
        "13 Exempelhälsan HC\n",
        "Är ärendet redan mottaget?\n  (ja eller nej",
        "Prioritet när ärendet kom in?",
        "Ett ärende till?",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    assert_eq!(status, 0, "{answer}");
    assert!(answer.contains("Valbo Din hälsocentral, Administratör"), "{answer}");
    assert!(answer.contains("sms") && !answer.contains("\n  ? "), "{answer}");
    // A sender outside the directory leaves the provider to be asked for; another case may follow.
    let outside =
        ["Certificate", "primary", "valbo", "Elsewhere", "Elsewhere", "y", "n", "100", "9"];
    let again = ["yes", "?hjälp", "1", "", "", "", ""];
    let (answers, asked, _) = said("en", &[&outside[..], &again].concat());
    assert!(asked.contains("have the same care provider?"), "{asked}");
    assert!(asked.contains("Write a number of the scale: 1–"), "{asked}");
    assert_eq!(answers.matches("Rules gavleborg (").count(), 2, "{answers}\n{asked}");
    let first = answers.split("Rules gavleborg").next().unwrap();
    assert!(first.contains("✓ Move") && !first.contains("\n  ? "), "{answers}");
    // The input may end at any question.
    for most in 0..outside.len() {
        let (answer, asked, status) = said("en", &outside[..most]);
        assert!(matches!(status, 0 | 1), "{asked}");
        assert_eq!(answer.matches("Rules gavleborg (").count(), 1, "{answer}");
    }
}

#[test]
fn a_conversation_ends_with_the_input_and_answers_programs_too() {
    let json = [&START[..], &["--format", "json"]].concat();
    let (answer, asked, status) = handover(&json, "\nSV\n");
    assert!(asked.contains("Vårdnivå?") && asked.contains("Specialitet?"), "{asked}");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((answer["decision"].as_str(), status), (Some("incomplete"), 1));
    let file = ["recommend", "-i", "docs/examples/no-such-case.json"];
    assert_eq!(handover(&file, "").2, 4);
    assert_eq!(handover(&["recommend", "-i", "-"], "{}").2, 4);
    let told = ["recommend", "-i", "--care-level", "tertiär"];
    assert_eq!(handover(&told, "").2, 2);
}

#[test]
fn an_identity_number_is_not_repeated_in_a_conversation() {
    let (_, asked, _) = handover(&START, "191212121212\n191212121212\n");
    assert!(!asked.contains("1212"), "{asked}");
}

#[test]
fn what_would_make_a_rule_decide_is_told() {
    let case = ["--case-type", "Preventivmedel", "--care-level", "SV", "--specialty", "Kardiologi"];
    let told = |rule, lang, more: &[&str]| {
        let args = ["explain", "--at", "2025-10-01", "--rule", rule, "--lang", lang];
        let (answer, err, _) = handover(&[&args[..], &case, more].concat(), "");
        assert_eq!(err, "");
        // The paragraphs before are the same as without a rule.
        let paragraphs: Vec<&str> = answer.split("\n\n").collect();
        format!("{rule}\n{}", paragraphs.last().unwrap())
    };
    let all = [
        told("contraception-specialised-clinic", "sv", &[]),
        told("contraception-specialised-clinic", "en", &[]),
        told("contraception-specialised-elsewhere", "sv", &[]),
        told("valbo-certificates", "sv", &["--unit", "valbo"]),
        told("valbo-certificates", "en", &["--unit", "valbo"]),
        told("certificate-primary", "sv", &[]),
    ];
    insta::assert_snapshot!("why_not", all.join("\n"));
    let args = ["explain", "--case-type", "Intyg", "--rule", "no-such-rule"];
    assert_eq!(handover(&args, "").2, 2);
}
