//! `ruleset.yaml`: which rule set this is, and the documents that it rests on.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Language, Name, Texts};

/// Which rule set this is, and the files it consists of.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Header {
    /// The rule set's id, in every answer.
    pub id: String,
    /// What it is called.
    pub title: Texts,
    /// The languages that every text is written in. The first is used where a request asks for none.
    #[schemars(length(min = 1))]
    pub languages: Vec<Language>,
    /// The files of the rule set, relative to this one. Left out where this file is all there is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// A document that rules rest on. The first one governs: its validity is that of the rule set.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// The document's id.
    pub document: String,
    /// What it is called.
    pub title: Texts,
    /// Its revision.
    #[schemars(range(min = 0))]
    pub revision: u32,
    /// The day that it was decided.
    #[schemars(extend("format" = "date"))]
    pub decided: String,
    /// The first day that it holds.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day that it holds (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// The role that owns it (never a person's name).
    pub owner: Option<String>,
    /// What its owner wants once it has expired. The check on `source_expired` must have a severity that agrees.
    pub after_expiry: Option<AfterExpiry>,
    /// The sections that rules may name, and the places in each.
    #[serde(default)]
    pub places: IndexMap<String, Vec<Name>>,
    /// The sections that are tables: a number there is a row, elsewhere it is a step.
    #[serde(default)]
    pub tables: Vec<String>,
}

/// What holds after a document's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AfterExpiry {
    /// Answers go on, with a warning.
    Warn,
    /// Nothing is handed over by an expired document.
    Refuse,
}
