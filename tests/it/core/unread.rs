//! Nothing is passed over in silence: files, texts, placeholders and tests that would be read as something else.

use handover_core::diagnostic::Code;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};

use crate::common::{Layer, over_base};

/// Codes of the faults of the base with these files.
fn codes(layer: &[(&str, &str)]) -> Vec<Code> {
    let layer: Layer =
        layer.iter().map(|(file, text)| ((*file).to_owned(), text.as_bytes().to_vec())).collect();
    let loaded = load(&Files::Memory(over_base(layer)), Scope::RulesAndTests);
    loaded.diagnostics.iter().map(|fault| fault.code).collect()
}

const TEST: &str = "tests:\n  - name: one\n    case: {case_type: certificate}\n    expect: ";

#[test]
fn a_file_that_nothing_reads_is_told_whatever_its_ending() {
    for file in [
        "local/bollnas.yaml",
        "extra.yml",
        "extra.YAML",
        "extra.yaml.txt",
        "tests/one.yml",
        "tests/one.YAML",
        "one.yaml",
    ] {
        assert_eq!(codes(&[(file, "tests: []\n")]), [Code::UnlistedFile], "{file}");
    }
    for file in ["README.md", ".hidden.yaml", "old/ruleset.yaml", "old/routing.yaml"] {
        let files = [(file, "x: y\n"), ("old/ruleset.yaml", "ruleset: {}\n")];
        let files = if file.starts_with("old/") { &files[..] } else { &files[..1] };
        let told = codes(files);
        assert!(told.len() <= 1 && !told.contains(&Code::UnreadableFile), "{file}: {told:?}");
    }
}

#[test]
fn a_test_that_holds_whatever_is_answered_is_refused() {
    for idle in
        ["{}", "{findings: {has: []}}", "{severity: {}}", "{findings: {not: []}, severity: {}}"]
    {
        assert_eq!(
            codes(&[("tests/one.yaml", &format!("{TEST}{idle}\n"))]),
            [Code::WrongValue],
            "{idle}"
        );
    }
    for telling in ["{findings: []}", "{role: null}", "{decision: route, findings: {has: []}}"] {
        assert_eq!(codes(&[("tests/one.yaml", &format!("{TEST}{telling}\n"))]), [], "{telling}");
    }
    assert_eq!(codes(&[("tests/one.yaml", "tests: []\n")]), [Code::WrongValue]);
}

#[test]
fn texts_that_are_not_what_they_look_like_are_refused() {
    let named = |name: &str| {
        format!(
            "directory:\n  providers: {{region: Region}}\n  units:\n    valbo:\n      name: {name}\n      provider: region\n    bollnas: {{name: Bollnäs, provider: region}}\n"
        )
    };
    for (name, code) in [
        ("Valbo #2 Din hälsocentral", Code::CutText),
        ("Valbo hälsocentral # 2", Code::CutText),
        ("\"\"", Code::UnseenText),
        ("\" \"", Code::UnseenText),
        ("\"\\u200B\"", Code::UnseenText),
        ("\"Val\\nbo\"", Code::UnseenText),
        ("\"Valbo\\e[31m\"", Code::UnseenText),
        ("\"Valbo\\0\"", Code::UnseenText),
    ] {
        assert_eq!(codes(&[("directory.yaml", &named(name))]), [code], "{name}");
    }
    for name in
        ["Valbo", "Valbo # the largest", "Valbo hälsocentral   # the largest", "\"Valbo #2\""]
    {
        assert_eq!(codes(&[("directory.yaml", &named(name))]), [], "{name}");
    }
}

#[test]
fn braces_are_filled_in_or_refused() {
    let check = |text: &str| {
        format!(
            "checks:\n  - id: message_empty\n    severity: refuse\n    source: 1/checks\n    field: message\n    when: {{message: blank}}\n    sv: \"{text}\"\n    en: Write.\n"
        )
    };
    for text in ["{priorty}", "{priority", "priority}", "{priority {valid_until}", "{}"] {
        let told = codes(&[("checks.yaml", &check(text))]);
        assert!(
            !told.is_empty() && told.iter().all(|code| *code == Code::BadPlaceholder),
            "{text}: {told:?}"
        );
    }
    assert_eq!(codes(&[("checks.yaml", &check("{priority} {field}"))]), []);
}

#[test]
fn a_check_says_when_it_holds() {
    let check = |when: &str| {
        format!(
            "checks:\n  - id: message_empty\n    severity: info\n    source: 1/checks\n    field: message\n{when}    sv: Skriv.\n    en: Write.\n"
        )
    };
    assert_eq!(codes(&[("checks.yaml", &check(""))]), [Code::MissingKey]);
    assert_eq!(codes(&[("checks.yaml", &check("    when: alwys\n"))]), [Code::WrongValue]);
    for when in ["    when: always\n", "    when: {}\n", "    when: {message: blank}\n"] {
        assert_eq!(codes(&[("checks.yaml", &check(when))]), [], "{when}");
    }
}
