//! The report of `diff`: the changes from one rule set to another.

use schemars::JsonSchema;
use serde::Serialize;

use super::cases::Cases;
use super::common::{Proof, ReportName, ReportedRules, TableName};
use super::count::Count;
use super::recorded::RecordedImpact;
use crate::wire::v1::Case;
use crate::wire::words::closed;

/// The changes from one rule set to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DiffReport {
    /// `diff`.
    #[schemars(extend("const" = "diff"))]
    pub report: ReportName,
    /// The rule set before.
    pub before: ReportedRules,
    /// The rule set after.
    pub after: ReportedRules,
    /// Whether anything changes, and whether that is proved.
    pub summary: DiffSummary,
    /// The changes of targets of cases.
    pub routing: RoutingDiff,
    /// The changes of conditions for methods, checks, steps, messages and lifecycles.
    pub firing: Vec<EntryDiff>,
    /// Priorities whose meaning changes.
    pub priority: Vec<PriorityChange>,
    /// The changes of parts that are compared as written.
    pub written: Vec<WrittenChange>,
    /// Whatever else differs in the files, by its place; null if a side was not read from files.
    pub other: Option<Vec<PlaceChange>>,
    /// The impact on recorded cases; null without any.
    pub recorded: Option<RecordedImpact>,
}

/// Whether anything changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiffSummary {
    /// Whether anything changes; also true if that could not be proved. False only where the content is the same, apart from
    /// layout and new names of words.
    pub changed: bool,
    /// Whether everything provable was proved.
    pub proved: bool,
}

/// The changes of targets of cases.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RoutingDiff {
    /// Whether the changes are complete.
    pub proof: Proof,
    /// The number of combinations, days not counted, and names outside a list counted as one.
    pub combinations: Count,
    /// The number of combinations with another answer on some day.
    pub changed: Count,
    /// Whether the blocks contain all of them; false if they would be too many to read.
    pub complete: bool,
    /// The changes, most combinations first.
    pub changes: Vec<RoutingChange>,
}

/// Cases that go to another receiver.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RoutingChange {
    /// The change in words.
    pub text: String,
    /// The receiver before, in the form of `then` in rules.
    pub before: Vec<ReceiverPart>,
    /// The receiver after.
    pub after: Vec<ReceiverPart>,
    /// The number of combinations.
    pub combinations: Count,
    /// The cases, as disjoint sets.
    pub blocks: Vec<ChangedBlock>,
}

/// A part of a receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReceiverPart {
    /// The part.
    pub part: ReceiverPartName,
    /// Its label.
    pub label: String,
    /// Its value in the form of rules; null if it has none.
    pub value: Option<String>,
    /// Its value in the language of the report.
    pub value_label: String,
}

/// A part of a receiver, by its key under `then` in rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum ReceiverPartName {
    /// The unit.
    Unit,
    /// The role.
    Role,
    /// The capability.
    Capability,
    /// The specialty.
    Specialty,
    /// Whether a person may choose another role.
    OtherRole,
    /// No receiver: `no_rule` answers, or rules give a `contradiction`.
    Answer,
}

/// A set of cases that changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedBlock {
    /// The cases; the request is in the words of the rule set after.
    #[serde(flatten)]
    pub cases: Cases,
    /// The rules that decide before.
    pub before: Vec<String>,
    /// The rules that decide after.
    pub after: Vec<String>,
    /// The request in the words of the rule set before, if they differ.
    pub request_before: Option<Box<Case<'static>>>,
}

/// A change of the cases that an entry of a table matches.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EntryDiff {
    /// The table.
    pub table: TableName,
    /// The entry.
    pub rule: String,
    /// Its label, if it has one.
    pub label: Option<String>,
    /// `added`, `removed` or `changed`.
    pub change: ChangeKind,
    /// Whether the changes are complete.
    pub proof: Proof,
    /// The cases that it newly matches, and those that it no longer matches.
    pub changes: Vec<EntryChange>,
}

/// Cases that an entry newly matches, or no longer matches.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EntryChange {
    /// Whether it matches them after.
    pub holds: bool,
    /// The cases.
    pub blocks: Vec<ChangedBlock>,
}

/// A change of something written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum ChangeKind {
    /// It exists only after.
    Added,
    /// It exists only before.
    Removed,
    /// It differs.
    Changed,
    /// It has another id.
    Renamed,
    /// Several words were merged into one.
    Merged,
    /// One word was split into several.
    Split,
}

/// Consecutive priorities with the same change of meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PriorityChange {
    /// The first.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Their meaning before; null outside the scale.
    pub before: Option<PriorityLevel>,
    /// Their meaning after.
    pub after: Option<PriorityLevel>,
}

/// The meaning of a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PriorityLevel {
    /// The receiver is alerted by SMS.
    pub sms: bool,
    /// The governing document names it.
    pub listed: bool,
    /// Its position relative to those that alert.
    pub band: PriorityBand,
}

/// The position of a priority relative to those that alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum PriorityBand {
    /// Among them.
    Inside,
    /// More urgent than all of them.
    MoreUrgent,
    /// Less urgent than all of them.
    LessUrgent,
}

/// An item with other text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WrittenChange {
    /// The section of its kind: `rules`, `units`, `steps` and so on.
    pub section: &'static str,
    /// Its kind, in words.
    pub section_label: String,
    /// Its id after, or before if it is removed.
    pub id: String,
    /// Its label, if it has one.
    pub label: Option<String>,
    /// The change.
    pub change: ChangeKind,
    /// The ids of words that were renamed, merged or split; otherwise null.
    pub words: Option<WordChange>,
    /// The parts that differ.
    pub parts: Vec<ChangedPart>,
}

/// Something that differs in the files and is told nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceChange {
    /// Its place: keys, and ids of items in lists. `(order)` is the order of a list.
    pub place: String,
    /// What stands there before; null if nothing.
    pub before: Option<String>,
    /// What stands there after; null if nothing.
    pub after: Option<String>,
}

/// Words with the same meaning before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WordChange {
    /// Their ids before.
    pub before: Vec<String>,
    /// Their ids after.
    pub after: Vec<String>,
}

/// A part with other text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedPart {
    /// The part.
    pub part: &'static str,
    /// Its label.
    pub label: String,
    /// Its text before; empty if absent.
    pub before: String,
    /// Its text after; empty if absent.
    pub after: String,
}
