//! Tests of coverage, on the shipped rule set.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::*;
use crate::expect::{TestOptions, run};
use handover_core::diagnostic::Place;
use handover_core::engine::Engine;
use handover_core::ruleset::{Expectation, RuleSet};
use handover_core::wire::report::TestReport;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::embedded().unwrap()));

/// A certificate in primary care.
fn case() -> Value {
    json!({"case_type": "certificate", "care_level": "primary", "unit": "valbo", "at": "2025-10-01",
           "from": {"unit": "andersberg"}})
}

/// A handover of it, with other fields merged.
fn moved(fields: &Value) -> Value {
    let mut request =
        json!({"case": case(), "method": "move", "priority": 8, "message": "Hör till er."});
    let (request_map, fields) = (request.as_object_mut().unwrap(), fields.as_object().unwrap());
    request_map.extend(fields.clone());
    request
}

fn report(tests: &[(Value, Value)]) -> TestReport {
    let expectations: Vec<Expectation> = tests
        .iter()
        .map(|(request, expected)| Expectation {
            name: "test".to_owned(),
            row: None,
            place: Place::file("tests/a.yaml"),
            validates: request.get("method").is_some(),
            request: request.clone(),
            expected: expected.as_object().unwrap().clone(),
        })
        .collect();
    run(&ENGINE, &expectations, &TestOptions { coverage: true, ..TestOptions::default() })
}

/// The goals of a rule that remain.
fn missing(tests: &[(Value, Value)], rule: &str) -> Vec<String> {
    let coverage = report(tests).coverage.unwrap();
    let own = coverage.missing.into_iter().filter(|missing| missing.rule == rule);
    own.map(|missing| missing.text).collect()
}

const UNDECIDED: &str = "avgör inte i något test";
const SILENT: &str = "slår inte till i något test";

#[test]
fn a_rule_is_covered_by_what_would_notice_another_one() {
    let covers = |expected: Value| {
        let missing = missing(&[(case(), expected)], "certificate-primary");
        !missing.contains(&UNDECIDED.to_owned())
    };
    assert!(covers(json!({"rule": "certificate-primary"})));
    assert!(covers(json!({"rules": ["certificate-primary"]})));
    assert!(covers(
        json!({"resource": "Valbo Din hälsocentral, Administratör, Primärvård, Allmän"})
    ));
    assert!(!covers(
        json!({"decision": "route", "role": "administrator", "capability": "general"})
    ));
    // A failing test covers nothing.
    assert!(!covers(json!({"rule": "certificate-primary", "role": "nurse"})));
}

#[test]
fn a_part_is_covered_where_it_is_compared_and_nothing_is_asked_for() {
    let part = |request: Value, expected: Value| {
        missing(&[(request, expected)], "certificate-primary")
            .contains(&"`unit` jämförs inte".to_owned())
    };
    assert!(part(case(), json!({"rule": "certificate-primary"})));
    assert!(!part(case(), json!({"rule": "certificate-primary", "unit": "valbo"})));
    let open = json!({"case_type": "certificate", "care_level": "primary"});
    assert!(part(open, json!({"rule": "certificate-primary", "unit": null})));
}

#[test]
fn a_check_is_covered_where_its_finding_is_named_and_its_silence_where_that_is() {
    let blank = || moved(&json!({"message": ""}));
    let silent = "inget test där bara `message: blank` inte stämmer".to_owned();
    let fires = |expected: Value| {
        !missing(&[(blank(), expected)], "message_empty").contains(&SILENT.to_owned())
    };
    assert!(fires(json!({"findings": ["message_empty"]})));
    assert!(fires(json!({"findings": {"has": ["message_empty"]}})));
    assert!(fires(json!({"severity": {"message_empty": "refuse"}})));
    assert!(!fires(json!({"decision": "refuse"})));
    assert!(!fires(json!({"findings": {"not": ["role_deviates"]}})));
    let stays = |expected: Value| {
        !missing(&[(moved(&json!({})), expected)], "message_empty").contains(&silent)
    };
    assert!(stays(json!({"findings": []})));
    assert!(stays(json!({"findings": {"not": ["message_empty"]}})));
    assert!(stays(json!({"severity": {"message_empty": null}})));
    assert!(!stays(json!({"findings": {"not": ["no_rule"]}})));
}

#[test]
fn severity_is_covered_where_it_is_named_or_alone_decides() {
    let wanting = "`severity` jämförs inte".to_owned();
    let covers = |request: &Value, expected: Value| {
        !missing(&[(request.clone(), expected)], "message_empty").contains(&wanting)
    };
    let blank = moved(&json!({"message": ""}));
    assert!(!covers(&blank, json!({"findings": ["message_empty"]})));
    assert!(covers(&blank, json!({"findings": ["message_empty"], "decision": "refuse"})));
    assert!(covers(&blank, json!({"severity": {"message_empty": "refuse"}})));
    // Another refusal would decide in any case.
    let mut both = blank.clone();
    both["case"]["accepted"] = json!(true);
    let codes = json!(["message_empty", "move_after_acceptance"]);
    assert!(!covers(&both, json!({"findings": codes, "decision": "refuse"})));
}

#[test]
fn what_another_alternative_catches_is_not_asked_for() {
    // `other_role` of the second alternative cannot fail alone: the first one fires then.
    let missing = missing(&[], "role_deviates");
    let alone =
        |cell: &str| missing.contains(&format!("inget test där bara `{cell}` inte stämmer"));
    assert!(alone("other_role: not_allowed"));
    assert!(!alone("other_role: with_reason"));
    assert!(alone("role_reason: blank"));
}

#[test]
fn a_share_is_rounded_down_and_all_of_nothing_is_all() {
    assert_eq!(Share { covered: 199, total: 200 }.percent(), 99);
    assert_eq!(Share { covered: 200, total: 200 }.percent(), 100);
    assert_eq!(Share::default().percent(), 100);
}

#[test]
fn no_suggestion_is_looked_for_unasked() {
    let coverage = report(&[]).coverage.unwrap();
    assert!(coverage.missing.iter().all(|missing| missing.suggestion.is_none()));
    assert_eq!(coverage.rules.covered + coverage.cells.covered, 0);
    assert_eq!(coverage.missing.len(), coverage.rules.total + coverage.cells.total);
}
