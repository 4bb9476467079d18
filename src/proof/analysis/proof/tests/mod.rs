//! The prover compared with the engine, over random small rule sets.
//!
//! `brute_force` compares proofs with all requests of a small domain; `bounds` and `goals` compare the parts of a proof with
//! single requests, which finds faults far sooner.

mod answered;
mod bounds;
mod brute_force;
mod goals;
mod regressions;
mod requests;
mod routing;
mod small;
