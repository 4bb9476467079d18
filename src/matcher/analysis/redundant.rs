//! Redundant rules: rules that decide some cases, and whose removal changes no answer.

use super::analysis::Analysis;
use super::steps::Proof;
use crate::table::HitPolicy;

impl Analysis<'_> {
    /// The redundant rules, ascending: others give the same outcome wherever they decide, absent values included.
    ///
    /// Each rule is judged by itself: of two rules with the same cases and outcome both are returned, but only one can
    /// be removed. Empty for a table that collects.
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
