//! Redundant rules: those whose removal changes no answer.

use super::analysis::Analysis;
use super::steps::Proof;
use crate::matcher::table::HitPolicy;

impl Analysis<'_> {
    /// The rules that decide some cases, and whose removal would change no answer, absent values included: others answer
    /// the same wherever they decide. Answers are alike where their outcomes are, whatever rules they rest on. Each
    /// rule is judged by itself: of two that say the same, both are told, and only one can go. Not asked of a table that
    /// collects.
    #[must_use]
    pub fn redundant(&self) -> Proof<Vec<u32>> {
        self.prove(|steps| {
            let mut redundant = Vec::new();
            if self.table.policy() == HitPolicy::Collect {
                return Ok(redundant);
            }
            for rule in 0..self.table.rules().len() as u32 {
                if self.is_removable(rule, steps)? {
                    let before = self.before(rule, steps)?;
                    if !self.is_dead(rule, &before, steps)? {
                        redundant.push(rule);
                    }
                }
            }
            Ok(redundant)
        })
    }
}
