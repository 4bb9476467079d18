//! A table in classes and rows, and its hit policy as verdicts: the form that builders, plans and analyses share.
//!
//! ```text
//! Table ── lookup, classes ──> Classes ── rows ──> Rows ── shadow ──> Rows      without hidden rows
//! Table ── verdicts ──> Verdicts ── answers ──> Answers                         at the leaves of diagrams
//! ```
//!
//! Beside them are the tools of all stages: [`Interner`], [`Sets`], [`RuleBits`], [`parallel`] and [`BuildLimits`].

mod answers;
mod classes;
mod interner;
mod limits;
mod lookup;
pub(crate) mod parallel;
mod rows;
mod rule_bits;
mod sets;
mod shadow;
mod verdicts;

pub use answers::AnswerId;
pub use classes::Classes;
pub use limits::{OverBudget, Unbuilt};
pub use lookup::ABSENT;
pub use rule_bits::RuleBits;

pub(crate) use answers::Answers;
pub(crate) use classes::Partition;
pub(crate) use interner::Interner;
pub(crate) use limits::{BuildLimits, MAX_BUDGET};
pub(crate) use lookup::class_from;
pub(crate) use rows::{ANY, Rows};
pub(crate) use rule_bits::ones;
pub(crate) use sets::Sets;
pub(crate) use shadow::drop_shadowed;
pub(crate) use verdicts::Verdicts;
