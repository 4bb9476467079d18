//! What arguments, environment and places in git mean, whichever way they are given.

use std::fs;
use std::process::{Command, Output};

use crate::common::run::{self, RECOMMEND};

fn run(args: &[&str], environment: &[(&str, &str)], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    let command = command.args(args).env_clear().envs(environment.iter().copied());
    run::run(command.current_dir(env!("CARGO_MANIFEST_DIR")), input)
}

#[test]
fn an_empty_variable_is_an_unset_one() {
    let at = ["--at", "2025-10-01"];
    let unset = run(&[&RECOMMEND[..], &at].concat(), &[], "");
    assert_eq!(unset.status.code(), Some(0));
    for variable in ["HANDOVER_RULES", "HANDOVER_COMPILED", "HANDOVER_LANG"] {
        let empty = run(&[&RECOMMEND[..], &at].concat(), &[(variable, "")], "");
        assert_eq!(empty, unset, "{variable}");
        let check = run(&["check", "rules/gavleborg"], &[(variable, "")], "");
        assert_eq!(check.status.code(), Some(0), "{variable}");
    }
}

#[test]
fn the_variable_of_a_compiled_file_means_what_the_option_means() {
    for args in
        [&["check"][..], &["test"], &["sources"], &["analyse"], &["check", "rules/gavleborg"]]
    {
        let option = run(&[args, &["--compiled", "x", "--lang", "en"]].concat(), &[], "");
        let variable = run(&[args, &["--lang", "en"]].concat(), &[("HANDOVER_COMPILED", "x")], "");
        assert_eq!(option, variable, "{args:?}");
        assert_eq!(option.status.code(), Some(2));
        assert!(String::from_utf8(option.stderr).unwrap().contains("HANDOVER_COMPILED"));
    }
}

#[test]
fn a_day_on_the_command_line_is_read_as_one_in_a_request() {
    for day in [
        "2025-10-01",
        "2028-02-29",
        "20251001",
        "+002025-10-01",
        "2025-10-01T10:00",
        "-009999-01-01",
        "2025-02-29",
        "2025-10-01[Europe/Stockholm]",
        "2025-10",
        "idag",
        "0000-01-01",
        "2025-1-1",
    ] {
        let request = format!(
            r#"{{"case_type": "Intyg", "care_level": "PV", "unit": "valbo", "at": "{day}"}}"#
        );
        let asked = run(&["recommend", "--format", "json", "-"], &[], &request);
        let told = String::from_utf8(asked.stdout).unwrap();
        let read = !told.contains("bad_date");
        for (lang, wanted) in [("sv", "är inget datum"), ("en", "is no date")] {
            let option = run(&[&RECOMMEND[..], &["--at", day, "--lang", lang]].concat(), &[], "");
            let said = String::from_utf8(option.stderr).unwrap();
            assert_eq!(option.status.code() != Some(2), read, "{day}: {said}");
            assert_eq!(said.contains(wanted), !read, "{day}: {said}");
            assert!(read || said.lines().count() > 1, "a remedy: {said}");
        }
    }
}

#[test]
fn a_place_in_git_may_count_from_where_one_stands() {
    let folder = std::env::temp_dir().join(format!("handover-relative-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let within = |program: &str, place: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder.join(place)).output().unwrap()
    };
    let handover = env!("CARGO_BIN_EXE_handover");
    within(handover, "", &["init", "a/rules"]);
    for args in [
        &["init", "-q"][..],
        &["add", "-A"],
        &["-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-qm", "one"],
    ] {
        assert!(within("git", "", args).status.success());
    }
    for (place, old, new) in [
        ("a/rules", "HEAD:./", "."),
        ("a/rules", "HEAD:.", "."),
        ("a/rules/tests", "HEAD:../", ".."),
        ("a/rules/tests", "HEAD:..", ".."),
        ("a", "HEAD:./rules/", "rules"),
        ("a", "HEAD:a/rules", "rules"),
    ] {
        let compared = within(handover, place, &["diff", old, new, "--lang", "en"]);
        let said = String::from_utf8(compared.stderr).unwrap();
        assert_eq!(compared.status.code(), Some(0), "{place} {old}: {said}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn help_and_errors_in_arguments_are_in_the_language_of_text() {
    let told = |args: &[&str], environment: &[(&str, &str)]| {
        let output = run(args, environment, "");
        let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (text.concat(), output.status.code().unwrap())
    };
    for (args, swedish, english, status) in [
        (&["--help"][..], "Användning: handover [FLAGGOR]", "Usage: handover [OPTIONS]", 0),
        (&["check", "--help"], "Mapp med regeluppsättningen", "Folder of the rule set", 0),
        (&["help", "diff"], "[GAMMAL", "", 0),
        (&["recommend", "-h"], "möjliga värden: sv, en", "possible values: sv, en", 0),
        (&["chekc"], "fel: kommandot 'chekc' finns inte", "error: unrecognized subcommand", 2),
        (&["validate"], "fel: det här måste anges:", "error: the following required", 2),
        (&["check", "--format", "x"], "möjliga värden: text", "possible values: text", 2),
        (&["--version"], "handover ", "handover ", 0),
    ] {
        let swedish = swedish.trim_start_matches('[');
        for (option, environment, wanted) in [
            ("--lang=sv", &[("HANDOVER_LANG", "en")][..], swedish),
            ("", &[("HANDOVER_LANG", "sv"), ("LC_ALL", "en_US.UTF-8")], swedish),
            ("", &[("LANG", "sv_SE.UTF-8")], swedish),
            ("", &[], swedish),
            ("", &[("LANG", "en_US.UTF-8")], english),
            ("--lang=en", &[("HANDOVER_LANG", "sv")], english),
        ] {
            let options: &[&str] = if option.is_empty() { &[] } else { &[option] };
            let (text, code) = told(&[options, args].concat(), environment);
            assert!(text.contains(wanted), "{args:?} {option} {environment:?}: {text}");
            assert_eq!(code, status, "{args:?} {option}");
        }
    }
}

#[test]
fn the_time_zone_of_the_rule_set_decides_which_day_is_today() {
    let folder = std::env::temp_dir().join(format!("handover-zone-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let rules = folder.to_str().unwrap();
    assert!(run(&["init", rules], &[], "").status.success());
    let header = folder.join("ruleset.yaml");
    let written = fs::read_to_string(&header).unwrap();
    let compiled = folder.with_extension("compiled");
    // Between these zones it is never the same day.
    let (early, late) = ("Pacific/Kiritimati", "Etc/GMT+12");
    let asked = [
        (&["sources", rules, "--format", "json"][..], "at"),
        (&["analyse", rules, "--format", "json", "--days", "1"], "first"),
    ];
    let days = |zone: Option<&str>, machine: &str, options: &[&str]| -> Vec<String> {
        let line = zone.map_or(String::new(), |zone| format!("\n  time_zone: {zone}"));
        let named = written.replacen("ruleset:", &format!("ruleset:{line}"), 1);
        fs::write(&header, named).unwrap();
        let file = compiled.to_str().unwrap();
        assert!(run(&["compile", "--rules", rules, "--output", file], &[], "").status.success());
        let day = |(args, key): &(&[&str], &str)| {
            let told = run(&[args, options].concat(), &[("TZ", machine)], "{}");
            let text = String::from_utf8(told.stdout).unwrap();
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let found = find(&json, key).unwrap_or_else(|| panic!("{args:?} {key}: {text}"));
            found.to_owned()
        };
        asked.iter().map(day).collect()
    };
    let (before, after) = (days(Some(late), early, &[]), days(Some(early), late, &[]));
    assert!(
        before.iter().zip(&after).all(|(before, after)| before < after),
        "{before:?} {after:?}"
    );
    let (before, after) = (days(None, late, &[]), days(None, early, &[]));
    assert!(
        before.iter().zip(&after).all(|(before, after)| before < after),
        "{before:?} {after:?}"
    );
    for zone in [early, late] {
        let told = days(Some(zone), "UTC", &["--at", "2025-10-01"]);
        assert!(told.iter().all(|day| day == "2025-10-01"), "{told:?}");
    }
    let changed = run(&["diff", "rules/template", rules, "--lang", "en"], &[], "");
    let told = String::from_utf8(changed.stdout).unwrap();
    assert!(told.contains("/ruleset/time_zone: – → Etc/GMT+12"), "{told}");
    fs::write(&header, written.replacen("ruleset:", "ruleset:\n  time_zone: Stokholm", 1)).unwrap();
    let refused = run(&["check", rules, "--lang", "en"], &[], "");
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("no time zone `Stokholm`") && told.contains("`Europe/Stockholm`"),
        "{told}"
    );
    fs::remove_file(compiled).unwrap();
    fs::remove_dir_all(&folder).unwrap();
}

/// The first day under a key, anywhere.
fn find<'j>(json: &'j serde_json::Value, key: &str) -> Option<&'j str> {
    match json {
        serde_json::Value::Object(map) => {
            let own = map.get(key).and_then(|value| value.as_str());
            let own = own.filter(|text| text.len() == 10 && text.matches('-').count() == 2);
            own.or_else(|| map.values().find_map(|value| find(value, key)))
        }
        serde_json::Value::Array(items) => items.iter().find_map(|item| find(item, key)),
        _ => None,
    }
}
