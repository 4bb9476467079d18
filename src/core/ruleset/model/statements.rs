//! `statements.yaml`: what the documents state, place by place.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Texts;

/// One thing that a document states at a place, in our own words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Statement {
    /// The statement in Swedish.
    pub sv: Option<String>,
    /// The statement in English.
    pub en: Option<String>,
    /// What carries it, as `kind/id`: `check/message_empty`, `unit/drop-in`. Left out, everything that names the
    /// place as its source carries it.
    #[serde(default)]
    pub carried_by: Vec<String>,
    /// Why nothing carries it.
    pub declined: Option<Texts>,
}
