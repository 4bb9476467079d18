//! Invariants, proved over all requests or refuted by one.

use super::goals::Goals;
use super::methods::{self, Disagreement};
use super::proof::{Features, Found, MAX_STEPS, Replayed, Search, Space, Witness};
use handover_core::diagnostic::sort_and_dedup;
use handover_core::engine::Engine;
use handover_core::ruleset::Loaded;
use handover_core::ruleset::invariants::{Invariant, Invariants};
use handover_matcher::{Condition, Value};

/// What came of the proof of an invariant.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It holds of every request, and some request is one that it speaks of.
    Proved,
    /// A request breaks it.
    Refuted(Box<Witness>),
    /// It speaks of no request at all.
    Idle,
    /// The search was given up.
    NotProved,
}

/// A proof of an invariant, or the lack of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The invariant, by its index.
    pub invariant: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// The steps that it took.
    pub steps: usize,
}

/// What has been proved of a rule set.
#[derive(Debug, Clone, PartialEq)]
pub struct Proofs {
    /// For each invariant.
    pub invariants: Vec<Proof>,
    /// Where methods and checks disagree.
    pub methods: Vec<Disagreement>,
    /// Whether methods and checks were held to each other to the end.
    pub methods_done: bool,
    /// The steps that holding methods and checks to each other took.
    pub method_steps: usize,
}

impl Proofs {
    /// How many invariants hold of every request.
    #[must_use]
    pub fn proved(&self) -> usize {
        self.invariants.iter().filter(|proof| proof.outcome == Outcome::Proved).count()
    }
}

/// Proves what can be proved of a rule set that has just been loaded, and adds what is not to its diagnostics. `None`
/// where it has errors already.
pub fn prove_loaded(loaded: &mut Loaded) -> Option<Proofs> {
    let engine = Engine::new(loaded.rule_set.take()?);
    let proofs = prove(&engine, &loaded.invariants);
    let told = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
    loaded.diagnostics.extend(told);
    sort_and_dedup(&mut loaded.diagnostics);
    loaded.rule_set = Some(engine.into_rule_set());
    Some(proofs)
}

/// Proves the invariants of a rule set, and that what methods require agrees with what checks refuse. Deterministic; at
/// most [`MAX_STEPS`] steps for each.
#[must_use]
pub fn prove(engine: &Engine, invariants: &Invariants) -> Proofs {
    prove_within(engine, invariants, MAX_STEPS)
}

/// The same within another number of steps.
#[must_use]
pub fn prove_within(engine: &Engine, invariants: &Invariants, budget: usize) -> Proofs {
    let space = Space::new(engine, invariants);
    let features = space.as_ref().map(Features::new);
    let Some((features, goals)) = features.as_ref().and_then(|all| Some((all, Goals::new(all)?)))
    else {
        // The classes alone take more than their budget.
        let gave_up = |invariant| Proof { invariant, outcome: Outcome::NotProved, steps: 0 };
        let invariants = (0..invariants.all.len()).map(gave_up).collect();
        return Proofs { invariants, methods: Vec::new(), methods_done: false, method_steps: 0 };
    };
    let proofs = invariants.all.iter().enumerate().map(|(index, invariant)| {
        let mut search = Search::new(features, budget);
        let outcome = outcome(&mut search, &goals, invariant);
        Proof { invariant: index, outcome, steps: search.steps }
    });
    let invariants = proofs.collect();
    let mut search = Search::new(features, budget);
    let (methods, methods_done) = methods::disagreements(&mut search, &goals);
    Proofs { invariants, methods, methods_done, method_steps: search.steps }
}

fn outcome(search: &mut Search<'_, '_>, goals: &Goals<'_, '_>, invariant: &Invariant) -> Outcome {
    let speaks = |replayed: &Replayed<'_>| hold(&invariant.when, replayed.values).is_none();
    let broken = |replayed: &Replayed<'_>| {
        speaks(replayed) && hold(&invariant.then, replayed.values).is_some()
    };
    let mut unknown = false;
    for goal in goals.breaking(invariant) {
        match search.find(&goal, &broken) {
            Found::Witness(witness) => return Outcome::Refuted(witness),
            Found::Unknown => unknown = true,
            Found::Nothing => {}
        }
    }
    if unknown {
        return Outcome::NotProved;
    }
    for goal in goals.speaking(invariant) {
        match search.find(&goal, &speaks) {
            Found::Witness(_) => return Outcome::Proved,
            Found::Unknown => unknown = true,
            Found::Nothing => {}
        }
    }
    if unknown { Outcome::NotProved } else { Outcome::Idle }
}

/// The first condition that does not hold of some values, by its position; `None` where all hold.
pub(super) fn hold(conditions: &[Condition], values: &[Value]) -> Option<usize> {
    conditions.iter().position(|condition| {
        !values.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
    })
}
