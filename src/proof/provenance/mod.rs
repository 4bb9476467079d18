//! Provenance: what each statement of the documents is carried by, and which documents have expired or soon will.
//!
//! [`report()`] puts what [`handover_core::ruleset::statements`] found into words, as data that is printed as text, Markdown or
//! JSON.

mod carrier;
mod documents;
mod report;

pub use report::{DEFAULT_WITHIN, report};
