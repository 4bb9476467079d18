//! Sets of rows for each class, to find the rows that share cases with a cube.

#![expect(clippy::indexing_slicing, reason = "inputs, classes and rows are numbered by the table")]

use super::blocks::ClassBlock;
use super::space::bits;
use super::steps::{Exhausted, Steps};

/// Limit of the words of all sets together.
const MAX_WORDS: usize = 32 << 20;

/// The rows by input and class.
#[derive(Debug)]
pub(super) struct Meeting {
    /// The number of words of a set, which has a bit per row.
    words: usize,
    /// By input and class, the rows that accept the class or do not test the input.
    sets: Vec<Vec<u64>>,
}

impl Meeting {
    /// Makes the sets. Not counted in steps, since analyses share them.
    ///
    /// Fails if they take too much memory, as for 300,000 rows of a thousand classes.
    pub(super) fn new(rows: &[ClassBlock], widths: &[usize]) -> Result<Self, Exhausted> {
        let words = rows.len().div_ceil(64);
        let classes: usize = widths.iter().map(|width| width + 1).sum();
        if words.saturating_mul(classes) > MAX_WORDS {
            return Err(Exhausted);
        }
        let mut sets = Vec::with_capacity(widths.len());
        for (input, width) in widths.iter().enumerate() {
            let mut open = vec![0_u64; words];
            for (row, cube) in rows.iter().enumerate() {
                open[row / 64] |= u64::from(cube.0[input].is_none()) << (row % 64);
            }
            let mut of_input = open.repeat(width + 1);
            for (row, cube) in rows.iter().enumerate() {
                for &class in cube.0[input].iter().flatten() {
                    of_input[class as usize * words + row / 64] |= 1 << (row % 64);
                }
            }
            sets.push(of_input);
        }
        Ok(Self { words, sets })
    }

    /// The rows that share cases with a cube, ascending.
    pub(super) fn rows(&self, cube: &ClassBlock, steps: &mut Steps) -> Result<Vec<u32>, Exhausted> {
        let mut met = vec![u64::MAX; self.words];
        let mut accepting = vec![0; self.words];
        for (cell, sets) in cube.0.iter().zip(&self.sets) {
            let Some(cell) = cell else { continue };
            steps.take(cell.len() * self.words)?;
            accepting.fill(0);
            for &class in cell {
                let set = &sets[class as usize * self.words..][..self.words];
                accepting.iter_mut().zip(set).for_each(|(word, set)| *word |= set);
            }
            met.iter_mut().zip(&accepting).for_each(|(word, set)| *word &= set);
        }
        let mut rows = Vec::new();
        for (at, &word) in met.iter().enumerate() {
            rows.extend(bits(word).map(|bit| (at * 64 + bit) as u32));
        }
        Ok(rows)
    }
}
