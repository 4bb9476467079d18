//! What checks and invariants read of the requests of a node: for each feature the classes that it may have.
//!
//! The bounds are never too small; they are exact where a node is one request.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use super::node::Node;
use super::routes::Routes;
use super::seen::{Seen, truth};
use super::set::Set;
use super::space::{Space, TO_ANOTHER, TO_RECOMMENDED, TRUE, Var, without_method, word};
use handover_core::engine::{Action, Engine};
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::invariants::Invariants;
use handover_matcher::{Value, Values};

/// Features beside the inputs of invariants, all truth values. They are numbered after those.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Extra {
    /// A field is missing that would decide the routes, or fill a part of the target.
    RouteMissing,
    /// A specialty is not one of the vocabulary.
    UnknownSpecialty,
    /// A unit is not in the directory on the day.
    UnlistedUnit,
    /// A free text holds an identity number.
    Identity,
}

/// In the order of their enumeration.
const EXTRAS: [Extra; 4] =
    [Extra::RouteMissing, Extra::UnknownSpecialty, Extra::UnlistedUnit, Extra::Identity];

/// What tells a feature.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// The points of a variable, which are its classes.
    By(Var),
    /// Classes of the priority.
    ByPriority(usize),
    Expired,
    Specialty,
    RecommendedRole,
    OtherRole,
    ChosenUnit,
    ChosenRole,
    ChosenSpecialty,
    OwnUnit,
    Provider,
    Role,
    Capability,
    Unit,
    Extra(Extra),
    /// Told by the search itself: the decision, the SMS.
    Elsewhere,
}

/// The features of a space.
pub(in crate::analysis) struct Features<'a> {
    pub(super) space: &'a Space<'a>,
    pub(super) routes: Routes<'a>,
    pub(super) told: Vec<Told>,
}

pub(super) const RECOMMENDED: usize = word(0);
pub(super) const ANOTHER: usize = word(1);
pub(super) const UNJUDGED: usize = word(2);
pub(super) const NOT_CHOSEN: usize = word(3);
pub(super) const LOWERED: usize = word(2);
pub(super) const HAND_OVER: usize = word(Action::HandOver as usize);
pub(super) const BLANK: usize = word(1);

impl<'a> Features<'a> {
    pub(in crate::analysis) fn new(space: &'a Space<'a>) -> Self {
        let mut told = vec![Told::Elsewhere; space.routing.unit];
        for var in Var::ALL {
            if let Some(input) = space.input_of(var).filter(|&input| input < told.len()) {
                told[input] = Told::By(var);
            }
        }
        for (input, by) in [
            (CheckInput::Specialty, Told::Specialty),
            (CheckInput::SameProvider, Told::Provider),
            (CheckInput::RecommendedRole, Told::RecommendedRole),
            (CheckInput::OtherRole, Told::OtherRole),
            (CheckInput::ChosenUnit, Told::ChosenUnit),
            (CheckInput::ChosenRole, Told::ChosenRole),
            (CheckInput::ChosenSpecialty, Told::ChosenSpecialty),
            (CheckInput::OwnUnit, Told::OwnUnit),
            (CheckInput::PriorityListed, Told::ByPriority(0)),
            (CheckInput::SmsBand, Told::ByPriority(1)),
            (CheckInput::SourceExpired, Told::Expired),
        ] {
            told[input as usize] = by;
        }
        for (name, by) in
            [("role", Told::Role), ("capability", Told::Capability), ("unit", Told::Unit)]
        {
            if let Some(input) = Invariants::position(name) {
                told[input] = by;
            }
        }
        told.extend(EXTRAS.map(Told::Extra));
        Self { space, routes: Routes::new(space), told }
    }

    pub(in crate::analysis) fn engine(&self) -> &'a Engine {
        self.space.engine
    }

    /// The classes of an input that a condition accepts.
    pub(in crate::analysis) fn accepted(&self, input: usize, accepts: &Values) -> Set {
        self.space.accepted(input, accepts)
    }

    /// The class of a value of an input.
    pub(in crate::analysis) fn class_of(&self, input: usize, value: Value) -> usize {
        self.space.class_of(input, value)
    }

    /// The classes of priorities that alert.
    pub(in crate::analysis) fn alerting(&self) -> &Set {
        &self.space.alerting
    }

    /// The number of a feature beside the inputs.
    pub(in crate::analysis) fn extra(&self, extra: Extra) -> usize {
        self.told.len() - EXTRAS.len() + extra as usize
    }

    pub(super) fn see<'f>(&'f self, node: &'f Node) -> Seen<'f, 'a> {
        Seen::new(self, node)
    }

    /// The points of a variable with which a feature has some of these classes, where one variable alone tells it.
    pub(super) fn points(&self, feature: usize, classes: &Set) -> Option<(Var, Set)> {
        let space = self.space;
        let of = |var: Var, holds: &dyn Fn(usize) -> bool| {
            let bound = space.bounds[var as usize];
            (var, Set::of(bound, (0..bound).filter(|&point| holds(point))))
        };
        Some(match self.told[feature] {
            Told::By(var) => (var, classes.clone()),
            Told::ByPriority(which) => {
                of(Var::Priority, &|point| classes.contains(space.priority_classes[point][which]))
            }
            Told::Expired => {
                of(Var::At, &|day| classes.contains(truth(space.expired.contains(day))))
            }
            Told::Extra(Extra::Identity) => (Var::Identity, classes.clone()),
            _ => return None,
        })
    }

    /// The points of a variable that a feature with one of these classes needs, though other variables tell it too.
    pub(super) fn needed(&self, feature: usize, classes: &Set) -> Option<(Var, Set)> {
        let bound = self.space.bounds[Var::ToSpecialty as usize];
        match self.told[feature] {
            Told::Provider => Some((Var::Provider, classes.clone())),
            Told::ChosenRole => Some((Var::ChosenRole, classes.clone())),
            Told::ChosenSpecialty => {
                let class = |point: usize| match point {
                    0 => NOT_CHOSEN,
                    TO_RECOMMENDED => RECOMMENDED,
                    TO_ANOTHER => ANOTHER,
                    _ => UNJUDGED,
                };
                let points = (0..bound).filter(|&point| classes.contains(class(point)));
                Some((Var::ToSpecialty, Set::of(bound, points)))
            }
            _ => None,
        }
    }

    /// Whether a feature is read off the variables of a node, without asking where cases go.
    pub(super) fn is_plain(&self, feature: usize, node: &Node) -> bool {
        match self.told[feature] {
            Told::By(_) | Told::ByPriority(_) | Told::Expired | Told::Extra(Extra::Identity) => {
                true
            }
            Told::Provider => !node.get(Var::Provider).contains(0),
            _ => false,
        }
    }

    /// How many classes a feature has.
    pub(in crate::analysis) fn count(&self, feature: usize) -> usize {
        match self.told[feature] {
            Told::Extra(_) => TRUE + 1,
            _ => self.space.classes.count(feature),
        }
    }

    /// Drops points that no request has together with what is left to other variables; whether any was dropped.
    pub(super) fn narrow(&self, node: &mut Node) -> bool {
        let space = self.space;
        let mut changed = false;
        let no_method = Set::one(space.bounds[Var::Method as usize], 0);
        let actions = node.get(Var::Action);
        if !actions.meets(&without_method()) {
            let methods = node.get(Var::Method).minus(&no_method);
            changed |= node.keep(Var::Method, &methods);
        }
        if node.get(Var::Method).is_only(0) {
            changed |= node.keep(Var::Action, &without_method());
        }
        let mut states = Set::none(space.bounds[Var::State as usize]);
        node.get(Var::Method).iter().for_each(|method| states.add_all(&space.states[method]));
        changed |= node.keep(Var::State, &states);
        let methods = node
            .get(Var::Method)
            .iter()
            .filter(|&method| space.states[method].meets(node.get(Var::State)));
        let methods = Set::of(space.bounds[Var::Method as usize], methods);
        changed |= node.keep(Var::Method, &methods);
        if space.most_urgent.is_some_and(|most| node.get(Var::Priority).is_only(most)) {
            let mut changes = node.get(Var::Change).clone();
            changes.remove(LOWERED);
            changed |= node.keep(Var::Change, &changes);
        }
        changed
    }

    /// What to split to know more of a feature.
    pub(super) fn split(&self, feature: usize, seen: &Seen<'_, '_>) -> Option<(Var, Vec<Set>)> {
        let node = seen.node;
        let by_routes = || seen.routes().split.clone();
        let apart = |vars: &[Var]| vars.iter().find_map(|&var| self.apart(node, var));
        match self.told[feature] {
            Told::By(var) => self.apart(node, var),
            Told::ByPriority(_) => self.apart(node, Var::Priority),
            Told::Expired => self.apart(node, Var::At),
            Told::Specialty => apart(&[Var::Given, Var::CareLevel]),
            Told::RecommendedRole | Told::OtherRole | Told::Role | Told::Capability => {
                by_routes().or_else(|| apart(&[Var::OriginalRole]))
            }
            Told::ChosenRole => {
                by_routes().or_else(|| apart(&[Var::OriginalRole, Var::ChosenRole]))
            }
            Told::ChosenSpecialty => {
                by_routes().or_else(|| apart(&[Var::Given, Var::CareLevel, Var::ToSpecialty]))
            }
            Told::Unit => by_routes().or_else(|| apart(&[Var::Unit])),
            Told::Extra(Extra::RouteMissing) => by_routes()
                .or_else(|| apart(&[Var::Unit, Var::OriginalRole, Var::Given, Var::CareLevel])),
            Told::ChosenUnit | Told::OwnUnit => {
                let vars = [Var::ToUnit, Var::Unit, Var::From];
                self.presence(node, Var::ToUnit).or_else(by_routes).or_else(|| apart(&vars))
            }
            Told::Provider => self
                .apart(node, Var::Provider)
                .or_else(|| self.presence(node, Var::ToUnit))
                .or_else(by_routes)
                .or_else(|| apart(&[Var::From, Var::ToUnit, Var::Unit, Var::At])),
            Told::Extra(Extra::UnknownSpecialty) => {
                apart(&[Var::Given, Var::ToSpecialty, Var::Action])
            }
            Told::Extra(Extra::UnlistedUnit) => {
                apart(&[Var::At, Var::Unit, Var::From, Var::ToUnit, Var::Action])
            }
            Told::Extra(Extra::Identity) => self.apart(node, Var::Identity),
            Told::Elsewhere => None,
        }
    }

    /// Tells the points of a variable apart: first absence from the others, then each from each.
    pub(super) fn apart(&self, node: &Node, var: Var) -> Option<(Var, Vec<Set>)> {
        let left = node.get(var);
        if left.len() < 2 {
            return None;
        }
        let bound = self.space.bounds[var as usize];
        self.presence(node, var)
            .or_else(|| Some((var, left.iter().map(|point| Set::one(bound, point)).collect())))
    }

    fn presence(&self, node: &Node, var: Var) -> Option<(Var, Vec<Set>)> {
        let left = node.get(var);
        let absent = Set::one(self.space.bounds[var as usize], 0);
        (left.contains(0) && left.any_present()).then(|| (var, vec![left.minus(&absent), absent]))
    }
}
