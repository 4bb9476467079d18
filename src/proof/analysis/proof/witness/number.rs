//! An identity number for a request that is to hold one.

use std::borrow::Cow;

use super::super::space::{ANOTHER, TO_UNLISTED, UNJUDGED, UnitPoint, Var};
use super::pick::Pick;
use handover_core::wire::v1::Handover;

/// An identity number that is nobody's, by the rules of the tax agency. Composed, since no source file may hold one.
pub(in crate::analysis) fn nobodys_number() -> String {
    let twelve = "12";
    format!("19{}-{}", twelve.repeat(3), twelve.repeat(2))
}

/// Writes an identity number into a text of a request, so that the request keeps its other points.
pub(super) fn add_number(pick: Pick<'_, '_>, request: &mut Handover<'static>) {
    let number = nobodys_number();
    let numbered = |name: &mut Option<Cow<'static, str>>| {
        if let Some(name) = name {
            *name = Cow::Owned(format!("{name} {number}"));
        }
    };
    if request.message.is_some() {
        return numbered(&mut request.message);
    }
    if request.role_reason.is_some() {
        return numbered(&mut request.role_reason);
    }
    let case = &mut request.case;
    if case.contact_reason.is_some() {
        return numbered(&mut case.contact_reason);
    }
    if case.case_type.is_some() {
        case.contact_reason = Some(Cow::Owned(number));
        return;
    }
    let units = [Var::Unit, Var::From, Var::ToUnit].map(|var| pick.unit_point(var));
    let unlisted = |point: &&Option<UnitPoint>| matches!(point, Some(UnitPoint::Unlisted(_)));
    if let Some(unit) = units.iter().find(unlisted) {
        // One unit, however often it is named.
        let names = [
            Some(&mut case.unit),
            case.from.as_mut().map(|from| &mut from.unit),
            request.to.as_mut().map(|to| &mut to.unit),
        ];
        let same = names.into_iter().zip(&units).filter(|(_, point)| *point == unit);
        return same.filter_map(|(name, _)| name).for_each(numbered);
    }
    if pick.point(Var::Specialty) == pick.space.unlisted_specialty {
        return numbered(&mut case.specialty);
    }
    let Some(to) = &mut request.to else { return };
    let chosen = pick.point(Var::ChosenRole);
    if pick.point(Var::ToSpecialty) == TO_UNLISTED {
        numbered(&mut to.specialty);
    } else if chosen == ANOTHER || chosen == UNJUDGED {
        if to.role.is_some() { numbered(&mut to.role) } else { numbered(&mut to.capability) }
    } else if to.unit.is_some() {
        // Behind the unit in a resource string, where it is nobody's name.
        let parts = [to.unit.take(), to.role.take(), to.specialty.take(), to.capability.take()];
        let parts: Vec<Cow<'static, str>> =
            parts.into_iter().flatten().chain([Cow::Owned(number)]).collect();
        to.resource = Some(Cow::Owned(parts.join(", ")));
    } else {
        // In place of the part that is not recommended, which cannot deviate.
        let part = if to.role.is_some() { &mut to.capability } else { &mut to.role };
        part.get_or_insert(Cow::Owned(number));
    }
}
