//! Gaps: the cases that no rule answers.

use super::analysis::Analysis;
use super::blocks::{Block, ClassBlock};
use super::region::Region;
use super::space::{Base, counted};
use super::steps::{Exhausted, Proof, Steps};

/// The cases that no rule answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// The number of cases, dates not counted; none if it takes more than 128 bits.
    pub cases: Option<u128>,
    /// The cases as disjoint blocks.
    pub blocks: Vec<Block>,
    /// Whether the blocks hold all cases. The count is exact either way.
    pub complete: bool,
}

impl Analysis<'_> {
    /// The complete cases that no rule answers, in at most `limit` blocks.
    #[must_use]
    pub fn gaps(&self, limit: usize) -> Proof<Gaps> {
        self.prove(|steps| self.gaps_in(self.complete(), limit, steps))
    }

    pub(super) fn gaps_in(
        &self,
        base: Base,
        limit: usize,
        steps: &mut Steps,
    ) -> Result<Gaps, Exhausted> {
        let everything = [ClassBlock::any(self.space.widths.len())];
        let mut region = Region::of(&self.space, base, &everything, &self.rows);
        let cases = region.count(steps)?;
        let (blocks, complete) = match cases {
            0 => (Vec::new(), true),
            _ => region.blocks(limit, steps)?,
        };
        Ok(Gaps { cases: counted(cases), blocks: self.blocks_of(blocks), complete })
    }
}
