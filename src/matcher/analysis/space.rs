//! The space of cases in classes, with the sizes of classes.

#![expect(clippy::indexing_slicing, reason = "inputs and classes are numbered by the table")]

use super::blocks::ClassBlock;
use crate::compile::{ABSENT, Classes};
use crate::table::Domain;

/// Sizes by input and class. Counts that overflow are `u128::MAX`.
#[derive(Debug)]
pub(super) struct CaseSpace {
    /// The number of classes of each input, without absence.
    pub(super) widths: Vec<usize>,
    /// The number of values by input and class; absence counts as one.
    sizes: Vec<Vec<u128>>,
    /// The number of values of each input, without absence.
    totals: Vec<u128>,
    /// The inputs that are dates, one bit each.
    pub(super) dates: u64,
}

impl CaseSpace {
    pub(super) fn new(classes: &Classes) -> Self {
        let inputs = classes.inputs().len();
        let size = |input, class| classes.size(input, class).unwrap_or(1);
        let sizes: Vec<Vec<u128>> = (0..inputs)
            .map(|input| (0..classes.count(input) as u32).map(|class| size(input, class)).collect())
            .collect();
        let is_date = |domain: &Domain| matches!(domain, Domain::Date);
        Self {
            widths: sizes.iter().map(|sizes| sizes.len() - 1).collect(),
            totals: sizes.iter().map(|sizes| sum(sizes[1..].iter().copied())).collect(),
            dates: (0..).zip(classes.inputs()).fold(0, |dates, (input, spec): (u32, _)| {
                dates | u64::from(is_date(&spec.domain)) << input
            }),
            sizes,
        }
    }

    /// All inputs, one bit each.
    pub(super) fn inputs(&self) -> u64 {
        (0..self.widths.len()).fold(0, |inputs, input| inputs | 1 << input)
    }

    pub(super) fn size(&self, input: usize, class: u32) -> u128 {
        self.sizes[input][class as usize]
    }

    /// The number of combinations of values, dates not counted.
    pub(super) fn combinations(&self) -> u128 {
        bits(self.inputs() & !self.dates)
            .fold(1, |product: u128, input| product.saturating_mul(self.totals[input]))
    }
}

/// A part of the space to look at: for each input some classes, or all.
#[derive(Clone, Debug)]
pub(super) struct Base {
    /// The part as a block, in which classes may include absence.
    pub(super) block: ClassBlock,
    /// Whether all classes of an input include absence.
    pub(super) absence: bool,
}

impl Base {
    /// The number of classes of an input.
    pub(super) fn width(&self, space: &CaseSpace, input: usize) -> usize {
        match &self.block.0[input] {
            Some(classes) => classes.len(),
            None => space.widths[input] + usize::from(self.absence),
        }
    }

    /// The number of values of an input; dates count as one.
    pub(super) fn size(&self, space: &CaseSpace, input: usize) -> u128 {
        if space.dates >> input & 1 == 1 {
            return 1;
        }
        match &self.block.0[input] {
            Some(classes) => sum(classes.iter().map(|&class| space.size(input, class))),
            None => space.totals[input].saturating_add(u128::from(self.absence)),
        }
    }

    /// The classes of an input, ascending.
    pub(super) fn classes(&self, space: &CaseSpace, input: usize) -> Vec<u32> {
        match &self.block.0[input] {
            Some(classes) => classes.clone(),
            None => (ABSENT + u32::from(!self.absence)..=space.widths[input] as u32).collect(),
        }
    }
}

/// The positions of set bits, ascending.
pub(super) fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (set != 0).then_some(set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(at)
    })
}

fn sum(sizes: impl Iterator<Item = u128>) -> u128 {
    sizes.fold(0, u128::saturating_add)
}

/// A count, unless it overflowed.
pub(super) fn counted(count: u128) -> Option<u128> {
    (count != u128::MAX).then_some(count)
}
