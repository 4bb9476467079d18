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
    /// The revisions of the document that state it. Without it: the one that the document names as `stated_revision`, and it
    /// remains to be gone through against the others.
    pub revision: Option<StatedRevisions>,
}

/// One or several revisions of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StatedRevisions {
    /// One revision.
    One(u32),
    /// Several.
    Several(#[schemars(length(min = 1), extend("uniqueItems" = true))] Vec<u32>),
}

impl From<StatedRevisions> for Vec<u32> {
    fn from(stated: StatedRevisions) -> Self {
        match stated {
            StatedRevisions::One(revision) => vec![revision],
            StatedRevisions::Several(revisions) => revisions,
        }
    }
}
