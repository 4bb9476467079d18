//! The plain features that checks read. Rules decide; this only computes what they ask about.

use jiff::civil::Date;

use super::Engine;
use super::case::{Case, Chosen, Handover, Named};
use super::choice::{chosen_role, chosen_specialty, chosen_unit, same_unit};
use super::intern::{InternedCase, value_of};
use super::recommend::Target;
use super::routes::Routes;
use crate::ruleset::inputs::{CHECKS, CheckInput};
use crate::ruleset::model::OtherRole;
use crate::ruleset::priority::Band;
use handover_matcher::{Classes, Value};

/// What a recommendation lets checks read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Features {
    pub(super) same_provider: Option<bool>,
    own_unit: Option<bool>,
    recommended_role: Recommended,
    other_role: Option<OtherRole>,
}

/// The order is that of [`crate::ruleset::kinds::GIVEN`].
#[derive(Debug, Clone, Copy)]
enum Recommended {
    Role,
    Nothing,
    Open,
}

/// The order is that of [`crate::ruleset::kinds::CHANGE`].
#[derive(Debug, Clone, Copy)]
enum Change {
    Same,
    Raised,
    Lowered,
    Absent,
}

/// What is read of each of the checks' inputs, in the order of [`CHECKS`]; what is not set is absent.
pub(super) type Reads<T> = [T; CHECKS.len()];
/// The classes of the checks' inputs.
pub(super) type CheckCase = Reads<u32>;

/// What a value is read as: its class, for the checks, or the value itself, for those that prove things of them.
pub(super) trait Read: Copy {
    fn of(classes: &Classes, input: usize, value: Value) -> Self;
}

impl Read for u32 {
    #[inline]
    fn of(classes: &Classes, input: usize, value: Value) -> Self {
        classes.class_of(input, value)
    }
}

impl Read for Value {
    fn of(_: &Classes, _: usize, value: Value) -> Self {
        value
    }
}

fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::Absent, Value::Bool)
}

/// Whether a text is written (0) or blank (1), as in [`crate::ruleset::kinds::WRITTEN`].
fn written(text: Option<&str>) -> Value {
    Value::Word(u32::from(text.is_none_or(|text| text.trim().is_empty())))
}

/// The inputs that follow from where a case can go: one bit each.
const ROUTED: u64 = bit(CheckInput::SameProvider)
    | bit(CheckInput::RecommendedRole)
    | bit(CheckInput::OtherRole)
    | bit(CheckInput::OwnUnit);
/// The inputs that compare what is chosen with what is recommended.
const CHOICES: u64 =
    bit(CheckInput::ChosenUnit) | bit(CheckInput::ChosenRole) | bit(CheckInput::ChosenSpecialty);
/// The inputs that are known of an interned case, absent ones of a handover among them.
pub(super) const KNOWN_OF_CASE: u64 = !ROUTED;
/// The inputs that are known of an interned handover.
pub(super) const KNOWN_OF_HANDOVER: u64 = !(ROUTED | CHOICES);

// One bit for each input.
const _: () = assert!(CHECKS.len() <= 64);

const fn bit(input: CheckInput) -> u64 {
    1 << input as u64
}

/// Puts together what checks read.
struct CheckCases<'e, T> {
    classes: &'e Classes,
    case: Reads<T>,
}

impl<T: Read> CheckCases<'_, T> {
    fn set(&mut self, input: CheckInput, value: Value) {
        if let Some(slot) = self.case.get_mut(input as usize) {
            *slot = T::of(self.classes, input as usize, value);
        }
    }
}

impl Engine {
    pub(super) fn features(
        &self,
        interned: &InternedCase<'_>,
        routes: &Routes<'_>,
        receiver: Named<'_>,
    ) -> Features {
        let (recommended_role, other_role) = match routes.possible() {
            [only] if only.place.not_given => (Recommended::Nothing, Some(only.place.other_role)),
            [only] if only.place.target.role.is_some() => {
                (Recommended::Role, Some(only.place.other_role))
            }
            [only] => (Recommended::Open, Some(only.place.other_role)),
            _ => (Recommended::Open, None),
        };
        let own_unit = same_unit(interned.case.from, receiver);
        Features {
            same_provider: interned
                .case
                .same_provider
                .or_else(|| self.same_provider(interned, receiver, own_unit)),
            own_unit,
            recommended_role,
            other_role,
        }
    }

    /// Whether sender and receiver have the same care provider on the day, by the directory. A unit has the
    /// provider that it has itself, also where the directory does not know it.
    fn same_provider(
        &self,
        interned: &InternedCase<'_>,
        receiver: Named<'_>,
        own_unit: Option<bool>,
    ) -> Option<bool> {
        if own_unit == Some(true) {
            return Some(true);
        }
        let of_receiver = if receiver == interned.case.unit {
            interned.unit_provider
        } else {
            self.provider(receiver, interned.case.at)
        };
        Some(interned.from_provider? == of_receiver?)
    }

    /// The care provider of a unit on a day, where the directory tells.
    pub(super) fn provider(&self, unit: Named<'_>, at: Date) -> Option<usize> {
        self.rule_set.directory.provider(unit.listed()?, at)
    }

    fn check_cases<T>(&self, case: Reads<T>) -> CheckCases<'_, T> {
        CheckCases { classes: self.rule_set.checks.plan.classes(), case }
    }

    /// What checks read of a case alone.
    pub(super) fn case_checks<T: Read>(
        &self,
        case: &Case<'_>,
        specialty: Named<'_>,
        nothing: Reads<T>,
    ) -> Reads<T> {
        use CheckInput as In;
        let mut cases = self.check_cases(nothing);
        cases.set(In::CaseType, value_of(case.case_type));
        cases.set(In::CareLevel, case.care_level.map_or(Value::Absent, Value::Word));
        cases.set(In::Specialty, value_of(specialty));
        cases.set(In::Accepted, Value::Bool(case.accepted));
        let governing = self.rule_set.sources.governing();
        let last = governing.and_then(|document| document.valid_until);
        cases.set(In::SourceExpired, Value::Bool(last.is_some_and(|last| case.at > last)));
        cases.case
    }

    /// The same with what checks read of a handover alone.
    pub(super) fn handover_checks<T: Read>(
        &self,
        handover: &Handover<'_>,
        case: Reads<T>,
    ) -> Reads<T> {
        use CheckInput as In;
        let mut cases = self.check_cases(case);
        cases.set(In::Action, Value::Word(handover.action as u32));
        let method = handover.method.and_then(|method| u32::try_from(method).ok());
        cases.set(In::Method, method.map_or(Value::Absent, Value::Word));
        cases.set(In::State, Value::Word(handover.state));
        let on_scale = self.rule_set.priority.on_scale(handover.priority);
        cases.set(In::Priority, on_scale.map_or(Value::Absent, Value::Int));
        cases.set(In::RelatedVisit, Value::Bool(handover.related_visit));
        cases.set(In::CaseTextIncluded, boolean(handover.case_text_included));
        cases.set(In::PatientInformed, boolean(handover.patient_informed));
        cases.set(In::PatientHasRead, boolean(handover.patient_has_read));
        cases.set(In::Message, written(handover.message));
        cases.set(In::RoleReason, written(handover.role_reason));
        let change = self.change(handover.case.priority, handover.priority);
        cases.set(In::PriorityChange, Value::Word(change as u32));
        let level = self.rule_set.priority.level(handover.priority);
        let listed = level.is_some_and(|level| level.notification.listed);
        cases.set(In::PriorityListed, Value::Bool(listed));
        let band = level.map(|level| match level.band {
            Band::Inside => 0,
            Band::MoreUrgent => 1,
            Band::LessUrgent => 2,
        });
        cases.set(In::SmsBand, Value::Word(band.unwrap_or(3)));
        cases.case
    }

    /// The same with what follows from where the case can go.
    pub(super) fn routed_checks<T: Read>(&self, features: &Features, case: Reads<T>) -> Reads<T> {
        use CheckInput as In;
        let mut cases = self.check_cases(case);
        cases.set(In::SameProvider, boolean(features.same_provider));
        cases.set(In::RecommendedRole, Value::Word(features.recommended_role as u32));
        let other_role = features.other_role.map(|other| match other {
            OtherRole::WithReason => 0,
            OtherRole::NotAllowed => 1,
        });
        cases.set(In::OtherRole, other_role.map_or(Value::Absent, Value::Word));
        cases.set(In::OwnUnit, boolean(features.own_unit));
        cases.case
    }

    /// The same with what is chosen, against what is recommended.
    pub(super) fn chosen_checks<T: Read>(
        &self,
        to: &Chosen<'_>,
        recommended: &Target<'_>,
        case: Reads<T>,
    ) -> Reads<T> {
        use CheckInput as In;
        let mut cases = self.check_cases(case);
        let choices = [
            (In::ChosenUnit, chosen_unit(to.unit, recommended.unit)),
            (In::ChosenRole, chosen_role(to, recommended)),
            (In::ChosenSpecialty, chosen_specialty(to.specialty, recommended.specialty)),
        ];
        for (input, choice) in choices {
            cases.set(input, Value::Word(choice as u32));
        }
        cases.case
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
    use crate::ruleset::kinds::{CHANGE, CHOSEN, GIVEN, WRITTEN};

    #[test]
    fn enumerations_stand_in_the_order_of_their_words() {
        assert_eq!(GIVEN.ids[Recommended::Nothing as usize], "not_given");
        assert_eq!(GIVEN.ids[Recommended::Open as usize], "absent");
        assert_eq!(CHOSEN.ids[Choice::Another as usize], "another");
        assert_eq!(CHOSEN.ids[Choice::Absent as usize], "absent");
        assert_eq!(CHANGE.ids[Change::Lowered as usize], "lowered");
        assert_eq!(CHANGE.ids[Change::Absent as usize], "absent");
        assert_eq!(
            (written(Some("x")), written(Some(" \n")), written(None)),
            (Value::Word(0), Value::Word(1), Value::Word(1))
        );
        assert_eq!(WRITTEN.ids[1], "blank");
    }
}
