//! Narrowing: points of single variables that a wanted feature, or the other variables, exclude.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use super::super::node::Node;
use super::super::set::Set;
use super::super::space::{
    ANOTHER, LOWERED, NOT_CHOSEN, RECOMMENDED, TO_ANOTHER, TO_RECOMMENDED, TRUE, UNJUDGED, Var,
    truth, without_method,
};
use super::features::{Extra, Feature, FeatureSet};

impl FeatureSet<'_> {
    /// The points of a variable that give a feature one of these classes, where the feature follows from one variable.
    pub(in crate::analysis) fn points(&self, feature: usize, classes: &Set) -> Option<(Var, Set)> {
        let space = self.space;
        let points = |var: Var, holds: &dyn Fn(usize) -> bool| {
            (var, space.points(var, (0..space.bound(var)).filter(|&point| holds(point))))
        };
        Some(match self.get(feature) {
            Feature::Of(var) => (var, classes.clone()),
            Feature::OfPriority(which) => points(Var::Priority, &|point| {
                classes.contains(space.priority_classes[point][which])
            }),
            Feature::Expired => self.days(classes, &space.expired)?,
            Feature::NotYetValid => self.days(classes, &space.not_yet)?,
            Feature::Extra(Extra::Identity) => (Var::Identity, classes.clone()),
            _ => return None,
        })
    }

    /// The days on which the one document that judges all answers has one of these classes; `None` where several judge.
    fn days(&self, classes: &Set, by_document: &[Set]) -> Option<(Var, Set)> {
        let days = by_document.first().filter(|_| self.routes.judged_by_one())?;
        let points = (0..self.space.bound(Var::At))
            .filter(|&day| classes.contains(truth(days.contains(day))));
        Some((Var::At, self.space.points(Var::At, points)))
    }

    /// The points of a variable without which a feature has none of these classes, where it follows from others too.
    pub(in crate::analysis) fn needed(&self, feature: usize, classes: &Set) -> Option<(Var, Set)> {
        match self.get(feature) {
            Feature::Provider => Some((Var::Provider, classes.clone())),
            Feature::Extra(Extra::ContinuedReason) => Some((Var::Continued, classes.clone())),
            Feature::ChosenRole => Some((Var::ChosenRole, classes.clone())),
            Feature::ChosenSpecialty => {
                let var = Var::ToSpecialty;
                let class = |point: usize| match point {
                    0 => NOT_CHOSEN,
                    TO_RECOMMENDED => RECOMMENDED,
                    TO_ANOTHER => ANOTHER,
                    _ => UNJUDGED,
                };
                let points =
                    (0..self.space.bound(var)).filter(|&point| classes.contains(class(point)));
                Some((var, self.space.points(var, points)))
            }
            _ => None,
        }
    }

    /// Drops points that no request combines with those of the other variables; returns whether any was dropped.
    pub(in crate::analysis) fn narrow(&self, node: &mut Node) -> bool {
        let space = self.space;
        let mut changed = false;
        if !node.get(Var::Action).meets(&without_method()) {
            let mut methods = node.get(Var::Method).clone();
            methods.remove(0);
            changed |= node.keep(Var::Method, &methods);
        }
        if node.get(Var::Method).is_only(0) {
            changed |= node.keep(Var::Action, &without_method());
        }
        let mut states = space.points(Var::State, []);
        node.get(Var::Method).iter().for_each(|method| states.add_all(&space.states[method]));
        changed |= node.keep(Var::State, &states);
        let with_state = |method: &usize| space.states[*method].meets(node.get(Var::State));
        let methods = space.points(Var::Method, node.get(Var::Method).iter().filter(with_state));
        changed |= node.keep(Var::Method, &methods);
        if space.most_urgent.is_some_and(|most| node.get(Var::Priority).is_only(most)) {
            let mut changes = node.get(Var::Change).clone();
            changes.remove(LOWERED);
            changed |= node.keep(Var::Change, &changes);
        }
        if node.get(Var::Continued).is_only(TRUE) {
            // A contact reason that goes on stands for the case type.
            let types = node.get(Var::CaseType).iter();
            let with_reason = types.filter(|&class| space.continued[class].is_some());
            let types = space.points(Var::CaseType, with_reason);
            changed |= node.keep(Var::CaseType, &types);
        }
        changed
    }
}
