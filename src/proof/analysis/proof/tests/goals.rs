//! Goals and outcomes compared with the engine, request by request.

use handover_core::engine::{Action, Engine, Handover};
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::About;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::invariants::Invariants;
use handover_matcher::{Condition, Value};
use proptest::prelude::*;

use super::super::bounds::FeatureSet;
use super::super::goal::{Cube, Goal};
use super::super::space::Space;
use super::answered::Answered;
use super::requests::{random, values};
use super::routing::Dice;
use super::small::drawn_wider;
use crate::analysis::invariants::Goals;
use crate::analysis::{Conflict, ProofResult, Proofs, prove_within};

/// How many requests are tried of a rule set.
const REQUESTS: usize = 40;
/// The steps of each proof: fewer than usual, so that more rule sets are tried.
const STEPS: usize = 300;

/// A request to a rule set, with its answer.
struct Request<'r> {
    engine: &'r Engine,
    invariants: &'r Invariants,
    handover: Handover<'r>,
    values: Vec<Value>,
    context: &'r str,
}

impl Request<'_> {
    fn assert(&self, holds: bool, fault: impl Fn() -> String) {
        assert!(holds, "{}, of {:?}, {}", fault(), self.handover, self.context);
    }

    fn holds(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| condition.accepts.contains(self.values[condition.input]))
    }

    /// A check fires where one of its cubes holds, and only there. A request that an invariant speaks of, or that breaks it,
    /// meets one of its goals.
    fn meets(&self, goals: &Goals<'_, '_>, answered: &Answered) {
        let within = |cube: &Cube| {
            cube.iter().all(|(feature, accepted)| accepted.contains(answered.classes[*feature]))
        };
        let verdict = self.engine.validate(&self.handover);
        for (check, firing) in goals.firing.iter().enumerate() {
            let fires = verdict.findings.iter().any(|finding| finding.check == check);
            let may = firing.cubes.iter().any(within);
            let certainly = firing.certain().iter().any(within);
            self.assert(may || !fires, || format!("check {check} fires unforeseen"));
            self.assert(fires || !certainly, || format!("check {check} does not fire"));
        }
        let met = |goal: &Goal| {
            within(&goal.all)
                && !goal.none.iter().any(within)
                && goal.one_of.as_ref().is_none_or(|cubes| cubes.iter().any(within))
        };
        for invariant in &self.invariants.all {
            let speaks = self.holds(&invariant.when);
            let breaks = speaks && !self.holds(&invariant.then);
            self.assert(!speaks || goals.speaking(invariant).iter().any(met), || {
                format!("{} speaks of it unforeseen", invariant.id)
            });
            self.assert(!breaks || goals.breaking(invariant).iter().any(met), || {
                format!("{} is broken unforeseen", invariant.id)
            });
        }
    }

    /// No outcome is contradicted by the request.
    fn bears_out(&self, proofs: &Proofs) {
        for (proof, invariant) in proofs.invariants.iter().zip(&self.invariants.all) {
            let speaks = self.holds(&invariant.when);
            let fine = match proof.outcome {
                ProofResult::Proved => !speaks || self.holds(&invariant.then),
                ProofResult::Idle => !speaks,
                ProofResult::Refuted(_) | ProofResult::NotProved => true,
            };
            self.assert(fine, || format!("{} is {:?}", invariant.id, proof.outcome));
        }
        let Some(method) = self.handover.method.filter(|_| proofs.methods_done) else { return };
        if self.handover.action != Action::HandOver {
            return;
        }
        let found = |conflict| {
            let mut of_method = proofs.methods.iter().filter(|found| found.method == method);
            of_method.any(|found| found.conflict == conflict)
        };
        let verdict = self.engine.validate(&self.handover);
        let checks = &self.engine.rule_set().checks.all;
        let mut about: Vec<usize> = verdict.findings.iter().map(|finding| finding.check).collect();
        about.retain(|&check| checks[check].about == About::Field(RequestField::Method));
        match verdict.recommendation.methods.advice[method].allowed {
            Some(true) => {
                about.retain(|&check| checks[check].severity == FindingSeverity::Refuse);
                for check in about {
                    self.assert(found(Conflict::Refused(check)), || {
                        format!("check {check} refuses method {method}")
                    });
                }
            }
            // New or pending, where handing over begins.
            Some(false) if about.is_empty() && self.handover.state < 2 => {
                self.assert(found(Conflict::Unspoken), || {
                    format!("no check is about method {method}")
                });
            }
            _ => {}
        }
    }
}

pub(super) fn goals_are_met(seed: u64) {
    let mut dice = Dice(seed);
    let drawn = drawn_wider(&mut dice);
    let engine = Engine::new(drawn.rule_set);
    let invariants = &drawn.loaded.invariants;
    let space = Space::new(&engine, invariants).unwrap();
    let features = FeatureSet::new(&space);
    let goals = Goals::new(&features).unwrap();
    let proofs = prove_within(&engine, invariants, STEPS);
    let context = format!("seed {seed}: {}", drawn.yaml);
    for _ in 0..REQUESTS {
        let handover = random(&engine, &mut dice);
        let answered = Answered::new(&features, &handover);
        let values = values(&engine, &handover);
        let request = Request { engine: &engine, invariants, handover, values, context: &context };
        request.meets(&goals, &answered);
        request.bears_out(&proofs);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_request_contradicts_a_goal_or_a_proof(seed in any::<u64>()) {
        goals_are_met(seed);
    }
}
