//! Why an answer is not the one expected: the rule that decided, the findings, and what kept out those that were
//! expected.

use serde_json::Value;

use super::ask::{Answer, Facts};
use super::report::{Difference, KeptOut, Unmet, Why};
use crate::matcher::{Condition, Table, Value as Read};
use crate::ruleset::shown;
use crate::wire::v1::Context;

/// What follows from findings.
const OF_FINDINGS: [&str; 5] = ["decision", "findings", "severity", "sms", "steps"];

pub(super) fn why(
    context: &Context<'_>,
    differences: &[Difference],
    answer: &Answer,
    facts: &Facts,
) -> Why {
    let rule_set = context.engine.rule_set();
    let mut kept_out = Vec::new();
    for difference in differences {
        let (kind, table, values) = match difference.field.as_str() {
            "rule" | "rules" => ("rule", &rule_set.routing.table, &facts.routing),
            "findings" | "severity" => ("check", &rule_set.checks.table, &facts.checks),
            _ => continue,
        };
        for id in named(&difference.expected) {
            let position = table.rules().iter().position(|rule| rule.id == id);
            let held = |index: usize| match kind {
                "rule" => facts.rules.iter().any(|&rule| rule as usize == index),
                _ => facts.fired.contains(&index),
            };
            if let Some(index) = position.filter(|&index| !held(index)) {
                let conditions = unmet(table, index, values);
                kept_out.push(KeptOut { kind, id, conditions });
            }
        }
    }
    let bears = differences.iter().any(|one| OF_FINDINGS.contains(&one.field.as_str()));
    Why {
        because: answer.recommendation().because.clone(),
        findings: if bears { answer.findings().to_vec() } else { Vec::new() },
        kept_out,
    }
}

/// The ids that an expectation names as being there.
fn named(expected: &Value) -> Vec<String> {
    let texts = |list: &Vec<Value>| -> Vec<String> {
        list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    match expected {
        Value::String(id) => vec![id.clone()],
        Value::Array(list) => texts(list),
        Value::Object(map) => match map.get("has") {
            Some(Value::Array(list)) => texts(list),
            // By severity: those that are to be there.
            _ => map.iter().filter(|(_, v)| v.is_string()).map(|(code, _)| code.clone()).collect(),
        },
        _ => Vec::new(),
    }
}

/// The conditions of a rule that do not hold, for the alternative with the fewest.
fn unmet(table: &Table, rule: usize, values: &[Read]) -> Vec<Unmet> {
    let alternatives = table.rules().get(rule).map(|rule| rule.alternatives.as_slice());
    let failing = |conditions: &Vec<Condition>| -> Vec<Unmet> {
        let value = |input: usize| values.get(input).copied().unwrap_or_default();
        let fails = conditions.iter().filter(|one| !one.accepts.contains(value(one.input)));
        fails
            .filter_map(|condition| {
                let input = table.inputs().get(condition.input)?;
                let value = value(condition.input);
                Some(Unmet {
                    input: input.name.clone(),
                    accepts: condition.accepts.display(input).to_string(),
                    value: (value != Read::Absent).then(|| shown(input, value)),
                })
            })
            .collect()
    };
    alternatives.unwrap_or_default().iter().map(failing).min_by_key(Vec::len).unwrap_or_default()
}
