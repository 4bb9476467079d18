//! What answers rest on: the values that tables read of a case or a handover, and what the rules that decide say. For those
//! that hold answers to what must be true of them, and those that tell what tests cover. The values come from where answers
//! take them.

use super::Engine;
use super::case::{Case, Handover};
use super::features::Reads;
use super::intern::value_of;
use super::routes::Route;
use crate::ruleset::inputs::CHECKS;
use crate::ruleset::routing::RoleTarget;
use handover_matcher::Value;

const NOTHING_READ: Reads<Value> = [Value::Absent; CHECKS.len()];

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The values of the checks' inputs, in the order of [`CHECKS`].
    pub inputs: [Value; CHECKS.len()],
    /// The role as the rules that decide name it; `None` where several are possible and differ.
    pub role: Option<RoleTarget>,
    /// The capability that they name, if any; `None` where several are possible and differ.
    pub capability: Option<Option<u32>>,
    /// The unit recommended.
    pub unit: Value,
}

impl Engine {
    /// What the verdict on a handover rests on. Routes the case anew.
    #[must_use]
    pub fn facts(&self, handover: &Handover<'_>) -> Facts {
        let interned = self.intern(&handover.case);
        let routes = self.routes(&interned);
        let (recommendation, features) = self.judge_by(&interned, &routes, handover.to.unit);
        let target = &recommendation.target;
        let read = self.case_checks(&handover.case, interned.specialty, NOTHING_READ);
        let read = self.handover_checks(handover, read);
        let read = self.routed_checks(&features, read);
        let possible = routes.possible();
        Facts {
            inputs: self.chosen_checks(&handover.to, target, read),
            role: agreed(possible, |route| route.role),
            capability: agreed(possible, |route| route.place.target.capability),
            unit: value_of(target.unit),
        }
    }

    /// The values of the routing table's inputs, in the order of [`crate::ruleset::inputs::ROUTING`].
    #[must_use]
    pub fn routing_values(&self, case: &Case<'_>) -> Vec<Value> {
        self.intern(case).routing.to_vec()
    }

    /// What checks read of a case that is asked about, in the order of [`CHECKS`].
    #[must_use]
    pub fn check_values(&self, case: &Case<'_>) -> [Value; CHECKS.len()] {
        let interned = self.intern(case);
        let (_, features) = self.recommend_by(&interned, &self.routes(&interned));
        let read = self.case_checks(case, interned.specialty, NOTHING_READ);
        self.routed_checks(&features, read)
    }
}

/// What all routes that are possible say alike.
fn agreed<T: PartialEq>(routes: &[Route<'_>], part: impl Fn(&Route<'_>) -> T) -> Option<T> {
    let (first, others) = routes.split_first()?;
    let said = part(first);
    others.iter().all(|route| part(route) == said).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::VerdictDecision;
    use crate::ruleset::RuleSet;
    use crate::ruleset::inputs::CheckInput;
    use jiff::civil::date;

    #[test]
    fn the_values_are_those_that_the_checks_answer_to() {
        let engine = Engine::new(RuleSet::embedded().unwrap());
        let case = Case {
            case_type: engine.case_type("Intyg"),
            care_level: engine.rule_set().vocabulary.care_levels.find("PV"),
            unit: engine.unit("valbo"),
            accepted: true,
            ..Case::on(date(2025, 10, 1))
        };
        let handover = Handover {
            case,
            action: crate::engine::Action::HandOver,
            method: Some(0),
            to: crate::engine::Chosen::default(),
            priority: 3,
            role_reason: None,
            message: Some("Hör till er."),
            related_visit: false,
            case_text_included: None,
            patient_informed: None,
            patient_has_read: None,
            state: 0,
        };
        let values = engine.facts(&handover).inputs;
        let answer = engine.rule_set().checks.table.scan(&values);
        let verdict = engine.validate(&handover);
        assert_eq!(verdict.decision, VerdictDecision::Refuse);
        for finding in verdict.findings.iter() {
            assert!(answer.rules().contains(&u32::try_from(finding.check).unwrap()));
        }
        assert_eq!(values[CheckInput::Priority as usize], Value::Int(3));
        assert_eq!(engine.check_values(&case)[CheckInput::Priority as usize], Value::Absent);
        assert_eq!(engine.routing_values(&case).len(), 6);
    }
}
