//! Blocks: sets of cases as products of values, few and disjoint, so that people can read them.

#![expect(clippy::indexing_slicing, reason = "inputs and classes are numbered by the table")]

use crate::compile::{ABSENT, Classes};
use crate::table::{Value, Values};

/// Limit of blocks up to which a cover by fewer, larger blocks is tried. Takes cubic time.
const MAX_TIDIED: usize = 64;

/// A set of cases: the product of a set of values for each input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The values of each input; none if any value will do.
    pub values: Vec<Option<Values>>,
    /// A complete case in the block.
    pub witness: Vec<Value>,
    /// The number of combinations of values; none if it takes more than 128 bits.
    ///
    /// All unlisted values count as one, and dates are not counted.
    pub cases: Option<u128>,
}

/// A set of cases in classes: the accepted classes of each input, sorted, at least one; none if any class will do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ClassBlock(pub(crate) Vec<Option<Vec<u32>>>);

impl Block {
    /// The block in values, without absence.
    pub(crate) fn of(classes: &Classes, block: &ClassBlock) -> Self {
        let (mut values, mut witness, mut cases) = (Vec::new(), Vec::new(), Some(1_u128));
        for (input, accepted) in block.0.iter().enumerate() {
            let taken = accepted.clone().unwrap_or_else(|| present(classes.count(input) - 1));
            let size = |&class: &u32| classes.size(input, class);
            let size = taken.iter().map(size).sum::<Option<u128>>().unwrap_or(1);
            values.push(accepted.as_ref().and_then(|accepted| classes.union(input, accepted)));
            witness
                .push(taken.first().map_or(Value::Absent, |&first| classes.sample(input, first)));
            cases = cases.and_then(|cases| cases.checked_mul(size));
        }
        Self { values, witness, cases }
    }
}

impl ClassBlock {
    /// All cases of a number of inputs.
    pub(crate) fn any(inputs: usize) -> Self {
        Self(vec![None; inputs])
    }

    /// The cases in both, if any.
    pub(crate) fn intersect(&self, other: &Self) -> Option<Self> {
        let common = self.0.iter().zip(&other.0).map(|pair| match pair {
            (Some(one), Some(other)) => {
                let both = intersection(one, other);
                (!both.is_empty()).then_some(Some(both))
            }
            (one, other) => Some(one.clone().or_else(|| other.clone())),
        });
        common.collect::<Option<_>>().map(Self)
    }

    /// The cases outside the other, as disjoint blocks. `widths` has the number of classes of each input, without
    /// absence.
    fn minus(mut self, other: &Self, widths: &[usize]) -> Vec<Self> {
        let Some(common) = self.intersect(other) else {
            return vec![self];
        };
        let mut rest = Vec::new();
        for (input, common) in common.0.into_iter().enumerate() {
            let Some(common) = common else { continue };
            let own = self.0[input].take().unwrap_or_else(|| present(widths[input]));
            let left = difference(&own, &common);
            if !left.is_empty() {
                let mut block = self.clone();
                block.0[input] = Some(left);
                rest.push(block);
            }
            self.0[input] = Some(common);
        }
        rest
    }

    /// Drops the condition on an input if all classes are accepted.
    fn widen(&mut self, input: usize, width: usize) {
        if self.0[input].as_ref().is_some_and(|accepted| accepted.len() == width) {
            self.0[input] = None;
        }
    }

    /// The number of combinations of classes; none if it is too large.
    fn volume(&self, widths: &[usize]) -> Option<u128> {
        let count = |(accepted, &width): (&Option<Vec<u32>>, &usize)| {
            accepted.as_ref().map_or(width, Vec::len) as u128
        };
        self.0.iter().zip(widths).map(count).try_fold(1, u128::checked_mul)
    }
}

/// All classes but absence, `width` of them.
pub(crate) fn present(width: usize) -> Vec<u32> {
    (ABSENT + 1..).take(width).collect()
}

/// Joins disjoint blocks into fewer disjoint ones with the same cases, in a fixed order.
///
/// `widths` has the number of classes of each input, without absence. Sorting dominates.
pub(crate) fn merge(mut blocks: Vec<ClassBlock>, widths: &[usize]) -> Vec<ClassBlock> {
    blocks = join_all(blocks, widths);
    if (3..=MAX_TIDIED).contains(&blocks.len())
        && let Some(fewer) = tidied(&blocks, widths)
    {
        blocks = join_all(fewer, widths);
    }
    blocks.sort_unstable();
    blocks
}

/// Joins blocks that differ in only one input, until there are none.
///
/// The last inputs are joined first, since they matter least to readers.
pub(crate) fn join_all(mut blocks: Vec<ClassBlock>, widths: &[usize]) -> Vec<ClassBlock> {
    loop {
        let before = blocks.len();
        for (input, &width) in widths.iter().enumerate().rev() {
            blocks = join(blocks, input, width);
        }
        if blocks.len() == before {
            return blocks;
        }
    }
}

fn join(mut blocks: Vec<ClassBlock>, input: usize, width: usize) -> Vec<ClassBlock> {
    let taken = blocks.iter_mut().map(|block| block.0[input].take()).collect::<Vec<_>>();
    let mut pairs: Vec<_> = blocks.into_iter().zip(taken).collect();
    pairs.sort_unstable();
    let mut joined: Vec<ClassBlock> = Vec::new();
    let mut pairs = pairs.into_iter().peekable();
    while let Some((mut block, mut accepted)) = pairs.next() {
        while let Some((_, others)) = pairs.next_if(|(other, _)| *other == block) {
            if let (Some(accepted), Some(others)) = (&mut accepted, others) {
                accepted.extend(others);
            }
        }
        if let Some(accepted) = &mut accepted {
            accepted.sort_unstable();
        }
        block.0[input] = accepted;
        block.widen(input, width);
        joined.push(block);
    }
    joined
}

/// Covers the same cases by larger blocks, if that makes fewer.
///
/// Repeatedly takes the largest block that any block grows to within the remaining cases.
fn tidied(blocks: &[ClassBlock], widths: &[usize]) -> Option<Vec<ClassBlock>> {
    let mut left = blocks.to_vec();
    let mut larger = Vec::new();
    while !left.is_empty() {
        if larger.len() + 1 >= blocks.len() || left.len() > 2 * MAX_TIDIED {
            return None;
        }
        let mut largest: Option<(u128, ClassBlock)> = None;
        for block in &left {
            let grown = grown(block.clone(), &left, widths)?;
            let volume = grown.volume(widths)?;
            if largest.as_ref().is_none_or(|(most, _)| volume > *most) {
                largest = Some((volume, grown));
            }
        }
        let (_, largest) = largest?;
        left = left.into_iter().flat_map(|block| block.minus(&largest, widths)).collect();
        larger.push(largest);
    }
    Some(larger)
}

/// Widens a block within the cases of disjoint blocks: first inputs that can be dropped, then the others.
fn grown(mut block: ClassBlock, within: &[ClassBlock], widths: &[usize]) -> Option<ClassBlock> {
    for partly in [false, true] {
        for (input, &width) in widths.iter().enumerate().rev() {
            if block.0[input].is_none() {
                continue;
            }
            let mut slab = block.clone();
            slab.0[input] = None;
            // Cases of disjoint blocks add up, so a class is within if its slice of the slab is full.
            let full = slab.volume(widths)? / width as u128;
            let mut covered = vec![0_u128; width + 1];
            for other in within {
                let Some(mut common) = slab.intersect(other) else { continue };
                let accepted = common.0[input].take();
                let volume = common.volume(widths)? / width as u128;
                for class in accepted.unwrap_or_else(|| present(width)) {
                    covered[class as usize] += volume;
                }
            }
            let accepted: Vec<u32> = present(width)
                .into_iter()
                .filter(|&class| covered[class as usize] == full)
                .collect();
            if partly || accepted.len() == width {
                block.0[input] = Some(accepted);
                block.widen(input, width);
            }
        }
    }
    Some(block)
}

fn intersection(one: &[u32], other: &[u32]) -> Vec<u32> {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().copied().filter(|class| many.binary_search(class).is_ok()).collect()
}

fn difference(one: &[u32], other: &[u32]) -> Vec<u32> {
    one.iter().copied().filter(|class| other.binary_search(class).is_err()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(inputs: &[&[u32]]) -> ClassBlock {
        ClassBlock(
            inputs
                .iter()
                .map(|accepted| (!accepted.is_empty()).then(|| accepted.to_vec()))
                .collect(),
        )
    }

    #[test]
    fn blocks_that_differ_in_one_input_are_one() {
        let widths = [3, 2];
        let blocks = vec![block(&[&[1], &[2]]), block(&[&[1], &[1]]), block(&[&[3], &[]])];
        assert_eq!(merge(blocks, &widths), [block(&[&[1, 3], &[]])]);
        let all = (1..=3).map(|class| block(&[&[class], &[]])).collect();
        assert_eq!(merge(all, &widths), [ClassBlock::any(2)]);
    }

    #[test]
    fn fragments_become_one_block_whatever_was_split() {
        // One block cut such that no two pieces differ in only one input.
        let widths = [4, 4, 4];
        let whole = block(&[&[1, 2], &[1, 2, 3], &[1, 2, 4]]);
        let pieces = vec![
            block(&[&[1], &[1, 2], &[1, 2]]),
            block(&[&[1, 2], &[3], &[1]]),
            block(&[&[2], &[1, 2, 3], &[2]]),
            block(&[&[1], &[3], &[2, 4]]),
            block(&[&[1], &[1, 2], &[4]]),
            block(&[&[2], &[1, 2], &[1, 4]]),
            block(&[&[2], &[3], &[4]]),
        ];
        assert_eq!(merge(pieces, &widths), [whole]);
    }

    #[test]
    fn what_is_left_of_a_block_is_disjoint_and_complete() {
        let widths = [3, 3];
        let rest = ClassBlock::any(2).minus(&block(&[&[2], &[1, 3]]), &widths);
        let volume: u128 = rest.iter().filter_map(|block| block.volume(&widths)).sum();
        assert_eq!(volume, 9 - 2);
        assert!(rest.iter().all(|one| one.intersect(&block(&[&[2], &[1, 3]])).is_none()));
    }

    #[test]
    fn thousands_of_blocks_are_joined() {
        let widths = [100, 100, 2];
        let blocks = (0..20_000_u32).map(|at| {
            let classes = [at % 100 + 1, at / 100 % 100 + 1, at / 10_000 + 1];
            ClassBlock(classes.map(|class| Some(vec![class])).to_vec())
        });
        let kept = blocks.filter(|block| block.0[0] != Some(vec![7])).collect();
        let merged = merge(kept, &widths);
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].volume(&widths), Some(19_800));
    }

    proptest::proptest! {
        #[test]
        fn merged_blocks_hold_the_same_cases_once(cells in proptest::collection::vec(proptest::bool::ANY, 3 * 2 * 4)) {
            let widths = [3, 2, 4];
            let cell = |at: u32| [at % 3 + 1, at / 3 % 2 + 1, at / 6 + 1];
            let cells: Vec<[u32; 3]> = (0..).zip(cells).filter(|&(_, kept)| kept).map(|(at, _)| cell(at)).collect();
            let block = |cell: &[u32; 3]| ClassBlock(cell.map(|class| Some(vec![class])).to_vec());
            let merged = merge(cells.iter().map(block).collect(), &widths);
            proptest::prop_assert!(merged.len() <= cells.len());
            for at in 0..24 {
                let one = block(&cell(at));
                let holding = merged.iter().filter(|block| block.intersect(&one).is_some()).count();
                proptest::prop_assert_eq!(holding, usize::from(cells.contains(&cell(at))));
            }
        }
    }
}
