//! Invariants proved over all requests, and methods compared with checks.
//!
//! ```text
//! rule set, invariant ── Goals ──> Goal ── Search ──> nothing, or a Witness ── report ──> Diagnostic
//! ```

mod goals;
mod methods;
mod prove;
mod report;
mod unmet;
mod words;

pub use methods::{Conflict, Disagreement};
pub use prove::{InvariantProof, ProofResult, Proofs, prove, prove_within};
pub use report::prove_loaded;
pub use unmet::{Met, Part, PartProof, unmet, unmet_within};

#[cfg(test)]
pub(in crate::analysis) use goals::Goals;
