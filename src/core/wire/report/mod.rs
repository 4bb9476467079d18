//! Reports: the results of `check`, `analyse`, `test`, `diff` and `sources`, as data.
//!
//! A report is made once from the findings of a command, in one language. It is serialised as JSON for programs and
//! rendered as text and Markdown for people, so that all forms agree. All reports have one form:
//!
//! - `report` names the report; `ruleset` is the rule set it is about (`before` and `after` of a difference); `summary`
//!   has the result in numbers.
//! - Every key is always present; an unknown or unrequested value is null.
//! - Fields for programs come with text for people: ids and values in the form of rules, closed words, numbers and
//!   days; and in `label`, `text` and fields that end in `_label` the same in the language of the report.
//! - One thing has one name: a `table` and a `rule` of it, the `text`, `when` and `combinations` of a set of cases, the
//!   `file` and `line` of something written.

mod analyse;
mod cases;
mod check;
mod common;
mod count;
mod coverage;
mod diagnostic;
mod diff;
mod recorded;
pub mod schema;
mod sources;
mod test;

pub use analyse::{
    AnalyseReport, AnalysisFinding, ClosingUnit, DayPeriod, ExaminedParts, FindingDetail, PartKind,
    ProvedInvariants, RuleWins, SeldomRule, TableAnalysis, Topic, UnstaffedResource,
};
pub use cases::{Cases, Condition};
pub use check::{CheckReport, Contents};
pub use common::{Proof, ReportName, ReportedRules, TableName};
pub use count::Count;
pub use coverage::{Coverage, CoverageGap, Share, TableCoverage};
pub use diagnostic::{
    Diagnostic, DiagnosticPlace, DiagnosticSeverity, DiagnosticSummary, diagnostics,
};
pub use diff::{
    ChangeKind, ChangedBlock, ChangedPart, DiffReport, DiffSummary, EntryChange, EntryDiff,
    PlaceChange, PriorityBand, PriorityChange, PriorityLevel, ReceiverPart, ReceiverPartName,
    RoutingChange, RoutingDiff, WordChange, WrittenChange,
};
pub use recorded::{IgnoredColumn, RecordedBlock, RecordedGroup, RecordedImpact, UnreadLine};
pub use sources::{
    Carrier, SourceDocument, SourcesReport, SourcesSummary, Statement, StatementStatus,
    UnknownName, UnstatedPlace, Validity,
};
pub use test::{
    ExpectedRule, SideBySide, TestDifference, TestReport, TestResult, TestSummary, TestWhy,
    UnmetCondition,
};
