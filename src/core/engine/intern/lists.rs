//! Field lists known before routing: names outside the lists, and text that holds an identity number.

use crate::engine::case::{Action, Case, Handover, Named};
use crate::engine::field_lists::{
    CLOSED_RECEIVERS, CLOSED_SENDERS, CONTINUED_REASONS, FieldLists, UNKNOWN_SPECIALTIES,
    UNLISTED_UNITS, WITH_IDENTITY,
};
use crate::engine::prepared::Prepared;
use crate::language::identity;
use crate::ruleset::fields::RequestField;

/// The lists of a case.
pub(super) fn of_case(prepared: &Prepared, case: &Case<'_>) -> FieldLists {
    let mut lists = FieldLists::EMPTY;
    if case.specialty.unlisted().is_some() {
        lists.push(UNKNOWN_SPECIALTIES, RequestField::Specialty);
    }
    for (unit, field) in [(case.unit, RequestField::Unit), (case.from, RequestField::FromUnit)] {
        if unit.unlisted().is_some() {
            lists.push(UNLISTED_UNITS, field);
        }
    }
    if is_closed(prepared, case.from, case) {
        lists.push(CLOSED_SENDERS, RequestField::FromUnit);
    }
    if case.continued_reason.is_some() {
        lists.push(CONTINUED_REASONS, RequestField::ContactReason);
    }
    let texts = [
        (case.contact_reason, RequestField::ContactReason),
        (case.case_type.unlisted(), RequestField::CaseType),
        (case.specialty.unlisted(), RequestField::Specialty),
        (case.unit.unlisted(), RequestField::Unit),
        (case.from.unlisted(), RequestField::FromUnit),
    ];
    add_identities(&texts, &mut lists);
    lists
}

/// Adds the fields of a handover. The chosen names count only where the case is handed over.
pub(super) fn add_handover(
    prepared: &Prepared,
    handover: &Handover<'_>,
    mut lists: FieldLists,
) -> FieldLists {
    let to = &handover.to;
    if handover.action == Action::HandOver {
        if to.specialty.unlisted().is_some() {
            lists.push(UNKNOWN_SPECIALTIES, RequestField::ToSpecialty);
        }
        if to.unit.unlisted().is_some() {
            lists.push(UNLISTED_UNITS, RequestField::ToUnit);
        }
        if is_closed(prepared, to.unit, &handover.case) {
            lists.push(CLOSED_RECEIVERS, RequestField::ToUnit);
        }
    }
    let texts = [
        (handover.message, RequestField::Message),
        (handover.role_reason, RequestField::RoleReason),
        (to.resource, RequestField::ToResource),
        (to.unit.unlisted(), RequestField::ToUnit),
        (to.role.unlisted(), RequestField::ToRole),
        (to.capability.unlisted(), RequestField::ToCapability),
        (to.specialty.unlisted(), RequestField::ToSpecialty),
    ];
    add_identities(&texts, &mut lists);
    lists
}

/// Whether a unit is in the directory, but not on the day of the case.
pub(in crate::engine) fn is_closed(prepared: &Prepared, unit: Named<'_>, case: &Case<'_>) -> bool {
    unit.listed().is_some_and(|unit| !prepared.rule_set.directory.exists(unit, case.at))
}

fn add_identities(texts: &[(Option<&str>, RequestField)], lists: &mut FieldLists) {
    for &(text, field) in texts {
        if text.is_some_and(identity::contains) {
            lists.push(WITH_IDENTITY, field);
        }
    }
}
