//! Impact of a difference on recorded cases.

use schemars::JsonSchema;
use serde::Serialize;

/// The impact on recorded cases: counts, line numbers, and words of the vocabularies; no text of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedImpact {
    /// Cases that were read.
    pub cases: u64,
    /// Those that are handovers.
    pub handovers: u64,
    /// Lines or rows that could not be read.
    pub misread: u64,
    /// Lines of the file, as an editor counts them: with headings, blank lines, and the lines within cells.
    pub lines: u64,
    /// The columns of CSV that are not read.
    pub ignored: Vec<IgnoredColumn>,
    /// Cases with another answer.
    pub changed: u64,
    /// Cases with another receiver.
    pub target: u64,
    /// Cases with another decision of the recommendation.
    pub decision: u64,
    /// Handovers with another decision of the verdict.
    pub verdict: u64,
    /// Handovers that newly alert the receiver, or no longer do.
    pub sms: u64,
    /// Cases with other findings.
    pub findings: u64,
    /// Cases with other methods, or other reasons against some.
    pub methods: u64,
    /// Handovers with other steps, messages to start from or next events.
    pub steps: u64,
    /// The kinds of case with changes, most first.
    pub case_types: Vec<RecordedGroup>,
    /// The units with changes, most first.
    pub units: Vec<RecordedGroup>,
    /// By the changes of the exact difference, most cases first.
    pub blocks: Vec<RecordedBlock>,
    /// The first lines that could not be read.
    pub errors: Vec<UnreadLine>,
}

/// Recorded cases of one kind, or at one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedGroup {
    /// The id of the word, or `unlisted`; null if the cases name none.
    pub id: Option<String>,
    /// Its label.
    pub label: String,
    /// The number of cases.
    pub cases: u64,
    /// The number of cases with another answer.
    pub changed: u64,
}

/// Recorded cases in one block of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedBlock {
    /// The cases in words.
    pub text: String,
    /// The change in words.
    pub change: String,
    /// The number of recorded cases in the block.
    pub changed: u64,
    /// The lines of the first of them, counted from 1.
    pub lines: Vec<u64>,
}

/// A column of CSV that is not read, since its heading is no field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IgnoredColumn {
    /// The heading, without identity numbers.
    pub column: String,
    /// The field that was probably meant; null if none is near.
    pub nearest: Option<String>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadLine {
    /// The line, counted from 1; of a row over several lines, the one where the fault begins.
    pub line: u64,
    /// The error code of the contract, or of CSV: `unclosed_quote`, `stray_quote`, `too_many_cells`, `too_few_cells`,
    /// `column_twice`, `not_utf8`.
    pub code: String,
    /// The field; null for the whole line.
    pub field: Option<String>,
}
