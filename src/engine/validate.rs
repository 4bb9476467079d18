//! Verdicts: whether a handover may be carried out, and what follows from it.

use super::Engine;
use super::case::{Action, Handover, Named};
use super::features::Proposed;
use super::recommend::{Finding, Recommendation};
use crate::matcher::Value;
use crate::ruleset::FindingSeverity;

/// What a verdict says as a whole: the worst severity of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictDecision {
    /// It may be carried out.
    Allow,
    /// It may be carried out, but think again.
    Warn,
    /// A person has to decide.
    Manual,
    /// It may not be carried out.
    Refuse,
}

/// The answer to a handover.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// The answer as a whole.
    pub decision: VerdictDecision,
    /// The receiver is alerted by SMS if this is carried out.
    pub sms: bool,
    /// What to mind, the most serious first.
    pub findings: Vec<Finding>,
    /// What is recommended for the case; its methods are those of this request's state.
    pub recommendation: Recommendation<'a>,
    /// The steps of the actor, by index; none when refused.
    pub steps: Vec<usize>,
    /// The messages to start from, by index.
    pub templates: Vec<usize>,
    /// What may happen next: lifecycle and transition, by index.
    pub next: Vec<(usize, usize)>,
}

impl Engine {
    /// Validates a handover. Linear in the free text, constant in all else.
    #[must_use]
    pub fn validate<'a>(&self, handover: &Handover<'a>) -> Verdict<'a> {
        let case = &handover.case;
        let routes = self.routes(case);
        let mut recommendation = self.recommend_by(case, &routes);
        let receiver = match handover.to.unit {
            Named::Absent => recommendation.target.unit,
            chosen => chosen,
        };
        let features = self.features(case, &routes, receiver);
        recommendation.methods =
            self.methods(features.same_provider, case.accepted, handover.state);
        let proposed = Proposed { handover, recommended: recommendation.target };
        let values = self.check_values(case, &features, Some(proposed));
        let mut fields = self.case_fields(case, &recommendation.missing);
        self.add_handover_fields(handover, &mut fields);
        self.needed_fields(&values, &mut fields);
        let findings = self.findings(&values, &fields);

        let decision = match self.worst(&findings) {
            None | Some(FindingSeverity::Info) => VerdictDecision::Allow,
            Some(FindingSeverity::Warning) => VerdictDecision::Warn,
            Some(FindingSeverity::Manual) => VerdictDecision::Manual,
            Some(FindingSeverity::Refuse) => VerdictDecision::Refuse,
        };
        let refused = decision == VerdictDecision::Refuse;
        let alerts = self
            .rule_set
            .priority
            .level(handover.priority)
            .is_some_and(|level| level.notification.sms);
        Verdict {
            decision,
            sms: alerts && !refused && handover.action == Action::HandOver,
            steps: if refused { Vec::new() } else { self.steps(handover) },
            templates: self.rule_set.procedures.template_choice.holding(&procedure_case(handover)),
            next: self.next(handover),
            findings,
            recommendation,
        }
    }

    /// The steps of the procedures that apply, in order, each once.
    fn steps(&self, handover: &Handover<'_>) -> Vec<usize> {
        let procedures = &self.rule_set.procedures;
        let mut steps = Vec::new();
        for index in procedures.procedure_choice.holding(&procedure_case(handover)) {
            for &step in
                procedures.procedures.get(index).map(|p| p.steps.as_slice()).unwrap_or_default()
            {
                if !steps.contains(&step) {
                    steps.push(step);
                }
            }
        }
        steps
    }

    /// The transitions from the request's state, by the lifecycles that follow it.
    fn next(&self, handover: &Handover<'_>) -> Vec<(usize, usize)> {
        let procedures = &self.rule_set.procedures;
        let Some(state) = crate::ruleset::inputs::STATES.get(handover.state as usize) else {
            return Vec::new();
        };
        let mut next = Vec::new();
        for index in self.lifecycles_of(handover.method) {
            let Some(lifecycle) = procedures.lifecycles.get(index) else {
                continue;
            };
            let Some(from) = lifecycle.states.iter().position(|(id, _)| id == state) else {
                continue;
            };
            let transitions = lifecycle.transitions.iter().enumerate();
            next.extend(
                transitions
                    .filter(|(_, t)| t.from == from)
                    .map(|(transition, _)| (index, transition)),
            );
        }
        next
    }

    /// The lifecycles of a method that follow the request's state, by index.
    #[must_use]
    pub fn lifecycles_of(&self, method: Option<usize>) -> Vec<usize> {
        let procedures = &self.rule_set.procedures;
        let Some(method) = method.and_then(|method| u32::try_from(method).ok()) else {
            return Vec::new();
        };
        let mut found = procedures.lifecycle_choice.holding(&[Value::Word(method)]);
        found.retain(|&index| {
            procedures.lifecycles.get(index).is_some_and(|lifecycle| lifecycle.follows_state)
        });
        found
    }
}

/// The values of the inputs that procedures and templates test.
fn procedure_case(handover: &Handover<'_>) -> [Value; 3] {
    let method = handover.method.and_then(|method| u32::try_from(method).ok());
    [
        method.map_or(Value::Absent, Value::Word),
        Value::Word(handover.action as u32),
        Value::Word(handover.state),
    ]
}
