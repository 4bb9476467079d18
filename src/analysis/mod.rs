//! What can be proved of a rule set beside that every case has one answer.
//!
//! [`prove`] holds the rules to what must be true whatever they say (its invariants), and what a method requires to what
//! the checks refuse, over all requests at once.

mod goals;
mod invariants;
mod methods;
mod proof;
mod tell;
mod words;

pub use invariants::{Outcome, Proof, Proofs, prove, prove_loaded, prove_within};
pub use methods::{Conflict, Disagreement};
pub use proof::{MAX_STEPS, Witness};
