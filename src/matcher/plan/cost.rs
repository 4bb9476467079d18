//! The cost of a decision by each strategy: loads, weighted by the cache that they are likely to hit.
//!
//! Costs are means over cases drawn from the rows with a fixed seed, half of them such that a given row holds. So the
//! same table has the same costs on every machine.

#![expect(clippy::indexing_slicing, reason = "rows, inputs and classes are numbered by `Rows`")]

use super::bitmap::Bitmap;
use super::diagram::Diagram;
use super::forest::Forest;
use super::tuples::Tuples;
use crate::compile::{Classes, Rows};
use crate::table::HitPolicy;

/// The number of cases that a cost is the mean of.
const CASES: usize = 256;

/// Picoseconds of one step of a walk, by the size of the memory up to which it holds.
///
/// A step is a load, which overlaps those of neighbouring decisions, and its share of mispredicted branches. Fitted to
/// decisions in tables of 15 to 1,000,000 rules on a server core (1 MiB of second-level and 32 MiB of shared
/// third-level cache), where independent random loads alone took 1.3 ns from up to 1 MiB, 2 ns from 4 MiB, 9 ns from 16
/// MiB, 13 ns from 32 MiB and 23 ns from 512 MiB. Ratios are much the same on other machines.
const LOADS: [(usize, u64); 5] = [
    (32 << 10, 1_500),
    (1 << 20, 3_000),
    (16 << 20, 6_000),
    (64 << 20, 10_000),
    (usize::MAX, 16_000),
];

/// Overhead of a decision.
const ENTRY: u64 = 2_000;
/// Making, hashing and comparing a key.
const PROBE: u64 = 6_000;
/// Combining one block of eight words with another.
const BLOCK: u64 = 1_000;

/// Cases as classes, `width` numbers each, one case after the other.
pub(crate) struct Sample {
    classes: Vec<u32>,
    width: usize,
}

impl Sample {
    pub(crate) fn new(rows: &Rows, classes: &Classes) -> Self {
        let width = rows.cells.len();
        let mut random = Random(0x5EED);
        let mut sample = Vec::with_capacity(CASES * width);
        for case in 0..CASES {
            let row = (case % 2 == 0 && rows.len() > 0).then(|| random.below(rows.len()));
            sample.extend((0..width).map(
                |input| match row.and_then(|row| rows.accepted(input, row)) {
                    Some(accepted) => accepted[random.below(accepted.len())],
                    None => 1 + random.below(classes.count(input) - 1) as u32,
                },
            ));
        }
        Self { classes: sample, width }
    }

    /// The mean of a figure over the cases.
    fn mean(&self, of: impl Fn(&dyn Fn(usize) -> u32) -> u64) -> u64 {
        let cases = (0..CASES).map(|case| &self.classes[case * self.width..][..self.width]);
        cases.map(|case| of(&|input| case[input])).sum::<u64>() / CASES as u64
    }

    /// Picoseconds of a decision by a diagram.
    pub(crate) fn of_diagram(&self, diagram: &Diagram) -> u64 {
        // The nodes and the answer.
        ENTRY + self.mean(|class_of| load(diagram.bytes()) * (1 + diagram.touched(class_of)))
    }

    /// Picoseconds of a decision by a forest.
    pub(crate) fn of_forest(&self, forest: &Forest) -> u64 {
        // The root of the class and the answer.
        ENTRY + self.mean(|class_of| load(forest.bytes()) * (2 + forest.touched(class_of)))
    }

    /// Picoseconds of a decision by tuples.
    pub(crate) fn of_tuples(&self, tuples: &Tuples) -> u64 {
        let each = PROBE + load(tuples.bytes());
        ENTRY + self.mean(|class_of| each * tuples.touched(class_of))
    }

    /// Picoseconds of a decision by a bitmap.
    pub(crate) fn of_bitmap(&self, bitmap: &Bitmap, policy: HitPolicy) -> u64 {
        let first = policy == HitPolicy::First;
        let each = BLOCK + load(bitmap.bytes());
        ENTRY + self.mean(|class_of| each * bitmap.touched(class_of, first))
    }
}

/// Picoseconds of a load from memory of this size.
fn load(bytes: usize) -> u64 {
    LOADS.iter().find(|&&(up_to, _)| bytes <= up_to).map_or(0, |&(_, picoseconds)| picoseconds)
}

/// Pseudo-random numbers by splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * end as u128) >> 64) as usize
    }
}
