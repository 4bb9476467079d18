//! What the tables are asked of a case or a handover, value by value: for those who account for answers, such as coverage
//! by tests. The values come from where answers take them.

use super::Engine;
use super::case::{Case, Handover};
use super::features::{CheckValues, tell_chosen, tell_routed};
use super::intern::InternedCase;
use crate::matcher::Value;
use crate::ruleset::inputs::CHECKS;

impl Engine {
    /// The values of the routing table's inputs, in the order of [`crate::ruleset::inputs::ROUTING`].
    #[must_use]
    pub fn routing_values(&self, case: &Case<'_>) -> Vec<Value> {
        self.intern(case).routing.to_vec()
    }

    /// What checks read of a case that is asked about, in the order of [`CHECKS`].
    #[must_use]
    pub fn check_values_of_case(&self, case: &Case<'_>) -> Vec<Value> {
        let interned = self.intern(case);
        let mut values = self.told_of(&interned);
        let (_, features) = self.recommend_by(&interned, &self.routes(&interned));
        tell_routed(&features, &mut values);
        values.to_vec()
    }

    /// What checks read of a handover, in the order of [`CHECKS`].
    #[must_use]
    pub fn check_values_of_handover(&self, handover: &Handover<'_>) -> Vec<Value> {
        let interned = self.intern_handover(handover);
        let mut values = self.told_of(&interned.case);
        self.tell_handover(handover, &mut values);
        let (recommendation, features) = self.judge_by(&interned);
        tell_routed(&features, &mut values);
        tell_chosen(&handover.to, &recommendation.target, &mut values);
        values.to_vec()
    }

    fn told_of(&self, interned: &InternedCase<'_>) -> CheckValues {
        let mut values = [Value::Absent; CHECKS.len()];
        self.tell_case(&interned.case, interned.specialty, &mut values);
        values
    }
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
        let values = engine.check_values_of_handover(&handover);
        let answer = engine.rule_set().checks.table.scan(&values);
        let verdict = engine.validate(&handover);
        assert_eq!(verdict.decision, VerdictDecision::Refuse);
        for finding in verdict.findings.iter() {
            assert!(answer.rules().contains(&u32::try_from(finding.check).unwrap()));
        }
        assert_eq!(values[CheckInput::Priority as usize], Value::Int(3));
        assert_eq!(
            engine.check_values_of_case(&case)[CheckInput::Priority as usize],
            Value::Absent
        );
        assert_eq!(engine.routing_values(&case).len(), 6);
    }
}
