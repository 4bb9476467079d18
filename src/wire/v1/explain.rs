//! Explanations as they are sent.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::answer::{Recommendation, SourceRef};
use super::respond::{recommendation, source_ref};
use crate::engine;
use crate::matcher::Value;
use crate::ruleset::shown as show;

/// Why a case goes where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Explanation {
    /// The answer.
    pub recommendation: Recommendation,
    /// What was read on the way to it, in order.
    pub path: Vec<ReadInput>,
    /// The rules that decided, then those that came close, nearest first.
    pub rules: Vec<ReadRule>,
}

/// An input and the value that the case gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadInput {
    /// The input.
    pub input: String,
    /// Its value, as rules write it; null where it is absent.
    pub value: Option<String>,
}

/// A rule as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadRule {
    /// The rule.
    pub rule: String,
    /// Whether it decided.
    pub decided: bool,
    /// The rule that went before it, where all its conditions hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<String>,
    /// Its conditions.
    pub conditions: Vec<ReadCondition>,
    /// Where it comes from.
    pub source: Option<SourceRef>,
}

/// A condition as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReadCondition {
    /// The input.
    pub input: String,
    /// What the rule accepts, as rules write it.
    pub accepts: String,
    /// The value of the case; null where it is absent.
    pub value: Option<String>,
    /// Whether it holds; null where the input is absent.
    pub held: Option<bool>,
}

/// An explanation as it is sent.
#[must_use]
pub fn explanation(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    answer: &engine::Explanation<'_>,
) -> Explanation {
    let rule_set = context.engine.rule_set();
    let table = &rule_set.routing.table;
    let name = |input: usize| {
        table
            .inputs()
            .get(input)
            .map_or(String::new(), |input| input.name.clone())
    };
    let shown = |input: usize, value: Value| {
        let input = table
            .inputs()
            .get(input)
            .filter(|_| value != Value::Absent)?;
        Some(show(input, value))
    };
    let id = |rule: u32| {
        table
            .rules()
            .get(rule as usize)
            .map_or(String::new(), |rule| rule.id.clone())
    };
    let value_of = |input: usize| answer.values.get(input).copied().unwrap_or_default();
    let rules = answer.rules.iter().map(|read| ReadRule {
        rule: id(read.rule),
        decided: read.decided,
        overridden_by: read.overridden_by.map(id),
        conditions: read
            .conditions
            .iter()
            .map(|condition| ReadCondition {
                input: name(condition.input),
                accepts: condition.accepts.clone(),
                value: shown(condition.input, value_of(condition.input)),
                held: condition.held,
            })
            .collect(),
        source: rule_set
            .routing
            .rules
            .get(read.rule as usize)
            .and_then(|info| source_ref(rule_set, &info.source)),
    });
    let path = answer.path.iter().map(|step| ReadInput {
        input: name(step.input),
        value: shown(step.input, step.value),
    });
    Explanation {
        recommendation: recommendation(context, case, &answer.recommendation),
        path: path.collect(),
        rules: rules.collect(),
    }
}
