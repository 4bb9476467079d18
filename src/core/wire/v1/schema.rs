//! JSON Schemas (2020-12) of the contract's types.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::error::ErrorAnswer;
use super::{Case, Explanation, Handover, Recommendation, Verdict};

/// The types of the contract that have a schema.
pub const TYPES: &[&str] =
    &["case", "handover", "recommendation", "verdict", "explanation", "error"];

/// The schema of a type of the contract; `None` if there is none with that name.
#[must_use]
pub fn of(name: &str) -> Option<Value> {
    let requests = || SchemaSettings::draft2020_12().into_generator();
    let answers = || SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = match name {
        "case" => requests().into_root_schema_for::<Case>(),
        "handover" => requests().into_root_schema_for::<Handover>(),
        "recommendation" => answers().into_root_schema_for::<Recommendation>(),
        "verdict" => answers().into_root_schema_for::<Verdict>(),
        "explanation" => answers().into_root_schema_for::<Explanation>(),
        "error" => answers().into_root_schema_for::<ErrorAnswer>(),
        _ => return None,
    };
    Some(schema.to_value())
}
