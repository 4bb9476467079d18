//! The cases of a region as few large blocks.

#![expect(
    clippy::indexing_slicing,
    reason = "cubes, inputs and classes are numbered by the region"
)]

use super::super::blocks::ClassBlock;
use super::super::steps::{Exhausted, Steps};
use super::region::Region;

impl Region<'_> {
    /// The cases as disjoint blocks, at most `limit`, and whether these are all.
    ///
    /// Each block is as large as it can be beside those before it, so blocks do not depend on the order of the search.
    pub(crate) fn blocks(
        &mut self,
        limit: usize,
        steps: &mut Steps,
    ) -> Result<(Vec<ClassBlock>, bool), Exhausted> {
        let mut blocks = Vec::new();
        while let Some(case) = self.find(steps)? {
            if blocks.len() >= limit {
                return Ok((blocks, false));
            }
            let block = self.grown(&case, steps)?;
            self.push(&block);
            blocks.push(block);
        }
        Ok((blocks, true))
    }

    /// The largest block around a case found by widening one input after another.
    ///
    /// Inputs that can take all their classes come first, then the others. Of each, the last inputs come first, since they
    /// matter least to readers.
    fn grown(&self, case: &[u32], steps: &mut Steps) -> Result<ClassBlock, Exhausted> {
        let is_in = |cube: u32, input: usize, classes: &[u32]| {
            let cell = self.cell(cube, input);
            self.tested[cube as usize] >> input & 1 == 0
                || classes.iter().any(|class| cell.binary_search(class).is_ok())
        };
        let inputs = self.space.widths.len();
        let inside = (0..self.inner)
            .find(|&cube| (0..inputs).all(|input| is_in(cube, input, &case[input..=input])));
        let mut block: Vec<Vec<u32>> = case.iter().map(|&class| vec![class]).collect();
        // By outer cube, the inputs in which it has no class of the block.
        let outer = self.inner..self.tested.len() as u32;
        let missed = |cube: u32, input: usize, classes: &[u32]| {
            u64::from(!is_in(cube, input, classes)) << input
        };
        let mut missing: Vec<u64> = outer
            .clone()
            .map(|cube| (0..inputs).fold(0, |bits, at| bits | missed(cube, at, &block[at])))
            .collect();
        for partly in [false, true] {
            for input in (0..inputs).rev() {
                steps.take(missing.len())?;
                let mut accepted = self.base.classes(self.space, input);
                let all = accepted.len();
                if block[input].len() == all {
                    continue;
                }
                if let Some(cube) =
                    inside.filter(|&cube| self.tested[cube as usize] >> input & 1 == 1)
                {
                    accepted = self.cell(cube, input).to_vec();
                }
                let bars: Vec<u32> = outer
                    .clone()
                    .zip(&missing)
                    .filter(|&(_, &missing)| missing == 1 << input)
                    .map(|(cube, _)| cube)
                    .collect();
                accepted.retain(|class| {
                    bars.iter().all(|&cube| self.cell(cube, input).binary_search(class).is_err())
                });
                if partly || accepted.len() == all {
                    for (cube, missing) in outer.clone().zip(&mut missing) {
                        *missing &= !(1 << input);
                        *missing |= missed(cube, input, &accepted);
                    }
                    block[input] = accepted;
                }
            }
        }
        let cells = block.into_iter().enumerate().map(|(input, accepted)| {
            let is_all = self.base.block.0[input].is_none()
                && accepted.len() == self.base.width(self.space, input);
            (!is_all).then_some(accepted)
        });
        Ok(ClassBlock(cells.collect()))
    }
}
