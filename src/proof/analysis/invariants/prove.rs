//! Invariants, each proved over all requests or refuted by one.

use super::super::proof::{FeatureSet, Found, MAX_STEPS, Replayed, Search, Space, Witness};
use super::goals::Goals;
use super::methods::{self, Disagreement};
use handover_core::engine::Engine;
use handover_core::ruleset::invariants::{Invariant, Invariants};
use handover_matcher::{Condition, Value};

/// The result of proving an invariant.
#[derive(Debug, Clone, PartialEq)]
pub enum ProofResult {
    /// It holds of every request, and speaks of some.
    Proved,
    /// A request breaks it.
    Refuted(Box<Witness>),
    /// It speaks of no request.
    Idle,
    /// A search was given up, and no request was found that breaks it.
    NotProved,
}

/// An invariant with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct InvariantProof {
    /// The invariant, by its index.
    pub invariant: usize,
    /// The result.
    pub outcome: ProofResult,
    /// The steps taken.
    pub steps: usize,
}

/// The results for a rule set.
#[derive(Debug, Clone, PartialEq)]
pub struct Proofs {
    /// One for each invariant.
    pub invariants: Vec<InvariantProof>,
    /// Where methods and checks disagree.
    pub methods: Vec<Disagreement>,
    /// Whether no search for disagreements was given up.
    pub methods_done: bool,
    /// The steps taken to compare methods with checks.
    pub method_steps: usize,
}

impl Proofs {
    /// How many invariants are proved.
    #[must_use]
    pub fn proved(&self) -> usize {
        self.invariants.iter().filter(|proof| proof.outcome == ProofResult::Proved).count()
    }
}

/// Proves the invariants of a rule set, and compares what methods require with what checks refuse. Deterministic; at most
/// [`MAX_STEPS`] steps for each invariant, and for all methods.
#[must_use]
pub fn prove(engine: &Engine, invariants: &Invariants) -> Proofs {
    prove_within(engine, invariants, MAX_STEPS)
}

/// [`prove`] within another number of steps.
#[must_use]
pub fn prove_within(engine: &Engine, invariants: &Invariants, budget: usize) -> Proofs {
    let space = Space::new(engine, invariants);
    let features = space.as_ref().map(FeatureSet::new);
    let Some((features, goals)) = features.as_ref().and_then(|all| Some((all, Goals::new(all)?)))
    else {
        // There are more classes than a plan may have.
        let gave_up =
            |invariant| InvariantProof { invariant, outcome: ProofResult::NotProved, steps: 0 };
        let invariants = (0..invariants.all.len()).map(gave_up).collect();
        return Proofs { invariants, methods: Vec::new(), methods_done: false, method_steps: 0 };
    };
    let proofs = invariants.all.iter().enumerate().map(|(index, invariant)| {
        let mut search = Search::new(features, budget);
        let outcome = outcome(&mut search, &goals, invariant);
        InvariantProof { invariant: index, outcome, steps: search.steps }
    });
    let invariants = proofs.collect();
    let mut search = Search::new(features, budget);
    let (methods, methods_done) = methods::disagreements(&mut search, &goals);
    Proofs { invariants, methods, methods_done, method_steps: search.steps }
}

fn outcome(
    search: &mut Search<'_, '_>,
    goals: &Goals<'_, '_>,
    invariant: &Invariant,
) -> ProofResult {
    let speaks = |replayed: &Replayed<'_>| hold(&invariant.when, replayed.values).is_none();
    let broken = |replayed: &Replayed<'_>| {
        speaks(replayed) && hold(&invariant.then, replayed.values).is_some()
    };
    let mut unknown = false;
    for goal in goals.breaking(invariant) {
        match search.find(&goal, &broken) {
            Found::Witness(witness) => return ProofResult::Refuted(witness),
            Found::Unknown => unknown = true,
            Found::Nothing => {}
        }
    }
    if unknown {
        return ProofResult::NotProved;
    }
    for goal in goals.speaking(invariant) {
        match search.find(&goal, &speaks) {
            Found::Witness(_) => return ProofResult::Proved,
            Found::Unknown => unknown = true,
            Found::Nothing => {}
        }
    }
    if unknown { ProofResult::NotProved } else { ProofResult::Idle }
}

/// The position of the first condition that some values do not meet; `None` where they meet all.
pub(super) fn hold(conditions: &[Condition], values: &[Value]) -> Option<usize> {
    conditions.iter().position(|condition| {
        !values.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
    })
}
