//! Coverage of the rules by tests.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::TableName;

/// Coverage of the rules by tests.
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
    /// The gaps in coverage, in the order of tables and rules.
    pub missing: Vec<CoverageGap>,
    /// The places that are not covered.
    pub missing_places: Vec<String>,
}

/// A share of a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// The number of covered items.
    pub covered: usize,
    /// The number of all items.
    pub total: usize,
}

impl Share {
    /// The share with one more item, covered or not.
    #[must_use]
    pub fn count(self, covered: bool) -> Self {
        Self { covered: self.covered + usize::from(covered), total: self.total + 1 }
    }

    /// The share in whole percent, rounded down, so that only all is 100; an empty total gives 100.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.total).unwrap_or(100)
    }
}

/// Coverage of one table.
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
    /// Whether it is the whole rule; otherwise it is one of its cells.
    pub whole: bool,
    /// The uncovered behaviour, in the language of the report.
    pub text: String,
    /// A test that covers it, to paste, with today's answer of the rules; null if none was found.
    pub suggestion: Option<String>,
}
