//! Answers written in pieces equal those built as a whole, byte for byte, for any request.

use std::sync::LazyLock;

use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::kinds::{ACTIONS, STATES};
use handover_core::ruleset::names::{Word, Words};
use handover_core::wire::v1::{self, Context, RequestError, Writer};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::common::runs;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::embedded().unwrap()));

static WRITERS: LazyLock<[Writer<'static>; 2]> = LazyLock::new(|| {
    [Lang::Sv, Lang::En]
        .map(|lang| Writer::new(Context { engine: &ENGINE, lang, today: date(2025, 10, 1) }))
});

/// Any name of some words, now and then misspelt, unknown or with what JSON escapes.
fn name(words: &Words) -> impl Strategy<Value = Value> + use<> {
    let names: Vec<String> = words.all().iter().flat_map(Word::names).map(str::to_owned).collect();
    let misspelt = |name: String| name.chars().skip(1).collect::<String>();
    prop_oneof![
        6 => select(names.clone()).prop_map(Value::from),
        1 => select(names).prop_map(move |name| Value::from(misspelt(name))),
        1 => select(vec!["Utanför \"listan\"", "rad\nbrytning", "\\", "1\u{2028}", " "]).prop_map(Value::from),
    ]
}

fn maybe<T: Strategy<Value = Value>>(
    key: &'static str,
    value: T,
) -> impl Strategy<Value = Option<(String, Value)>> {
    prop::option::weighted(0.7, value.prop_map(move |value| (key.to_owned(), value)))
}

fn object(fields: Vec<Option<(String, Value)>>) -> Value {
    Value::Object(fields.into_iter().flatten().collect::<Map<String, Value>>())
}

fn truth() -> impl Strategy<Value = Value> {
    any::<bool>().prop_map(Value::from)
}

fn day() -> impl Strategy<Value = Value> {
    select(vec!["2024-01-01", "2025-10-01", "2025-11-15", "2026-03-25", "2026-03-26", "i dag"])
        .prop_map(Value::from)
}

fn case() -> impl Strategy<Value = Value> {
    let (v, d) = (&ENGINE.rule_set().vocabulary, &ENGINE.rule_set().directory);
    let first = (
        maybe("case_type", name(&v.case_types)),
        maybe("care_level", name(&v.care_levels)),
        maybe("specialty", name(&v.specialties)),
        maybe("unit", name(&d.units)),
        maybe("original_role", name(&v.roles)),
    );
    let second = (
        maybe("priority", (-1..110_i64).prop_map(Value::from)),
        maybe("accepted", truth()),
        maybe("from", name(&d.units).prop_map(|unit| json!({ "unit": unit }))),
        maybe("same_provider", truth()),
        maybe("at", day()),
        maybe("contact_reason", name(&v.case_types)),
    );
    (first, second).prop_map(|((a, b, c, d, e), (f, g, h, i, j, k))| {
        object(vec![a, b, c, d, e, f, g, h, i, j, k])
    })
}

fn handover() -> impl Strategy<Value = Value> {
    let (v, d) = (&ENGINE.rule_set().vocabulary, &ENGINE.rule_set().directory);
    let methods: Vec<String> =
        ENGINE.rule_set().methods.all.iter().map(|method| method.id.clone()).collect();
    let to = (
        maybe("unit", name(&d.units)),
        maybe("role", name(&v.roles)),
        maybe("capability", name(&v.capabilities)),
        maybe("specialty", name(&v.specialties)),
    )
        .prop_map(|(a, b, c, d)| object(vec![a, b, c, d]));
    let resource = (name(&d.units), name(&v.roles)).prop_map(|(unit, role)| {
        let text = format!("{}, {}", unit.as_str().unwrap(), role.as_str().unwrap());
        json!({ "resource": text })
    });
    let first = (
        maybe("action", select(ACTIONS.ids).prop_map(Value::from)),
        maybe("method", select(methods).prop_map(Value::from)),
        maybe("to", prop_oneof![to, resource]),
        maybe("role_reason", select(vec!["", "Semester"]).prop_map(Value::from)),
        maybe("message", select(vec![" ", "Hör till er."]).prop_map(Value::from)),
    );
    let second = (
        maybe("related_visit", truth()),
        maybe("case_text_included", truth()),
        maybe("patient_has_read", truth()),
        maybe("state", select(STATES.ids).prop_map(Value::from)),
    );
    (case(), 1..20_i64, first, second).prop_map(
        |(case, priority, (a, b, c, d, e), (f, g, h, i))| {
            let given = [("case", case), ("priority", priority.into())];
            let given = given.map(|(key, value)| Some((key.to_owned(), value)));
            object(given.into_iter().chain([a, b, c, d, e, f, g, h, i]).collect())
        },
    )
}

fn whole<T: Serialize>(answer: Result<T, RequestError>) -> Result<String, RequestError> {
    answer.map(|answer| serde_json::to_string(&answer).unwrap())
}

fn pieces<T>(answer: Result<T, RequestError>, written: Vec<u8>) -> Result<String, RequestError> {
    answer.map(|_| String::from_utf8(written).unwrap())
}

proptest! {
    #![proptest_config(runs(1_500))]

    #[test]
    fn recommendations(case in case(), english in any::<bool>()) {
        let writer = &WRITERS[usize::from(english)];
        let (request, mut out) = (case.to_string(), Vec::new());
        let answer = writer.recommend(request.as_bytes(), &mut out);
        prop_assert_eq!(pieces(answer, out), whole(v1::recommend(writer.context(), request.as_bytes())));
    }

    #[test]
    fn verdicts(handover in handover(), english in any::<bool>()) {
        let writer = &WRITERS[usize::from(english)];
        let (request, mut out) = (handover.to_string(), Vec::new());
        let answer = writer.validate(request.as_bytes(), &mut out);
        prop_assert_eq!(pieces(answer, out), whole(v1::validate(writer.context(), request.as_bytes())));
    }
}
