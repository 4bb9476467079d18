//! The requests that can be sent to a small rule set, and the values that the engine gives them.

use std::sync::LazyLock;

use handover_core::engine::{Action, Case, Chosen, Engine, Handover, Named};
use handover_core::ruleset::fields::{Booleans, RequestField};
use handover_core::ruleset::kinds::STATES;
use handover_core::ruleset::routing::RoleTarget;
use handover_matcher::Value;
use jiff::civil::date;

use super::routing::Dice;
use super::small::Fields;

/// The parts of a request that may vary, with the number of values of each. There are more actions and states than
/// conditions name, and days on each side of every date, so that `not` and inputs without a condition have cases.
pub(super) const FIELDS: &[(&str, usize)] = &[
    ("action", 4),
    ("method", 3),
    ("state", 3),
    ("case_type", 4),
    ("care_level", 3),
    ("specialty", 4),
    ("unit", 4),
    ("from", 4),
    ("to_unit", 4),
    ("same", 3),
    ("accepted", 2),
    ("related_visit", 2),
    ("patient_has_read", 3),
    ("message", 2),
    ("original", 4),
    ("to_role", 5),
    ("to_capability", 3),
    ("to_specialty", 4),
    ("incoming", 5),
    ("priority", 4),
    ("at", 4),
    ("continued", 2),
];

/// How many requests there are with these fields varied.
pub(super) fn count(fields: &Fields) -> usize {
    FIELDS.iter().filter(|(name, _)| fields.contains(name)).map(|(_, count)| count).product()
}

/// Every request that can be sent with these fields varied.
pub(super) fn requests(
    engine: &Engine,
    fields: &Fields,
) -> impl Iterator<Item = Handover<'static>> {
    let bounds: Vec<usize> =
        FIELDS.iter().map(|(name, count)| if fields.contains(name) { *count } else { 1 }).collect();
    (0..count(fields)).filter_map(move |number| {
        let mut rest = number;
        let points: Vec<usize> = bounds
            .iter()
            .map(|bound| {
                let point = rest % bound;
                rest /= bound;
                point
            })
            .collect();
        request(engine, |name| points[position(name)]).filter(|request| has_state(engine, request))
    })
}

/// A random request with all fields varied, equivalent units among them, and sometimes an identity number in a text.
pub(super) fn random(engine: &Engine, dice: &mut Dice) -> Handover<'static> {
    loop {
        let points: Vec<usize> = FIELDS.iter().map(|(_, count)| dice.below(*count)).collect();
        let request = request(engine, |name| points[position(name)]);
        let Some(mut request) = request.filter(|request| has_state(engine, request)) else {
            continue;
        };
        let units = [&mut request.case.unit, &mut request.case.from, &mut request.to.unit];
        for unit in units {
            match dice.below(4) {
                0 => *unit = Named::Listed(2 + dice.below(5) as u32),
                1 if unit.unlisted().is_some() => *unit = Named::Unlisted("X"),
                _ => {}
            }
        }
        let truth = |point: usize| [None, Some(false), Some(true)][point];
        request.role_reason = dice.one(&[None, Some("text")]);
        for field in [RequestField::CaseTextIncluded, RequestField::PatientInformed] {
            request.booleans = request.booleans.with(field, truth(dice.below(3)));
        }
        add_number(&mut request, dice.below(16));
        return request;
    }
}

/// Whether the method of a request has its state, without which it is refused before it is answered.
fn has_state(engine: &Engine, request: &Handover<'_>) -> bool {
    let lifecycles = &engine.rule_set().procedures.lifecycles;
    let mut states = engine.lifecycles_of(request.method).iter().map(|&of| &lifecycles[of].states);
    let state = STATES.ids[request.state as usize];
    states.len() == 0 || states.any(|states| states.iter().any(|(id, _)| id == state))
}

/// Writes an identity number into one of the texts of a request, if the text is there.
fn add_number(request: &mut Handover<'static>, place: usize) {
    let number: Option<&'static str> = Some(&NUMBER);
    let (case, to) = (&mut request.case, &mut request.to);
    match place {
        0 => request.message = number,
        1 => request.role_reason = number,
        2 if !case.case_type.is_absent() => case.contact_reason = number,
        3 if !to.unit.is_absent() => to.resource = number,
        place => {
            let of_case =
                [&mut case.case_type, &mut case.specialty, &mut case.unit, &mut case.from];
            let chosen = [&mut to.unit, &mut to.role, &mut to.capability, &mut to.specialty];
            let named = of_case.into_iter().chain(chosen).nth(place.wrapping_sub(4));
            if let Some(name) = named.filter(|name| name.unlisted().is_some()) {
                *name = Named::Unlisted(&NUMBER);
            }
        }
    }
}

fn position(name: &str) -> usize {
    FIELDS.iter().position(|(known, _)| *known == name).unwrap()
}

/// An identity number, composed at run time so that no number stands in a file.
static NUMBER: LazyLock<String> = LazyLock::new(super::super::witness::nobodys_number);

fn request(engine: &Engine, at: impl Fn(&str) -> usize) -> Option<Handover<'static>> {
    // Less urgent than the scale goes, which is taken as its least urgent.
    let beyond = if engine.rule_set().priority.lowest_first { 4 } else { 0 };
    let named = |point: usize, words: u32, outside: &'static str| match point {
        0 => Named::Absent,
        n if n <= words as usize => Named::Listed(n as u32 - 1),
        _ => Named::Unlisted(outside),
    };
    let action = [Action::HandOver, Action::Receive, Action::Close, Action::Cancel][at("action")];
    // No method comes last, since a handover without one is refused.
    let method = [Some(0), Some(1), None][at("method")];
    if method.is_none() && !matches!(action, Action::Close | Action::Cancel) {
        return None;
    }
    let truth = |point: usize| [None, Some(false), Some(true)][point];
    Some(Handover {
        case: Case {
            case_type: named(at("case_type"), 2, "C"),
            care_level: at("care_level").checked_sub(1).map(|level| level as u32),
            specialty: named(at("specialty"), 2, "S"),
            unit: named(at("unit"), 2, "W"),
            original_role: at("original").checked_sub(1).map(|role| role as u32),
            priority: [None, Some(1), Some(2), Some(3), Some(beyond)][at("incoming")],
            accepted: at("accepted") == 1,
            from: named(at("from"), 2, "W"),
            same_provider: truth(at("same")),
            // Only the case type `a` has a contact reason.
            continued_reason: (at("continued") == 1 && at("case_type") == 1).then_some(0),
            ..Case::on(
                [date(2025, 2, 1), date(2025, 12, 1), date(2025, 6, 15), date(2024, 12, 1)]
                    [at("at")],
            )
        },
        action,
        method,
        to: Chosen {
            unit: named(at("to_unit"), 2, "W"),
            role: named(at("to_role"), 3, "R"),
            capability: named(at("to_capability"), 1, "K"),
            specialty: named(at("to_specialty"), 2, "S"),
            resource: None,
        },
        priority: [1, 2, 3, beyond][at("priority")],
        role_reason: None,
        message: [None, Some("text")][at("message")],
        booleans: Booleans::NONE
            .with(RequestField::RelatedVisit, Some(at("related_visit") == 1))
            .with(RequestField::PatientHasRead, truth(at("patient_has_read"))),
        state: [0, 3, 1][at("state")],
    })
}

/// The values of the inputs of invariants, by the engine.
pub(super) fn values(engine: &Engine, handover: &Handover<'_>) -> Vec<Value> {
    let verdict = engine.validate(handover);
    let facts = engine.facts(handover);
    let role = facts.role.map_or(Value::Absent, |role| match role {
        RoleTarget::Role(role) => Value::Word(role),
        RoleTarget::Original => Value::Word(3),
        RoleTarget::NotGiven => Value::Word(4),
    });
    let capability =
        facts.capability.map_or(Value::Absent, |capability| Value::Word(capability.unwrap_or(1)));
    let answers = [
        Value::Word(verdict.decision as u32),
        Value::Bool(verdict.sms),
        role,
        capability,
        facts.unit,
    ];
    facts.inputs.into_iter().chain(answers).collect()
}
