//! Bitmaps: one set of rows for each class of each input, an AND per input, and the rows left are those that hold.
//!
//! Works for every hit policy and never blows up: memory is rows times classes, time is rows times inputs over 64.

#![expect(clippy::indexing_slicing, reason = "columns and words are numbered by this module")]

use std::sync::Arc;

use super::classes::{ABSENT, Classes};
use super::input::Value;
use super::rows::Rows;
use super::table::MAX_INPUTS;

/// A set of rules, told by index. Keeps its memory when cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    words: Vec<u64>,
}

impl RuleSet {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule.
    pub fn insert(&mut self, rule: u32) {
        let word = rule as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (rule % 64);
    }

    /// Takes a rule away.
    pub fn remove(&mut self, rule: u32) {
        if let Some(word) = self.words.get_mut(rule as usize / 64) {
            *word &= !(1 << (rule % 64));
        }
    }

    /// Whether the rule belongs.
    #[must_use]
    pub fn contains(&self, rule: u32) -> bool {
        self.words.get(rule as usize / 64).is_some_and(|word| word >> (rule % 64) & 1 == 1)
    }

    /// Whether no rule belongs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// How many rules belong.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Takes all rules away.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// The rules, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        ones(&self.words)
    }

    /// Makes room for rules below `rules` and takes all away.
    fn reset(&mut self, rules: usize) {
        self.words.clear();
        self.words.resize(rules.div_ceil(64), 0);
    }
}

/// The positions of the bits that are set, ascending.
fn ones(words: &[u64]) -> impl Iterator<Item = u32> {
    (0..).zip(words).flat_map(|(word, &bits)| {
        let mut bits = bits;
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
            bit.map(|bit| word * 64 + bit)
        })
    })
}

/// The words that are combined at a time; enough for the widest vector registers.
const BLOCK: usize = 8;

pub(super) type Block = [u64; BLOCK];

/// The rows of a table as bits.
#[derive(Clone, Debug)]
pub struct Bitmap {
    pub(super) classes: Arc<Classes>,
    /// By row, its rule.
    pub(super) rules: Vec<u32>,
    /// How many rules the table has.
    pub(super) rule_count: usize,
    /// By input that any row tests: its index, and the position of its first column in `bits`.
    pub(super) columns: Vec<(usize, usize)>,
    /// Columns of bits by row: first one of all rows, then for each class of each tested input those that hold as far as
    /// that input is concerned.
    pub(super) bits: Vec<Block>,
    /// The blocks of one column.
    pub(super) stride: usize,
}

impl Bitmap {
    pub(super) fn new(rows: &Rows, classes: &Arc<Classes>, rule_count: usize) -> Self {
        let stride = Self::stride(rows.len());
        let tested = rows.tested.iter().fold(0, |bits, tested| bits | tested);
        let mut columns = Vec::new();
        let mut bits = vec![[0; BLOCK]; stride];
        let set = |bits: &mut [Block], row: usize| {
            bits.as_flattened_mut()[row / 64] |= 1 << (row % 64);
        };
        (0..rows.len()).for_each(|row| set(&mut bits, row));
        for input in (0..rows.cells.len()).filter(|input| tested >> input & 1 == 1) {
            let base = bits.len();
            columns.push((input, base));
            bits.resize(base + classes.count(input) * stride, [0; BLOCK]);
            let column = |class: usize| base + class * stride;
            for row in 0..rows.len() {
                match rows.accepted(input, row) {
                    Some(accepted) => {
                        accepted
                            .iter()
                            .for_each(|&class| set(&mut bits[column(class as usize)..], row));
                    }
                    None => {
                        (0..classes.count(input))
                            .for_each(|class| set(&mut bits[column(class)..], row));
                    }
                }
            }
        }
        Self {
            classes: Arc::clone(classes),
            rules: rows.rules.clone(),
            rule_count,
            columns,
            bits,
            stride,
        }
    }

    /// The blocks of a column of that many rows.
    pub(super) fn stride(rows: usize) -> usize {
        rows.div_ceil(64 * BLOCK)
    }

    /// Puts the rules that match the case into `out`. Allocates only where `out` is too small.
    pub fn fired(&self, case: &[Value], out: &mut RuleSet) {
        out.reset(self.rule_count);
        let starts = self.starts(case);
        let starts = &starts[..self.columns.len()];
        for block in 0..self.stride {
            self.rules_in(block, &self.held(starts, block)).for_each(|rule| out.insert(rule));
        }
    }

    /// Puts the rules into `out` that do not match the case only because `input`, which they test, is absent from it.
    /// Allocates only where `out` is too small.
    pub fn waiting_for(&self, case: &[Value], input: usize, out: &mut RuleSet) {
        out.reset(self.rule_count);
        let Some(asked) = self.columns.iter().position(|&(tested, _)| tested == input) else {
            return;
        };
        let mut starts = self.starts(case);
        let absent = self.columns[asked].1;
        if starts[asked] != absent {
            return;
        }
        // The column of all rows in its place leaves the input out of account.
        starts[asked] = 0;
        let starts = &starts[..self.columns.len()];
        for block in 0..self.stride {
            let mut held = self.held(starts, block);
            and(&mut held, &self.bits[absent + block], |indifferent| !indifferent);
            self.rules_in(block, &held).for_each(|rule| out.insert(rule));
        }
        // A rule that holds by another alternative waits for nothing.
        for block in 0..self.stride {
            let mut held = self.held(starts, block);
            and(&mut held, &self.bits[absent + block], |indifferent| indifferent);
            self.rules_in(block, &held).for_each(|rule| out.remove(rule));
        }
    }

    /// The inputs that any row tests.
    pub fn inputs(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().map(|&(input, _)| input)
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.bits) + size_of_val(&*self.rules) + size_of_val(&*self.columns)
    }

    /// The rules of the rows, ascending, each once.
    pub(super) fn rules_of(&self, rows: &[u64]) -> Vec<u32> {
        let mut rules: Vec<u32> = ones(rows).map(|row| self.rules[row as usize]).collect();
        rules.dedup();
        rules
    }

    /// All rows.
    pub(super) fn all(&self) -> Vec<u64> {
        self.bits[..self.stride].as_flattened().to_vec()
    }

    /// Those of some rows that hold as far as the input is concerned, for a class of an input that rows test.
    pub(super) fn restrict(&self, rows: &[u64], input: usize, class: u32) -> Vec<u64> {
        rows.iter().zip(self.column(input, class)).map(|(rows, column)| rows & column).collect()
    }

    /// Whether any of some rows tests the input.
    pub(super) fn asks(&self, rows: &[u64], input: usize) -> bool {
        rows.iter()
            .zip(self.column(input, ABSENT))
            .any(|(rows, indifferent)| rows & !indifferent != 0)
    }

    fn column(&self, input: usize, class: u32) -> &[u64] {
        let column = self.columns.iter().find(|&&(tested, _)| tested == input);
        column.map_or(&[], |(_, base)| {
            self.bits[base + class as usize * self.stride..][..self.stride].as_flattened()
        })
    }

    /// The start of the column of each tested input's class in the case.
    fn starts(&self, case: &[Value]) -> [usize; MAX_INPUTS] {
        let mut starts = [0; MAX_INPUTS];
        for (start, &(input, base)) in starts.iter_mut().zip(&self.columns) {
            let class =
                case.get(input).map_or(ABSENT, |&value| self.classes.class_of(input, value));
            *start = base + class as usize * self.stride;
        }
        starts
    }

    /// The rows of one block that stand in all of the columns.
    fn held(&self, starts: &[usize], block: usize) -> Block {
        let mut held = self.bits[block];
        starts.iter().for_each(|start| and(&mut held, &self.bits[start + block], |column| column));
        held
    }

    /// The rules of rows of one block.
    fn rules_in(&self, block: usize, rows: &Block) -> impl Iterator<Item = u32> {
        ones(rows).map(move |row| self.rules[block * 64 * BLOCK + row as usize])
    }
}

fn and(held: &mut Block, column: &Block, of: impl Fn(u64) -> u64) {
    held.iter_mut().zip(column).for_each(|(held, &column)| *held &= of(column));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_sets() {
        let mut set = RuleSet::new();
        for rule in [200, 3, 64, 63, 3] {
            set.insert(rule);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert_eq!(set.len(), 4);
        set.remove(64);
        assert!(!set.contains(64) && set.contains(63) && !set.contains(9999));
        set.clear();
        assert!(set.is_empty());
    }
}
