//! Findings of a survey, and the facts beside them.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::subject::SurveyedTable;
use handover_core::diagnostic::{Diagnostic, Place, Severity, sort_and_dedup};
use handover_core::language::Text;
use handover_core::wire::report::{PartKind, Topic};
use handover_core::wire::v1::Case;
use handover_matcher::Block;

/// The number of days that are surveyed by default.
pub const DEFAULT_DAYS: u32 = 365;

/// The most days that are surveyed: a hundred years.
pub const MAX_DAYS: u32 = 36_525;

/// The days of a survey.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Window {
    /// A number of days from the first; at least one, and no further than the calendar goes.
    #[must_use]
    pub fn of(first: Date, days: u32) -> Self {
        let more = i64::from(days.max(1)) - 1;
        Self { first, last: first.checked_add(more.days()).unwrap_or(Date::MAX) }
    }
}

/// A set of cases that a finding is about.
#[derive(Debug, Clone)]
pub struct Cases {
    /// The set.
    pub block: Block,
    /// The set in words.
    pub words: Text,
    /// One of them as a request of the contract, confirmed by the engine; none where the table is not routing.
    pub request: Option<Case<'static>>,
}

/// A finding as data.
#[derive(Debug, Clone)]
pub enum Detail {
    /// No rule answers some cases.
    Gap {
        /// The table.
        table: SurveyedTable,
        /// The cases.
        cases: Cases,
        /// A rule that answers them, to paste.
        rule: String,
    },
    /// Two rules answer the same cases differently.
    Overlap {
        /// The table.
        table: SurveyedTable,
        /// The ids of the rules.
        rules: [String; 2],
        /// The answer of each.
        answers: [Text; 2],
        /// How many cases there are; none where that takes more than 128 bits.
        count: Option<u128>,
        /// The cases, the first blocks of them.
        cases: Vec<Cases>,
        /// Remedies, the smallest change first.
        remedies: Vec<Text>,
    },
    /// A rule never decides.
    Dead {
        /// The table.
        table: SurveyedTable,
        /// Its id.
        rule: String,
        /// The rules that together have precedence wherever it holds; none where it never holds.
        cover: Vec<String>,
        /// Whether no smaller set of rules would do.
        smallest: bool,
        /// Whether every case has the same answer without it.
        removable: bool,
    },
    /// A rule decides, and others give the same answer.
    Redundant {
        /// The table.
        table: SurveyedTable,
        /// Its id.
        rule: String,
        /// Rules with the same answer that hold for some of its cases.
        beside: Vec<String>,
    },
    /// A fixed target does not exist.
    Target {
        /// The rule's id.
        rule: String,
        /// The unit's id.
        unit: String,
        /// The days of the window on which the rule holds and the unit does not exist: first and last.
        days: (Date, Date),
    },
    /// A document has expired.
    Expired {
        /// The document's id.
        document: String,
        /// Its last day.
        valid_until: Date,
    },
    /// No rule names a place of a document.
    Unused {
        /// The place, written as a source.
        source: String,
    },
    /// An invariant is refuted, idle or not proved.
    Invariant {
        /// Its id.
        invariant: String,
        /// A request that breaks it, for `handover validate`.
        request: Option<Json>,
    },
    /// A method disagrees with the checks, or the comparison was given up.
    Method {
        /// The method's id, if one was found.
        method: Option<String>,
        /// A request that shows it, for `handover validate`.
        request: Option<Json>,
    },
    /// No request meets a part of the rule set.
    Unmet {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The inputs whose conditions exclude each other; none where they are not known.
        inputs: Vec<String>,
    },
    /// It is not known whether some request meets a part of the rule set.
    Unknown {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The steps taken.
        steps: usize,
    },
    /// A text states other priorities for the SMS than the rules.
    Text {
        /// The kind of part.
        part: PartKind,
        /// Its id.
        id: String,
        /// The priorities that it states.
        stated: String,
        /// The priorities that alert.
        alerting: String,
    },
    /// A proof was given up.
    NotProved {
        /// The table.
        table: SurveyedTable,
        /// The steps taken.
        steps: u64,
    },
}

/// One finding.
#[derive(Debug, Clone)]
pub struct SurveyFinding {
    /// The topic.
    pub topic: Topic,
    /// The diagnostic, with place and remedy.
    pub diagnostic: Diagnostic,
    /// The finding as data.
    pub detail: Detail,
}

/// Facts about a table, as far as they are proved.
#[derive(Debug, Clone)]
pub struct TableFacts {
    /// The table.
    pub table: SurveyedTable,
    /// The number of rules.
    pub rules: usize,
    /// The number of combinations of values, dates not counted; none where it takes more than 128 bits.
    pub combinations: Option<u128>,
    /// The number of combinations without an answer; none where it is not proved, or takes more than 128 bits.
    pub unanswered: Option<u128>,
    /// The number of pairs of rules that answer some case differently; none where it is not proved.
    pub contradictions: Option<usize>,
    /// By rule, the number of combinations that it decides; none where it is not proved.
    pub wins: Option<Vec<(String, Option<u128>)>>,
}

/// A rule that decides a few cases only.
#[derive(Debug, Clone)]
pub struct Seldom {
    /// Its id.
    pub rule: String,
    /// The number of cases.
    pub count: u128,
    /// All of them.
    pub cases: Vec<Cases>,
}

/// A period in which the rules give the same answers every day.
#[derive(Debug, Clone)]
pub struct PeriodFacts {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The number of combinations without an answer; none where it takes more than 128 bits.
    pub unanswered: Option<u128>,
    /// The number of pairs of rules that answer some case differently.
    pub contradictions: usize,
    /// The expired documents that rules rest on, by id.
    pub expired: Vec<String>,
    /// The rules whose target does not exist, by id.
    pub targetless: Vec<String>,
}

impl PeriodFacts {
    /// Whether there is no fault on these days.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.unanswered == Some(0)
            && self.contradictions == 0
            && self.expired.is_empty()
            && self.targetless.is_empty()
    }
}

/// How many parts of a rule set were looked at, besides rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartCounts {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unstaffed {
    /// The unit.
    pub unit: u32,
    /// The recommended role.
    pub role: u32,
    /// The recommended capability.
    pub capability: Option<u32>,
    /// The rules that recommend it, by id.
    pub rules: Vec<String>,
}

/// Days of the window on which cases that concern a unit have a receiver that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The unit.
    pub unit: u32,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// The survey of a rule set.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The days that were surveyed.
    pub window: Window,
    /// The tables.
    pub tables: Vec<TableFacts>,
    /// The findings, the most severe first, then by topic.
    pub findings: Vec<SurveyFinding>,
    /// The routing rules that decide a few cases only.
    pub seldom: Vec<Seldom>,
    /// The parts that were looked at; none where there are gaps or overlaps to mend first.
    pub parts: Option<PartCounts>,
    /// The recommended resources that the directory does not list at their unit.
    pub unstaffed: Vec<Unstaffed>,
    /// The units that close or open, though rules send the cases that concern them there.
    pub closing: Vec<Closing>,
    /// The periods; none where they are not proved.
    pub periods: Option<Vec<PeriodFacts>>,
    /// The number of invariants that are proved, and of all; none where there are gaps or overlaps to mend first.
    pub invariants: Option<(usize, usize)>,
}

impl Survey {
    /// The first period with a fault.
    #[must_use]
    pub fn first_break(&self) -> Option<&PeriodFacts> {
        self.periods.as_ref()?.iter().find(|period| !period.is_sound())
    }

    /// The findings as diagnostics, sorted.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> =
            self.findings.iter().map(|finding| finding.diagnostic.clone()).collect();
        sort_and_dedup(&mut all);
        all
    }

    /// The severity of the most severe finding.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.diagnostic.severity).min()
    }
}

/// A diagnostic at a place, if there is one.
pub(super) fn at(diagnostic: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}
