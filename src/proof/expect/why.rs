//! Explains an unexpected answer: the rule that decided, the findings, and the unmet conditions of expected rules.

use serde_json::Value;

use super::ask::{AnswerFacts, ContractAnswer};
use handover_core::language::Lang;
use handover_core::ruleset::inputs::{CHECKS, InputSpec, ROUTING};
use handover_core::ruleset::shown;
use handover_core::wire::report::{
    ExpectedRule, TableName, TestDifference, TestWhy, UnmetCondition,
};
use handover_core::wire::v1::Context;
use handover_matcher::{Condition, Input, Table, Value as Read};

/// The fields that depend on findings.
const OF_FINDINGS: [&str; 5] = ["decision", "findings", "severity", "sms", "steps"];

pub(super) fn why(
    context: &Context<'_>,
    differences: &[TestDifference],
    answer: &ContractAnswer,
    facts: &AnswerFacts,
) -> TestWhy {
    let rule_set = context.engine.rule_set();
    let mut kept_out = Vec::new();
    for difference in differences {
        let (name, read) = match difference.field.as_str() {
            "rule" | "rules" => {
                (TableName::Routing, (&rule_set.routing.table, ROUTING, &*facts.routing))
            }
            "findings" | "severity" => {
                (TableName::Checks, (&rule_set.checks.table, CHECKS, &*facts.checks))
            }
            _ => continue,
        };
        let table = read.0;
        for id in named(&difference.expected) {
            let position = table.rules().iter().position(|rule| rule.id == id);
            let held = |index: usize| match name {
                TableName::Routing => facts.rules.iter().any(|&rule| rule as usize == index),
                _ => facts.fired.contains(&index),
            };
            if let Some(index) = position.filter(|&index| !held(index)) {
                let conditions = unmet(context, read, index);
                kept_out.push(ExpectedRule { table: name, rule: id, conditions });
            }
        }
    }
    let bears = differences.iter().any(|one| OF_FINDINGS.contains(&one.field.as_str()));
    TestWhy {
        because: answer.recommendation().because.clone(),
        findings: if bears {
            answer.findings().iter().map(|finding| (**finding).clone()).collect()
        } else {
            Vec::new()
        },
        kept_out,
    }
}

/// The ids that an expectation requires.
fn named(expected: &Value) -> Vec<String> {
    let texts = |list: &Vec<Value>| -> Vec<String> {
        list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    match expected {
        Value::String(id) => vec![id.clone()],
        Value::Array(list) => texts(list),
        Value::Object(map) => match map.get("has") {
            Some(Value::Array(list)) => texts(list),
            // By severity: those that must be present.
            _ => map.iter().filter(|(_, v)| v.is_string()).map(|(code, _)| code.clone()).collect(),
        },
        _ => Vec::new(),
    }
}

/// The unmet conditions of a rule, for the alternative with the fewest.
fn unmet(
    context: &Context<'_>,
    (table, specs, values): (&Table, &[InputSpec], &[Read]),
    rule: usize,
) -> Vec<UnmetCondition> {
    let lexicon = context.engine.rule_set().lexicon(context.lang);
    let alternatives = table.rules().get(rule).map(|rule| rule.alternatives.as_slice());
    let failing = |conditions: &Vec<Condition>| -> Vec<UnmetCondition> {
        let lexicon = lexicon.within(specs, conditions);
        let value = |input: usize| values.get(input).copied().unwrap_or_default();
        let fails = conditions.iter().filter(|one| !one.accepts.contains(value(one.input)));
        fails
            .filter_map(|condition| {
                let input = table.inputs().get(condition.input)?;
                let value = value(condition.input);
                let named = lexicon.labelled(specs.get(condition.input)?, input);
                let has = |input: &Input| (value != Read::Absent).then(|| shown(input, value));
                let accepts = condition.accepts.display(&named).to_string();
                Some(UnmetCondition {
                    input: input.name.clone(),
                    accepts: condition.accepts.display(input).to_string(),
                    accepts_label: in_words(accepts, context.lang),
                    value: has(input),
                    value_label: has(&named).map(|value| in_words(value, context.lang)),
                    label: named.name,
                })
            })
            .collect()
    };
    alternatives.unwrap_or_default().iter().map(failing).min_by_key(Vec::len).unwrap_or_default()
}

/// A boolean in words.
fn in_words(value: String, lang: Lang) -> String {
    match (value.as_str(), lang) {
        ("true", Lang::Sv) => "ja".to_owned(),
        ("false", Lang::Sv) => "nej".to_owned(),
        ("true", Lang::En) => "yes".to_owned(),
        ("false", Lang::En) => "no".to_owned(),
        _ => value,
    }
}
