//! Proofs of invariants compared with brute force: every request that can be sent to a small rule set.

use handover_core::engine::Engine;
use handover_matcher::{Condition, Value};
use proptest::prelude::*;

use super::requests::{count, requests, values};
use super::routing::Dice;
use super::small::{Drawn, drawn};
use crate::analysis::{ProofResult, prove};

/// The most requests that brute force tries.
const MAX_REQUESTS: usize = 20_000;

fn hold(conditions: &[Condition], values: &[Value]) -> bool {
    conditions.iter().all(|condition| condition.accepts.contains(values[condition.input]))
}

/// Compares the proofs of a rule set with brute force; returns how many were compared, and how many given up.
fn agree(name: &str, drawn: Drawn) -> (usize, usize) {
    let Drawn { yaml, fields, loaded, rule_set, .. } = drawn;
    let engine = Engine::new(rule_set);
    let proofs = prove(&engine, &loaded.invariants);
    let all: Vec<Vec<Value>> =
        requests(&engine, &fields).map(|handover| values(&engine, &handover)).collect();
    let (mut compared, mut given_up) = (0, 0);
    for proof in &proofs.invariants {
        let invariant = &loaded.invariants.all[proof.invariant];
        let speaks = all.iter().filter(|values| hold(&invariant.when, values));
        let (mut spoken, mut broken) = (false, None);
        for values in speaks {
            spoken = true;
            if !hold(&invariant.then, values) {
                broken = Some(values);
                break;
            }
        }
        // A search that is given up claims nothing.
        if proof.outcome == ProofResult::NotProved {
            given_up += 1;
            continue;
        }
        compared += 1;
        let found = match &proof.outcome {
            ProofResult::Proved => "proved",
            ProofResult::Refuted(_) => "refuted",
            ProofResult::Idle => "idle",
            ProofResult::NotProved => "given up",
        };
        let expected = match (spoken, broken) {
            (_, Some(_)) => "refuted",
            (true, None) => "proved",
            (false, None) => "idle",
        };
        assert_eq!(found, expected, "{name}: {} of\n{yaml}\n{broken:?}\n{proof:?}", invariant.id);
    }
    (compared, given_up)
}

pub(super) fn of_seed(seed: u64) -> (usize, usize) {
    let drawn = drawn(&mut Dice(seed), |fields| count(fields) <= MAX_REQUESTS);
    agree(&format!("seed {seed}"), drawn)
}

/// Compares the proofs of one rule set with brute force; none may be given up.
pub(super) fn agree_on(name: &str, found: Drawn) {
    let (_, given_up) = agree(name, found);
    assert_eq!(given_up, 0, "{name}");
}

/// The property below compares, and gives up only now and then.
#[test]
fn proofs_are_seldom_given_up() {
    let (compared, given_up) = (0..20_u64)
        .map(|seed| of_seed(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15)))
        .fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1));
    assert!(compared >= 20, "{compared}");
    assert!(given_up * 20 <= compared, "{given_up} of {compared}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn what_is_proved_is_so_and_what_is_not_is_not(seed in any::<u64>()) {
        of_seed(seed);
    }
}
