//! `procedures.yaml`: steps, states and messages.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Texts;
use crate::ruleset::schema;

/// A list of steps for one side of a method.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Procedure {
    /// The procedure's id.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// The actor who takes the steps.
    pub actor: Actor,
    /// The conditions for the steps; `always` where there are none.
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// The steps in order.
    pub steps: Vec<StepEntry>,
}

/// An actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The unit that hands over.
    Sender,
    /// The unit that takes over.
    Receiver,
    /// The patient.
    Patient,
}

/// A step, or the id of a step that is written elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StepEntry {
    /// A step written elsewhere.
    Repeated(String),
    /// A step.
    Written(Step),
}

/// A step of a procedure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// The step's id, which is also its source unless one is named.
    pub id: String,
    /// `section/place`, if it differs from the id.
    pub source: Option<String>,
    /// The instruction in Swedish.
    pub sv: Option<String>,
    /// The instruction in English.
    pub en: Option<String>,
}

/// States of something, and the transitions between them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lifecycle {
    /// The lifecycle's id.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// Its methods.
    #[serde(default)]
    #[schemars(schema_with = "schema::lifecycle_when")]
    pub when: Value,
    /// `state` if it is the request's own state; absent if it is for information only.
    pub follows: Option<Follows>,
    /// The states.
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub states: IndexMap<String, Texts>,
    /// The transitions.
    pub transitions: Vec<Transition>,
}

/// The state that a lifecycle follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Follows {
    /// The state of the request.
    State,
}

/// A transition from one state to another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Transition {
    /// The state before.
    pub from: String,
    /// The event.
    #[schemars(schema_with = "schema::id")]
    pub event: String,
    /// The event's label; its id if absent.
    pub label: Option<Texts>,
    /// The actor.
    pub by: Actor,
    /// The state after.
    pub to: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
}

/// A message template.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Template {
    /// The template's id.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The conditions for offering it; `always` where there are none.
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// The reader.
    pub to: Actor,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}
