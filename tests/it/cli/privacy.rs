//! No identity number comes back, whatever its form and wherever it is put: fields, keys, options, paths, files, headers.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use handover_core::ruleset::fields::{FieldKind, RequestField};
use serde_json::{Value, json};

use crate::common::identity::identity_number;
use crate::common::run;

/// A number in each form that is recognised, with its last ten digits.
fn forms() -> Vec<(String, String)> {
    let mut forms = Vec::new();
    for born in ["19850228", "19850288", "19850088", "19850260", "19850060"] {
        let written = identity_number(born);
        let (date, tail) = written.split_once('-').unwrap();
        let (short, digits) = (&date[2..], format!("{}{tail}", &date[2..]));
        let arabic = digits.chars().map(|c| char::from_u32(u32::from(c) + 0x630).unwrap());
        forms.extend([
            (written.clone(), digits.clone()),
            (format!("{short}-{tail}"), digits.clone()),
            (format!("{date}{tail}"), digits.clone()),
            (format!("{short}{tail}"), digits.clone()),
            (arabic.collect(), digits.clone()),
            (format!("{}\u{200E}{}-{tail}", &short[..2], &short[2..]), digits.clone()),
            (format!("{}-{}-{} {tail}", &date[..4], &date[4..6], &date[6..]), digits.clone()),
        ]);
        for separator in ["+", ".", "/", "_", "--", " ", "\u{2013}", "\u{2043}", "\u{200B}"] {
            forms.push((format!("{short}{separator}{tail}"), digits.clone()));
            forms.push((format!("{date}{separator}{tail}"), digits.clone()));
        }
        forms.push((format!("{}.{}.{}|{tail}", &date[..4], &date[4..6], &date[6..]), digits));
    }
    forms
}

/// Whether a text holds the digits of a number, whatever stands among them.
fn repeats(text: &str, digits: &str) -> bool {
    let found: String = text
        .chars()
        .filter_map(|c| match u32::from(c) {
            code @ 0x660..=0x669 => char::from_digit(code - 0x660, 10),
            _ => c.is_ascii_digit().then_some(c),
        })
        .collect();
    // The last digit follows from the others.
    found.contains(&digits[..9])
}

/// All that the program prints, with what is in the environment left out.
fn printed(args: &[&str], environment: &[(&str, &str)], input: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    let command = command.args(args).env_clear().envs(environment.iter().copied());
    let output = run::run(command.current_dir(env!("CARGO_MANIFEST_DIR")), input);
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// A handover with a value in one field.
fn with(field: RequestField, value: Value) -> Value {
    let mut request = json!({
        "case": {
            "case_type": "Intyg", "care_level": "PV", "unit": "valbo", "from": {"unit": "andersberg"},
            "at": "2025-10-01",
        },
        "method": "move", "priority": 8, "message": "x", "to": {},
    });
    let (groups, name) = field.path().rsplit_once('.').unwrap_or(("", field.path()));
    let group =
        groups.split('.').filter(|group| !group.is_empty()).fold(&mut request, |at, group| {
            at.as_object_mut().unwrap().entry(group).or_insert(json!({}))
        });
    group[name] = value;
    request
}

/// The requests that have a number in one place each, with its digits.
fn requests() -> Vec<(Value, String)> {
    let mut requests = Vec::new();
    for (form, digits) in forms() {
        for &field in RequestField::ALL {
            let whole: Option<u64> = form.parse().ok();
            match (field.spec().kind, whole) {
                (FieldKind::Priority, Some(whole)) => {
                    requests.push((with(field, json!(whole)), digits.clone()));
                }
                _ => requests.push((with(field, json!(form)), digits.clone())),
            }
            requests.push((with(field, json!(format!("Mottagning {form}, x"))), digits.clone()));
        }
        let key = format!("{} {form}", "a".repeat(589));
        for key in [key.as_str(), form.as_str()] {
            let mut request = with(RequestField::Message, json!("x"));
            request["case"][key] = json!(1);
            requests.push((request, digits.clone()));
            requests.push((json!({key: {"x": 1}}), digits.clone()));
        }
    }
    requests
}

#[test]
fn no_field_and_no_key_of_a_request_comes_back_with_a_number() {
    let requests = requests();
    assert!(requests.len() > 4_000);
    let lines = |of: fn(&Value) -> &Value| -> String {
        requests.iter().map(|(request, _)| format!("{}\n", of(request))).collect()
    };
    let case: fn(&Value) -> &Value = |request| request.get("case").unwrap_or(request);
    for (command, of) in [
        ("validate", (|request| request) as fn(&Value) -> &Value),
        ("recommend", case),
        ("explain", case),
    ] {
        let answers = printed(&[command, "--format", "json", "-"], &[], &lines(of));
        assert!(answers.lines().count() >= requests.len());
        for (answer, (request, digits)) in answers.lines().zip(&requests) {
            assert!(!repeats(answer, digits), "{command} {request}\n{answer}");
        }
        let text = printed(&[command, "-"], &[], &lines(of));
        let all: BTreeSet<&String> = requests.iter().map(|(_, digits)| digits).collect();
        for line in text.lines() {
            assert!(!all.iter().any(|digits| repeats(line, digits)), "{command}: {line}");
        }
    }
}

#[test]
fn no_argument_comes_back_with_a_number() {
    let folder = folder("arguments");
    let keys = folder.join("keys.txt");
    for (form, digits) in forms().into_iter().step_by(17) {
        let path = format!("x{form}");
        let within = folder.join(form.replace('/', "-"));
        let (within, keys) = (within.to_str().unwrap(), keys.to_str().unwrap());
        let mut runs: Vec<Vec<&str>> = vec![
            vec!["check", &path],
            vec!["check", &path, "--format", "json"],
            vec!["analyse", &path],
            vec!["test", &path],
            vec!["test", "rules/gavleborg", "--filter", &form],
            vec!["sources", &path],
            vec!["render", &path],
            vec!["render", "rules/gavleborg", "--output", "/dev/null/x", "--lang", &form],
            vec!["diff", &path, "rules/gavleborg"],
            vec!["diff", "rules/gavleborg", "rules/gavleborg", "--cases", &path],
            vec!["compile", "--output", within],
            vec!["dump", "plan", "--table", &form],
            vec!["schema", &form],
            vec!["explain", &form],
            vec!["explain", "--rule", &form, "--case-type", "Intyg"],
            vec!["validate", &path],
            vec!["recommend", &path],
            vec!["recommend", "--rules", &path, "--case-type", "Intyg"],
            vec!["recommend", "--compiled", &path, "--case-type", "Intyg"],
            vec!["recommend", "--at", &form],
            vec!["recommend", "--format", &form],
            vec![&form],
            vec!["init", within, "--id", &form],
            vec!["init", within, "--title", &form],
        ];
        let flags: Vec<String> = (RequestField::ALL.iter())
            .filter(|field| field.path().starts_with("case."))
            .map(|field| format!("--{}={form}", field.flag()))
            .collect();
        runs.extend(flags.iter().map(|flag| vec!["recommend", flag.as_str()]));
        if cfg!(feature = "service") {
            runs.push(vec!["key", "new", &form]);
            runs.push(vec!["key", "new", "a", "--file", within]);
            runs.push(vec!["serve", "--keys", &path, "--listen", "127.0.0.1:0"]);
            runs.push(vec!["serve", "--rules", &path, "--listen", "127.0.0.1:0"]);
            runs.push(vec!["serve", "--listen", &form]);
            runs.push(vec!["key", "new", "b", "--file", keys, "--scopes", &form]);
        }
        for args in runs {
            let printed = printed(&args, &[], "");
            assert!(!repeats(&printed, &digits), "{args:?}\n{printed}");
            let _ = fs::remove_dir_all(within);
        }
        for variable in ["HANDOVER_RULES", "HANDOVER_COMPILED", "HANDOVER_LANG"] {
            let printed = printed(&["recommend", "--case-type", "x"], &[(variable, &path)], "");
            assert!(!printed.is_empty() && !repeats(&printed, &digits), "{variable}\n{printed}");
        }
    }
}

#[test]
fn no_file_comes_back_with_a_number() {
    let folder = folder("files");
    let rules = folder.join("rules");
    for (form, digits) in forms().into_iter().step_by(29) {
        let cases = folder.join("cases.csv");
        let row = format!("\"{form}\";{form};valbo;{form}\n");
        fs::write(&cases, format!("case_type;care_level;unit;\"{form}\"\n{row}{row}")).unwrap();
        let template = printed(&["init", rules.to_str().unwrap()], &[], "");
        assert!(!template.is_empty());
        for format in ["text", "json"] {
            let path = cases.to_str().unwrap();
            let args = ["diff", "rules/gavleborg", rules.to_str().unwrap(), "--cases", path];
            let printed = printed(&[&args[..], &["--format", format]].concat(), &[], "");
            assert!(!printed.is_empty() && !repeats(&printed, &digits), "{printed}");
        }
        for file in ["ruleset.yaml", "vocabulary.yaml", "routing.yaml", "tests/x.yaml"] {
            let path = rules.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let before = fs::read_to_string(&path).unwrap_or_default();
            for text in [
                format!("# {form}\n{before}"),
                format!("{before}\n\"{form}\": [1\n"),
                format!("{before}\n\"{form}\": 1\n"),
                before.replacen(": ", &format!(": \"{form}\" "), 3),
                before.replacen("id: ", &format!("id: \"x {form}\" #"), 1),
                before.replacen("care_level: ", &format!("care_level: \"{form}\" #"), 1),
            ] {
                fs::write(&path, text).unwrap();
                for args in [
                    &["check"][..],
                    &["check", "--format", "json"],
                    &["check", "--format", "sarif"],
                    &["check", "--format", "github"],
                    &["test", "--format", "junit"],
                    &["diff", "rules/gavleborg"],
                ] {
                    let printed = printed(&[args, &[rules.to_str().unwrap()]].concat(), &[], "");
                    assert!(!repeats(&printed, &digits), "{args:?} {file}\n{printed}");
                }
            }
            match before.is_empty() {
                true => fs::remove_file(&path).unwrap(),
                false => fs::write(&path, before).unwrap(),
            }
        }
        fs::remove_dir_all(&rules).unwrap();
    }
}

fn folder(name: &str) -> PathBuf {
    let folder =
        std::env::temp_dir().join(format!("handover-privacy-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[cfg(all(unix, feature = "service"))]
#[test]
fn no_header_path_or_body_comes_back_or_is_logged_with_a_number() {
    use crate::common::program::Running;

    let running = Running::start(&["--log-level", "debug", "--anonymous", "anybody"]);
    let mut all = Vec::new();
    for (form, digits) in forms().into_iter().filter(|(form, _)| form.is_ascii()) {
        let word = form.replace([' ', '/'], "_");
        let trace = format!("{digits:0>32}");
        for head in [
            format!("GET /v1/{word} HTTP/1.1\r\n"),
            format!("GET /healthz?{word}={word} HTTP/1.1\r\n"),
            format!("POST /v1/recommend?{word}=1 HTTP/1.1\r\ncontent-type: application/json\r\n"),
            format!("POST /v1/recommend?at={word} HTTP/1.1\r\ncontent-type: application/json\r\n"),
            format!("{} /healthz HTTP/1.1\r\n", word.replace(['/', '|'], "-")),
            format!("GET /healthz HTTP/1.1\r\nx-request-id: {word}\r\n"),
            format!("GET /healthz HTTP/1.1\r\nx-request-id: a{digits}7\r\n"),
            format!("GET /healthz HTTP/1.1\r\ntraceparent: 00-{trace}-00f067aa0ba902b7-01\r\n"),
            format!(
                "GET /v1/ruleset HTTP/1.1\r\nauthorization: Bearer handover_{word}_{trace}\r\n"
            ),
            format!("GET /v1/ruleset HTTP/1.1\r\naccept-language: {word}\r\n"),
            format!("POST /v1/recommend HTTP/1.1\r\ncontent-type: {word}/{word}\r\n"),
        ] {
            let body = format!("{{\"case_type\": \"{form}\", \"{form}\": 1}}");
            let length = if head.starts_with("POST") { body.len() } else { 0 };
            let mut client = running.client();
            client.send(
                format!(
                    "{head}host: localhost\r\ncontent-length: {length}\r\n\r\n{}",
                    &body[..length]
                )
                .as_bytes(),
            );
            let answer = client.answer();
            let Some(answer) = answer else { continue };
            let id = answer.header("x-request-id").unwrap_or_default().to_owned();
            assert!(!repeats(&(answer.text() + &id), &digits), "{head}");
        }
        all.push(digits);
    }
    running.signal("TERM");
    let output = running.end();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.lines().count() > 100);
    for line in log.lines() {
        assert!(!all.iter().any(|digits| repeats(line, digits)), "{line}");
    }
}
