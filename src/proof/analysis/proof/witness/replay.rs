//! Replay: a request answered by the engine, with the values that it gives to the inputs of invariants.

use jiff::civil::Date;

use handover_core::engine::{self, Action, Engine, Facts, VerdictDecision};
use handover_core::language::Lang;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::routing::RoleTarget;
use handover_core::wire::v1::{self, Handover};
use handover_matcher::Value;

/// A request that meets a goal, as the contract has it, with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The request, for `handover validate -`.
    pub request: Handover<'static>,
    /// The values of the inputs of invariants, in order, by the engine.
    pub values: Vec<Value>,
    /// The routing rules that decide, by index.
    pub rules: Vec<u32>,
    /// The checks that fire, by index.
    pub checks: Vec<usize>,
}

/// The engine's answer to a request, from which a witness is confirmed.
#[derive(Debug)]
pub(in crate::analysis) struct Replayed<'r> {
    /// The values of the inputs of invariants, in order.
    pub(in crate::analysis) values: &'r [Value],
    /// The checks that fire, by index.
    pub(in crate::analysis) checks: &'r [usize],
    /// Which methods are allowed.
    pub(in crate::analysis) methods: &'r [engine::MethodAdvice],
    /// Whether the case is handed over.
    pub(in crate::analysis) hands_over: bool,
}

/// Answers a request by the engine; returns it as a witness where `confirm` accepts the answer.
pub(super) fn replay(
    engine: &Engine,
    request: &Handover<'static>,
    today: Date,
    confirm: &dyn Fn(&Replayed<'_>) -> bool,
) -> Option<Witness> {
    let context = v1::Context { engine, lang: Lang::Sv, today };
    let resource = v1::read_resource(&context, request);
    let handover = v1::read_handover(&context, request, resource.as_ref()).ok()?;
    let verdict = engine.validate(&handover);
    let values = values(engine, &engine.facts(&handover), verdict.decision, verdict.sms);
    let mut checks: Vec<usize> = verdict.findings.iter().map(|finding| finding.check).collect();
    checks.dedup();
    let replayed = Replayed {
        values: &values,
        checks: &checks,
        methods: verdict.recommendation.methods.advice,
        hands_over: handover.action == Action::HandOver,
    };
    let rules = verdict.recommendation.rules.to_vec();
    confirm(&replayed).then(|| Witness { request: request.clone(), values, rules, checks })
}

/// The values of the inputs of invariants, in order: those of the checks, then the answers.
fn values(engine: &Engine, facts: &Facts, decision: VerdictDecision, sms: bool) -> Vec<Value> {
    let vocabulary = &engine.rule_set().vocabulary;
    let behind = |words: &Words, more: usize| {
        Value::Word(u32::try_from(words.all().len() + more).unwrap_or(u32::MAX))
    };
    let role = facts.role.map_or(Value::Absent, |role| match role {
        RoleTarget::Role(role) => Value::Word(role),
        RoleTarget::Original => behind(&vocabulary.roles, 0),
        RoleTarget::NotGiven => behind(&vocabulary.roles, 1),
    });
    let capability = facts.capability.map_or(Value::Absent, |capability| {
        capability.map_or_else(|| behind(&vocabulary.capabilities, 0), Value::Word)
    });
    let answers = [Value::Word(decision as u32), Value::Bool(sms), role, capability, facts.unit];
    facts.inputs.iter().copied().chain(answers).collect()
}
