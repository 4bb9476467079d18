//! Removable rules: those without which the table gives every case the same answer.

use super::analysis::Analysis;
use super::blocks::ClassBlock;
use super::region::Region;
use super::steps::{Exhausted, Steps};
use crate::table::HitPolicy;

/// Limit of blocks for the cases of a rule without its overriders.
const MAX_BLOCKS: usize = 4096;

impl Analysis<'_> {
    /// Whether every case has the same answer without a rule.
    pub(super) fn is_removable(&self, rule: u32, steps: &mut Steps) -> Result<bool, Exhausted> {
        match self.table.policy() {
            HitPolicy::First => self.answered_next(rule, steps),
            HitPolicy::Unique => {
                Ok(self.answered_beside(rule, steps)? && self.silences_in_vain(rule, steps)?)
            }
            HitPolicy::Collect => Ok(self.rows_of(rule).is_empty()),
        }
    }

    /// Whether, wherever a rule is the first that matches, the next one has the same outcome.
    fn answered_next(&self, rule: u32, steps: &mut Steps) -> Result<bool, Exhausted> {
        let met = self.meeting(self.rows_of(rule), steps)?;
        let at = met.partition_point(|&other| other < rule);
        let before = met.iter().take(at);
        let behind: Vec<u32> = met.iter().copied().filter(|&other| other > rule).collect();
        let alike = |other: &&u32| self.outcome(**other) == self.outcome(rule);
        // In a case whose answer changes, no later rule has the same outcome, or one with another outcome precedes
        // those that do.
        let without = before.clone().chain(behind.iter().filter(alike)).copied();
        if !self.region(self.with_absence(), self.rows_of(rule), without).is_empty(steps)? {
            return Ok(false);
        }
        for other in behind.iter().filter(|other| !alike(other)) {
            let nearer = behind.iter().filter(alike).filter(|nearer| *nearer < other);
            let without = before.clone().chain(nearer).copied();
            let both = self.common(rule, *other);
            if !self.region(self.with_absence(), &both, without).is_empty(steps)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether other rules, not silenced without this one, give its outcome wherever it decides.
    fn answered_beside(&self, rule: u32, steps: &mut Steps) -> Result<bool, Exhausted> {
        let mut without: Vec<ClassBlock> =
            self.rows_of_all(self.overriders(rule).iter().copied()).cloned().collect();
        for other in self.meeting(self.rows_of(rule), steps)? {
            if other != rule && self.outcome(other) == self.outcome(rule) {
                without.extend(self.decided(other, Some(rule), steps)?);
            }
        }
        let own = self.rows_of(rule);
        Region::of(&self.space, self.with_absence(), own, &without).is_empty(steps)
    }

    /// Whether the rules that only this rule silences would not change an answer: deciding rules have their outcomes
    /// anyway.
    fn silences_in_vain(&self, rule: u32, steps: &mut Steps) -> Result<bool, Exhausted> {
        for silenced in self.overridden(rule) {
            let both = self.common(rule, silenced);
            let others = self.overriders(silenced).iter().copied().filter(|&other| other != rule);
            let mut without: Vec<ClassBlock> = self.rows_of_all(others).cloned().collect();
            for other in self.meeting(&both, steps)? {
                if other != silenced && self.outcome(other) == self.outcome(silenced) {
                    without.extend(self.decided(other, None, steps)?);
                }
            }
            if !Region::of(&self.space, self.with_absence(), &both, &without).is_empty(steps)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The cases that a rule of a unique table decides, as blocks, with one rule taken as removed.
    fn decided(
        &self,
        rule: u32,
        removed: Option<u32>,
        steps: &mut Steps,
    ) -> Result<Vec<ClassBlock>, Exhausted> {
        let over = self.overriders(rule).iter().copied().filter(|&other| Some(other) != removed);
        let over: Vec<u32> = over.collect();
        if over.is_empty() {
            return Ok(self.rows_of(rule).to_vec());
        }
        let mut region = self.region(self.with_absence(), self.rows_of(rule), over);
        match region.blocks(MAX_BLOCKS, steps)? {
            (blocks, true) => Ok(blocks),
            (_, false) => Err(Exhausted),
        }
    }

    /// The cases of both rules as cubes.
    pub(super) fn common(&self, rule: u32, other: u32) -> Vec<ClassBlock> {
        let others = self.rows_of(other);
        let rows = self.rows_of(rule).iter();
        rows.flat_map(|row| others.iter().filter_map(|other| row.intersect(other))).collect()
    }
}
