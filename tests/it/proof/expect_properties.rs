//! An expectation taken from an answer holds; with any one of its values changed it does not.

use std::sync::LazyLock;

use handover::{Engine, RuleSet};
use handover_core::diagnostic::Place;
use handover_core::language::Lang;
use handover_core::ruleset::Expectation;
use handover_core::wire::v1::Context;
use handover_proof::expect::{self, TestOptions};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::common::runs;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::embedded().unwrap()));

/// One of some names, or nothing.
fn maybe(names: Vec<&'static str>) -> impl Strategy<Value = Option<Value>> {
    prop::option::of(select(names).prop_map(|name| json!(name)))
}

fn flag() -> impl Strategy<Value = Option<Value>> {
    prop::option::of(any::<bool>().prop_map(|flag| json!(flag)))
}

fn object(fields: Vec<(&'static str, Option<Value>)>) -> Value {
    let told = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(told.collect())
}

fn case() -> impl Strategy<Value = Value> {
    let units = || vec!["valbo", "andersberg", "exempelhalsan-hc", "Okänd mottagning"];
    (
        maybe(vec!["certificate", "triage", "contraception", "medicine_prescription", "Annat"]),
        maybe(vec!["primary", "specialised"]),
        maybe(vec!["cardiology", "gynaecology", "midwife_youth_clinic", "Kardiolgi"]),
        maybe(units()),
        maybe(units()),
        maybe(vec!["nurse", "physician"]),
        prop::option::of((1..100_i64).prop_map(|priority| json!(priority))),
        (flag(), flag(), maybe(vec!["2025-09-30", "2025-10-01", "2026-03-26"])),
    )
        .prop_map(
            |(kind, level, specialty, unit, from, role, priority, (accepted, same, at))| {
                object(vec![
                    ("case_type", kind),
                    ("care_level", level),
                    ("specialty", specialty),
                    ("unit", unit),
                    ("from", from.map(|unit| json!({"unit": unit}))),
                    ("original_role", role),
                    ("priority", priority),
                    ("accepted", accepted),
                    ("same_provider", same),
                    ("at", at),
                ])
            },
        )
}

fn handover() -> impl Strategy<Value = Value> {
    (
        case(),
        maybe(vec!["hand_over", "receive", "cancel", "close"]),
        select(vec!["move", "consultation", "consultation_other_provider"]),
        1..100_i64,
        maybe(vec!["Hör till er.", " ", "Gäller {identity_number}."]),
        maybe(vec!["nurse", "administrator"]),
        (flag(), flag(), flag()),
        maybe(vec!["new", "pending", "started", "closed"]),
    )
        .prop_map(
            |(case, action, method, priority, message, role, (visit, text, read), state)| {
                object(vec![
                    ("case", Some(case)),
                    ("action", action),
                    ("method", Some(json!(method))),
                    ("priority", Some(json!(priority))),
                    ("message", message),
                    ("to", role.map(|role| json!({"role": role}))),
                    ("related_visit", visit),
                    ("case_text_included", text),
                    ("patient_has_read", read),
                    ("state", state),
                ])
            },
        )
}

/// A request, and whether it is a handover.
fn request() -> impl Strategy<Value = (Value, bool)> {
    prop_oneof![case().prop_map(|case| (case, false)), handover().prop_map(|one| (one, true))]
}

/// Another value of the same kind.
fn changed(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => json!(!flag),
        Value::Null => json!("something"),
        Value::Array(items) if items.is_empty() => json!(["something"]),
        Value::Array(items) => json!(items[1..]),
        Value::Object(map) if map.is_empty() => json!({"no_rule": "manual"}),
        Value::Object(map) => map.keys().map(|code| (code.clone(), json!(null))).collect(),
        other => json!(format!("not {other}")),
    }
}

fn holds(request: &Value, validates: bool, expected: Map<String, Value>) -> bool {
    let expectation = Expectation {
        name: "generated".to_owned(),
        row: None,
        place: Place::file("tests/generated.yaml"),
        validates,
        request: request.clone(),
        expected,
    };
    expect::run(&ENGINE, &[expectation], &TestOptions::default()).succeeded()
}

proptest! {
    #![proptest_config(runs(120))]

    #[test]
    fn an_answer_is_what_it_is_and_nothing_else((request, validates) in request()) {
        let today = expect::default_day(ENGINE.rule_set());
        let context = Context { engine: &ENGINE, lang: Lang::Sv, today };
        // A state that the method does not have is an invalid request.
        let Ok(expected) = expect::expected_of(&context, &request, validates) else {
            return Ok(());
        };
        prop_assert!(holds(&request, validates, expected.clone()));
        for (name, value) in &expected {
            let mut other = expected.clone();
            other[name] = changed(value);
            prop_assert!(!holds(&request, validates, other), "{name} of {request}");
            let only = Map::from_iter([(name.clone(), value.clone())]);
            prop_assert!(holds(&request, validates, only), "{name} of {request}");
        }
    }
}
