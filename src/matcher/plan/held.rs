//! Bitmaps and partly known cases: rows that hold so far, and rules that wait for an absent input.

#![expect(clippy::indexing_slicing, reason = "columns are numbered by the bitmap")]

use super::bitmap::{ALL, Bitmap, and};
use crate::compile::{RuleBits, class_from};

/// The rows of a bitmap that hold for the known inputs; see [`Bitmap::hold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held(u64);

impl Held {
    /// No row.
    pub const NONE: Self = Self(0);

    /// These rows except some others.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }
}

impl Bitmap {
    /// The rows that hold for the `known` inputs, one bit each.
    ///
    /// A bitmap of more than 64 rows keeps nothing, and [`fired_among`](Self::fired_among) reads all inputs again.
    #[must_use]
    pub fn hold(&self, classes: &[u32], known: u64) -> Held {
        self.small.first().map_or(Held(u64::MAX), |&all| self.narrow(Held(all), classes, known))
    }

    /// Whether rows are kept for known inputs: there are at most 64.
    #[must_use]
    pub fn keeps_rows(&self) -> bool {
        !self.small.is_empty()
    }

    /// The rows of these rules; none in a bitmap that keeps no rows.
    #[must_use]
    pub fn rows_of(&self, rules: &[u32]) -> Held {
        if !self.keeps_rows() {
            return Held::NONE;
        }
        let rows = (0..).zip(self.rules()).filter(|(_, rule)| rules.contains(rule));
        Held(rows.fold(0, |rows, (row, _)| rows | 1 << row))
    }

    /// Restricts rows of a small bitmap to those that hold for some inputs.
    fn narrow(&self, Held(mut held): Held, classes: &[u32], inputs: u64) -> Held {
        let class_of = class_from(classes);
        let mut asked = inputs & self.tested;
        while asked != 0 {
            let input = asked.trailing_zeros() as usize;
            // The tested inputs stand in ascending order.
            let columns = &self.inputs[(self.tested & ((1 << input) - 1)).count_ones() as usize];
            held &= self.small[columns.of(class_of(input)) as usize];
            asked &= asked - 1;
        }
        Held(held)
    }

    /// Puts the result of [`fired_classes`](Self::fired_classes) into `out`, given the rows held for the `known`
    /// inputs.
    pub fn fired_among(&self, held: Held, known: u64, classes: &[u32], out: &mut RuleBits) {
        if self.small.is_empty() {
            return self.fired_classes(classes, out);
        }
        let Held(rows) = self.narrow(held, classes, !known);
        out.reset(self.rule_count);
        self.rules_in(0, &[rows]).for_each(|rule| out.insert(rule));
    }

    /// Puts the rules into `out` that fail to match only because `input`, which they test, is absent from the case.
    ///
    /// Allocates only if `out` is too small.
    pub fn waiting_for_classes(&self, classes: &[u32], input: usize, out: &mut RuleBits) {
        out.reset(self.rule_count);
        let class_of = class_from(classes);
        let Some(asked) = self.inputs.iter().position(|columns| columns.input == input) else {
            return;
        };
        let absent = self.inputs[asked].absent;
        if self.inputs[asked].of(class_of(input)) != absent {
            return;
        }
        if let Some((&all, _)) = self.small.split_first() {
            let others = self.inputs.iter().filter(|columns| columns.input != input);
            let held = others.fold(all, |held, columns| {
                held & self.small[columns.of(class_of(columns.input)) as usize]
            });
            let indifferent = self.small[absent as usize];
            self.rules_in(0, &[held & !indifferent]).for_each(|rule| out.insert(rule));
            self.rules_in(0, &[held & indifferent]).for_each(|rule| out.remove(rule));
            return;
        }
        let mut chosen = self.chosen(class_of);
        // The column of all rows in its place disregards the input.
        chosen[asked] = ALL;
        let indifferent = &self.blocks(absent);
        self.each_block(&chosen, |block, held| {
            let mut held = *held;
            and(&mut held, &indifferent[block], |indifferent| !indifferent);
            self.rules_in(block, &held).for_each(|rule| out.insert(rule));
            true
        });
        // A rule that matches by another alternative does not wait.
        self.each_block(&chosen, |block, held| {
            let mut held = *held;
            and(&mut held, &indifferent[block], |indifferent| indifferent);
            self.rules_in(block, &held).for_each(|rule| out.remove(rule));
            true
        });
    }

    /// Puts the rules into `out` that may wait for `input`, whatever the inputs that are not `known`; see
    /// [`waiting_for_classes`](Self::waiting_for_classes). For a bitmap of more than 64 rows, these are all rules.
    pub fn may_wait_for(&self, known: u64, classes: &[u32], input: usize, out: &mut RuleBits) {
        out.reset(self.rule_count);
        let Some(&all) = self.small.first() else {
            return self.rules().iter().for_each(|&rule| out.insert(rule));
        };
        let Some(asked) = self.inputs.iter().find(|columns| columns.input == input) else {
            return;
        };
        let Held(rows) = self.narrow(Held(all), classes, known & !(1 << input));
        let indifferent = self.small[asked.absent as usize];
        self.rules_in(0, &[rows & !indifferent]).for_each(|rule| out.insert(rule));
    }
}
