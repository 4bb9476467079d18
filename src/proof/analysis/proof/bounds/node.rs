//! A node as checks and invariants see it: the classes that each feature may have.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use std::cell::OnceCell;

use super::super::node::Node;
use super::super::set::Set;
use super::super::space::{
    ANOTHER, BLANK, FALSE, HAND_OVER, NOT_CHOSEN, RECOMMENDED, TO_ANOTHER, TO_RECOMMENDED,
    TO_UNJUDGED, TO_UNLISTED, TRUE, UNJUDGED, UnitPoint, Var,
};
use super::concerned::concerned;
use super::facts::RouteFacts;
use super::features::{Extra, Feature, FeatureSet};
use super::relations::Maybe;
use handover_core::ruleset::kinds::CHOSEN;

/// The bounds on the features of a node. Each holds every class that some request of the node has.
pub(in crate::analysis) struct NodeBounds<'f, 'a> {
    /// The features.
    pub(super) features: &'f FeatureSet<'a>,
    /// The node.
    pub(super) node: &'f Node,
    routes: OnceCell<RouteFacts>,
}

impl<'f, 'a> NodeBounds<'f, 'a> {
    pub(in crate::analysis) fn new(features: &'f FeatureSet<'a>, node: &'f Node) -> Self {
        Self { features, node, routes: OnceCell::new() }
    }

    /// The bounds on what follows from routing.
    pub(super) fn routes(&self) -> &RouteFacts {
        self.routes.get_or_init(|| self.features.routes.facts(self.node))
    }

    /// Whether the node has been routed, which takes longer than all else.
    pub(in crate::analysis) fn is_routed(&self) -> bool {
        self.routes.get().is_some()
    }

    /// Whether a feature follows from the variables of the node, without routing it.
    pub(in crate::analysis) fn is_plain(&self, feature: usize) -> bool {
        match self.features.get(feature) {
            Feature::Of(_)
            | Feature::OfPriority(_)
            | Feature::Extra(Extra::ClosedSender | Extra::ContinuedReason | Extra::Identity) => {
                true
            }
            Feature::Expired | Feature::NotYetValid => self.features.routes.judged_by_one(),
            Feature::Provider => !self.node.get(Var::Provider).contains(0),
            _ => false,
        }
    }

    /// The classes that a feature may have.
    pub(in crate::analysis) fn classes(&self, feature: usize) -> Set {
        let (space, node) = (self.features.space, self.node);
        match self.features.get(feature) {
            Feature::Of(var) => node.get(var).clone(),
            Feature::OfPriority(which) => Set::of(
                space.classes.count(feature),
                node.get(Var::Priority).iter().map(|class| space.priority_classes[class][which]),
            ),
            Feature::Expired => self.judged(&space.expired),
            Feature::NotYetValid => self.judged(&space.not_yet),
            Feature::Specialty => concerned(space, node),
            Feature::RecommendedRole => self.routes().recommended_role.clone(),
            Feature::OtherRole => self.routes().other_role.clone(),
            Feature::Role => self.routes().role.clone(),
            Feature::Capability => self.routes().capability.clone(),
            Feature::Unit => Set::of(
                space.classes.count(feature),
                self.routes().unit.iter().map(|point| space.unit_classes[point][2]),
            ),
            Feature::ChosenUnit => self.chosen_unit(),
            Feature::ChosenRole => self.chosen_role(),
            Feature::ChosenSpecialty => self.chosen_specialty(),
            Feature::OwnUnit => self.own_unit(),
            Feature::Provider => self.provider(),
            Feature::Extra(Extra::RouteMissing) => self.routes().missing.clone(),
            Feature::Extra(Extra::UnknownSpecialty) => self.unknown_specialty(),
            Feature::Extra(Extra::UnlistedUnit) => self.unlisted_unit(),
            Feature::Extra(Extra::ClosedReceiver) => self.closed_receiver(),
            Feature::Extra(Extra::ClosedSender) => {
                let (may, may_not) = self.closed(node.get(Var::From));
                truths(may, may_not)
            }
            Feature::Extra(Extra::ContinuedReason) => self.continued_reason(),
            Feature::Extra(Extra::Identity) => self.identity(),
            Feature::Decided => Set::all(space.classes.count(feature)),
        }
    }

    /// Unit points without absence.
    fn present(units: &Set) -> Set {
        let mut present = units.clone();
        present.remove(0);
        present
    }

    /// The points of the receiver: the chosen unit, else the recommended one.
    fn receivers(&self) -> Set {
        let chosen = self.node.get(Var::ToUnit);
        let mut receivers = Self::present(chosen);
        if chosen.contains(0) {
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
        let (from, to) = (Self::present(from), Self::present(&to));
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
        if recommended.contains(0) {
            choice.insert(UNJUDGED);
        }
        let (to, recommended) = (Self::present(to), Self::present(recommended));
        if to.meets(&recommended) {
            choice.insert(RECOMMENDED);
        }
        if !(recommended.is_empty() || to.len() == 1 && to == recommended) {
            choice.insert(ANOTHER);
        }
        choice
    }

    /// A part that is not recommended cannot deviate, and one that is can be judged.
    fn chosen_role(&self) -> Set {
        let remaining = self.node.get(Var::ChosenRole);
        if remaining.is_only(NOT_CHOSEN) {
            return remaining.clone();
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
        may.and(remaining)
    }

    fn chosen_specialty(&self) -> Set {
        let remaining = self.node.get(Var::ToSpecialty);
        let mut choice = Set::none(CHOSEN.len() + 1);
        if remaining.contains(0) {
            choice.insert(NOT_CHOSEN);
        }
        if remaining.contains(TO_UNLISTED) {
            choice.insert(UNJUDGED);
        }
        if remaining.iter().all(|point| point == 0 || point == TO_UNLISTED) {
            return choice;
        }
        let Maybe { some, none } = self.routes().specialty_named;
        for (point, class, may) in [
            (TO_RECOMMENDED, RECOMMENDED, some),
            (TO_ANOTHER, ANOTHER, some),
            (TO_UNJUDGED, UNJUDGED, none),
        ] {
            if remaining.contains(point) && may {
                choice.insert(class);
            }
        }
        choice
    }

    /// True and false can always be stated. It is open only where the directory does not know a provider.
    fn provider(&self) -> Set {
        let mut remaining = self.node.get(Var::Provider).clone();
        if remaining.contains(0) {
            let space = self.features.space;
            let days = self.node.get(Var::At);
            let unknown = |points: &Set| {
                points.iter().any(|point| point == 0 || !days.is_within(&space.known[point]))
            };
            if !unknown(self.node.get(Var::From)) && !unknown(&self.receivers())
                || self.own_unit().is_only(TRUE)
            {
                remaining.remove(0);
            }
        }
        remaining
    }

    /// The chosen specialty counts only where the case is handed over.
    fn unknown_specialty(&self) -> Set {
        let unlisted = self.features.space.unlisted_specialty;
        let (stated, to) = (self.node.get(Var::Specialty), self.node.get(Var::ToSpecialty));
        let actions = self.node.get(Var::Action);
        truths(
            stated.contains(unlisted) || actions.contains(HAND_OVER) && to.contains(TO_UNLISTED),
            !(stated.is_only(unlisted) || actions.is_only(HAND_OVER) && to.is_only(TO_UNLISTED)),
        )
    }

    /// The chosen unit counts only where the case is handed over.
    fn unlisted_unit(&self) -> Set {
        let space = self.features.space;
        let unlisted = |point: usize| matches!(space.units[point], UnitPoint::Unlisted(_));
        let actions = self.node.get(Var::Action);
        let (mut may, mut may_not) = (false, true);
        for var in [Var::Unit, Var::From, Var::ToUnit] {
            let (points, chosen) = (self.node.get(var), var == Var::ToUnit);
            may |= (!chosen || actions.contains(HAND_OVER)) && points.iter().any(unlisted);
            may_not &= points.iter().any(|point| !unlisted(point))
                || chosen && !actions.is_only(HAND_OVER);
        }
        truths(may, may_not)
    }

    /// Whether the document that judges an answer has these days. Rules may rest on several documents, of which a valid one judges; without
    /// a single target the governing one does.
    fn judged(&self, by_document: &[Set]) -> Set {
        let days = self.node.get(Var::At);
        let by = |judges: &Set| {
            let (mut may, mut may_not) = (false, by_document.is_empty());
            for days_of in judges.iter().filter_map(|document| by_document.get(document)) {
                may |= days.meets(days_of);
                may_not |= !days.is_within(days_of);
            }
            (may, may_not)
        };
        // Routing takes longer than all else, and the documents often agree.
        let (may, may_not) = match by(self.features.routes.judges()) {
            (true, true) if !self.features.routes.judged_by_one() => by(&self.routes().judges),
            agreed => agreed,
        };
        truths(may, may_not)
    }

    /// Whether some of these units may be in the directory but closed on the day, and whether some may not be.
    fn closed(&self, units: &Set) -> (bool, bool) {
        let (space, days) = (self.features.space, self.node.get(Var::At));
        let listed = |point: usize| matches!(space.units[point], UnitPoint::Listed(_));
        (
            units.iter().any(|point| listed(point) && !days.is_within(&space.listed[point])),
            units.iter().any(|point| !listed(point) || days.meets(&space.listed[point])),
        )
    }

    /// The receivers count only where the case is handed over.
    fn closed_receiver(&self) -> Set {
        let actions = self.node.get(Var::Action);
        if !actions.contains(HAND_OVER) {
            return truths(false, true);
        }
        let (chosen, chosen_not) = self.closed(self.node.get(Var::ToUnit));
        let (recommended, recommended_not) = self.closed(&self.routes().unit);
        let always = actions.is_only(HAND_OVER);
        truths(chosen || recommended, !always || chosen_not && recommended_not)
    }

    /// A contact reason goes on only where one stands for the case type.
    fn continued_reason(&self) -> Set {
        let mut remaining = self.node.get(Var::Continued).clone();
        let mut types = self.node.get(Var::CaseType).iter();
        if types.all(|class| self.features.space.continued[class].is_none()) {
            remaining.remove(TRUE);
        }
        remaining
    }

    /// An identity number needs a text to stand in.
    fn identity(&self) -> Set {
        let mut remaining = self.node.get(Var::Identity).clone();
        let of = |var: Var| self.node.get(var);
        let no_text = of(Var::Message).is_only(BLANK)
            && of(Var::Reason).is_only(BLANK)
            && of(Var::CaseType).is_only(0)
            && !of(Var::Specialty).contains(self.features.space.unlisted_specialty)
            && !of(Var::Unit).any_present()
            && !of(Var::From).any_present()
            && !of(Var::ToUnit).any_present()
            && !of(Var::ToSpecialty).contains(TO_UNLISTED)
            && of(Var::ChosenRole).is_only(NOT_CHOSEN);
        if no_text {
            remaining.remove(TRUE);
        }
        remaining
    }
}

fn truths(may: bool, may_not: bool) -> Set {
    let all = [(FALSE, may_not), (TRUE, may)];
    Set::of(TRUE + 1, all.into_iter().filter(|(_, may)| *may).map(|(class, _)| class))
}
