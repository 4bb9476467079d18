//! `ruleset.yaml`: the identity of the rule set, and the documents that it is based on.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Language, Name, Texts};
use crate::ruleset::schema;

/// The identity of the rule set, and its files.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Header {
    /// The rule set's id, in every answer.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// The rule set's title.
    pub title: Texts,
    /// The languages that every text is written in. The first is used where a request asks for none.
    #[schemars(length(min = 1))]
    pub languages: Vec<Language>,
    /// The time zone whose day is "today", by its name in the IANA database, as `Europe/Stockholm`. Without it the machine's
    /// decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The files of the rule set, relative to this one. Optional if this is the only file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// A document that rules are based on. The first one governs: its validity is that of the rule set.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// The document's id.
    pub document: String,
    /// The document's title.
    pub title: Texts,
    /// Its revision.
    #[schemars(range(min = 0))]
    pub revision: u32,
    /// The day on which it was decided.
    #[schemars(extend("format" = "date"))]
    pub decided: String,
    /// The first day on which it is valid.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day on which it is valid (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// The role that owns it (never a person's name).
    pub owner: Option<String>,
    /// What must happen once it has expired. The check on `source_expired` must have a severity that agrees.
    pub after_expiry: Option<AfterExpiry>,
    /// The revision that statements without a `revision` of their own were gone through against. Default: 1.
    #[schemars(range(min = 0))]
    pub stated_revision: Option<u32>,
    /// The sections that rules may name, and the places in each.
    #[serde(default)]
    pub places: IndexMap<String, Vec<Name>>,
    /// The sections that are tables: there a number is a row, elsewhere a step.
    #[serde(default)]
    pub tables: Vec<String>,
}

/// Effect of a document's expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AfterExpiry {
    /// Answers continue, with a warning.
    Warn,
    /// Handovers under an expired document are refused.
    Refuse,
}
