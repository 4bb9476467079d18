//! Sets of cases, in words and as conditions.

use schemars::JsonSchema;
use serde::Serialize;

use super::count::Count;
use crate::wire::v1::Case;

/// A set of cases.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cases {
    /// The cases in words.
    pub text: String,
    /// Their conditions, which must all hold; an input without one may have any value.
    pub when: Vec<Condition>,
    /// The number of combinations of values, days not counted, and all names outside a list counted as one.
    pub combinations: Count,
    /// One of them, as a request; null for tables other than routing.
    pub request: Option<Box<Case<'static>>>,
}

/// A condition on an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Condition {
    /// The input, as rules name it.
    pub input: String,
    /// Its label.
    pub label: String,
    /// The values that it accepts, as rules write them.
    pub accepts: String,
    /// The values that it accepts, in the language of the report.
    pub accepts_label: String,
}
