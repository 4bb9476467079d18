//! `statements.yaml`: the statements of the documents, place by place.

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
    /// Its carriers, as `kind/id`: `check/message_empty`, `unit/drop-in`. By default, everything that names the place
    /// as its source carries it.
    #[serde(default)]
    pub carried_by: Vec<String>,
    /// The reason why nothing carries it.
    pub declined: Option<Texts>,
}
