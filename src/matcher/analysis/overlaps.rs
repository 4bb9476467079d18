//! Overlaps: cases that several rules answer differently.

use super::analysis::Analysis;
use super::blocks::{Block, ClassBlock};
use super::space::{Base, counted};
use super::steps::{Exhausted, Proof, Steps};
use crate::table::HitPolicy;

/// Two rules that match the same cases with different outcomes and contradict each other there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The indices of the rules, the smaller one first.
    pub rules: (u32, u32),
    /// The number of cases that both decide, dates not counted; none if it takes more than 128 bits.
    pub cases: Option<u128>,
    /// The cases as disjoint blocks, at least one.
    pub blocks: Vec<Block>,
    /// Whether the blocks hold all cases. The count is exact either way.
    pub complete: bool,
}

/// The pairs of rules that contradict each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlaps {
    /// The number of pairs.
    pub count: usize,
    /// The first pairs, each once, ascending.
    pub pairs: Vec<Overlap>,
}

impl Analysis<'_> {
    /// Contradicting rule pairs in complete cases: at most `limit` pairs with at most `blocks` blocks each, at least
    /// one.
    ///
    /// Excluded are pairs with equal outcomes, and pairs with one rule overridden, by the other or by a third rule,
    /// wherever both match. A table that is not unique has none.
    #[must_use]
    pub fn overlaps(&self, limit: usize, blocks: usize) -> Proof<Overlaps> {
        self.prove(|steps| self.overlaps_in(&self.complete(), limit, blocks, steps))
    }

    pub(super) fn overlaps_in(
        &self,
        base: &Base,
        limit: usize,
        blocks: usize,
        steps: &mut Steps,
    ) -> Result<Overlaps, Exhausted> {
        let mut found = Overlaps::default();
        if self.table.policy() != HitPolicy::Unique {
            return Ok(found);
        }
        for rule in 0..self.table.rules().len() as u32 {
            let own: Vec<ClassBlock> =
                self.rows_of(rule).iter().filter_map(|row| base.block.intersect(row)).collect();
            let mut met = self.meeting(&own, steps)?;
            met.retain(|&other| {
                other > rule
                    && self.outcome(other) != self.outcome(rule)
                    && !self.overriders(rule).contains(&other)
                    && !self.overriders(other).contains(&rule)
            });
            for other in met {
                let common: Vec<ClassBlock> = own
                    .iter()
                    .flat_map(|row| self.rows_of(other).iter().map(|other| row.intersect(other)))
                    .flatten()
                    .collect();
                steps.take(common.len())?;
                let silencing = [self.overriders(rule), self.overriders(other)].concat();
                if silencing.is_empty() && found.pairs.len() >= limit {
                    found.count += 1;
                    continue;
                }
                let mut region = self.region(base.clone(), &common, silencing);
                if found.pairs.len() >= limit {
                    found.count += usize::from(!region.is_empty(steps)?);
                    continue;
                }
                let cases = region.count(steps)?;
                if cases == 0 {
                    continue;
                }
                let (blocks, complete) = region.blocks(blocks.max(1), steps)?;
                let (cases, blocks) = (counted(cases), self.blocks_of(blocks));
                found.count += 1;
                found.pairs.push(Overlap { rules: (rule, other), cases, blocks, complete });
            }
        }
        Ok(found)
    }
}
