//! The report of `analyse`: what is proved of a rule set.

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

/// What is proved of a rule set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AnalyseReport {
    /// `analyse`.
    #[schemars(extend("const" = "analyse"))]
    pub report: ReportName,
    /// The rule set.
    pub ruleset: ReportedRules,
    /// The first day that is looked at.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// The last.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
    /// How many findings and diagnostics there are.
    pub summary: DiagnosticSummary,
    /// The tables that have to answer every case once.
    pub tables: Vec<TableAnalysis>,
    /// What the proofs found, the most severe first.
    pub findings: Vec<AnalysisFinding>,
    /// Other faults of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The routing rules that decide a few cases only.
    pub seldom: Vec<SeldomRule>,
    /// How many invariants are proved; null where gaps and overlaps have to be mended first.
    pub invariants: Option<ProvedInvariants>,
    /// What holds from day to day; null where that is not proved.
    pub periods: Option<Vec<DayPeriod>>,
    /// The first day on which something is wrong.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub first_break: Option<Date>,
}

/// A table, as far as it is proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TableAnalysis {
    /// The table.
    pub table: TableName,
    /// How many rules it has.
    pub rules: usize,
    /// How many combinations of values there are, days not counted.
    pub combinations: Count,
    /// How many of them no rule answers.
    pub unanswered: Count,
    /// How many pairs of rules contradict each other; null where that is not proved.
    pub contradictions: Option<usize>,
    /// How many combinations each rule decides; null where that is not proved.
    pub wins: Option<Vec<RuleWins>>,
}

/// How many combinations a rule decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleWins {
    /// The rule.
    pub rule: String,
    /// How many.
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
        /// What each answers.
        answers: [String; 2],
        /// How many combinations both answer.
        combinations: Count,
        /// The first sets of these cases.
        cases: Vec<Cases>,
        /// What to do; what changes least comes first.
        remedies: Vec<String>,
    },
    /// A rule never decides.
    Dead {
        /// The table.
        table: TableName,
        /// The rule.
        rule: String,
        /// The rules that together precede it wherever it holds; none where it never holds.
        cover: Vec<String>,
        /// Whether no fewer rules would.
        smallest: bool,
        /// Whether every case is answered alike without it.
        removable: bool,
    },
    /// A rule decides, but others answer the same.
    Redundant {
        /// The table.
        table: TableName,
        /// The rule.
        rule: String,
        /// Rules with the same answer that hold for some of its cases.
        beside: Vec<String>,
    },
    /// The fixed target of a rule does not exist on some days.
    Target {
        /// The rule.
        rule: String,
        /// The unit.
        unit: String,
        /// The first day on which the rule holds and the unit does not exist.
        #[schemars(with = "String", extend("format" = "date"))]
        first: Date,
        /// The last.
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
    /// Nothing rests on a place of a document.
    Unused {
        /// The place, as rules write a source.
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
    /// What a method requires disagrees with the checks.
    Method {
        /// The method; null where none is found.
        method: Option<String>,
        /// A request that shows it.
        #[schemars(with = "Option<Handover<'static>>")]
        request: Option<Value>,
    },
    /// The step budget of a proof ended.
    NotProved {
        /// The table.
        table: TableName,
        /// The steps after which the proof was given up.
        steps: u64,
    },
}

/// A routing rule that decides a few cases only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeldomRule {
    /// The rule.
    pub rule: String,
    /// How many combinations it decides.
    pub combinations: Count,
    /// All of its cases.
    pub cases: Vec<Cases>,
}

/// How many invariants are proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvedInvariants {
    /// Those that are proved.
    pub proved: usize,
    /// All of them.
    pub total: usize,
}

/// Days on which the same holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayPeriod {
    /// The first of them.
    #[schemars(with = "String", extend("format" = "date"))]
    pub first: Date,
    /// The last.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last: Date,
    /// How many combinations no rule answers.
    pub unanswered: Count,
    /// How many pairs of rules contradict each other.
    pub contradictions: usize,
    /// Documents that have expired.
    pub expired: Vec<String>,
    /// Rules whose fixed target does not exist.
    pub target_missing: Vec<String>,
}
