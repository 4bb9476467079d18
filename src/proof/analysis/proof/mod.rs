//! Proofs over all requests: a finite space of them, the features that checks read, and a search.
//!
//! ```text
//! rule set, invariants ── Space ──> variables with points ── Features, Routes ──> bounds on what is read of a node
//! Goal ── Search ──> nothing (a proof), or a Node ── request ──> a request that the engine answers (a witness)
//! ```

mod bound;
mod features;
mod node;
mod points;
mod relations;
mod request;
mod routes;
mod search;
mod seen;
mod set;
mod space;
#[cfg(test)]
mod tests;

pub use request::Witness;
pub use search::MAX_STEPS;

pub(super) use features::{Extra, Features};
pub(super) use node::{Cube, Goal};
pub(super) use request::{Replayed, is_hand_over};
pub(super) use search::{Found, Search};
pub(super) use set::Set;
pub(super) use space::{FALSE, Space, TRUE, word};
