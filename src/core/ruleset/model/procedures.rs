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
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// Who takes the steps.
    pub actor: Actor,
    /// When the steps apply.
    #[serde(default)]
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// The steps in order.
    pub steps: Vec<StepEntry>,
}

/// Who does something.
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
    /// `section/place`, where it differs from the id.
    pub source: Option<String>,
    /// What to do, in Swedish.
    pub sv: Option<String>,
    /// What to do, in English.
    pub en: Option<String>,
}

/// States of something, and what may happen in each.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lifecycle {
    /// The lifecycle's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// The methods that it belongs to.
    #[serde(default)]
    #[schemars(schema_with = "schema::lifecycle_when")]
    pub when: Value,
    /// `state` where it is the request's own state; left out where it is for reading only.
    pub follows: Option<Follows>,
    /// The states.
    pub states: IndexMap<String, Texts>,
    /// What may happen.
    pub transitions: Vec<Transition>,
}

/// What a lifecycle follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Follows {
    /// The state of the request.
    State,
}

/// A step from one state to another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Transition {
    /// The state before.
    pub from: String,
    /// What happens.
    #[schemars(regex(pattern = schema::WORD))]
    pub event: String,
    /// What that is called; the event's id where it is left out.
    pub label: Option<Texts>,
    /// Who does it.
    pub by: Actor,
    /// The state after.
    pub to: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
}

/// A message to start from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Template {
    /// The template's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// When it is offered.
    #[serde(default)]
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// Who reads it.
    pub to: Actor,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}
