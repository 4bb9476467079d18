//! A node as checks and invariants read it: the classes that each feature may have.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use std::cell::OnceCell;

use super::features::{
    ANOTHER, BLANK, Extra, Features, HAND_OVER, NOT_CHOSEN, RECOMMENDED, Told, UNJUDGED,
};
use super::node::Node;
use super::routes::{Maybe, RouteFacts};
use super::set::Set;
use super::space::{FALSE, TO_ANOTHER, TO_RECOMMENDED, TO_UNJUDGED, TO_UNLISTED, TRUE, Var};
use handover_core::ruleset::kinds::CHOSEN;

/// A node with what has been found out about it.
pub(super) struct Seen<'f, 'a> {
    features: &'f Features<'a>,
    pub(super) node: &'f Node,
    routes: OnceCell<RouteFacts>,
}

impl<'f, 'a> Seen<'f, 'a> {
    pub(super) fn new(features: &'f Features<'a>, node: &'f Node) -> Self {
        Self { features, node, routes: OnceCell::new() }
    }

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
                    !(given.is_only(space.unlisted_specialty) || only && to.is_only(TO_UNLISTED)),
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
        if !(from.is_empty() || to.is_empty() || from.len() == 1 && from == to) {
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
        if !(known.is_empty() || to.len() == 1 && to == known) {
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

pub(super) const fn truth(holds: bool) -> usize {
    if holds { TRUE } else { FALSE }
}
