//! What came of running tests, as it is shown and sent.

use serde::Serialize;
use serde_json::Value;

use super::coverage::Coverage;
use handover_core::wire::v1::{Because, Finding, Piece, RuleSetInfo};

/// What came of running the tests of a rule set.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What the rule set is called.
    pub title: String,
    /// The day of tests that name none.
    pub at: String,
    /// How many tests were run, each row counted as one.
    pub total: usize,
    /// How many of them held.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// How many the filter left out.
    pub left_out: usize,
    /// The tests, in the order of their files.
    pub tests: Vec<Tested>,
    /// What the tests hold the rules to, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// The rule set that answered.
    pub ruleset: RuleSetInfo,
}

impl Report {
    /// Whether there were tests, and all of them held.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.total > 0 && self.failed == 0
    }
}

/// How a test went.
#[derive(Debug, Clone, Serialize)]
pub struct Tested {
    /// What was expected, in words.
    pub name: String,
    /// Which row of the test, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The file that it stands in.
    pub file: String,
    /// The line that it begins on.
    pub line: Option<u32>,
    /// Whether the answer held all that was expected.
    pub passed: bool,
    /// Why the request could not be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the answer held instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// How the answer came about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// What was expected, and what the answer held.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// What was compared, as it is called under `expect`.
    pub field: String,
    /// What that is called, in the language of the report.
    pub label: String,
    /// What was expected, as it is written.
    pub expected: Value,
    /// What the answer held, in the same form.
    pub got: Value,
    /// What differs, side by side, for people.
    #[serde(skip)]
    pub sides: Vec<Side>,
}

/// One thing that differs; empty where one side lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What was expected.
    pub expected: Option<String>,
    /// What the answer held.
    pub got: Option<String>,
}

/// How an answer came about.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    /// The routing rules that decided.
    pub because: Vec<Piece<'static, Because>>,
    /// The findings that bear on what differs.
    pub findings: Vec<Finding<'static>>,
    /// The rules and checks that were expected and did not hold.
    pub kept_out: Vec<KeptOut>,
}

/// A rule or check that was expected, and what kept it out.
#[derive(Debug, Clone, Serialize)]
pub struct KeptOut {
    /// `rule` or `check`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// The conditions that do not hold, of the alternative that comes closest; none where something else kept it out.
    pub conditions: Vec<Unmet>,
}

/// A condition that does not hold.
#[derive(Debug, Clone, Serialize)]
pub struct Unmet {
    /// The input.
    pub input: String,
    /// What it is called, in the language of the report.
    pub label: String,
    /// What the rule accepts, as it is written.
    pub accepts: String,
    /// What that is called.
    pub accepts_label: String,
    /// What the case has, as rules write it; null where it has nothing.
    pub value: Option<String>,
    /// What that is called.
    pub value_label: Option<String>,
}
