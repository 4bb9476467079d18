//! Gaps made by deleting and narrowing rules of the shipped set: each is told once, and what is offered to paste closes it.

use std::collections::BTreeMap;

use handover_core::diagnostic::{Code, Diagnostic, Severity};
use handover_core::document::Files;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, Scope, embedded_files, load};
use handover_proof::analysis::{Detail, Surveyed, Window};
use jiff::civil::date;

type Layer = BTreeMap<String, Vec<u8>>;

fn with_routing(text: &str) -> Layer {
    let Files::Memory(mut files) = embedded_files() else { panic!("the shipped rule set") };
    files.insert("routing.yaml".to_owned(), text.as_bytes().to_vec());
    files
}

fn routing() -> String {
    let Files::Memory(files) = embedded_files() else { panic!("the shipped rule set") };
    String::from_utf8(files["routing.yaml"].clone()).unwrap()
}

fn loaded(text: &str) -> Loaded {
    load(&Files::Memory(with_routing(text)), Scope::Rules)
}

/// The text before the rules, and each rule.
fn rules(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split("    - id: ").map(str::to_owned);
    let head = parts.next().unwrap();
    (head, parts.map(|rule| format!("    - id: {rule}")).collect())
}

fn told(diagnostics: &[Diagnostic], code: Code) -> Vec<String> {
    let of_code = diagnostics.iter().filter(|fault| fault.code == code);
    let text = |fault: &Diagnostic| {
        let help = fault.help.as_ref().map_or("", |help| help.get(Lang::En));
        format!("{} / {help}", fault.message.get(Lang::En))
    };
    of_code.map(text).collect()
}

/// What is offered for the gaps of some rules, with the words of each.
fn offered(text: &str) -> Vec<(String, String)> {
    let mut loaded = loaded(text);
    let window = Window::of(date(2025, 10, 1), 30);
    let surveyed = Surveyed::new(&mut loaded, window).unwrap();
    let mut offered = Vec::new();
    for finding in &surveyed.survey.findings {
        if let Detail::Gap { cases, rule, .. } = &finding.detail {
            assert!(cases.request.is_some(), "{}", cases.words.en);
            offered.push((cases.words.en.clone(), rule.clone()));
        }
    }
    offered
}

/// Rules with a gap, each with a name and the number of gaps that it makes.
fn edits() -> Vec<(String, String)> {
    let (head, rules) = rules(&routing());
    let mut edits = Vec::new();
    let with = |at: usize, rule: String| {
        let mut all = rules.clone();
        all[at] = rule;
        format!("{head}{}", all.concat())
    };
    for (at, rule) in rules.iter().enumerate() {
        let id = rule.trim_start_matches("    - id: ").lines().next().unwrap();
        edits.push((format!("{id} deleted"), with(at, String::new())));
        for days in ["valid_until: 2025-12-31", "valid_from: 2025-07-01"] {
            let dated = rule.replacen("      source:", &format!("      {days}\n      source:"), 1);
            edits.push((format!("{id} with {days}"), with(at, dated)));
        }
        for more in ["specialty: primary_care", "specialty: {not: cardiology}"] {
            if rule.contains("care_level: primary}") || rule.contains("care_level: specialised}") {
                let narrower =
                    rule.replacen("},", "}", 0).replacen("}\n", &format!(", {more}}}\n"), 1);
                edits.push((format!("{id} with {more}"), with(at, narrower)));
            }
        }
    }
    edits
}

#[test]
fn what_is_offered_closes_each_gap_and_meets_no_other_rule() {
    let edits = edits();
    assert!(edits.len() > 60, "{}", edits.len());
    for (name, text) in edits {
        let checked = told(&loaded(&text).diagnostics, Code::Gap);
        let offered = offered(&text);
        assert_eq!(offered.len(), 1, "{name}: {offered:#?}");
        assert_eq!(checked.len(), 1, "{name}: {checked:#?}");
        assert!(!checked[0].contains("0001-01-01"), "{name}: {checked:?}");
        let pasted: String = offered.iter().map(|(_, rule)| rule.as_str()).collect();
        let mended = text.replacen("\n  rules:\n", &format!("\n  rules:\n{pasted}"), 1);
        let after = loaded(&mended).diagnostics;
        let errors: Vec<String> = after
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .map(|fault| fault.message.en.clone())
            .collect();
        assert_eq!(errors, [""; 0], "{name}:\n{pasted}");
    }
}

#[test]
fn a_gap_that_a_local_rule_splits_is_one_gap() {
    let text = routing().replacen(
        "when: {case_type: certificate, care_level: primary}",
        "when: {case_type: certificate, care_level: primary, specialty: primary_care}",
        1,
    );
    let [checked] = &told(&loaded(&text).diagnostics, Code::Gap)[..] else { panic!("one gap") };
    let when =
        "`when: {case_type: certificate, care_level: primary, specialty: {not: primary_care}}`";
    assert!(checked.contains(&format!("add a rule with {when};")), "{checked}");
    let [(words, rule)] = &offered(&text)[..] else { panic!("one gap") };
    assert_eq!(
        words,
        "Case type: Certificate; Care level: Primary care; Specialty: all but Primary care"
    );
    assert_eq!(
        rule,
        "    - id: certificate-primary-2\n      source: 3/6\n      when: {case_type: certificate, care_level: primary, specialty: {not: primary_care}}\n      then: {unit: concerned, role: not_given, specialty: concerned}\n"
    );
}

#[test]
fn a_rule_that_ends_is_followed_by_the_one_to_paste() {
    let (head, mut rules) = rules(&routing());
    let at = rules.iter().position(|rule| rule.contains("id: aid-primary\n")).unwrap();
    rules[at] = rules[at].replacen("source: 3/3", "source: 3/3\n      valid_until: 2025-12-31", 1);
    let text = format!("{head}{}", rules.concat());
    let [checked] = &told(&loaded(&text).diagnostics, Code::Gap)[..] else { panic!("one gap") };
    assert!(checked.contains("on 2026-01-01"), "{checked}");
    assert!(checked.contains("and `valid_from: 2026-01-01`"), "{checked}");
    let [(_, rule)] = &offered(&text)[..] else { panic!("one gap") };
    assert!(rule.contains("      source: 3/3\n      valid_from: 2026-01-01\n"), "{rule}");
}

#[test]
fn days_between_two_rules_are_part_of_one_gap() {
    let (head, mut rules) = rules(&routing());
    let at = rules.iter().position(|rule| rule.contains("id: aid-primary\n")).unwrap();
    let first = rules[at].replacen("source: 3/3", "source: 3/3\n      valid_until: 2025-08-31", 1);
    let second = rules[at].replacen("id: aid-primary", "id: aid-primary-later", 1).replacen(
        "source: 3/3",
        "source: 3/3\n      valid_from: 2025-09-15\n      valid_until: 2025-12-31",
        1,
    );
    rules[at] = format!("{first}{second}");
    let text = format!("{head}{}", rules.concat());
    let [(_, pasted)] = &offered(&text)[..] else { panic!("one gap") };
    assert_eq!(pasted.matches("- id: ").count(), 2, "a rule for each of the times: {pasted}");
    let mended = text.replacen("\n  rules:\n", &format!("\n  rules:\n{pasted}"), 1);
    assert!(loaded(&mended).rule_set.is_some(), "{pasted}");
}
