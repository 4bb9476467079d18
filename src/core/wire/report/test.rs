//! The report of `test`: whether a rule set gives the answers that its tests expect.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::common::{ReportName, ReportedRules, TableName};
use super::coverage::Coverage;
use crate::wire::v1::{Because, Finding, Piece};

/// The results of a rule set's tests.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestReport {
    /// `test`.
    #[schemars(extend("const" = "test"))]
    pub report: ReportName,
    /// The rule set.
    pub ruleset: ReportedRules,
    /// The day used by tests that name none.
    #[schemars(with = "String", extend("format" = "date"))]
    pub at: Date,
    /// The number of tests, each row counted as one.
    pub summary: TestSummary,
    /// The tests, in the order of their files.
    pub tests: Vec<TestResult>,
    /// Coverage of the rules by the tests; null if not requested.
    pub coverage: Option<Coverage>,
}

impl TestReport {
    /// Whether there were tests, and all of them passed.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.summary.total > 0 && self.summary.failed == 0
    }
}

/// The number of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestSummary {
    /// Those that were run.
    pub total: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that the filter excluded.
    pub left_out: usize,
}

/// The result of a test.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestResult {
    /// The expectation, in words.
    pub name: String,
    /// The row of the test, counted from 1; null for a test without rows.
    pub row: Option<usize>,
    /// The file that contains it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
    /// Whether the answer is as expected.
    pub passed: bool,
    /// The reason why the request could not be read.
    pub error: Option<String>,
    /// The differences between the answer and the expectation.
    pub differences: Vec<TestDifference>,
    /// The explanation of the answer; null if it is as expected.
    pub why: Option<TestWhy>,
}

/// A difference between an answer and the expectation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestDifference {
    /// The compared value, by its key under `expect`.
    pub field: String,
    /// Its label.
    pub label: String,
    /// The expected value, as written.
    pub expected: Value,
    /// The value in the answer, in the same form.
    pub got: Value,
    /// The differences, side by side, in the language of the report.
    pub sides: Vec<SideBySide>,
}

/// One difference, in words; null on the side that lacks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Sides")]
pub struct SideBySide {
    /// The expected side.
    pub expected: Option<String>,
    /// The side of the answer.
    pub got: Option<String>,
}

/// The explanation of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestWhy {
    /// The routing rules that decided.
    pub because: Vec<Piece<'static, Because>>,
    /// The findings relevant to the differences.
    pub findings: Vec<Finding<'static>>,
    /// The rules that were expected to match and did not.
    pub kept_out: Vec<ExpectedRule>,
}

/// A rule that was expected to match, and the reason why it did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpectedRule {
    /// Its table: `routing` or `checks`.
    pub table: TableName,
    /// The rule.
    pub rule: String,
    /// The unmet conditions of the alternative that comes closest; empty if something else prevented a match.
    pub conditions: Vec<UnmetCondition>,
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnmetCondition {
    /// The input, as rules name it.
    pub input: String,
    /// Its label.
    pub label: String,
    /// The values that the rule accepts, as written in it.
    pub accepts: String,
    /// The values that the rule accepts, in the language of the report.
    pub accepts_label: String,
    /// The value of the case, in the form of rules; null if it has none.
    pub value: Option<String>,
    /// The value of the case, in the language of the report.
    pub value_label: Option<String>,
}
