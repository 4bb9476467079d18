//! What `explain --rule` says would make a rule decide does so when it is applied to the request, and nothing smaller does.

use std::sync::LazyLock;

use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::names::Words;
use handover_core::wire::v1::{self, CasePrefix, Context, OUTSIDE, WhyNotAnswer};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::common::runs;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::embedded().unwrap()));

/// Days before, in and after the trial of Valbo.
const DAYS: [&str; 3] = ["2025-03-01", "2025-06-01", "2025-10-01"];

/// The fields that routing reads, with all that a request may give them; units that no rule tells apart are left out.
fn fields() -> Vec<(&'static str, Vec<String>)> {
    let vocabulary = &ENGINE.rule_set().vocabulary;
    let open = |words: &Words| words.ids().into_iter().chain([OUTSIDE.to_owned()]).collect();
    let units = || ["valbo", "andersberg", OUTSIDE].map(str::to_owned).to_vec();
    vec![
        ("case_type", open(&vocabulary.case_types)),
        ("care_level", vocabulary.care_levels.ids()),
        ("specialty", open(&vocabulary.specialties)),
        ("unit", units()),
        ("from.unit", units()),
        ("at", DAYS.map(str::to_owned).to_vec()),
    ]
}

fn apply(request: &mut Value, field: &str, value: &str) {
    match field {
        "from.unit" => request["from"] = json!({"unit": value}),
        field => request[field] = json!(value),
    }
}

fn context() -> Context<'static> {
    Context { engine: &ENGINE, lang: Lang::Sv, today: date(2025, 10, 1) }
}

/// Whether the rule decides, by the walk that decides: what is absent satisfies no condition.
fn decides(request: &Value, rule: &str) -> bool {
    let json = request.to_string();
    let parsed = v1::parse_case(json.as_bytes()).unwrap();
    let context = context();
    let case = v1::read_case(&context, &parsed, CasePrefix::Case).unwrap();
    let routing = &ENGINE.rule_set().routing;
    let answer = routing.plan.decide(&ENGINE.explain(&case).values).to_answer();
    let rules = handover_matcher::AnswerRef::from(answer);
    rules.rules().iter().any(|&index| routing.table.rules()[index as usize].id == rule)
}

fn request() -> impl Strategy<Value = Value> {
    let told: Vec<_> = fields()
        .into_iter()
        .map(|(field, values)| {
            let value = prop::option::weighted(0.7, select(values));
            value.prop_map(move |value| (field, value))
        })
        .collect();
    (told, any::<bool>()).prop_map(|(told, by_reason)| {
        let mut request = json!({});
        for (field, value) in told {
            if let Some(value) = value {
                apply(&mut request, field, &value);
            }
        }
        if by_reason {
            request.as_object_mut().unwrap().remove("case_type");
            request["contact_reason"] = json!("Förnya recept - Gävle");
        }
        request
    })
}

fn rule() -> impl Strategy<Value = String> {
    select(
        ENGINE
            .rule_set()
            .routing
            .table
            .rules()
            .iter()
            .map(|rule| rule.id.clone())
            .collect::<Vec<_>>(),
    )
}

proptest! {
    #![proptest_config(runs(300))]

    #[test]
    fn what_is_told_makes_the_rule_decide_and_nothing_smaller_does(request in request(), rule in rule()) {
        let told = v1::explain_rule(&context(), request.to_string().as_bytes(), Some(&rule)).unwrap();
        let why_not = told.why_not.unwrap();
        prop_assert!(why_not.all_told || why_not.answer == WhyNotAnswer::Changes);
        prop_assert_eq!(why_not.answer == WhyNotAnswer::Decides, decides(&request, &rule));
        for way in &why_not.ways {
            let mut changed = request.clone();
            for change in way {
                apply(&mut changed, &change.field, &change.example);
            }
            prop_assert!(decides(&changed, &rule), "{} by {}", rule, changed);
            let fields: Vec<&str> = way.iter().map(|change| change.field.as_str()).collect();
            prop_assert!(fields.iter().all(|field| *field != "contact_reason"));
        }
        let fewest = why_not.ways.first().map_or(usize::MAX, Vec::len);
        prop_assert!(why_not.ways.iter().all(|way| way.len() == fewest));
        for (field, values) in fields() {
            for value in values {
                let mut changed = request.clone();
                apply(&mut changed, field, &value);
                if !decides(&changed, &rule) || why_not.answer == WhyNotAnswer::Decides {
                    continue;
                }
                // One field is enough, so every way is of one, and this field is among them.
                prop_assert_eq!(fewest, 1, "{} by {} = {}", rule, field, value);
                prop_assert!(why_not.ways.iter().any(|way| way[0].field == field), "{} = {}", field, value);
            }
        }
    }
}

#[test]
fn a_rule_that_is_not_there_is_told_with_the_nearest() {
    let error = v1::explain_rule(&context(), b"{}", Some("triage-primry")).unwrap_err();
    assert_eq!((error.code(), error.field()), ("unknown_name", "rule"));
    assert_eq!(error.hint().unwrap().en, "did you mean `triage-primary`?");
}
