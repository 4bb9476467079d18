//! A loaded rule set with its survey: the result of `analyse`, on the command line and over HTTP.

use super::finding::{Survey, Window};
use super::run::{is_proof, survey_within};
use handover_core::diagnostic::{Diagnostic, sort_and_dedup};
use handover_core::engine::Engine;
use handover_core::ruleset::{Loaded, RuleSet};
use handover_matcher::DEFAULT_STEPS;

/// A rule set with its survey.
#[derive(Debug)]
pub struct Surveyed {
    engine: Engine,
    /// The survey.
    pub survey: Survey,
    /// The other diagnostics of loading.
    pub others: Vec<Diagnostic>,
}

impl Surveyed {
    /// Surveys a loaded rule set over some days, also one with gaps or overlaps. `None` where not all of it was understood.
    #[must_use]
    pub fn new(loaded: &mut Loaded, window: Window) -> Option<Self> {
        Self::within(loaded, window, DEFAULT_STEPS)
    }

    /// [`Surveyed::new`] within another number of steps for each analysis of a table.
    #[must_use]
    pub fn within(loaded: &mut Loaded, window: Window, steps: u64) -> Option<Self> {
        let rule_set = loaded.rule_set.take().or_else(|| loaded.flawed.take())?;
        let engine = Engine::new(rule_set);
        let survey = survey_within(&engine, loaded, window, steps);
        let others = loaded.diagnostics.iter().filter(|one| !is_proof(one)).cloned().collect();
        Some(Self { engine, survey, others })
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        self.engine.rule_set()
    }

    /// All diagnostics, sorted.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.survey.diagnostics();
        all.extend(self.others.iter().cloned());
        sort_and_dedup(&mut all);
        all
    }
}
