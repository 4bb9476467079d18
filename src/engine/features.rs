//! The plain features that checks read. Rules decide; this only computes what they ask about.

use super::Engine;
use super::case::{Case, Handover, Named};
use super::choice::{chosen_role, chosen_specialty, chosen_unit, same_unit};
use super::intern::{InternedCase, value_of};
use super::recommend::Target;
use super::routes::Routes;
use crate::matcher::{ABSENT, Value};
use crate::ruleset::inputs::{CHECKS, CheckInput};
use crate::ruleset::model::OtherRole;
use crate::ruleset::priority::Band;

/// What a recommendation lets checks read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Features {
    pub(super) same_provider: Option<bool>,
    own_unit: Option<bool>,
    recommended_role: Recommended,
    other_role: Option<OtherRole>,
    source_expired: bool,
}

/// The order is that of [`crate::ruleset::inputs::GIVEN`].
#[derive(Debug, Clone, Copy)]
enum Recommended {
    Role,
    Nothing,
    Open,
}

/// The order is that of [`crate::ruleset::inputs::CHANGE`].
#[derive(Debug, Clone, Copy)]
enum Change {
    Same,
    Raised,
    Lowered,
    Absent,
}

/// The classes of the checks' inputs, in the order of [`CHECKS`]; what is not set is absent.
pub(super) type CheckCase = [u32; CHECKS.len()];

fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::Absent, Value::Bool)
}

/// Whether a text is written (0) or blank (1), as in [`crate::ruleset::inputs::WRITTEN`].
fn written(text: Option<&str>) -> Value {
    Value::Word(u32::from(text.is_none_or(|text| text.trim().is_empty())))
}

/// A handover with the target that is recommended for it.
#[derive(Clone, Copy)]
pub(super) struct Proposed<'h, 'a> {
    pub(super) handover: &'h Handover<'a>,
    pub(super) recommended: Target<'a>,
}

impl Engine {
    pub(super) fn features(
        &self,
        case: &Case<'_>,
        routes: &Routes<'_>,
        receiver: Named<'_>,
    ) -> Features {
        let (recommended_role, other_role) = match routes.possible() {
            [only] if only.not_given => (Recommended::Nothing, Some(only.other_role)),
            [only] if only.target.role.is_some() => (Recommended::Role, Some(only.other_role)),
            [only] => (Recommended::Open, Some(only.other_role)),
            _ => (Recommended::Open, None),
        };
        let governing = self.rule_set.sources.governing();
        Features {
            same_provider: case.same_provider.or_else(|| self.same_provider(case, receiver)),
            own_unit: same_unit(case.from, receiver),
            recommended_role,
            other_role,
            source_expired: governing
                .and_then(|document| document.valid_until)
                .is_some_and(|last| case.at > last),
        }
    }

    /// Whether sender and receiver have the same care provider on the day, by the directory. A unit has the
    /// provider that it has itself, also where the directory does not know it.
    fn same_provider(&self, case: &Case<'_>, receiver: Named<'_>) -> Option<bool> {
        if same_unit(case.from, receiver) == Some(true) {
            return Some(true);
        }
        let provider = |unit: Named<'_>| self.rule_set.directory.provider(unit.listed()?, case.at);
        Some(provider(case.from)? == provider(receiver)?)
    }

    /// What checks read. Without a handover its own inputs are absent.
    pub(super) fn check_case(
        &self,
        interned: &InternedCase<'_>,
        features: &Features,
        proposed: Option<Proposed<'_, '_>>,
    ) -> CheckCase {
        use CheckInput as In;
        let case = &interned.case;
        let classes = self.rule_set.checks.plan.classes();
        let mut case_classes = [ABSENT; CHECKS.len()];
        let mut set = |input: In, value: Value| {
            if let Some(slot) = case_classes.get_mut(input as usize) {
                *slot = classes.class_of(input as usize, value);
            }
        };
        set(In::CaseType, value_of(case.case_type));
        set(In::CareLevel, case.care_level.map_or(Value::Absent, Value::Word));
        set(In::Specialty, value_of(interned.specialty));
        set(In::SameProvider, boolean(features.same_provider));
        set(In::Accepted, Value::Bool(case.accepted));
        set(In::RecommendedRole, Value::Word(features.recommended_role as u32));
        let other_role = features.other_role.map(|other| match other {
            OtherRole::WithReason => 0,
            OtherRole::NotAllowed => 1,
        });
        set(In::OtherRole, other_role.map_or(Value::Absent, Value::Word));
        set(In::OwnUnit, boolean(features.own_unit));
        set(In::SourceExpired, Value::Bool(features.source_expired));
        let Some(Proposed { handover, recommended }) = proposed else {
            return case_classes;
        };
        set(In::Action, Value::Word(handover.action as u32));
        let method = handover.method.and_then(|method| u32::try_from(method).ok());
        set(In::Method, method.map_or(Value::Absent, Value::Word));
        set(In::State, Value::Word(handover.state));
        let on_scale = self.rule_set.priority.on_scale(handover.priority);
        set(In::Priority, on_scale.map_or(Value::Absent, Value::Int));
        set(In::RelatedVisit, Value::Bool(handover.related_visit));
        set(In::CaseTextIncluded, boolean(handover.case_text_included));
        set(In::PatientInformed, boolean(handover.patient_informed));
        set(In::PatientHasRead, boolean(handover.patient_has_read));
        set(In::Message, written(handover.message));
        set(In::RoleReason, written(handover.role_reason));
        set(In::ChosenUnit, Value::Word(chosen_unit(handover.to.unit, recommended.unit) as u32));
        set(In::ChosenRole, Value::Word(chosen_role(&handover.to, &recommended) as u32));
        set(
            In::ChosenSpecialty,
            Value::Word(chosen_specialty(handover.to.specialty, recommended.specialty) as u32),
        );
        set(In::PriorityChange, Value::Word(self.change(case.priority, handover.priority) as u32));
        let level = self.rule_set.priority.level(handover.priority);
        set(In::PriorityListed, Value::Bool(level.is_some_and(|level| level.notification.listed)));
        let band = level.map(|level| match level.band {
            Band::Inside => 0,
            Band::MoreUrgent => 1,
            Band::LessUrgent => 2,
        });
        set(In::SmsBand, Value::Word(band.unwrap_or(3)));
        case_classes
    }

    fn change(&self, incoming: Option<i64>, chosen: i64) -> Change {
        match incoming {
            None => Change::Absent,
            Some(incoming) if incoming == chosen => Change::Same,
            Some(incoming) if self.rule_set.priority.more_urgent(chosen, incoming) => {
                Change::Raised
            }
            Some(_) => Change::Lowered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::choice::Choice;
    use super::*;
    use crate::ruleset::inputs::{CHANGE, CHOSEN, GIVEN, WRITTEN};

    #[test]
    fn enumerations_stand_in_the_order_of_their_words() {
        assert_eq!(GIVEN[Recommended::Nothing as usize], "not_given");
        assert_eq!(GIVEN[Recommended::Open as usize], "absent");
        assert_eq!(CHOSEN[Choice::Another as usize], "another");
        assert_eq!(CHOSEN[Choice::Absent as usize], "absent");
        assert_eq!(CHANGE[Change::Lowered as usize], "lowered");
        assert_eq!(CHANGE[Change::Absent as usize], "absent");
        assert_eq!(
            (written(Some("x")), written(Some(" \n")), written(None)),
            (Value::Word(0), Value::Word(1), Value::Word(1))
        );
        assert_eq!(WRITTEN[1], "blank");
    }
}
