//! Indexes: the leaves of a small diagram in one array over all combinations of classes, found by one load.

#![expect(clippy::indexing_slicing, reason = "combinations are numbered by their weights")]

use crate::build::Digit;
use crate::compile::{ABSENT, Classes};

/// Limit of combinations: enough for many tables, and small enough for the first-level cache.
const MAX_COMBINATIONS: usize = 4096;

/// A leaf for each combination of classes.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    inputs: Vec<Digit>,
    leaves: Vec<u32>,
}

impl Index {
    /// Lays out the results of `find`, if the combinations of the inputs are few enough.
    pub(crate) fn new(
        inputs: impl Iterator<Item = usize>,
        classes: &Classes,
        find: impl Fn(&dyn Fn(usize) -> u32) -> u32,
    ) -> Option<Self> {
        let mut digits = Vec::new();
        let mut combinations = 1;
        for input in inputs {
            let count = classes.count(input);
            digits.push(Digit { input, weight: combinations as u32, count: count as u32 });
            combinations *= count;
            if combinations > MAX_COMBINATIONS {
                return None;
            }
        }
        let leaf = |combination: u32| {
            find(&|input| {
                let digit = digits.iter().find(|digit| digit.input == input);
                digit.map_or(ABSENT, |digit| combination / digit.weight % digit.count)
            })
        };
        let leaves = (0..combinations as u32).map(leaf).collect();
        Some(Self { inputs: digits, leaves })
    }

    /// The leaf of a case. A number that is no class counts as absence.
    #[inline]
    pub(crate) fn find(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        let mut at = 0_u32;
        for digit in &self.inputs {
            at = digit.add(class_of(digit.input), at);
        }
        self.leaves[at as usize]
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.inputs) + size_of_val(&*self.leaves)
    }
}
