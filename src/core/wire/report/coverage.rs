//! What tests cover of the rules.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::TableName;

/// What the tests cover of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// All rules.
    pub rules: Share,
    /// All cells.
    pub cells: Share,
    /// The places in documents that rules name.
    pub places: Share,
    /// By table.
    pub tables: Vec<TableCoverage>,
    /// What is not covered, in the order of tables and rules.
    pub missing: Vec<CoverageGap>,
    /// The places that are not covered.
    pub missing_places: Vec<String>,
}

/// A share of a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// How many are covered.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
}

impl Share {
    /// The share with one more, covered or not.
    #[must_use]
    pub fn count(self, covered: bool) -> Self {
        Self { covered: self.covered + usize::from(covered), total: self.total + 1 }
    }

    /// The share in whole percent, rounded down, so that only all is 100; of nothing, 100.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.total).unwrap_or(100)
    }
}

/// What is covered of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TableCoverage {
    /// The table.
    pub table: TableName,
    /// Its rules.
    pub rules: Share,
    /// Their cells.
    pub cells: Share,
}

/// A rule or a cell that no test covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CoverageGap {
    /// The table.
    pub table: TableName,
    /// The rule.
    pub rule: String,
    /// Whether it is the whole rule; else it is a cell of it.
    pub whole: bool,
    /// What no test shows, in the language of the report.
    pub text: String,
    /// A test that covers it, to paste, with the answer that the rules give today; null where none was found.
    pub suggestion: Option<String>,
}
