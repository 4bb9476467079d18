//! The parts common to all reports.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::language::Lang;
use crate::ruleset::RuleSet;
use crate::wire::words::closed;

/// A report, by the command that makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum ReportName {
    /// The faults of a rule set.
    Check,
    /// Proofs about a rule set.
    Analyse,
    /// The results of a rule set's tests.
    Test,
    /// The changes from one rule set to another.
    Diff,
    /// The statements of the documents, and their carriers.
    Sources,
}

/// The rule set that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReportedRules {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// SHA-256 over its content.
    pub fingerprint: String,
    /// The last day of its governing document.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub source_valid_until: Option<Date>,
}

impl ReportedRules {
    /// A rule set, with its title in a language.
    #[must_use]
    pub fn new(rule_set: &RuleSet, lang: Lang) -> Self {
        Self {
            id: rule_set.id.clone(),
            title: rule_set.title.get(lang).to_owned(),
            fingerprint: rule_set.fingerprint.clone(),
            source_valid_until: rule_set.sources.governing().and_then(|it| it.valid_until),
        }
    }

    /// The prefix of the fingerprint that text shows.
    #[must_use]
    pub fn short_fingerprint(&self) -> &str {
        self.fingerprint.get(..12).unwrap_or(&self.fingerprint)
    }
}

/// A table of a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum TableName {
    /// Routing rules: the targets of cases.
    Routing,
    /// Priority rules: the meaning of each priority.
    Priority,
    /// Methods: the conditions for using each.
    Methods,
    /// Checks: the conditions for each finding.
    Checks,
    /// Procedures: the conditions for their steps.
    Procedures,
    /// Templates: the conditions for each message.
    Templates,
    /// Lifecycles: the methods of each.
    Lifecycles,
}

impl TableName {
    /// Every table, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Routing,
        Self::Priority,
        Self::Methods,
        Self::Checks,
        Self::Procedures,
        Self::Templates,
        Self::Lifecycles,
    ];
}

/// Whether something is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Proof {
    /// It is exact and complete.
    Proved,
    /// The step budget ended first.
    NotProved,
}
