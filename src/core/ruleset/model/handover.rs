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
    /// The most urgent end of the scale.
    pub most_urgent: i64,
    /// The rules of the scale, each for some priorities.
    pub rules: Vec<PriorityRule>,
}

/// Rule for some priorities.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PriorityRule {
    /// The rule's id.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The priorities.
    #[serde(default)]
    #[schemars(schema_with = "schema::priority_when")]
    pub when: Value,
    /// The result for them.
    pub then: Notification,
}

/// Result for a priority.
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
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// The method's label.
    pub label: Texts,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The conditions for using the method.
    #[serde(default)]
    #[schemars(schema_with = "schema::method_requires")]
    pub requires: Value,
}

/// A check: a finding, and the conditions for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// The check's id, which is the finding's code.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// Severity of the finding.
    pub severity: FindingSeverity,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The field of the request that the finding is about.
    pub field: Option<String>,
    /// The conditions for the finding; `always` where there are none.
    #[schemars(schema_with = "schema::check_when")]
    pub when: Value,
    /// An input to ask for if it is the only unknown one.
    pub needs: Option<String>,
    /// Gives the finding once, about the first field of this list that has a value.
    pub first_of: Option<String>,
    /// Gives the finding for each field of this list.
    pub for_each: Option<String>,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}

/// Severity of a finding; the worst one decides the verdict.
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
