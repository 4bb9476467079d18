//! The report of `analyse`: proofs about a rule set.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::cases::Cases;
use super::common::{ReportName, ReportedRules, TableName};
use super::count::Count;
use super::diagnostic::{Diagnostic, DiagnosticSummary};
use crate::wire::v1::Handover;
use crate::wire::words::closed;

/// Proofs about a rule set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AnalyseReport {
    /// `analyse`.
    #[schemars(extend("const" = "analyse"))]
    pub report: ReportName,
    /// The rule set.
    pub ruleset: ReportedRules,
    /// The first day of the analysis.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// The last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
    /// The number of findings and diagnostics.
    pub summary: DiagnosticSummary,
    /// The tables that have to answer every case once.
    pub tables: Vec<TableAnalysis>,
    /// The findings of the proofs, the most severe first.
    pub findings: Vec<AnalysisFinding>,
    /// Other faults of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The routing rules that decide a few cases only.
    pub seldom: Vec<SeldomRule>,
    /// The number of parts besides rules that each need a request which meets them; null if gaps and overlaps have to be
    /// fixed first.
    pub parts: Option<ExaminedParts>,
    /// Recommended resources that the directory does not list at their unit.
    pub unstaffed: Vec<UnstaffedResource>,
    /// Units that close or open, with cases that concern them.
    pub closing: Vec<ClosingUnit>,
    /// The number of proved invariants; null if gaps and overlaps have to be fixed first.
    pub invariants: Option<ProvedInvariants>,
    /// The periods over which the results are constant; null if that is not proved.
    pub periods: Option<Vec<DayPeriod>>,
    /// The first day on which something is wrong.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_break: Option<Date>,
}

/// A table, with the results of its proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TableAnalysis {
    /// The table.
    pub table: TableName,
    /// The number of rules.
    pub rules: usize,
    /// The number of combinations of values, days not counted.
    pub combinations: Count,
    /// The number of combinations that no rule answers.
    pub unanswered: Count,
    /// The number of pairs of rules that contradict each other; null if that is not proved.
    pub contradictions: Option<usize>,
    /// The number of combinations that each rule decides; null if that is not proved.
    pub wins: Option<Vec<RuleWins>>,
}

/// The number of combinations that a rule decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleWins {
    /// The rule.
    pub rule: String,
    /// The number of combinations.
    pub combinations: Count,
}

/// A finding of the proofs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AnalysisFinding {
    /// The finding in words, with its places and remedy.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The subject of the finding.
    pub topic: Topic,
    /// The finding as data.
    pub detail: FindingDetail,
}

/// The subject of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Topic {
    /// Cases without an answer.
    Gaps,
    /// Cases with several answers.
    Overlaps,
    /// Rules that are dead or redundant.
    Rules,
    /// Fixed targets that do not exist.
    Targets,
    /// Documents and the places in them.
    Sources,
    /// Invariants, and methods held against checks.
    Invariants,
}

impl Topic {
    /// Every topic, in the order of reports.
    pub const ALL: [Self; 6] =
        [Self::Gaps, Self::Overlaps, Self::Rules, Self::Targets, Self::Sources, Self::Invariants];
}

/// A finding as data, by kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FindingDetail {
    /// No rule answers some cases.
    Gap {
        /// The table.
        table: TableName,
        /// The cases.
        cases: Cases,
        /// A rule that answers them, to paste.
        suggestion: String,
    },
    /// Two rules answer some cases differently.
    Overlap {
        /// The table.
        table: TableName,
        /// The rules.
        rules: [String; 2],
        /// The answers of the rules.
        answers: [String; 2],
        /// The number of combinations that both answer.
        combinations: Count,
        /// The first sets of these cases.
        cases: Vec<Cases>,
        /// Possible remedies; the one that changes least comes first.
        remedies: Vec<String>,
    },
    /// A rule never decides.
    Dead {
        /// The table.
        table: TableName,
        /// The rule.
        rule: String,
        /// The rules that together override it wherever it matches; empty if it never matches.
        cover: Vec<String>,
        /// Whether no fewer rules suffice.
        smallest: bool,
        /// Whether every case gets the same answer without it.
        removable: bool,
    },
    /// A rule decides, but others answer the same.
    Redundant {
        /// The table.
        table: TableName,
        /// The rule.
        rule: String,
        /// Rules with the same answer that match some of its cases.
        beside: Vec<String>,
    },
    /// The fixed target of a rule does not exist on some days.
    Target {
        /// The rule.
        rule: String,
        /// The unit.
        unit: String,
        /// The first day on which the rule is valid and the unit does not exist.
        #[schemars(with = "String", extend("format" = "date"))]
        first: Date,
        /// The last such day.
        #[schemars(with = "String", extend("format" = "date"))]
        last: Date,
    },
    /// A document is past its last day, or will be.
    Expired {
        /// The document.
        document: String,
        /// Its last day.
        #[schemars(with = "String", extend("format" = "date"))]
        valid_until: Date,
    },
    /// No rule is based on a place of a document.
    Unused {
        /// The place, in the form of a rule's source.
        source: String,
    },
    /// An invariant is refuted, idle or not proved.
    Invariant {
        /// The invariant.
        invariant: String,
        /// A request that breaks it.
        #[schemars(with = "Option<Handover<'static>>")]
        request: Option<Value>,
    },
    /// The requirements of a method disagree with the checks.
    Method {
        /// The method; null if none is found.
        method: Option<String>,
        /// A request that shows it.
        #[schemars(with = "Option<Handover<'static>>")]
        request: Option<Value>,
    },
    /// No request meets a part of the rule set.
    Unmet {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The inputs whose conditions exclude each other; empty if these are not known.
        inputs: Vec<String>,
    },
    /// It is not known whether some request meets a part of the rule set.
    Unknown {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The steps after which the search was abandoned.
        steps: usize,
    },
    /// A text states other priorities for the SMS than the rules.
    Text {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The priorities that the text states.
        stated: String,
        /// The priorities that alert by the rules.
        alerting: String,
    },
    /// A proof exceeded its step budget.
    NotProved {
        /// The table.
        table: TableName,
        /// The steps after which the proof was abandoned.
        steps: u64,
    },
}

/// A kind of part of a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum PartKind {
    /// A check.
    Check,
    /// A method.
    Method,
    /// A list of steps.
    Procedure,
    /// A step.
    Step,
    /// A message to start from.
    Template,
    /// A transition of a lifecycle.
    Transition,
}

/// The number of parts that are looked at besides rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExaminedParts {
    /// The checks.
    pub checks: usize,
    /// The methods.
    pub methods: usize,
    /// The steps.
    pub steps: usize,
    /// The messages to start from.
    pub templates: usize,
    /// The transitions of lifecycles.
    pub transitions: usize,
}

/// A resource that rules recommend at a unit whose listed resources do not include it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnstaffedResource {
    /// The unit.
    pub unit: String,
    /// The unit's name.
    pub unit_label: String,
    /// The recommended resource: role and capability.
    pub recommended: String,
    /// The resources that the directory lists.
    pub listed: Vec<String>,
    /// The rules that recommend it.
    pub rules: Vec<String>,
}

/// Days on which cases that concern a unit have a receiver that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClosingUnit {
    /// The unit.
    pub unit: String,
    /// The unit's name.
    pub unit_label: String,
    /// The first day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// The last day of the analysis on which it is closed.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
}

/// A routing rule that decides a few cases only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeldomRule {
    /// The rule.
    pub rule: String,
    /// The number of combinations that it decides.
    pub combinations: Count,
    /// All of its cases.
    pub cases: Vec<Cases>,
}

/// The number of proved invariants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvedInvariants {
    /// The number of those that are proved.
    pub proved: usize,
    /// The number of all.
    pub total: usize,
}

/// A period over which the results are constant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayPeriod {
    /// The first day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// The last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
    /// The number of combinations that no rule answers.
    pub unanswered: Count,
    /// The number of pairs of rules that contradict each other.
    pub contradictions: usize,
    /// Documents that have expired.
    pub expired: Vec<String>,
    /// Rules whose fixed target does not exist.
    pub target_missing: Vec<String>,
}
