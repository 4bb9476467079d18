//! The number of cases of a region.

#![expect(
    clippy::indexing_slicing,
    reason = "cubes, inputs and classes are numbered by the region"
)]

use super::super::space::bits;
use super::super::steps::{Exhausted, Steps};
use super::region::{Containment, Region, Subspace, UNKNOWN};

impl Region<'_> {
    /// The number of cases, dates not counted.
    pub(crate) fn count(&mut self, steps: &mut Steps) -> Result<u128, Exhausted> {
        let whole = self.whole();
        self.count_part(whole, 0, steps)
    }

    fn count_part(
        &mut self,
        mut part: Subspace,
        start: usize,
        steps: &mut Steps,
    ) -> Result<u128, Exhausted> {
        steps.take(1 + self.stack.len() - start)?;
        let tested = match self.containment(&mut part, start) {
            Containment::Outside => return Ok(0),
            Containment::Inside => return Ok(self.product(part.open)),
            Containment::Split(tested) => tested,
        };
        let free = self.product(part.open & !tested);
        if let (true, &[cube]) = (part.inside, &self.stack[start..]) {
            return Ok(free.saturating_mul(self.without(cube, tested)));
        }
        if let Some(alone) = self.independent(part, tested, start) {
            let mut cases = free;
            for open in [alone, tested & !alone] {
                let child = self.stack.len();
                self.push_testing(open, start..child);
                cases = cases.saturating_mul(self.count_part(
                    Subspace { open, ..part },
                    child,
                    steps,
                )?);
                self.stack.truncate(child);
            }
            return Ok(cases);
        }
        let number = self.remember(tested, start);
        if let Some(known) = number.and_then(|number| self.counts.get(number as usize).copied())
            && known != UNKNOWN
        {
            return Ok(free.saturating_mul(known));
        }
        let input = self.choose(tested, start);
        let is_date = self.space.dates >> input & 1 == 1;
        let left = Subspace { open: tested & !(1 << input), ..part };
        let (mut cases, mut size_left) = (0_u128, self.base.size(self.space, input));
        let mut classes_left = self.base.width(self.space, input);
        let (open, first) = self.split(input, start, steps)?;
        let mut at = first;
        while let Some(&(class, _)) = self.entries.get(at) {
            let child = self.stack.len();
            at = self.merge(open.clone(), at);
            let within = self.count_part(left, child, steps)?;
            self.stack.truncate(child);
            classes_left -= 1;
            if is_date {
                cases = cases.max(within);
            } else {
                let size = self.space.size(input, class);
                cases = cases.saturating_add(within.saturating_mul(size));
                size_left -= size;
            }
        }
        if classes_left > 0 {
            let child = self.stack.len();
            self.stack.extend_from_within(open.clone());
            let within = self.count_part(left, child, steps)?;
            cases = match is_date {
                true => cases.max(within),
                false => cases.saturating_add(within.saturating_mul(size_left)),
            };
        }
        self.stack.truncate(open.start);
        self.entries.truncate(first);
        if let Some(number) = number {
            self.learn(number, cases);
        }
        Ok(free.saturating_mul(cases))
    }

    /// The number of combinations of the tested inputs outside one outer cube.
    fn without(&self, cube: u32, tested: u64) -> u128 {
        let all = self.product(tested);
        if tested & self.space.dates != 0 {
            // On some day, every combination is outside.
            return all;
        }
        let size = |input: usize| {
            let sizes = self.cell(cube, input).iter().map(|&class| self.space.size(input, class));
            sizes.fold(0, u128::saturating_add)
        };
        if all == u128::MAX {
            return all;
        }
        all - bits(tested).map(size).fold(1, u128::saturating_mul)
    }

    /// The number of combinations of some inputs, dates not counted.
    fn product(&self, inputs: u64) -> u128 {
        bits(inputs).map(|input| self.base.size(self.space, input)).fold(1, u128::saturating_mul)
    }
}
