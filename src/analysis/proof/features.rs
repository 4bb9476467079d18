//! What checks and invariants read of the requests of a node: for each feature the classes that it may have.
//!
//! The bounds are never too small; they are exact where a node is one request.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use std::cell::OnceCell;

use super::node::Node;
use super::routes::{Maybe, RouteFacts, Routes};
use super::set::Set;
use super::space::{
    FALSE, Space, TO_ANOTHER, TO_RECOMMENDED, TO_UNJUDGED, TO_UNLISTED, TRUE, Var, without_method,
    word,
};
use crate::engine::{Action, Engine};
use crate::matcher::{Value, Values};
use crate::ruleset::inputs::{CHOSEN, CheckInput};
use crate::ruleset::invariants::Invariants;

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
enum Told {
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
    told: Vec<Told>,
}

/// A node with what has been found out about it.
pub(super) struct Seen<'f, 'a> {
    features: &'f Features<'a>,
    pub(super) node: &'f Node,
    routes: OnceCell<RouteFacts>,
}

const RECOMMENDED: usize = word(0);
const ANOTHER: usize = word(1);
const UNJUDGED: usize = word(2);
const NOT_CHOSEN: usize = word(3);
const LOWERED: usize = word(2);
const HAND_OVER: usize = word(Action::HandOver as usize);
const BLANK: usize = word(1);

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
        Seen { features: self, node, routes: OnceCell::new() }
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

const fn truth(holds: bool) -> usize {
    if holds { TRUE } else { FALSE }
}

impl Seen<'_, '_> {
    pub(super) fn routes(&self) -> &RouteFacts {
        self.routes.get_or_init(|| self.features.routes.facts(self.node))
    }

    /// Whether routes have been asked for.
    pub(super) fn routed(&self) -> bool {
        self.routes.get().is_some()
    }

    /// The classes that a feature may have.
    pub(super) fn classes(&self, feature: usize) -> Set {
        let (space, node) = (self.features.space, self.node);
        let left = |var: Var| node.get(var);
        match self.features.told[feature] {
            Told::By(var) => left(var).clone(),
            Told::ByPriority(which) => Set::of(
                space.classes.count(feature),
                left(Var::Priority).iter().map(|class| space.priority_classes[class][which]),
            ),
            Told::Expired => truths(
                left(Var::At).meets(&space.expired),
                !left(Var::At).is_within(&space.expired),
            ),
            Told::Specialty => self.features.routes.concerned(node),
            Told::RecommendedRole => self.routes().recommended_role.clone(),
            Told::OtherRole => self.routes().other_role.clone(),
            Told::Role => self.routes().role.clone(),
            Told::Capability => self.routes().capability.clone(),
            Told::Unit => Set::of(
                space.classes.count(feature),
                self.routes().unit.iter().map(|point| space.unit_classes[point][2]),
            ),
            Told::ChosenUnit => self.chosen_unit(),
            Told::ChosenRole => self.chosen_role(),
            Told::ChosenSpecialty => self.chosen_specialty(),
            Told::OwnUnit => self.own_unit(),
            Told::Provider => self.provider(),
            Told::Extra(Extra::RouteMissing) => self.routes().missing.clone(),
            Told::Extra(Extra::UnknownSpecialty) => {
                let (given, to) = (left(Var::Given), left(Var::ToSpecialty));
                let (hands_over, only) =
                    (left(Var::Action).contains(HAND_OVER), left(Var::Action).is_only(HAND_OVER));
                truths(
                    given.contains(space.unlisted_specialty)
                        || hands_over && to.contains(TO_UNLISTED),
                    !given.is_only(space.unlisted_specialty) && !(only && to.is_only(TO_UNLISTED)),
                )
            }
            Told::Extra(Extra::UnlistedUnit) => self.unlisted_unit(),
            Told::Extra(Extra::Identity) => self.identity(),
            Told::Elsewhere => Set::all(space.classes.count(feature)),
        }
    }

    /// The units that a case may go to, as points.
    fn receivers(&self) -> Set {
        let mut receivers = self.node.get(Var::ToUnit).clone();
        if receivers.contains(0) {
            receivers.remove(0);
            receivers.add_all(&self.routes().unit);
        }
        receivers
    }

    fn own_unit(&self) -> Set {
        let (from, to) = (self.node.get(Var::From), self.receivers());
        let mut own = Set::none(TRUE + 1);
        if from.contains(0) || to.contains(0) {
            own.insert(0);
        }
        let absent = Set::one(self.features.space.units.len(), 0);
        let (from, to) = (from.minus(&absent), to.minus(&absent));
        if from.meets(&to) {
            own.insert(TRUE);
        }
        if !from.is_empty() && !to.is_empty() && !(from.len() == 1 && from == to) {
            own.insert(FALSE);
        }
        own
    }

    fn chosen_unit(&self) -> Set {
        let mut choice = Set::none(CHOSEN.len() + 1);
        let to = self.node.get(Var::ToUnit);
        if to.contains(0) {
            choice.insert(NOT_CHOSEN);
        }
        if !to.any_present() {
            return choice;
        }
        let recommended = &self.routes().unit;
        let absent = Set::one(self.features.space.units.len(), 0);
        let (to, known) = (to.minus(&absent), recommended.minus(&absent));
        if recommended.contains(0) {
            choice.insert(UNJUDGED);
        }
        if to.meets(&known) {
            choice.insert(RECOMMENDED);
        }
        if !known.is_empty() && !(to.len() == 1 && to == known) {
            choice.insert(ANOTHER);
        }
        choice
    }

    fn chosen_role(&self) -> Set {
        let left = self.node.get(Var::ChosenRole);
        if left.is_only(NOT_CHOSEN) {
            return left.clone();
        }
        let facts = self.routes();
        let (role, capability) = (facts.role_named, facts.capability_named);
        let mut may = Set::of(CHOSEN.len() + 1, [NOT_CHOSEN]);
        if role.some || capability.some {
            may.insert(RECOMMENDED);
            may.insert(ANOTHER);
        }
        if role.none || capability.none {
            may.insert(UNJUDGED);
        }
        may.and(left)
    }

    fn chosen_specialty(&self) -> Set {
        let left = self.node.get(Var::ToSpecialty);
        let mut choice = Set::none(CHOSEN.len() + 1);
        if left.contains(0) {
            choice.insert(NOT_CHOSEN);
        }
        if left.contains(TO_UNLISTED) {
            choice.insert(UNJUDGED);
        }
        if left.iter().all(|point| point == 0 || point == TO_UNLISTED) {
            return choice;
        }
        let Maybe { some, none } = self.routes().specialty_named;
        for (point, class, may) in [
            (TO_RECOMMENDED, RECOMMENDED, some),
            (TO_ANOTHER, ANOTHER, some),
            (TO_UNJUDGED, UNJUDGED, none),
        ] {
            if left.contains(point) && may {
                choice.insert(class);
            }
        }
        choice
    }

    /// True and false can be told whatever the directory says; nothing can be where it does not say.
    fn provider(&self) -> Set {
        let mut left = self.node.get(Var::Provider).clone();
        if left.contains(0) {
            let space = self.features.space;
            let days = self.node.get(Var::At);
            let unknown = |points: &Set| {
                points.iter().any(|point| point == 0 || !days.is_within(&space.known[point]))
            };
            if !unknown(self.node.get(Var::From)) && !unknown(&self.receivers())
                || self.own_unit().is_only(TRUE)
            {
                left.remove(0);
            }
        }
        left
    }

    fn unlisted_unit(&self) -> Set {
        let space = self.features.space;
        let days = self.node.get(Var::At);
        let (mut may, mut may_not) = (false, true);
        for var in [Var::Unit, Var::From, Var::ToUnit] {
            let actions = self.node.get(Var::Action);
            if var == Var::ToUnit && !actions.contains(HAND_OVER) {
                continue;
            }
            let points = self.node.get(var);
            may |= points.iter().any(|point| point != 0 && !days.is_within(&space.listed[point]));
            may_not &= points.iter().any(|point| point == 0 || days.meets(&space.listed[point]))
                || var == Var::ToUnit && !actions.is_only(HAND_OVER);
        }
        truths(may, may_not)
    }

    /// A number needs a text to stand in.
    fn identity(&self) -> Set {
        let mut left = self.node.get(Var::Identity).clone();
        let of = |var: Var| self.node.get(var);
        let unlisted = |var: Var| of(var).any_present();
        let nowhere = of(Var::Message).is_only(BLANK)
            && of(Var::Reason).is_only(BLANK)
            && of(Var::CaseType).is_only(0)
            && !of(Var::Given).contains(self.features.space.unlisted_specialty)
            && !unlisted(Var::Unit)
            && !unlisted(Var::From)
            && !unlisted(Var::ToUnit)
            && !of(Var::ToSpecialty).contains(TO_UNLISTED)
            && of(Var::ChosenRole).is_only(NOT_CHOSEN);
        if nowhere {
            left.remove(TRUE);
        }
        left
    }
}

fn truths(may: bool, may_not: bool) -> Set {
    let mut truths = Set::none(TRUE + 1);
    if may {
        truths.insert(TRUE);
    }
    if may_not {
        truths.insert(FALSE);
    }
    truths
}
