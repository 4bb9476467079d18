//! `handover.yaml`: priority, methods and checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Texts;
use crate::ruleset::schema;

/// The priority scale, and which priorities alert the receiver.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Priority {
    /// The scale, as a range: `1..99`.
    pub scale: String,
    /// Which end of the scale is the most urgent.
    pub most_urgent: i64,
    /// What holds for each priority.
    pub rules: Vec<PriorityRule>,
}

/// What holds for some priorities.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PriorityRule {
    /// The rule's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The priorities.
    #[serde(default)]
    #[schemars(schema_with = "schema::priority_when")]
    pub when: Value,
    /// What holds for them.
    pub then: Notification,
}

/// What holds for a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Notification {
    /// The receiver is alerted by SMS.
    pub sms: bool,
    /// The governing document says something about this priority.
    pub listed: bool,
}

/// A way to hand over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Method {
    /// The method's id.
    #[schemars(regex(pattern = schema::WORD))]
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// What must hold for the method to be used.
    #[serde(default)]
    #[schemars(schema_with = "schema::method_requires")]
    pub requires: Value,
}

/// A check: a finding, and when it is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// The check's id, which is the finding's code.
    #[schemars(regex(pattern = schema::WORD))]
    pub id: String,
    /// How serious the finding is.
    pub severity: FindingSeverity,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The field of the request that the finding is about.
    pub field: Option<String>,
    /// When it is given.
    #[serde(default)]
    #[schemars(schema_with = "schema::check_when")]
    pub when: Value,
    /// An input that is asked for when only that is unknown.
    pub needs: Option<String>,
    /// Given once where this list of fields holds any, about the first of them.
    pub first_of: Option<String>,
    /// Given for each field of this list.
    pub for_each: Option<String>,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}

/// How serious a finding is; the worst one decides the verdict.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum FindingSeverity {
    /// Worth knowing.
    Info,
    /// Allowed, but think again.
    Warning,
    /// A person has to decide.
    Manual,
    /// It may not be done.
    Refuse,
}
