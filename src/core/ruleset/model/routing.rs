//! `routing.yaml` and `local/*.yaml`: to whom cases go.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Source, Texts};
use crate::ruleset::schema;

/// To whom cases go.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Routing {
    /// The routing rules. Their order means nothing.
    pub rules: Vec<RoutingRule>,
}

/// One routing rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RoutingRule {
    /// The rule's id, unique and shown everywhere.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// Where the rule comes from: `section/place` of a document in `sources`.
    pub source: String,
    /// The cases that it holds for.
    #[serde(default)]
    #[schemars(schema_with = "schema::routing_when")]
    pub when: Value,
    /// Where they go.
    pub then: Then,
    /// The ids of rules that this one goes before.
    #[serde(default)]
    pub overrides: Vec<String>,
    /// The first day that the rule holds.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day that the rule holds (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// A note to the reader, shown with the recommendation.
    pub note: Option<Texts>,
}

/// Where a case goes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Then {
    /// `concerned` (the one that the case names), or a unit's id.
    pub unit: String,
    /// A role; `original` (the one that the case first came in to); or `not_given` (a person decides).
    pub role: String,
    /// A capability. Left out where none is asked for.
    pub capability: Option<String>,
    /// `concerned` (the one that the case names), or a specialty.
    pub specialty: String,
    /// Whether another role may be chosen with a reason.
    #[serde(default)]
    pub other_role: OtherRole,
}

/// Whether a person may choose another role than the recommended one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherRole {
    /// The rule leaves no choice.
    #[default]
    NotAllowed,
    /// A person may choose another role and say why.
    WithReason,
}

/// A unit's own rules, which decide only cases within that unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Local {
    /// The unit's id.
    pub unit: String,
    /// The documents that the rules rest on.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The rules. Among cases within the unit they come before the region's.
    pub rules: Vec<RoutingRule>,
}
