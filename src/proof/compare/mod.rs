//! The changes from one rule set to another.
//!
//! Targets of cases, checks, requirements of methods and alerting priorities are compared exactly over every complete
//! case; texts, steps, words and the like are compared as written.
//!
//! Words correspond by their ids, or by the `was` of a word (see [`words`]), so that a mere renaming changes nothing.
//! The result becomes a [`DiffReport`](handover_core::wire::report::DiffReport), the same for programs and for people.

pub mod cases;
mod comparison;
mod items;
mod left;
mod plain;
mod receiver;
mod report;
mod request;
mod tables;
mod wording;
pub mod words;

pub use comparison::{Compared, Comparison};
