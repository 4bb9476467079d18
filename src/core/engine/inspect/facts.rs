//! Table inputs behind an answer, for invariant proofs and test coverage. Computed by the code that computes the answer.

use crate::engine::case::{Case, Handover};
use crate::engine::intern::{self, Reads, add_case, add_handover, value_of};
use crate::engine::judge::{add_choice, recommend, recommend_for};
use crate::engine::prepared::Prepared;
use crate::engine::route::{Route, routes};
use crate::ruleset::inputs::CHECKS;
use crate::ruleset::routing::RoleTarget;
use handover_matcher::Value;

const NOTHING_READ: Reads<Value> = [Value::Absent; CHECKS.len()];

/// The inputs that a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The values of the check inputs, in the order of [`CHECKS`].
    pub inputs: [Value; CHECKS.len()],
    /// The role as the deciding rules name it; `None` where several are possible and differ.
    pub role: Option<RoleTarget>,
    /// The capability that they name, if any; `None` where several are possible and differ.
    pub capability: Option<Option<u32>>,
    /// The recommended unit.
    pub unit: Value,
}

/// The facts of a handover.
pub(in crate::engine) fn facts(prepared: &Prepared, handover: &Handover<'_>) -> Facts {
    let interned = intern::case(prepared, &handover.case);
    let routes = routes(prepared, &interned);
    let (recommendation, features) = recommend_for(prepared, &interned, &routes, handover.to.unit);
    let target = &recommendation.target;
    let reads = add_case(prepared, &handover.case, interned.specialty, NOTHING_READ);
    let reads = add_handover(prepared, handover, reads);
    let reads = features.add_to(prepared, reads);
    let possible = routes.possible();
    Facts {
        inputs: add_choice(prepared, &handover.to, target, reads),
        role: agreed(possible, |route| route.role),
        capability: agreed(possible, |route| route.destination.target.capability),
        unit: value_of(target.unit),
    }
}

/// The check inputs of a case without a handover, in the order of [`CHECKS`].
pub(in crate::engine) fn check_values(
    prepared: &Prepared,
    case: &Case<'_>,
) -> [Value; CHECKS.len()] {
    let interned = intern::case(prepared, case);
    let (_, features) = recommend(prepared, &interned, &routes(prepared, &interned));
    let reads = add_case(prepared, case, interned.specialty, NOTHING_READ);
    features.add_to(prepared, reads)
}

/// The value of a part that all possible routes share.
fn agreed<T: PartialEq>(routes: &[Route<'_>], part: impl Fn(&Route<'_>) -> T) -> Option<T> {
    let (first, others) = routes.split_first()?;
    let value = part(first);
    others.iter().all(|route| part(route) == value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, VerdictDecision};
    use crate::ruleset::RuleSet;
    use crate::ruleset::fields::Booleans;
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
            booleans: Booleans::NONE,
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
