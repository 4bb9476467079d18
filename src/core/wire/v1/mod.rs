//! Version 1 of the contract. Field names and codes are stable: additions are allowed, renaming or removing one needs
//! version 2.
//!
//! ```
//! use handover_core::language::Lang;
//! use handover_core::engine::Engine;
//! use handover_core::ruleset::RuleSet;
//! use handover_core::wire::v1;
//! use jiff::civil::date;
//!
//! let engine = Engine::new(RuleSet::embedded().unwrap());
//! let asked = r#"{"case_type": "Intyg", "care_level": "primary", "unit": "Valbo Din hälsocentral",
//!                  "from": {"unit": "andersberg"}, "at": "2025-10-01"}"#;
//! let context = v1::Context { engine: &engine, lang: Lang::Sv, today: date(2025, 10, 1) };
//! let answer = v1::recommend(&context, asked.as_bytes()).unwrap();
//! assert_eq!(answer.decision, v1::Decision::Route);
//! assert_eq!(answer.target.role.unwrap().name, "Administratör");
//! ```

mod access;
mod answer;
mod compact;
mod context;
mod description;
mod error;
mod explain;
mod parse;
mod parts;
mod paths;
mod piece;
mod pieces;
mod read;
mod request;
mod respond;
pub mod schema;
mod shape;
mod twice;
mod words;
mod write;

pub use crate::ruleset::fields::MAX_NAME_BYTES;
pub use access::FieldValue;
pub use answer::{
    Because, Finding, Labelled, Method, Missing, Next, Priority, Recommendation, RuleSetInfo,
    SourceRef, Step, Target, Template, Verdict,
};
pub use context::Context;
pub use description::{
    CheckCode, Description, FieldLabel, NamedWord, SourceDocument, TableInput, TableShape,
    VocabularyWords, description,
};
pub use error::{ErrorAnswer, ErrorBody, RequestError};
pub use explain::{Explanation, FieldChange, OUTSIDE, ReadCondition, ReadInput, ReadRule, WhyNot};
pub use parse::{MAX_REQUEST_BYTES, parse_case, parse_handover};
pub use paths::Paths;
pub use piece::{Piece, Rendered};
pub use pieces::Pieces;
pub use read::{CasePrefix, read_case, read_handover, read_resource, read_rule};
pub use request::{Case, Handover, Sender, To};
pub use respond::{recommendation, verdict};
pub use words::{Action, Actor, Decision, Severity, VerdictDecision, WhyNotAnswer};
pub use write::{Writer, explain, explain_rule, recommend, validate};
