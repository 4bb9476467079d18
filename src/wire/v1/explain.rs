//! Explanations as they are sent.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use super::answer::{Recommendation, SourceRef};
use super::paths::Paths;
use super::respond::{recommendation, source_ref};
use crate::engine;
use crate::matcher::{Domain, Input, Value};
use crate::ruleset::inputs::{Kind, ROUTING};
use crate::ruleset::{RuleSet, shown};

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
    /// What it is called, in the language of the answer.
    pub label: String,
    /// Its value, as rules write it; null where it is absent.
    pub value: Option<String>,
    /// What the value is called, in the language of the answer.
    pub value_label: Option<String>,
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
    /// The input and the value that the case gives it.
    #[serde(flatten)]
    pub read: ReadInput,
    /// What the rule accepts, as rules write it.
    pub accepts: String,
    /// What the rule accepts, in the language of the answer.
    pub accepts_label: String,
    /// Whether it holds; null where the input is absent.
    pub held: Option<bool>,
}

/// The inputs of the routing table as rules write them, and as people read them.
struct Inputs<'a> {
    written: &'a [Input],
    labelled: Vec<Input>,
}

impl<'a> Inputs<'a> {
    fn new(context: &Context<'a>) -> Self {
        let rule_set = context.engine.rule_set();
        let written = rule_set.routing.table.inputs();
        let labelled = ROUTING.iter().zip(written).map(|(spec, input)| {
            let labels = labels(rule_set, spec.kind, context);
            let domain = match (&input.domain, labels) {
                (Domain::Words { open, .. }, Some(words)) => Domain::Words { words, open: *open },
                (domain, _) => domain.clone(),
            };
            Input { name: rule_set.field_label(spec.field, context.lang).to_owned(), domain }
        });
        Self { written, labelled: labelled.collect() }
    }

    fn read(&self, input: usize, value: Value) -> ReadInput {
        let show = |inputs: &[Input]| {
            let input = inputs.get(input).filter(|_| value != Value::Absent)?;
            Some(shown(input, value))
        };
        let name =
            |inputs: &[Input]| inputs.get(input).map_or(String::new(), |input| input.name.clone());
        ReadInput {
            input: name(self.written),
            label: name(&self.labelled),
            value: show(self.written),
            value_label: show(&self.labelled),
        }
    }
}

/// The labels of the words of an input.
fn labels(rule_set: &RuleSet, kind: Kind, context: &Context<'_>) -> Option<Vec<String>> {
    let words = rule_set.words_of(kind)?;
    Some(words.all().iter().map(|word| word.label(context.lang).to_owned()).collect())
}

/// An explanation as it is sent.
#[must_use]
pub fn explanation(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    answer: &engine::Explanation<'_>,
    paths: Paths,
) -> Explanation {
    let rule_set = context.engine.rule_set();
    let table = &rule_set.routing.table;
    let inputs = Inputs::new(context);
    let id =
        |rule: u32| table.rules().get(rule as usize).map_or(String::new(), |rule| rule.id.clone());
    let condition = |read: &engine::ConditionRead| {
        let accepts = |inputs: &[Input]| {
            inputs
                .get(read.input)
                .map_or(String::new(), |input| read.accepts.display(input).to_string())
        };
        ReadCondition {
            read: inputs
                .read(read.input, answer.values.get(read.input).copied().unwrap_or_default()),
            accepts: accepts(inputs.written),
            accepts_label: accepts(&inputs.labelled),
            held: read.held,
        }
    };
    let rules = answer.rules.iter().map(|read| ReadRule {
        rule: id(read.rule),
        decided: read.decided,
        overridden_by: read.overridden_by.map(id),
        conditions: read.conditions.iter().map(condition).collect(),
        source: (rule_set.routing.rules.get(read.rule as usize))
            .and_then(|info| source_ref(rule_set, &info.source, context.lang)),
    });
    Explanation {
        recommendation: recommendation(context, case, &answer.recommendation, paths),
        path: answer.path.iter().map(|step| inputs.read(step.input, step.value)).collect(),
        rules: rules.collect(),
    }
}
