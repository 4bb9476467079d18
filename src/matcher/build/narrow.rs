//! Narrow inputs: inputs with so few classes that all their combinations are bits of one word.

#![expect(clippy::indexing_slicing, reason = "rows, sets and classes are numbered by `Rows`")]

use crate::compile::{ABSENT, ANY, Classes, Rows};

/// Some narrow inputs of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow {
    inputs: Vec<Place>,
    /// The inputs, one bit each.
    pub(crate) bits: u64,
    combinations: u32,
}

/// The part of an input in the number of a combination.
#[derive(Clone, Copy, Debug)]
struct Place {
    input: usize,
    /// The weight of its class.
    weight: u32,
    count: u32,
}

impl Narrow {
    /// Takes inputs in turn while their combinations stay within 64.
    pub(crate) fn new(inputs: impl Iterator<Item = usize>, classes: &Classes) -> Self {
        let mut narrow = Self { inputs: Vec::new(), bits: 0, combinations: 1 };
        for input in inputs {
            let count = classes.count(input);
            if narrow.combinations as usize * count > 64 {
                break;
            }
            let count = count as u32;
            narrow.inputs.push(Place { input, weight: narrow.combinations, count });
            narrow.bits |= 1 << input;
            narrow.combinations *= count;
        }
        narrow
    }

    /// The number of narrow inputs.
    pub(crate) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// The number of classes of each input, beginning with the input of weight one.
    pub(crate) fn counts(&self) -> impl Iterator<Item = usize> {
        self.inputs.iter().map(|place| place.count as usize)
    }

    /// All combinations.
    pub(crate) fn all(&self) -> u64 {
        u64::MAX >> (64 - self.combinations)
    }

    /// The combination of a case. A number that is no class counts as absence.
    #[inline]
    pub(crate) fn combination(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        self.inputs.iter().fold(0_u32, |sum, &Place { input, weight, count }| {
            let class = class_of(input);
            let class = if class < count { class } else { ABSENT };
            weight.wrapping_mul(class).wrapping_add(sum)
        })
    }

    /// The combinations in which an input has the class.
    fn of_class(&self, place: &Place, class: u32) -> u64 {
        // A run of bits for the class, repeated over the combinations of inputs with larger weights.
        let run = u64::MAX >> (64 - place.weight) << (class * place.weight);
        let period = place.weight * place.count;
        (0..self.combinations).step_by(period as usize).fold(0, |bits, at| bits | run << at)
    }

    /// The combinations that each row accepts.
    pub(crate) fn accepted(&self, rows: &Rows) -> Vec<u64> {
        let mut accepted = vec![self.all(); rows.len()];
        for place in &self.inputs {
            let by_class: Vec<u64> =
                (0..place.count).map(|class| self.of_class(place, class)).collect();
            let of_set =
                |set: &[u32]| set.iter().fold(0, |bits, &class| bits | by_class[class as usize]);
            let by_set: Vec<u64> = rows.sets[place.input].iter().map(of_set).collect();
            for (accepted, &cell) in accepted.iter_mut().zip(&rows.cells[place.input]) {
                if cell != ANY {
                    *accepted &= by_set[cell as usize];
                }
            }
        }
        accepted
    }
}
