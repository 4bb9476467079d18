//! The report of `test`: whether a rule set answers as its tests expect.

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
    /// The day of tests that name none.
    #[schemars(with = "String", extend("format" = "date"))]
    pub at: Date,
    /// How many tests there are, each row counted as one.
    pub summary: TestSummary,
    /// The tests, in the order of their files.
    pub tests: Vec<TestResult>,
    /// What the tests cover of the rules; null where that was not asked for.
    pub coverage: Option<Coverage>,
}

impl TestReport {
    /// Whether there were tests, and all of them passed.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.summary.total > 0 && self.summary.failed == 0
    }
}

/// How many tests there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TestSummary {
    /// Those that were run.
    pub total: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that the filter left out.
    pub left_out: usize,
}

/// The result of a test.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestResult {
    /// What is expected, in words.
    pub name: String,
    /// The row of the test, counted from 1; null for a test without rows.
    pub row: Option<usize>,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
    /// Whether the answer is as expected.
    pub passed: bool,
    /// Why the request could not be understood.
    pub error: Option<String>,
    /// Where the answer differs.
    pub differences: Vec<TestDifference>,
    /// How the answer came about; null where it is as expected.
    pub why: Option<TestWhy>,
}

/// Where an answer differs from what is expected.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestDifference {
    /// What is compared, as `expect` calls it.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What is expected, as it is written.
    pub expected: Value,
    /// What the answer holds, in the same form.
    pub got: Value,
    /// What differs, side by side, in the language of the report.
    pub sides: Vec<Sides>,
}

/// One thing that differs, in words; null on the side that lacks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sides {
    /// What is expected.
    pub expected: Option<String>,
    /// What the answer holds.
    pub got: Option<String>,
}

/// How an answer came about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TestWhy {
    /// The routing rules that decided.
    pub because: Vec<Piece<'static, Because>>,
    /// The findings that bear on what differs.
    pub findings: Vec<Finding<'static>>,
    /// The rules that were expected to hold and did not.
    pub kept_out: Vec<ExpectedRule>,
}

/// A rule that was expected to hold, and why it did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpectedRule {
    /// Its table: `routing` or `checks`.
    pub table: TableName,
    /// The rule.
    pub rule: String,
    /// The conditions that do not hold, of the alternative that comes closest; none where something else kept it out.
    pub conditions: Vec<UnmetCondition>,
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnmetCondition {
    /// The input, as rules name it.
    pub input: String,
    /// Its label.
    pub label: String,
    /// The values that the rule accepts, as it writes them.
    pub accepts: String,
    /// The values that the rule accepts, in the language of the report.
    pub accepts_label: String,
    /// The value of the case, as rules write it; null where it has none.
    pub value: Option<String>,
    /// The value of the case, in the language of the report.
    pub value_label: Option<String>,
}
