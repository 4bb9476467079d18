//! The report of `check`: every fault of a rule set.

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{ReportName, ReportedRules};
use super::diagnostic::{self, Diagnostic, DiagnosticSummary};
use crate::diagnostic as faults;
use crate::language::Lang;
use crate::ruleset::RuleSet;

/// The faults of a rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckReport {
    /// `check`.
    #[schemars(extend("const" = "check"))]
    pub report: ReportName,
    /// The rule set; null if it has errors.
    pub ruleset: Option<ReportedRules>,
    /// Whether the rule set can be used: it has no errors.
    pub sound: bool,
    /// The number of faults.
    pub summary: DiagnosticSummary,
    /// The size of the rule set; null if it has errors.
    pub contents: Option<Contents>,
    /// The faults.
    pub diagnostics: Vec<Diagnostic>,
}

/// The size of a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Contents {
    /// Routing rules.
    pub routing_rules: usize,
    /// Checks.
    pub checks: usize,
    /// Steps of procedures.
    pub steps: usize,
    /// Units of the directory.
    pub units: usize,
    /// Invariants, all proved.
    pub invariants: usize,
}

impl CheckReport {
    /// The faults of a rule set, with its contents if it could be read; `invariants` of it are proved.
    #[must_use]
    pub fn new(
        rule_set: Option<&RuleSet>,
        invariants: usize,
        faults: &[faults::Diagnostic],
        lang: Lang,
    ) -> Self {
        let summary = DiagnosticSummary::of(faults);
        let sound = rule_set.filter(|_| summary.errors == 0);
        Self {
            report: ReportName::Check,
            ruleset: sound.map(|rule_set| ReportedRules::new(rule_set, lang)),
            sound: sound.is_some(),
            summary,
            contents: sound.map(|rule_set| Contents {
                routing_rules: rule_set.routing.rules.len(),
                checks: rule_set.checks.all.len(),
                steps: rule_set.procedures.steps.len(),
                units: rule_set.directory.units.all().len(),
                invariants,
            }),
            diagnostics: diagnostic::diagnostics(faults, lang),
        }
    }
}
