//! Provenance: the carriers of each statement of the documents, and the documents that have expired or soon will.
//!
//! [`report()`] phrases the results of [`handover_core::ruleset::statements`] as data, which is printed as text,
//! Markdown or JSON.

mod carrier;
mod documents;
mod report;

pub use report::{DEFAULT_WITHIN, report};
