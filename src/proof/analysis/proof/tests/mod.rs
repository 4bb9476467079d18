//! The prover held to the engine, over random small rule sets.
//!
//! `brute_force` compares proofs with all requests of a small domain; the others compare each part of a proof with single
//! requests: bounds, witnesses and goals.

mod answered;
mod bounds;
mod brute_force;
mod goals;
mod regressions;
mod requests;
mod routing;
mod small;
