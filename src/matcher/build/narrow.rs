//! Narrow inputs: inputs with so few classes that all their combinations are bits of one word.

#![expect(clippy::indexing_slicing, reason = "rows, sets and classes are numbered by `Rows`")]

use super::digit::Digit;
use crate::compile::{ANY, Classes, Rows};

/// Some narrow inputs of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrow {
    inputs: Vec<Digit>,
    /// The inputs, one bit each.
    pub(crate) bits: u64,
    combinations: u32,
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
            narrow.inputs.push(Digit { input, weight: narrow.combinations, count });
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
        self.inputs.iter().map(|digit| digit.count as usize)
    }

    /// All combinations.
    pub(crate) fn all(&self) -> u64 {
        u64::MAX >> (64 - self.combinations)
    }

    /// The combination of a case. A number that is no class counts as absence.
    #[inline]
    pub(crate) fn combination(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        self.inputs.iter().fold(0_u32, |sum, digit| digit.add(class_of(digit.input), sum))
    }

    /// The combinations in which an input has the class.
    fn of_class(&self, digit: &Digit, class: u32) -> u64 {
        // A run of bits for the class, repeated over the combinations of inputs with larger weights.
        let run = u64::MAX >> (64 - digit.weight) << (class * digit.weight);
        let period = digit.weight * digit.count;
        (0..self.combinations).step_by(period as usize).fold(0, |bits, at| bits | run << at)
    }

    /// The combinations that each row accepts.
    pub(crate) fn accepted(&self, rows: &Rows) -> Vec<u64> {
        let mut accepted = vec![self.all(); rows.len()];
        for digit in &self.inputs {
            let by_class: Vec<u64> =
                (0..digit.count).map(|class| self.of_class(digit, class)).collect();
            let of_set =
                |set: &[u32]| set.iter().fold(0, |bits, &class| bits | by_class[class as usize]);
            let by_set: Vec<u64> = rows.sets[digit.input].iter().map(of_set).collect();
            for (accepted, &cell) in accepted.iter_mut().zip(&rows.cells[digit.input]) {
                if cell != ANY {
                    *accepted &= by_set[cell as usize];
                }
            }
        }
        accepted
    }
}
