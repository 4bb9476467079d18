//! Explanations in the form sent.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Recommendation, SourceRef};
use super::context::Context;
use super::paths::Paths;
use super::respond::Responder;
use super::words::WhyNotAnswer;
use crate::engine;
use crate::language::day;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::ROUTING;
use crate::ruleset::lexicon::Lexicon;
use crate::ruleset::shown;
use handover_matcher::{Domain, Input, Value, Values};

/// The explanation of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Explanation<'a> {
    /// The answer.
    pub recommendation: Recommendation<'a>,
    /// The inputs read for it, in order.
    pub path: Vec<ReadInput>,
    /// The rules that decided, then those that came close, nearest first.
    pub rules: Vec<ReadRule>,
    /// Changes that would make a rule decide, if asked about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
}

/// Changes that would make a rule decide the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct WhyNot {
    /// The rule.
    pub rule: String,
    /// Whether there are such changes.
    pub answer: WhyNotAnswer,
    /// Sets of changes, each sufficient; no change of fewer fields is.
    pub ways: Vec<Vec<FieldChange>>,
    /// Whether `ways` contains all sets of that size.
    pub all_told: bool,
}

/// A field of the case, with other values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct FieldChange {
    /// The field, as a dotted path from the case.
    pub field: String,
    /// Its label, in the language of the answer.
    pub label: String,
    /// Whether the case gives it a value now.
    pub given: bool,
    /// The values that suffice, in the form of rules.
    pub accepts: String,
    /// The values that suffice, in the language of the answer.
    pub accepts_label: String,
    /// One of them, in the form of a request.
    pub example: String,
}

/// An input and the value that the case gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ReadInput {
    /// The input.
    pub input: String,
    /// Its label, in the language of the answer.
    pub label: String,
    /// Its value, in the form of rules; null if it is absent.
    pub value: Option<String>,
    /// Its value, in the language of the answer.
    pub value_label: Option<String>,
}

/// A rule, with its conditions compared with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ReadRule {
    /// The rule.
    pub rule: String,
    /// Whether it decided.
    pub decided: bool,
    /// The rule that overrides it, if all its conditions hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<String>,
    /// Its conditions.
    pub conditions: Vec<ReadCondition>,
    /// Its source in a document.
    pub source: Option<SourceRef>,
}

/// A condition, compared with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ReadCondition {
    /// The input and the value that the case gives it.
    #[serde(flatten)]
    pub read: ReadInput,
    /// The accepted values, in the form of rules.
    pub accepts: String,
    /// The accepted values, in the language of the answer.
    pub accepts_label: String,
    /// Whether it holds; null if the input is absent.
    pub held: Option<bool>,
}

/// The inputs of the routing table, in the form of rules and with labels.
struct Inputs<'a> {
    written: &'a [Input],
    labelled: Vec<Input>,
    lexicon: Lexicon<'a>,
}

impl<'a> Inputs<'a> {
    fn new(context: &Context<'a>) -> Self {
        let rule_set = context.engine.rule_set();
        let written = rule_set.routing.table.inputs();
        let lexicon = rule_set.lexicon(context.lang);
        let labelled =
            ROUTING.iter().zip(written).map(|(spec, input)| lexicon.labelled(spec, input));
        Self { written, labelled: labelled.collect(), lexicon }
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
            value_label: match value {
                Value::Bool(value) => Some(self.lexicon.truth(value).to_owned()),
                _ => show(&self.labelled),
            },
        }
    }
}

/// An explanation in the form sent.
pub(super) fn explanation<'p>(
    responder: &Responder<'_, 'p>,
    case: &engine::Case<'_>,
    answer: &engine::Explanation<'_>,
    paths: Paths,
) -> Explanation<'p> {
    let context = responder.context;
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
            accepts_label: match &read.accepts {
                Values::Booleans { yes, .. } => inputs.lexicon.truth(*yes).to_owned(),
                _ => accepts(&inputs.labelled),
            },
            held: read.held,
        }
    };
    let rules = answer.rules.iter().map(|read| ReadRule {
        rule: id(read.rule),
        decided: read.decided,
        overridden_by: read.overridden_by.map(id),
        conditions: read.conditions.iter().map(condition).collect(),
        source: (rule_set.routing.rules.get(read.rule as usize))
            .and_then(|info| context.source(&info.source, case.at)),
    });
    Explanation {
        recommendation: responder.recommendation(case, &answer.recommendation, paths),
        why_not: None,
        path: answer.path.iter().map(|step| inputs.read(step.input, step.value)).collect(),
        rules: rules.collect(),
    }
}

/// Changes that would make a rule decide a case, in the form sent.
pub(super) fn why_not(context: &Context<'_>, case: &engine::Case<'_>, rule: u32) -> WhyNot {
    let table = &context.engine.rule_set().routing.table;
    let id = table.rules().get(rule as usize).map_or(String::new(), |rule| rule.id.clone());
    let (answer, ways, all_told) = match context.engine.why_not(case, rule) {
        engine::WhyNot::Decides => (WhyNotAnswer::Decides, Vec::new(), true),
        engine::WhyNot::Never => (WhyNotAnswer::Never, Vec::new(), true),
        engine::WhyNot::NotProved { .. } => (WhyNotAnswer::NotProved, Vec::new(), false),
        engine::WhyNot::Ways { ways, all_told } => (WhyNotAnswer::Changes, ways, all_told),
    };
    let way = |way: &Vec<engine::ChangedInput>| {
        way.iter().filter_map(|changed| field_change(context, case, changed)).collect()
    };
    WhyNot { rule: id, answer, ways: ways.iter().map(way).collect(), all_told }
}

fn field_change(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    changed: &engine::ChangedInput,
) -> Option<FieldChange> {
    let rule_set = context.engine.rule_set();
    let (spec, input) =
        (ROUTING.get(changed.input)?, rule_set.routing.table.inputs().get(changed.input)?);
    let lexicon = rule_set.lexicon(context.lang);
    let field = spec.field?;
    let given = match field {
        RequestField::CaseType => !case.case_type.is_absent(),
        RequestField::CareLevel => case.care_level.is_some(),
        RequestField::Specialty => !case.specialty.is_absent(),
        RequestField::Unit => !case.unit.is_absent(),
        RequestField::FromUnit => !case.from.is_absent(),
        _ => true,
    };
    Some(FieldChange {
        field: field.path_in_case().to_owned(),
        label: lexicon.input(spec).to_owned(),
        given,
        accepts: changed.values.display(input).to_string(),
        accepts_label: lexicon.values(spec, &input.domain, &changed.values),
        example: example(input, &changed.values)?,
    })
}

/// The first of some values, in the form of a request.
fn example(input: &Input, values: &Values) -> Option<String> {
    match (values.sample()?, &input.domain) {
        (Value::Word(word), Domain::Words { words, .. }) => words.get(word as usize).cloned(),
        (Value::Unlisted, _) => Some(OUTSIDE.to_owned()),
        (Value::Int(number), Domain::Date) => Some(day::from_number(number)?.to_string()),
        (value, _) => Some(shown(input, value)),
    }
}

/// A name that no list has.
pub const OUTSIDE: &str = "(utanför listan)";
