//! Runs the request of a test like any other request, and records the values that the tables read.

use serde_json::Value;

use super::identity;
use handover_core::engine::{Action, MethodAdvice, Target, VerdictDecision};
use handover_core::language::Lang;
use handover_core::ruleset::Expectation;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::wire::v1::{
    CasePrefix, Context, Paths, Recommendation, RequestError, Verdict, parse_case, parse_handover,
    read_case, read_handover, read_resource, recommendation, verdict,
};
use handover_matcher::Value as Read;

/// An answer of the contract, in the language of the report.
pub(super) struct ContractAnswer {
    /// The answer itself.
    pub(super) body: AnswerBody,
    /// The receiver as one string, in the rule set's first language: a test's result depends on no language.
    pub(super) resource: String,
}

/// The answer itself, as the contract has it.
pub(super) enum AnswerBody {
    /// To a case.
    Case(Box<Recommendation<'static>>),
    /// To a handover.
    Handover(Box<Verdict<'static>>),
}

/// The values that the tables read of a request, and their results.
#[derive(Debug, Clone)]
pub(super) struct AnswerFacts {
    /// The request was a handover.
    pub(super) validates: bool,
    /// It was to be handed over, and was not refused; otherwise the receiver is not alerted.
    pub(super) alerts: bool,
    /// It was refused.
    pub(super) refused: bool,
    /// The receiver is known without further questions.
    pub(super) complete: bool,
    /// The values of the routing table.
    pub(super) routing: Vec<Read>,
    /// The routing rules that decided.
    pub(super) rules: Vec<u32>,
    /// The values of the checks' table.
    pub(super) checks: Vec<Read>,
    /// The checks that gave a finding, the most serious first, each once.
    pub(super) fired: Vec<usize>,
    /// The priority that alerts or does not, on the scale.
    pub(super) priority: Option<i64>,
    /// The allowed methods.
    pub(super) methods: Vec<usize>,
    /// The offered transitions: lifecycle and transition.
    pub(super) next: Vec<(usize, usize)>,
}

impl AnswerFacts {
    /// The value of an input as checks read it.
    pub(super) fn checked(&self, input: CheckInput) -> Read {
        self.checks.get(input as usize).copied().unwrap_or_default()
    }
}

/// The answer to an expectation's request.
pub(super) fn ask(
    context: &Context<'_>,
    expectation: &Expectation,
) -> Result<(ContractAnswer, AnswerFacts), String> {
    let Expectation { request, validates, .. } = expectation;
    answer(context, request, *validates).map_err(|error| error_text(&error, context.lang))
}

fn error_text(error: &RequestError, lang: Lang) -> String {
    let message = error.message().get(lang);
    error.hint().map_or_else(|| message.to_owned(), |hint| format!("{message}; {}", hint.get(lang)))
}

/// The answer to a request.
pub(super) fn answer(
    context: &Context<'_>,
    request: &Value,
    validates: bool,
) -> Result<(ContractAnswer, AnswerFacts), RequestError> {
    let json = identity::filled(request);
    if validates {
        of_handover(context, json.as_bytes())
    } else {
        of_case(context, json.as_bytes())
    }
}

fn of_case(
    context: &Context<'_>,
    json: &[u8],
) -> Result<(ContractAnswer, AnswerFacts), RequestError> {
    let request = parse_case(json)?;
    let case = read_case(context, &request, CasePrefix::Case)?;
    let engine = context.engine;
    let answer = engine.recommend(&case);
    let scale = &engine.rule_set().priority;
    let facts = AnswerFacts {
        validates: false,
        alerts: true,
        refused: false,
        complete: answer.missing.is_empty(),
        routing: engine.routing_values(&case),
        rules: answer.rules.to_vec(),
        checks: engine.check_values(&case).to_vec(),
        fired: once(answer.findings.iter().map(|finding| finding.check)),
        priority: case.priority.and_then(|priority| scale.on_scale(priority)),
        methods: allowed(answer.methods.advice),
        next: Vec::new(),
    };
    let body = recommendation(context, &case, &answer, Paths::of_case(&request));
    let resource = in_one(context, &answer.target);
    Ok((ContractAnswer { body: AnswerBody::Case(Box::new(body)), resource }, facts))
}

fn of_handover(
    context: &Context<'_>,
    json: &[u8],
) -> Result<(ContractAnswer, AnswerFacts), RequestError> {
    let request = parse_handover(json)?;
    let resource = read_resource(context, &request);
    let handover = read_handover(context, &request, resource.as_ref())?;
    let engine = context.engine;
    let answer = engine.validate(&handover);
    let refused = answer.decision == VerdictDecision::Refuse;
    let facts = AnswerFacts {
        validates: true,
        alerts: handover.action == Action::HandOver && !refused,
        refused,
        complete: answer.recommendation.missing.is_empty(),
        routing: engine.routing_values(&handover.case),
        rules: answer.recommendation.rules.to_vec(),
        checks: engine.facts(&handover).inputs.to_vec(),
        fired: once(answer.findings.iter().map(|finding| finding.check)),
        priority: engine.rule_set().priority.on_scale(handover.priority),
        methods: allowed(answer.recommendation.methods.advice),
        next: answer.next.to_vec(),
    };
    let body = verdict(context, &handover, &answer, Paths::of_handover(&request));
    let resource = in_one(context, &answer.recommendation.target);
    Ok((ContractAnswer { body: AnswerBody::Handover(Box::new(body)), resource }, facts))
}

fn allowed(methods: &[MethodAdvice]) -> Vec<usize> {
    methods
        .iter()
        .filter(|advice| advice.allowed == Some(true))
        .map(|advice| advice.method)
        .collect()
}

/// The receiver as one string.
fn in_one(context: &Context<'_>, target: &Target<'_>) -> String {
    let rule_set = context.engine.rule_set();
    context.engine.resource(target).display(rule_set, rule_set.first_language()).to_string()
}

fn once(checks: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut list: Vec<usize> = checks.collect();
    list.dedup();
    list
}
