//! What recorded cases show of a difference.

use schemars::JsonSchema;
use serde::Serialize;

/// What recorded cases show: counts, line numbers, and words of the vocabularies; no text of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedImpact {
    /// Cases that were read and understood.
    pub cases: u64,
    /// Those that are handovers.
    pub handovers: u64,
    /// Lines that could not be understood.
    pub misread: u64,
    /// Cases that get another answer.
    pub changed: u64,
    /// Those that go to another receiver.
    pub target: u64,
    /// Those with another decision of the recommendation.
    pub decision: u64,
    /// Handovers with another decision of the verdict.
    pub verdict: u64,
    /// Handovers that alert the receiver and did not before, or the other way round.
    pub sms: u64,
    /// Handovers with other findings.
    pub findings: u64,
    /// The kinds of case with changes, most first.
    pub case_types: Vec<RecordedGroup>,
    /// The units with changes, most first.
    pub units: Vec<RecordedGroup>,
    /// By the changes of the exact difference, most cases first.
    pub blocks: Vec<RecordedBlock>,
    /// The first lines that could not be understood.
    pub errors: Vec<UnreadLine>,
}

/// Recorded cases of one kind, or at one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedGroup {
    /// The id of the word, or `unlisted`; null where the cases name none.
    pub id: Option<String>,
    /// Its label.
    pub label: String,
    /// How many cases there are.
    pub cases: u64,
    /// How many of them get another answer.
    pub changed: u64,
}

/// Recorded cases in one block of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedBlock {
    /// The cases in words.
    pub text: String,
    /// What changes, in words.
    pub change: String,
    /// How many of the recorded cases.
    pub changed: u64,
    /// The lines of the first of them, counted from 1.
    pub lines: Vec<u64>,
}

/// A line that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadLine {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong, as errors of the contract name it.
    pub code: String,
    /// The field; null for the whole.
    pub field: Option<String>,
}
