//! Invariants: conditions that must hold whatever the rules say, read and resolved.
//!
//! [`crate::ruleset`] only reads them; the prover is a layer above the engine.

use super::cells::Domains;
use super::inputs::position;
use super::model;
use super::sources::{SourceRef, Sources, duplicate};
use super::spot::{Faults, Spot};
use crate::diagnostic::Place;

pub use super::invariant_inputs::{special, specs};

use handover_matcher::{Condition, Domain, Input};

/// An invariant: any handover that meets all of `when` meets all of `then`.
#[derive(Debug, Clone)]
pub struct Invariant {
    /// Its id.
    pub id: String,
    /// Its source.
    pub source: Option<SourceRef>,
    /// The conditions that select handovers; inputs by their index in [`Invariants::inputs`].
    pub when: Vec<Condition>,
    /// The conditions that the selected handovers must meet.
    pub then: Vec<Condition>,
    /// Its location.
    pub place: Place,
    /// The location of each condition of `then`.
    pub then_places: Vec<Place>,
}

/// The invariants of a rule set, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Invariants {
    /// The inputs of the conditions: those of [`CHECKS`](super::inputs::CHECKS), then the answers.
    pub inputs: Vec<Input>,
    /// The invariants.
    pub all: Vec<Invariant>,
}

impl Invariants {
    /// The position of an input by its name.
    #[must_use]
    pub fn position(name: &str) -> Option<usize> {
        position(&specs(), name)
    }
}

/// Reads the `invariants` section, if there is one.
pub(super) fn read(
    section: Option<&Spot<'_>>,
    domains: &Domains<'_>,
    sources: &Sources,
    faults: &mut Faults,
) -> Invariants {
    let specs = specs();
    let mut conditions = domains.conditions(&specs);
    for (spec, input) in specs.iter().zip(&mut conditions.inputs) {
        if let Domain::Words { words, .. } = &mut input.domain {
            words.extend(special(spec.name).iter().map(|&word| word.to_owned()));
        }
    }
    let mut all: Vec<Invariant> = Vec::new();
    for spot in section.map(Spot::items).unwrap_or_default() {
        let Some(written) = faults.read::<model::Invariant>(&spot) else {
            continue;
        };
        if all.iter().any(|known| known.id == written.id) {
            faults.add(duplicate(&spot.at("id"), &written.id));
        }
        let source = sources.resolve(&spot.at("source"), &written.source, faults);
        let mut cells = |key: &str| -> (Vec<Condition>, Vec<Place>) {
            let cells = spot.get(key).map(|cells| cells.entries()).unwrap_or_default();
            let read = cells.into_iter().filter_map(|(name, at)| {
                // The schema check reports unknown keys.
                let index = position(&specs, name)?;
                let accepts = conditions.cell(index, &at, faults)?;
                Some((Condition { input: index, accepts }, at.place()))
            });
            read.unzip()
        };
        let (when, _) = cells("when");
        let (then, then_places) = cells("then");
        let place = spot.at("id").place();
        all.push(Invariant { id: written.id, source, when, then, place, then_places });
    }
    Invariants { inputs: conditions.inputs, all }
}
