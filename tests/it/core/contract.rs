//! The contract by example: scenarios with the answer that the instruction gives, run through the shipped
//! rule set. A scenario is a `case` (recommended) or a `handover` (validated) with what to `expect`; what is
//! not named there is not compared. Identity numbers are put in at run time.

use std::collections::BTreeSet;
use std::fs;

use handover::{Engine, RuleSet};
use handover_core::language::Lang;
use handover_core::wire::v1::{self, Context, RequestError, Writer};
use jiff::civil::date;
use serde::Serialize;
use serde_json::{Value, json};

use crate::common::identity::identity_number;

fn numbers() -> [(&'static str, String); 2] {
    [
        ("{{identity_number}}", identity_number("19900101")),
        ("{{coordination_number}}", identity_number("19900161")),
    ]
}

/// The answer; a writer's stream must give the same, byte for byte.
fn answer(writer: &Writer<'_>, scenario: &Value) -> Value {
    let context = writer.context();
    let (request, validated) = match scenario.get("handover") {
        Some(handover) => (handover, true),
        None => (&scenario["case"], false),
    };
    let mut request = request.to_string();
    for (mark, number) in numbers() {
        request = request.replace(mark, &number);
    }
    let (bytes, mut written) = (request.as_bytes(), Vec::new());
    if validated {
        let answered = v1::validate(context, bytes).map(|verdict| to_string(&verdict));
        same(answered, writer.validate(bytes, &mut written).map(|_| written), context)
    } else {
        let answered = v1::recommend(context, bytes).map(|answer| to_string(&answer));
        same(answered, writer.recommend(bytes, &mut written).map(|_| written), context)
    }
}

fn to_string(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap()
}

fn same(
    answered: Result<String, RequestError>,
    written: Result<Vec<u8>, RequestError>,
    context: &Context<'_>,
) -> Value {
    let written = written.map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(answered, written);
    answered.map_or_else(|e| json!(e.answer(context.lang)), |a| serde_json::from_str(&a).unwrap())
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut texts: Vec<String> =
        items.iter().filter_map(|item| item[key].as_str().map(str::to_owned)).collect();
    texts.sort();
    texts
}

fn sorted(list: &Value) -> Vec<String> {
    let mut sorted: Vec<String> =
        list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect();
    sorted.sort();
    sorted
}

/// Findings by code, those that only inform apart.
fn codes(answer: &Value, info: bool) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap();
    let wanted = findings.iter().filter(|finding| (finding["severity"] == "info") == info);
    let codes: BTreeSet<String> =
        wanted.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    codes.into_iter().collect()
}

/// Everything in an answer that differs from what is expected.
fn differences(expect: &Value, answer: &Value) -> Vec<String> {
    let recommendation = answer.get("recommendation").unwrap_or(answer);
    let mut found = Vec::new();
    let mut compare = |what: &str, want: Value, got: Value| {
        if want != got {
            found.push(format!("{what}: want {want}, got {got}"));
        }
    };
    for (key, want) in expect.as_object().unwrap() {
        match key.as_str() {
            "decision" => compare(key, want.clone(), answer["decision"].clone()),
            "sms" => {
                let sms = answer.get("sms").or_else(|| answer["priority"].get("sms"));
                compare(key, want.clone(), sms.cloned().unwrap_or(json!(false)));
            }
            "target" => {
                for (part, want) in want.as_object().unwrap() {
                    let name = |value: &Value| json!(value.as_str().map(str::to_lowercase));
                    let got = &recommendation["target"][part]["name"];
                    compare(part, name(want), name(got));
                }
            }
            "methods" => {
                let methods = answer["methods"].as_array().unwrap();
                if want.is_object() {
                    let got = methods
                        .iter()
                        .map(|m| (m["method"].as_str().unwrap().to_owned(), m["allowed"].clone()));
                    compare(key, want.clone(), Value::Object(got.collect()));
                } else {
                    let allowed: Vec<Value> =
                        methods.iter().filter(|m| m["allowed"] == true).cloned().collect();
                    compare(key, json!(sorted(want)), json!(texts(&json!(allowed), "method")));
                }
            }
            "missing" => {
                compare(
                    key,
                    json!(sorted(want)),
                    json!(texts(&recommendation["missing"], "field")),
                );
            }
            "candidates" => {
                let candidates = recommendation["candidates"].as_array().unwrap().len();
                compare(key, want.clone(), json!(candidates));
            }
            "findings" => compare(key, want.clone(), json!(codes(answer, false))),
            "info" => {
                let named = sorted(want);
                let given: Vec<String> = codes(answer, true)
                    .into_iter()
                    .filter(|code| code != "unit_unlisted" || named.contains(code))
                    .collect();
                compare(key, json!(named), json!(given));
            }
            "steps" => {
                let steps = answer["steps"].as_array().unwrap();
                let ids: Vec<&Value> = steps.iter().map(|step| &step["id"]).collect();
                compare(key, want.clone(), json!(ids));
            }
            other => panic!("`{other}` is not compared"),
        }
    }
    found
}

#[test]
fn every_scenario_has_the_answer_of_the_instruction() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/scenarios.json");
    let scenarios: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let engine = Engine::new(RuleSet::embedded().unwrap());
    let context = Context { engine: &engine, lang: Lang::Sv, today: date(2026, 4, 1) };
    let writer = Writer::new(context);
    let mut failed = Vec::new();
    for scenario in &scenarios {
        let answer = answer(&writer, scenario);
        let printed = answer.to_string();
        for (_, number) in numbers() {
            for form in [number.clone(), number[2..].to_owned(), number.replace('-', "")] {
                assert!(!printed.contains(&form), "{}: a number is repeated", scenario["id"]);
            }
        }
        let differences = if answer.get("error").is_some() {
            vec![format!("an error instead of an answer: {answer}")]
        } else {
            differences(&scenario["expect"], &answer)
        };
        for difference in differences {
            failed.push(format!("{} {}: {difference}", scenario["id"], scenario["title"]));
        }
    }
    assert!(scenarios.len() > 500);
    assert!(
        failed.is_empty(),
        "{} of {} differ:\n{}",
        failed.len(),
        scenarios.len(),
        failed.join("\n")
    );
}
