//! `invariants.yaml` and `tests/*.yaml`: what must hold, and what is expected.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value;

use super::{FindingSeverity, Name};
use crate::ruleset::schema;

/// Something that must hold whatever the rules say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Invariant {
    /// The invariant's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// Wherever this holds …
    #[serde(default)]
    #[schemars(schema_with = "schema::invariant_cells")]
    pub when: Value,
    /// … this must hold too.
    #[schemars(schema_with = "schema::invariant_cells")]
    pub then: Value,
}

/// An expectation of the rule set's answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expectation {
    /// What is expected, in words.
    pub name: String,
    /// The case.
    pub case: Option<TestCase>,
    /// The handover, where one is validated.
    pub handover: Option<TestHandover>,
    /// What is taken away of `common`, as dotted paths: `case.priority`, `to.role`, `handover`.
    #[serde(default)]
    pub without: Vec<String>,
    /// What the answer must hold; what is not named is not compared.
    pub expect: Option<Expected>,
    /// The test once for each row, with the row's values put in.
    #[serde(default)]
    pub rows: Vec<ExpectationRow>,
}

/// The values that a row puts in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExpectationRow {
    /// Fields of the case.
    pub case: Option<TestCase>,
    /// Fields of the handover.
    pub handover: Option<TestHandover>,
    /// What is taken away of `common` and of the test.
    #[serde(default)]
    pub without: Vec<String>,
    /// What the answer must hold.
    pub expect: Option<Expected>,
}

/// What is put into every test of a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Common {
    /// Fields of the case.
    pub case: Option<TestCase>,
    /// Fields of the handover.
    pub handover: Option<TestHandover>,
}

/// A case in a test.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestCase {
    /// Kind of case.
    pub case_type: Option<String>,
    /// Contact reason, used where the kind of case is left out.
    pub contact_reason: Option<String>,
    /// Care level.
    pub care_level: Option<String>,
    /// Specialty.
    pub specialty: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// The role that the case first came in to.
    pub original_role: Option<String>,
    /// The priority that the case came in with.
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// The sender has accepted the case.
    pub accepted: Option<bool>,
    /// The sender.
    pub from: Option<TestSender>,
    /// Sender and receiver have the same care provider.
    pub same_provider: Option<bool>,
    /// The day.
    #[schemars(extend("format" = "date"))]
    pub at: Option<String>,
}

/// The sender of a case in a test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestSender {
    /// The sending unit.
    pub unit: String,
}

/// A handover in a test.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestHandover {
    /// What is about to be done.
    pub action: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The receiver chosen.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    pub to: Option<Value>,
    /// The priority chosen.
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// Why another role is chosen.
    pub role_reason: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The related visit is attached.
    pub related_visit: Option<bool>,
    /// Text of the case is pasted in.
    pub case_text_included: Option<bool>,
    /// The patient has been told.
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    pub patient_has_read: Option<bool>,
    /// Where the request stands.
    pub state: Option<String>,
}

/// What an answer must hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expected {
    /// The decision.
    pub decision: Option<String>,
    /// The receiver is alerted.
    pub sms: Option<bool>,
    /// The recommended unit; empty (null) where none is.
    pub unit: Option<String>,
    /// The recommended role; empty (null) where none is.
    pub role: Option<String>,
    /// The recommended capability; empty (null) where none is.
    pub capability: Option<String>,
    /// The recommended specialty; empty (null) where none is.
    pub specialty: Option<String>,
    /// The recommended receiver as one string, in the rule set's first language.
    pub resource: Option<String>,
    /// The routing rule that decides alone; empty (null) where none does.
    pub rule: Option<String>,
    /// The routing rules that decide, where several answer alike.
    pub rules: Option<Vec<String>>,
    /// The codes of all findings; or `has` and `not`: codes that must be among them, and codes that must not.
    pub findings: Option<ExpectedFindings>,
    /// How serious a finding is, by its code; empty (null) where it must not be there.
    pub severity: Option<IndexMap<String, Option<FindingSeverity>>>,
    /// The methods that are allowed.
    pub methods: Option<Vec<String>>,
    /// The fields that are asked for.
    pub missing: Option<Vec<String>>,
    /// The ids of the steps, in order.
    pub steps: Option<Vec<Name>>,
    /// The ids of the messages to start from.
    pub templates: Option<Vec<String>>,
    /// The events that may happen next.
    pub next: Option<Vec<String>>,
}

/// The findings that an answer must hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExpectedFindings {
    /// These and no others.
    All(Vec<String>),
    /// Some of them.
    Some(SomeFindings),
}

/// Findings that must be there, and those that must not.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SomeFindings {
    /// Must be there.
    #[serde(default)]
    pub has: Vec<String>,
    /// Must not be there.
    #[serde(default)]
    pub not: Vec<String>,
}

fn any_object(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object"})
}
