//! Version 1 of the contract. Field names and codes are stable: adding is allowed, renaming or removing
//! needs version 2.
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
//! assert_eq!(answer.decision, "route");
//! assert_eq!(answer.target.role.unwrap().name, "Administratör");
//! ```

mod access;
mod answer;
mod description;
mod error;
mod explain;
mod fragments;
mod paths;
mod read;
mod request;
mod respond;
pub mod schema;
mod shape;
mod write;

pub use crate::ruleset::fields::MAX_NAME_BYTES;
pub use access::FieldValue;
pub use answer::{
    Because, Finding, Labelled, Method, Missing, Next, Priority, Recommendation, RuleSetInfo,
    SourceRef, Step, Target, Template, Verdict,
};
pub use description::{
    CheckCode, Description, FieldLabel, NamedWord, SourceDocument, TableInput, TableShape,
    VocabularyWords, description,
};
pub use error::{ErrorAnswer, ErrorBody, RequestError};
pub use explain::{
    Explanation, FieldChange, OUTSIDE, ReadCondition, ReadInput, ReadRule, WhyNot, explanation,
    why_not,
};
pub use paths::Paths;
pub use read::{Names, read_case, read_handover, read_resource, read_rule};
pub use request::{Case, Handover, MAX_REQUEST_BYTES, Sender, To, parse_case, parse_handover};
pub use respond::{recommendation, verdict};
pub use write::{Pieces, Writer};

use jiff::civil::Date;

use crate::engine::Engine;
use crate::language::Lang;

/// What an answer needs beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The engine that answers.
    pub engine: &'a Engine,
    /// The language of names and messages.
    pub lang: Lang,
    /// The day taken where a case names none.
    pub today: Date,
}

/// Answers a case in JSON.
///
/// # Errors
/// Where the request cannot be understood.
pub fn recommend(context: &Context<'_>, json: &[u8]) -> Result<Recommendation, RequestError> {
    let request = parse_case(json)?;
    let case = read_case(context, &request, Names::Case)?;
    let answer = context.engine.recommend(&case);
    Ok(recommendation(context, &case, &answer, Paths::of_case(&request)))
}

/// Answers a handover in JSON.
///
/// # Errors
/// Where the request cannot be understood.
pub fn validate(context: &Context<'_>, json: &[u8]) -> Result<Verdict, RequestError> {
    let request = parse_handover(json)?;
    let resource = read_resource(context, &request);
    let handover = read_handover(context, &request, resource.as_ref())?;
    let answer = context.engine.validate(&handover);
    Ok(verdict(context, &handover, &answer, Paths::of_handover(&request)))
}

/// Explains the answer to a case in JSON.
///
/// # Errors
/// Where the request cannot be understood.
pub fn explain(context: &Context<'_>, json: &[u8]) -> Result<Explanation, RequestError> {
    explain_rule(context, json, None)
}

/// Explains the answer to a case in JSON, and what would make a routing rule decide it that is named by its id.
///
/// # Errors
/// Where the request cannot be understood, or there is no such rule.
pub fn explain_rule(
    context: &Context<'_>,
    json: &[u8],
    rule: Option<&str>,
) -> Result<Explanation, RequestError> {
    let rule = rule.map(|id| read_rule(context, id)).transpose()?;
    let request = parse_case(json)?;
    let case = read_case(context, &request, Names::Case)?;
    let answer = context.engine.explain(&case);
    let explanation = explanation(context, &case, &answer, Paths::of_case(&request));
    let why_not = rule.map(|rule| why_not(context, &case, rule));
    Ok(Explanation { why_not, ..explanation })
}
