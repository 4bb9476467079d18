//! Dead rules: rules without a part in the answer to any case, and the rules that hide them.

use super::analysis::Analysis;
use super::cover::smallest;
use super::steps::{Exhausted, Proof, Steps};

/// Limit of steps for finding the rules that hide one rule, and again for dropping needless ones.
const COVER_STEPS: u64 = 2_000_000;

/// A dead rule: it has no part in the answer to any case, absent values included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The index of the rule.
    pub rule: u32,
    /// The reason.
    pub cover: Cover,
    /// Whether every case has the same answer without the rule. A rule that never decides may still silence others.
    pub removable: bool,
}

/// The reason why a rule never decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Its own conditions can never hold.
    Impossible,
    /// Other rules take precedence over it wherever it matches.
    Hidden {
        /// Rules that together do so, ascending.
        rules: Vec<u32>,
        /// Whether it is proved that no fewer rules do. Otherwise needless rules were dropped as far as the steps
        /// allowed.
        smallest: bool,
    },
}

impl Analysis<'_> {
    /// The rules that never decide, ascending.
    #[must_use]
    pub fn dead(&self) -> Proof<Vec<Dead>> {
        self.prove(|steps| {
            let mut dead = Vec::new();
            for rule in 0..self.table.rules().len() as u32 {
                let before = self.before(rule, steps)?;
                if !self.is_dead(rule, &before, steps)? {
                    continue;
                }
                let cover = match self.rows_of(rule) {
                    [] => Cover::Impossible,
                    _ => self.cover(rule, &before, steps)?,
                };
                let removable = cover == Cover::Impossible || self.is_removable(rule, steps)?;
                dead.push(Dead { rule, cover, removable });
            }
            Ok(dead)
        })
    }

    /// Whether the rules that take precedence over a rule leave it no case.
    pub(super) fn is_dead(
        &self,
        rule: u32,
        before: &[u32],
        steps: &mut Steps,
    ) -> Result<bool, Exhausted> {
        let before = before.iter().copied();
        self.region(self.with_absence(), self.rows_of(rule), before).is_empty(steps)
    }

    fn cover(&self, rule: u32, before: &[u32], steps: &mut Steps) -> Result<Cover, Exhausted> {
        let mut own = Steps::new(COVER_STEPS.min(self.limit));
        let fewest = smallest(self, rule, before, &mut own);
        steps.take(own.used() as usize)?;
        if let Ok(Some(rules)) = fewest {
            return Ok(Cover::Hidden { rules, smallest: true });
        }
        let mut own = Steps::new(COVER_STEPS.min(self.limit));
        let rules = self.irredundant(rule, before, &mut own);
        steps.take(own.used() as usize)?;
        Ok(Cover::Hidden { rules, smallest: false })
    }

    /// A cover without needless rules, as far as the steps allow.
    fn irredundant(&self, rule: u32, before: &[u32], steps: &mut Steps) -> Vec<u32> {
        let mut rules = before.to_vec();
        // The last rules are dropped first: readers come to the first ones first.
        for &candidate in before.iter().rev() {
            let others: Vec<u32> = rules.iter().copied().filter(|&r| r != candidate).collect();
            match self.is_dead(rule, &others, steps) {
                Ok(true) => rules = others,
                Ok(false) => {}
                Err(Exhausted) => break,
            }
        }
        rules
    }
}
