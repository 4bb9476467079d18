//! A rule set that was loaded, surveyed: what `analyse` tells, however it is asked.

use super::survey::{Survey, Window, is_proof, survey_within};
use handover_core::diagnostic::{Diagnostic, sort_and_dedup};
use handover_core::engine::Engine;
use handover_core::ruleset::{Loaded, RuleSet};
use handover_matcher::DEFAULT_STEPS;

/// A rule set with what was found in it.
#[derive(Debug)]
pub struct Surveyed {
    engine: Engine,
    /// What was proved, refuted, or is in vain.
    pub survey: Survey,
    /// What else loading tells.
    pub others: Vec<Diagnostic>,
}

impl Surveyed {
    /// Surveys what was loaded over some days, also a rule set that leaves holes or contradicts itself; `None` where not
    /// everything was understood.
    #[must_use]
    pub fn new(loaded: &mut Loaded, window: Window) -> Option<Self> {
        Self::within(loaded, window, DEFAULT_STEPS)
    }

    /// The same with another number of steps for each analysis of a table.
    #[must_use]
    pub fn within(loaded: &mut Loaded, window: Window, steps: u64) -> Option<Self> {
        let rule_set = loaded.rule_set.take().or_else(|| loaded.flawed.take())?;
        let engine = Engine::new(rule_set);
        let survey = survey_within(&engine, loaded, window, steps);
        // What loading proves, the survey tells at greater length.
        let others = loaded.diagnostics.iter().filter(|told| !is_proof(told)).cloned().collect();
        Some(Self { engine, survey, others })
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        self.engine.rule_set()
    }

    /// Everything that is told, sorted.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.survey.diagnostics();
        all.extend(self.others.iter().cloned());
        sort_and_dedup(&mut all);
        all
    }
}
