//! Features: everything that checks and invariants read of a request, and how each follows from variables and routes.

#![expect(clippy::indexing_slicing, reason = "features are numbered by this module")]

use super::super::set::Set;
use super::super::space::{Space, TRUE, Var};
use super::routes::RouteBounds;
use handover_core::engine::Engine;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::invariants::Invariants;
use handover_matcher::{Value, Values};

/// How a feature follows from variables and routes.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) enum Feature {
    /// The points of a variable are its classes.
    Of(Var),
    /// It is one of the classes of the priority.
    OfPriority(usize),
    /// Whether the document that judges the answer has expired on the day.
    Expired,
    /// Whether it is not valid yet.
    NotYetValid,
    /// The specialty concerned.
    Specialty,
    /// Whether a role is recommended.
    RecommendedRole,
    /// Whether another role may be chosen.
    OtherRole,
    /// The chosen unit, compared with the recommended one.
    ChosenUnit,
    /// The chosen role and capability, compared with those recommended.
    ChosenRole,
    /// The chosen specialty, compared with the recommended one.
    ChosenSpecialty,
    /// Whether sender and receiver are one unit.
    OwnUnit,
    /// Whether they have the same provider.
    Provider,
    /// The role that the deciding rules name.
    Role,
    /// The capability that they name.
    Capability,
    /// The recommended unit.
    Unit,
    /// One that is no input.
    Extra(Extra),
    /// The decision or the SMS, which goals are made for.
    Decided,
}

/// Features that are no inputs, all truth values. They are numbered behind the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Extra {
    /// A field is missing that decides between targets or fills one.
    RouteMissing,
    /// A specialty is not in the vocabulary.
    UnknownSpecialty,
    /// A unit is not in the directory.
    UnlistedUnit,
    /// The receiver does not exist on the day.
    ClosedReceiver,
    /// The sender does not exist on the day.
    ClosedSender,
    /// A contact reason goes on behind the one it is taken as.
    ContinuedReason,
    /// A free text holds an identity number.
    Identity,
}

/// In the order of their enumeration.
const EXTRAS: [Extra; 7] = [
    Extra::RouteMissing,
    Extra::UnknownSpecialty,
    Extra::UnlistedUnit,
    Extra::ClosedReceiver,
    Extra::ClosedSender,
    Extra::ContinuedReason,
    Extra::Identity,
];

/// The features of a space, by number: first the inputs of invariants.
pub(in crate::analysis) struct FeatureSet<'a> {
    /// The space.
    pub(in crate::analysis) space: &'a Space<'a>,
    /// Its routing table.
    pub(in crate::analysis) routes: RouteBounds<'a>,
    all: Vec<Feature>,
}

impl<'a> FeatureSet<'a> {
    pub(in crate::analysis) fn new(space: &'a Space<'a>) -> Self {
        let mut all = vec![Feature::Decided; space.routing.unit];
        for var in Var::ALL {
            if let Some(input) = space.input_of(var).filter(|&input| input < all.len()) {
                all[input] = Feature::Of(var);
            }
        }
        for (input, feature) in [
            (CheckInput::Specialty, Feature::Specialty),
            (CheckInput::SameProvider, Feature::Provider),
            (CheckInput::RecommendedRole, Feature::RecommendedRole),
            (CheckInput::OtherRole, Feature::OtherRole),
            (CheckInput::ChosenUnit, Feature::ChosenUnit),
            (CheckInput::ChosenRole, Feature::ChosenRole),
            (CheckInput::ChosenSpecialty, Feature::ChosenSpecialty),
            (CheckInput::OwnUnit, Feature::OwnUnit),
            (CheckInput::PriorityListed, Feature::OfPriority(0)),
            (CheckInput::SmsBand, Feature::OfPriority(1)),
            (CheckInput::SourceExpired, Feature::Expired),
            (CheckInput::SourceNotYetValid, Feature::NotYetValid),
        ] {
            all[input as usize] = feature;
        }
        for (name, feature) in
            [("role", Feature::Role), ("capability", Feature::Capability), ("unit", Feature::Unit)]
        {
            if let Some(input) = Invariants::position(name) {
                all[input] = feature;
            }
        }
        all.extend(EXTRAS.map(Feature::Extra));
        Self { space, routes: RouteBounds::new(space), all }
    }

    /// The engine of the space.
    pub(in crate::analysis) fn engine(&self) -> &'a Engine {
        self.space.engine
    }

    /// How a feature follows from variables and routes.
    pub(in crate::analysis) fn get(&self, feature: usize) -> Feature {
        self.all[feature]
    }

    /// How many features there are.
    #[cfg(test)]
    pub(in crate::analysis) fn len(&self) -> usize {
        self.all.len()
    }

    /// The number of a feature that is no input.
    pub(in crate::analysis) fn extra(&self, extra: Extra) -> usize {
        self.all.len() - EXTRAS.len() + extra as usize
    }

    /// How many classes a feature has.
    pub(in crate::analysis) fn count(&self, feature: usize) -> usize {
        match self.all[feature] {
            Feature::Extra(_) => TRUE + 1,
            _ => self.space.classes.count(feature),
        }
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
}
