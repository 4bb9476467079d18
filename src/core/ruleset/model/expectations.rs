//! `invariants.yaml` and `tests/*.yaml`: what must hold, and what is expected.

use indexmap::IndexMap;
use schemars::JsonSchema;
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
    #[schemars(with = "Option<schema::TestCase>")]
    pub case: Option<Value>,
    /// The handover, where one is validated.
    #[schemars(with = "Option<schema::TestHandover>")]
    pub handover: Option<Value>,
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
    #[schemars(with = "Option<schema::TestCase>")]
    pub case: Option<Value>,
    /// Fields of the handover.
    #[schemars(with = "Option<schema::TestHandover>")]
    pub handover: Option<Value>,
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
    #[schemars(with = "Option<schema::TestCase>")]
    pub case: Option<Value>,
    /// Fields of the handover.
    #[schemars(with = "Option<schema::TestHandover>")]
    pub handover: Option<Value>,
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
