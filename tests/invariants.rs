//! Invariants of the shipped rule set, proved; and what is told where a change breaks one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a test"
)]

use handover::analysis::{Outcome, prove};
use handover::engine::Engine;
use handover::ruleset::{Scope, embedded_files, load};

#[test]
fn shipped() {
    let mut loaded = load(&embedded_files(), Scope::Rules);
    let engine = Engine::new(loaded.rule_set.take().unwrap());
    let start = std::time::Instant::now();
    let proofs = prove(&engine, &loaded.invariants);
    println!("{:?}", start.elapsed());
    for proof in &proofs.invariants {
        let inv = &loaded.invariants.all[proof.invariant];
        match &proof.outcome {
            Outcome::Refuted(w) => println!(
                "{} {} REFUTED {} {:?}",
                inv.id,
                proof.steps,
                serde_json::to_string(&w.request).unwrap(),
                w.values
            ),
            other => println!("{} {} {other:?}", inv.id, proof.steps),
        }
    }
    for d in &proofs.methods {
        println!(
            "{} {:?} {}",
            d.method,
            d.conflict,
            serde_json::to_string(&d.witness.request).unwrap()
        );
    }
    println!("methods {} {}", proofs.method_steps, proofs.methods_done);
}
