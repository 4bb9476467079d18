//! Check inputs that the request states, without routing.

use super::interned::value_of;
use super::reads::{Read, Reading, Reads, truth};
use crate::engine::case::{Case, Handover, Named};
use crate::engine::prepared::{DocumentState, Prepared};
use crate::ruleset::inputs::{CheckInput as In, STATED_BOOLEANS};
use crate::ruleset::priority::Band;
use handover_matcher::Value;

/// In the order of [`crate::ruleset::kinds::CHANGE`].
#[derive(Debug, Clone, Copy)]
enum PriorityShift {
    Same,
    Raised,
    Lowered,
    Absent,
}

/// Whether a text is written (0) or blank (1), in the order of [`crate::ruleset::kinds::WRITTEN`].
fn written(text: Option<&str>) -> Value {
    Value::Word(u32::from(text.is_none_or(|text| text.trim().is_empty())))
}

/// Adds the inputs stated by a case; `specialty` is the effective one.
pub(in crate::engine) fn add_case<T: Read>(
    prepared: &Prepared,
    case: &Case<'_>,
    specialty: Named<'_>,
    reads: Reads<T>,
) -> Reads<T> {
    let mut reading = Reading::new(prepared, reads);
    reading.set(In::CaseType, value_of(case.case_type));
    reading.set(In::CareLevel, case.care_level.map_or(Value::Absent, Value::Word));
    reading.set(In::Specialty, value_of(specialty));
    reading.set(In::Accepted, Value::Bool(case.accepted));
    if let Some(state) = prepared.validity.common(prepared.validity.period(case.at)) {
        add_validity(&mut reading, state);
    }
    reading.finish()
}

/// Adds the validity of the document that judges the answer.
pub(in crate::engine) fn add_validity<T: Read>(
    reading: &mut Reading<'_, T>,
    DocumentState { expired, not_yet_valid }: DocumentState,
) {
    reading.set(In::SourceExpired, Value::Bool(expired));
    reading.set(In::SourceNotYetValid, Value::Bool(not_yet_valid));
}

/// Adds the inputs stated by a handover beside its case.
pub(in crate::engine) fn add_handover<T: Read>(
    prepared: &Prepared,
    handover: &Handover<'_>,
    reads: Reads<T>,
) -> Reads<T> {
    let scale = &prepared.rule_set.priority;
    let mut reading = Reading::new(prepared, reads);
    reading.set(In::Action, Value::Word(handover.action as u32));
    let method = handover.method.and_then(|method| u32::try_from(method).ok());
    reading.set(In::Method, method.map_or(Value::Absent, Value::Word));
    reading.set(In::State, Value::Word(handover.state));
    let on_scale = scale.on_scale(handover.priority);
    reading.set(In::Priority, on_scale.map_or(Value::Absent, Value::Int));
    for (input, field) in STATED_BOOLEANS {
        reading.set_at(input, truth(handover.booleans.get(field)));
    }
    reading.set(In::Message, written(handover.message));
    reading.set(In::RoleReason, written(handover.role_reason));
    let change = change(prepared, handover.case.priority, handover.priority);
    reading.set(In::PriorityChange, Value::Word(change as u32));
    let level = scale.level(handover.priority);
    let listed = level.is_some_and(|level| level.notification.listed);
    reading.set(In::PriorityListed, Value::Bool(listed));
    let band = level.map(|level| match level.band {
        Band::Inside => 0,
        Band::MoreUrgent => 1,
        Band::LessUrgent => 2,
    });
    reading.set(In::SmsBand, Value::Word(band.unwrap_or(3)));
    reading.finish()
}

fn change(prepared: &Prepared, incoming: Option<i64>, chosen: i64) -> PriorityShift {
    match incoming {
        None => PriorityShift::Absent,
        Some(incoming) if incoming == chosen => PriorityShift::Same,
        Some(incoming) if prepared.rule_set.priority.more_urgent(chosen, incoming) => {
            PriorityShift::Raised
        }
        Some(_) => PriorityShift::Lowered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::kinds::{CHANGE, WRITTEN};

    #[test]
    fn enumerations_stand_in_the_order_of_their_words() {
        assert_eq!(CHANGE.ids[PriorityShift::Lowered as usize], "lowered");
        assert_eq!(CHANGE.ids[PriorityShift::Absent as usize], "absent");
        assert_eq!(
            (written(Some("x")), written(Some(" \n")), written(None)),
            (Value::Word(0), Value::Word(1), Value::Word(1))
        );
        assert_eq!(WRITTEN.ids[1], "blank");
    }
}
