//! A request as the engine answers it: its point of each variable of a space, and its class of each feature.

use handover_core::engine::{Action, Engine, Handover, Named};
use handover_core::language::{day, identity};
use handover_core::ruleset::inputs::CheckInput;
use handover_matcher::Value;

use super::super::bounds::{Extra, FeatureSet};
use super::super::space::{
    FALSE, Space, TO_ANOTHER, TO_RECOMMENDED, TO_UNJUDGED, TO_UNLISTED, TRUE, UnitPoint, Var, word,
};
use super::requests::values;

/// A request as the engine answers it.
#[derive(Debug, PartialEq)]
pub(super) struct Answered {
    /// By variable, in the order of [`Var::ALL`].
    pub(super) points: Vec<usize>,
    /// By feature.
    pub(super) classes: Vec<usize>,
}

impl Answered {
    pub(super) fn new(features: &FeatureSet<'_>, handover: &Handover<'_>) -> Self {
        let (space, engine) = (features.space, features.engine());
        let values = values(engine, handover);
        let mut classes: Vec<usize> =
            values.iter().enumerate().map(|(input, value)| space.class_of(input, *value)).collect();
        let extras = extras(engine, handover);
        assert_eq!(classes.len() + extras.len(), features.len());
        for (extra, holds) in extras {
            assert_eq!(features.extra(extra), classes.len());
            classes.push(if holds { TRUE } else { FALSE });
        }
        let mut alike = [Vec::new(), Vec::new()];
        let points = Var::ALL.map(|var| point(space, handover, &classes, var, &mut alike));
        Self { points: points.to_vec(), classes }
    }
}

/// The features beside the inputs, computed from their definitions.
fn extras(engine: &Engine, handover: &Handover<'_>) -> [(Extra, bool); 7] {
    let (case, to) = (&handover.case, &handover.to);
    let hands_over = handover.action == Action::HandOver;
    let closed = |unit: Named<'_>| match unit {
        Named::Listed(unit) => !engine.rule_set().directory.exists(unit, case.at),
        Named::Absent | Named::Unlisted(_) => false,
    };
    let unlisted = case.unit.unlisted().is_some()
        || case.from.unlisted().is_some()
        || hands_over && to.unit.unlisted().is_some();
    let recommended = engine.recommend(case).target.unit;
    let unknown =
        case.specialty.unlisted().is_some() || hands_over && to.specialty.unlisted().is_some();
    let texts = [
        handover.message,
        handover.role_reason,
        case.contact_reason,
        case.case_type.unlisted(),
        case.specialty.unlisted(),
        case.unit.unlisted(),
        case.from.unlisted(),
        to.resource,
        to.unit.unlisted(),
        to.role.unlisted(),
        to.capability.unlisted(),
        to.specialty.unlisted(),
    ];
    let number = texts.into_iter().flatten().any(identity::contains);
    [
        (Extra::RouteMissing, !engine.recommend(case).missing.is_empty()),
        (Extra::UnknownSpecialty, unknown),
        (Extra::UnlistedUnit, unlisted),
        (Extra::ClosedReceiver, hands_over && (closed(to.unit) || closed(recommended))),
        (Extra::ClosedSender, closed(case.from)),
        (Extra::ContinuedReason, case.continued_reason.is_some()),
        (Extra::Identity, number),
    ]
}

/// The point that a request has. `alike` holds the names of equivalent units used so far: those in the directory behind the
/// first two, and those outside it.
fn point<'h>(
    space: &Space<'_>,
    handover: &Handover<'h>,
    classes: &[usize],
    var: Var,
    alike: &mut [Vec<Named<'h>>; 2],
) -> usize {
    let case = &handover.case;
    let mut unit = |named: Named<'h>| {
        let mut nth = |kind: usize| {
            let known = alike[kind].iter().position(|known| *known == named);
            known.unwrap_or_else(|| {
                alike[kind].push(named);
                alike[kind].len() - 1
            })
        };
        let wanted = match named {
            Named::Absent => UnitPoint::Absent,
            Named::Listed(unit) if unit < 2 => UnitPoint::Listed(unit),
            Named::Listed(_) => UnitPoint::Listed(2 + nth(0) as u32),
            Named::Unlisted(_) => UnitPoint::Unlisted(nth(1)),
        };
        space.units.iter().position(|point| *point == wanted).unwrap()
    };
    match var {
        Var::Unit => unit(case.unit),
        Var::From => unit(case.from),
        Var::ToUnit => unit(handover.to.unit),
        Var::Specialty => {
            let value = match case.specialty {
                Named::Absent => return 0,
                Named::Listed(word) => Value::Word(word),
                Named::Unlisted(_) => Value::Unlisted,
            };
            space.class_of(CheckInput::Specialty as usize, value)
        }
        Var::At => space.class_of(space.routing.at, Value::Int(day::number(case.at))),
        Var::OriginalRole => {
            let known = space.roles.iter().position(|role| *role == case.original_role);
            known.unwrap_or(space.roles.len() - 1)
        }
        Var::ToSpecialty => match handover.to.specialty {
            Named::Absent => 0,
            Named::Unlisted(_) => TO_UNLISTED,
            Named::Listed(_) => match classes[CheckInput::ChosenSpecialty as usize] {
                class if class == word(0) => TO_RECOMMENDED,
                class if class == word(1) => TO_ANOTHER,
                _ => TO_UNJUDGED,
            },
        },
        Var::Continued => classes[classes.len() - 2],
        Var::Identity => classes[classes.len() - 1],
        var => classes[space.input_of(var).unwrap()],
    }
}
