//! Indexes: the leaves of a small diagram in one array over all combinations of classes, found by one load.

#![expect(clippy::indexing_slicing, reason = "combinations are numbered by their weights")]

use crate::compile::{ABSENT, Classes};

/// Limit of combinations: enough for many tables, and small enough for the first-level cache.
const MAX_COMBINATIONS: usize = 4096;

/// A leaf for each combination of classes.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    inputs: Vec<Place>,
    leaves: Vec<u32>,
}

/// The part of an input in the number of a combination.
#[derive(Clone, Copy, Debug)]
struct Place {
    input: usize,
    weight: u32,
    count: u32,
}

impl Index {
    /// Lays out the results of `find`, if the combinations of the inputs are few enough.
    pub(crate) fn new(
        inputs: impl Iterator<Item = usize>,
        classes: &Classes,
        find: impl Fn(&dyn Fn(usize) -> u32) -> u32,
    ) -> Option<Self> {
        let mut places = Vec::new();
        let mut combinations = 1;
        for input in inputs {
            let count = classes.count(input);
            places.push(Place { input, weight: combinations as u32, count: count as u32 });
            combinations *= count;
            if combinations > MAX_COMBINATIONS {
                return None;
            }
        }
        let leaf = |combination: u32| {
            find(&|input| {
                let place = places.iter().find(|place| place.input == input);
                place.map_or(ABSENT, |place| combination / place.weight % place.count)
            })
        };
        let leaves = (0..combinations as u32).map(leaf).collect();
        Some(Self { inputs: places, leaves })
    }

    /// The leaf of a case. A number that is no class counts as absence.
    #[inline]
    pub(crate) fn find(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        let mut at = 0_u32;
        for place in &self.inputs {
            let class = class_of(place.input);
            // No sum overflows, since combinations are few.
            let class = if class < place.count { class } else { ABSENT };
            at = place.weight.wrapping_mul(class).wrapping_add(at);
        }
        self.leaves[at as usize]
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.inputs) + size_of_val(&*self.leaves)
    }
}
