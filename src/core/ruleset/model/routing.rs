//! `routing.yaml` and `local/*.yaml`: targets of cases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Source, Texts};
use crate::ruleset::schema;

/// The targets of cases.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Routing {
    /// The routing rules. Their order has no meaning.
    pub rules: Vec<RoutingRule>,
}

/// One routing rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RoutingRule {
    /// The rule's id, unique and shown in every answer.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// The source of the rule: `section/place` of a document in `sources`.
    pub source: String,
    /// The conditions of the cases that it routes.
    #[serde(default)]
    #[schemars(schema_with = "schema::routing_when")]
    pub when: Value,
    /// The target of these cases.
    pub then: Then,
    /// The ids of rules that this one overrides.
    #[serde(default)]
    pub overrides: Vec<String>,
    /// The first day on which the rule is valid.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day on which the rule is valid (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// A note to the reader, shown with the recommendation.
    pub note: Option<Texts>,
}

/// The target of a case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Then {
    /// `concerned` (the unit that the case names), or a unit's id.
    pub unit: String,
    /// A role; `original` (the one that the case first came in to); or `not_given` (a person decides).
    pub role: String,
    /// A capability. Absent if none is required.
    pub capability: Option<String>,
    /// `concerned` (the specialty that the case names), or a specialty.
    pub specialty: String,
    /// Whether another role may be chosen with a reason.
    #[serde(default)]
    pub other_role: OtherRole,
}

/// Whether a person may choose another role than the recommended one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherRole {
    /// The rule allows no other role.
    #[default]
    NotAllowed,
    /// A person may choose another role and give a reason.
    WithReason,
}

/// A unit's own rules, which decide only cases within that unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Local {
    /// The unit's id.
    pub unit: String,
    /// The documents that the rules are based on.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The rules. For cases within the unit they override the region's.
    pub rules: Vec<RoutingRule>,
}
