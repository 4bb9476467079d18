//! Dead rules: those that have no part in the answer to any case, and which others are to blame.

use super::analysis::Analysis;
use super::cover::smallest;
use super::steps::{Exhausted, Proof, Steps};

/// What looking for the rules that hide one rule may take, and once more for leaving needless ones out.
const COVER_STEPS: u64 = 2_000_000;

/// A rule that has no part in the answer to any case, absent values included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The index of the rule.
    pub rule: u32,
    /// Why.
    pub cover: Cover,
    /// Whether the table answers every case alike without it. A rule that never decides may still silence others.
    pub removable: bool,
}

/// Why a rule never decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Its own conditions can never hold.
    Impossible,
    /// Other rules go before it wherever it matches.
    Hidden {
        /// These together do; ascending.
        rules: Vec<u32>,
        /// Whether it is proved that no fewer do. Otherwise those are left out that are not needed beside the others, as
        /// far as steps went.
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

    /// Whether the rules that go before a rule leave it no case.
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

    /// A cover without rules that it does not need, as far as steps go.
    fn irredundant(&self, rule: u32, before: &[u32], steps: &mut Steps) -> Vec<u32> {
        let mut rules = before.to_vec();
        // From the last, so that the first ones stay, which readers come to first.
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
