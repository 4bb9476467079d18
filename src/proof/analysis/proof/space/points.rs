//! The points of units, roles and states: values that are alike share one.

use indexmap::IndexSet;

use super::super::set::Set;
use super::class::word;
use super::inputs::RoutingInputs;
use handover_core::engine::Engine;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::kinds::STATES;
use handover_core::ruleset::routing::{RoleTarget, UnitTarget};
use handover_core::ruleset::{RuleSet, directory};
use handover_matcher::{Classes, Value};

/// How many units of a kind are kept: as many as one request may name.
const ALIKE: usize = 3;

/// The unit that a point stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum UnitPoint {
    /// No unit.
    Absent,
    /// A unit of the directory.
    Listed(u32),
    /// One of three names outside the directory.
    Unlisted(usize),
}

/// A kind of units: their classes, their days and providers, and the unit itself where a rule sends to it.
type UnitKind = ([u32; 3], Option<directory::Unit>, Option<u32>);

/// Absence, up to three units of each kind in the directory, and three outside it.
///
/// A request names at most three units, and its answer depends on their kinds and on whether they are the same. So every
/// request has an equivalent one that names only these.
pub(super) fn unit_points(
    rule_set: &RuleSet,
    classes: &Classes,
    routing: &RoutingInputs,
) -> Vec<UnitPoint> {
    let fixed: IndexSet<u32> = rule_set
        .routing
        .targets
        .iter()
        .filter_map(|target| match target.unit {
            UnitTarget::Fixed(unit) => Some(unit),
            UnitTarget::Concerned => None,
        })
        .collect();
    let answer = Invariants::position("unit").unwrap_or(routing.unit);
    let inputs = [routing.unit, routing.from, answer];
    let mut kinds: Vec<(UnitKind, usize)> = Vec::new();
    let mut points = vec![UnitPoint::Absent];
    for unit in (0_u32..).take(rule_set.directory.units.all().len()) {
        let of_inputs = inputs.map(|input| classes.class_of(input, Value::Word(unit)));
        let details = rule_set.directory.unit(unit);
        let itself = fixed.contains(&unit).then_some(unit);
        let known = kinds.iter_mut().find(|((known_inputs, known_details, known_itself), _)| {
            *known_inputs == of_inputs
                && *known_itself == itself
                && same_days(known_details.as_ref(), details)
        });
        match known {
            Some((_, ALIKE)) => continue,
            Some((_, count)) => *count += 1,
            None => kinds.push(((of_inputs, details.cloned(), itself), 1)),
        }
        points.push(UnitPoint::Listed(unit));
    }
    points.extend((0..ALIKE).map(UnitPoint::Unlisted));
    points
}

/// Whether two units exist on the same days with the same providers.
fn same_days(one: Option<&directory::Unit>, other: Option<&directory::Unit>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            (one.period, &one.providers) == (other.period, &other.providers)
        }
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// No role, each role that a rule sends to, and one more for all others.
pub(super) fn role_points(rule_set: &RuleSet) -> Vec<Option<u32>> {
    let named: IndexSet<u32> = rule_set
        .routing
        .targets
        .iter()
        .filter_map(|target| match target.role {
            RoleTarget::Role(role) => Some(role),
            RoleTarget::Original | RoleTarget::NotGiven => None,
        })
        .collect();
    let mut roles = (0_u32..).take(rule_set.vocabulary.roles.all().len());
    let another = roles.find(|role| !named.contains(role));
    [None].into_iter().chain(named.iter().copied().map(Some)).chain(another.map(Some)).collect()
}

/// By point of a method, the states of its requests: those of its lifecycles, or all where it follows none.
pub(super) fn states(engine: &Engine) -> Vec<Set> {
    let procedures = &engine.rule_set().procedures;
    let bound = STATES.len() + 1;
    let all = || Set::of(bound, 1..bound);
    let of_method = |method: usize| {
        let followed = engine
            .lifecycles_of(Some(method))
            .iter()
            .filter_map(|&index| procedures.lifecycles.get(index));
        let ids: Vec<&str> = followed
            .flat_map(|lifecycle| lifecycle.states.iter().map(|(id, _)| id.as_str()))
            .collect();
        if ids.is_empty() {
            return all();
        }
        let followed = |&state: &usize| STATES.id(state).is_some_and(|id| ids.contains(&id));
        Set::of(bound, (0..STATES.len()).filter(followed).map(word))
    };
    std::iter::once(all()).chain((0..engine.rule_set().methods.all.len()).map(of_method)).collect()
}
