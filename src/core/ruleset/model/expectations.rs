//! `invariants.yaml` and `tests/*.yaml`: invariants and expected answers.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{FindingSeverity, Name};
use crate::ruleset::schema;

/// A condition that must hold whatever the rules say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Invariant {
    /// The invariant's id.
    #[schemars(schema_with = "schema::id")]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// For every handover that meets these conditions …
    #[serde(default)]
    #[schemars(schema_with = "schema::invariant_cells")]
    pub when: Value,
    /// … these conditions must hold too.
    #[schemars(schema_with = "schema::invariant_cells")]
    pub then: Value,
}

/// An expectation of the rule set's answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expectation {
    /// The expectation, in words.
    pub name: String,
    /// The case.
    #[schemars(with = "Option<schema::TestCase>")]
    pub case: Option<Value>,
    /// The handover, if one is validated.
    #[schemars(with = "Option<schema::TestHandover>")]
    pub handover: Option<Value>,
    /// Parts of `common` to remove, as dotted paths: `case.priority`, `to.role`, `handover`.
    #[serde(default)]
    pub without: Vec<String>,
    /// The expected values in the answer; keys that are not listed are not compared.
    pub expect: Option<Expected>,
    /// Runs the test once for each row, with the row's values merged.
    #[serde(default)]
    pub rows: Vec<ExpectationRow>,
}

/// The values of one row.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExpectationRow {
    /// Fields of the case.
    #[schemars(with = "Option<schema::TestCase>")]
    pub case: Option<Value>,
    /// Fields of the handover.
    #[schemars(with = "Option<schema::TestHandover>")]
    pub handover: Option<Value>,
    /// Parts of `common` and of the test to remove.
    #[serde(default)]
    pub without: Vec<String>,
    /// The expected values in the answer.
    pub expect: Option<Expected>,
}

/// The values common to every test of a file.
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

/// The expected values in an answer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expected {
    /// The decision.
    pub decision: Option<String>,
    /// The receiver is alerted.
    pub sms: Option<bool>,
    /// The recommended unit; empty (null) for none.
    pub unit: Option<String>,
    /// The recommended role; empty (null) for none.
    pub role: Option<String>,
    /// The recommended capability; empty (null) for none.
    pub capability: Option<String>,
    /// The recommended specialty; empty (null) for none.
    pub specialty: Option<String>,
    /// The recommended receiver as one string, in the rule set's first language.
    pub resource: Option<String>,
    /// The routing rule that decides alone; empty (null) for none.
    pub rule: Option<String>,
    /// The routing rules that decide, if several give the same answer.
    pub rules: Option<Vec<String>>,
    /// The codes of all findings; or `has` and `not`: codes that must be among them, and codes that must not.
    pub findings: Option<ExpectedFindings>,
    /// The severity of a finding, by its code; empty (null) if it must be absent.
    pub severity: Option<IndexMap<String, Option<FindingSeverity>>>,
    /// The allowed methods.
    pub methods: Option<Vec<String>>,
    /// The fields asked for.
    pub missing: Option<Vec<String>>,
    /// The ids of the steps, in order.
    pub steps: Option<Vec<Name>>,
    /// The ids of the messages to start from.
    pub templates: Option<Vec<String>>,
    /// The possible next events.
    pub next: Option<Vec<String>>,
}

/// The expected findings of an answer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExpectedFindings {
    /// Exactly these.
    All(Vec<String>),
    /// At least these.
    Some(SomeFindings),
}

/// Findings that must be present, and those that must not.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SomeFindings {
    /// Must be present.
    #[serde(default)]
    pub has: Vec<String>,
    /// Must be absent.
    #[serde(default)]
    pub not: Vec<String>,
}
