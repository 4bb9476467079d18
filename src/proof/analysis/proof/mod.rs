//! Proofs over all requests.

mod bounds;
mod goal;
mod node;
mod search;
mod set;
mod space;
#[cfg(test)]
mod tests;
mod witness;

pub use search::MAX_STEPS;
pub use witness::Witness;

pub(in crate::analysis) use bounds::{Extra, Features};
pub(in crate::analysis) use goal::{Cube, Goal};
pub(in crate::analysis) use search::{Found, Search};
pub(in crate::analysis) use set::Set;
pub(in crate::analysis) use space::{FALSE, HAND_OVER, Space, TRUE, word};
pub(in crate::analysis) use witness::Replayed;
