//! Bitmaps: one set of rows for each class of each input. An AND over the inputs leaves the rows that hold.
//!
//! Works for every hit policy and never blows up: memory is rows times classes, time is rows times inputs over 64. A
//! summary with one bit per block of a column lets most empty blocks be skipped unread.

#![expect(clippy::indexing_slicing, reason = "columns and words are numbered by this module")]

use crate::compile::{ABSENT, Classes, Rows, RuleBits, class_from, ones};
use crate::table::MAX_INPUTS;

/// The number of words combined at a time, enough for the widest vector registers.
const BLOCK: usize = 8;

pub(crate) type WordBlock = [u64; BLOCK];

/// The column of all rows.
pub(super) const ALL: u32 = 0;

/// The rows of a table as bits.
#[derive(Clone, Debug)]
pub struct Bitmap {
    /// The rule of each row.
    rules: Vec<u32>,
    /// The number of rules of the table.
    pub(super) rule_count: usize,
    pub(super) inputs: Vec<InputColumns>,
    /// Columns of bits by row: all rows, then for each class of each tested input the rows that accept it or do not
    /// test the input.
    bits: Vec<WordBlock>,
    /// The number of blocks of one column.
    stride: usize,
    /// By column, one bit for each block that is not empty.
    summary: Vec<u64>,
    /// The number of words of one column's summary.
    summary_stride: usize,
    /// The only word of each column, if there are at most 64 rows; else empty. Read instead of all the above.
    pub(super) small: Vec<u64>,
    /// The inputs that any row tests, one bit each.
    pub(super) tested: u64,
}

/// The columns of an input that any row tests.
#[derive(Clone, Copy, Debug)]
pub(super) struct InputColumns {
    pub(super) input: usize,
    /// The column of absence. The other classes follow.
    pub(super) absent: u32,
    count: u32,
}

impl InputColumns {
    /// The column of a class. A number that is no class counts as absence.
    pub(super) fn of(&self, class: u32) -> u32 {
        self.absent + if class < self.count { class } else { ABSENT }
    }
}

/// The chosen column of each tested input.
pub(super) type ChosenColumns = [u32; MAX_INPUTS];

impl Bitmap {
    /// The memory for the columns of a table.
    pub(crate) fn size(rows: &Rows, classes: &Classes) -> usize {
        let columns = 1 + rows.inputs().map(|input| classes.count(input)).sum::<usize>();
        let stride = rows.len().div_ceil(64 * BLOCK);
        let words = stride * BLOCK + stride.div_ceil(64);
        columns.saturating_mul(words * size_of::<u64>())
    }

    pub(crate) fn new(rows: &Rows, classes: &Classes, rule_count: usize) -> Self {
        let mut bitmap = Self::empty(rows, classes, rule_count);
        let stride = bitmap.stride;
        let mut bits = vec![[0; BLOCK]; bitmap.columns() * stride];
        let all = bits.as_flattened_mut();
        (0..rows.len()).for_each(|row| all[row / 64] |= 1 << (row % 64));
        for columns in &bitmap.inputs {
            let start = columns.absent as usize * stride;
            fill(
                rows,
                columns.input,
                stride,
                &mut bits[start..][..columns.count as usize * stride],
            );
        }
        bitmap.put(bits);
        bitmap
    }

    /// A bitmap of some rows, without its bits.
    pub(crate) fn empty(rows: &Rows, classes: &Classes, rule_count: usize) -> Self {
        let stride = rows.len().div_ceil(64 * BLOCK);
        let mut inputs = Vec::new();
        let mut columns = ALL + 1;
        for input in rows.inputs() {
            let count = classes.count(input) as u32;
            inputs.push(InputColumns { input, absent: columns, count });
            columns += count;
        }
        Self {
            rules: rows.rules.clone(),
            rule_count,
            inputs,
            bits: Vec::new(),
            stride,
            summary: Vec::new(),
            summary_stride: stride.div_ceil(64),
            small: Vec::new(),
            tested: rows.inputs().fold(0, |tested, input| tested | 1 << input),
        }
    }

    /// The number of columns.
    fn columns(&self) -> usize {
        self.inputs.last().map_or(ALL + 1, |last| last.absent + last.count) as usize
    }

    /// The number of blocks of one column, and of all columns.
    pub(crate) fn shape(&self) -> (usize, usize) {
        (self.stride, self.columns() * self.stride)
    }

    /// The bits of all columns.
    pub(crate) fn bits(&self) -> &[WordBlock] {
        &self.bits
    }

    /// Sets the bits of all columns.
    pub(crate) fn put(&mut self, bits: Vec<WordBlock>) {
        if self.rules.len() <= 64 {
            self.small = bits.iter().map(|block| block[0]).collect();
        }
        self.bits = bits;
        self.summary = vec![0; self.columns() * self.summary_stride];
        self.summarise();
    }

    fn summarise(&mut self) {
        for (at, block) in self.bits.iter().enumerate() {
            if *block != [0; BLOCK] {
                let (column, block) = (at / self.stride, at % self.stride);
                self.summary[column * self.summary_stride + block / 64] |= 1 << (block % 64);
            }
        }
    }

    /// Puts the rules into `out` that match a case, given by its classes; see [`Plan::classify`](super::Plan::classify).
    ///
    /// Rules that are shadowed in a first-match table are not among them. Allocates only if `out` is too small.
    pub fn fired_classes(&self, classes: &[u32], out: &mut RuleBits) {
        let class_of = class_from(classes);
        out.reset(self.rule_count);
        if let Some((&all, _)) = self.small.split_first() {
            let column =
                |columns: &InputColumns| self.small[columns.of(class_of(columns.input)) as usize];
            let held = self.inputs.iter().fold(all, |held, columns| held & column(columns));
            self.rules_in(0, &[held]).for_each(|rule| out.insert(rule));
            return;
        }
        self.each_block(&self.chosen(class_of), |block, held| {
            self.rules_in(block, held).for_each(|rule| out.insert(rule));
            true
        });
    }

    /// The first row that holds.
    pub(crate) fn first_row(&self, class_of: impl Fn(usize) -> u32) -> Option<u32> {
        let mut first = None;
        self.each_block(&self.chosen(class_of), |block, held| {
            first = ones(held).next().map(|row| (block * 64 * BLOCK) as u32 + row);
            false
        });
        first
    }

    /// The rules that match, ascending and distinct.
    pub(crate) fn matching(&self, class_of: impl Fn(usize) -> u32) -> Vec<u32> {
        let mut rules = Vec::new();
        self.each_block(&self.chosen(class_of), |block, held| {
            rules.extend(self.rules_in(block, held));
            true
        });
        rules.dedup();
        rules
    }

    /// Passes each non-empty intersection of the columns' blocks to `show`, until it returns false.
    #[inline]
    pub(super) fn each_block(
        &self,
        chosen: &ChosenColumns,
        mut show: impl FnMut(usize, &WordBlock) -> bool,
    ) {
        let chosen = &chosen[..self.inputs.len()];
        if self.stride == 1 {
            show(0, &self.held(chosen, 0));
            return;
        }
        for word in 0..self.summary_stride {
            let of = |column: u32| self.summary[column as usize * self.summary_stride + word];
            let mut blocks = chosen.iter().fold(of(ALL), |held, &column| held & of(column));
            while blocks != 0 {
                let block = word * 64 + blocks.trailing_zeros() as usize;
                blocks &= blocks - 1;
                let held = self.held(chosen, block);
                if held != [0; BLOCK] && !show(block, &held) {
                    return;
                }
            }
        }
    }

    /// The number of blocks and words of the summary that a case reads.
    pub(crate) fn touched(&self, class_of: impl Fn(usize) -> u32, first: bool) -> u64 {
        let chosen = self.chosen(class_of);
        let mut blocks = 0;
        self.each_block(&chosen, |_, _| {
            blocks += 1;
            !first
        });
        ((self.summary_stride + blocks) * (self.inputs.len() + 1)) as u64
    }

    /// The inputs that any row tests.
    pub fn inputs(&self) -> impl Iterator<Item = usize> {
        self.inputs.iter().map(|columns| columns.input)
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.bits)
            + size_of_val(&*self.summary)
            + size_of_val(&*self.small)
            + size_of_val(&*self.rules)
            + size_of_val(&*self.inputs)
    }

    /// The rule of each row.
    pub(crate) fn rules(&self) -> &[u32] {
        &self.rules
    }

    /// The rules of the rows, ascending and distinct.
    pub(crate) fn rules_of(&self, rows: &[u64]) -> Vec<u32> {
        let mut rules: Vec<u32> = ones(rows).map(|row| self.rules[row as usize]).collect();
        rules.dedup();
        rules
    }

    /// All rows.
    pub(crate) fn all(&self) -> Vec<u64> {
        self.blocks(ALL).as_flattened().to_vec()
    }

    /// The rows among `rows` that accept a class of a tested input or do not test it.
    pub(crate) fn restrict(&self, rows: &[u64], input: usize, class: u32) -> Vec<u64> {
        rows.iter().zip(self.column(input, class)).map(|(rows, column)| rows & column).collect()
    }

    /// Whether any of `rows` tests the input.
    pub(crate) fn asks(&self, rows: &[u64], input: usize) -> bool {
        rows.iter()
            .zip(self.column(input, ABSENT))
            .any(|(rows, indifferent)| rows & !indifferent != 0)
    }

    fn column(&self, input: usize, class: u32) -> &[u64] {
        let columns = self.inputs.iter().find(|columns| columns.input == input);
        columns.map_or(&[], |columns| self.blocks(columns.of(class)).as_flattened())
    }

    pub(super) fn blocks(&self, column: u32) -> &[WordBlock] {
        &self.bits[column as usize * self.stride..][..self.stride]
    }

    /// The column of each tested input's class in the case.
    #[inline]
    pub(super) fn chosen(&self, class_of: impl Fn(usize) -> u32) -> ChosenColumns {
        let mut chosen = [ALL; MAX_INPUTS];
        for (chosen, columns) in chosen.iter_mut().zip(&self.inputs) {
            *chosen = columns.of(class_of(columns.input));
        }
        chosen
    }

    /// The rows of one block that are in all columns.
    #[inline]
    fn held(&self, chosen: &[u32], block: usize) -> WordBlock {
        if self.rules.len() <= 64 {
            // A small table reads one word of each column instead of eight.
            let word = |column: u32| self.bits[column as usize * self.stride][0];
            let mut held = [0; BLOCK];
            held[0] = chosen.iter().fold(word(ALL), |held, &column| held & word(column));
            return held;
        }
        let mut held = self.bits[block];
        for &column in chosen {
            let column = &self.bits[column as usize * self.stride + block];
            and(&mut held, column, |column| column);
        }
        held
    }

    /// The rules of the rows of one block.
    pub(super) fn rules_in(&self, block: usize, rows: &[u64]) -> impl Iterator<Item = u32> {
        ones(rows).map(move |row| self.rules[block * 64 * BLOCK + row as usize])
    }
}

/// Fills the columns of one input.
fn fill(rows: &Rows, input: usize, stride: usize, bits: &mut [WordBlock]) {
    let mut open: Vec<WordBlock> = vec![[0; BLOCK]; stride];
    for row in 0..rows.len() {
        match rows.accepted(input, row) {
            Some(accepted) => {
                for &class in accepted {
                    let column = &mut bits[class as usize * stride..][..stride];
                    column.as_flattened_mut()[row / 64] |= 1 << (row % 64);
                }
            }
            None => open.as_flattened_mut()[row / 64] |= 1 << (row % 64),
        }
    }
    for column in bits.chunks_exact_mut(stride.max(1)) {
        let words = column.as_flattened_mut().iter_mut().zip(open.as_flattened());
        words.for_each(|(word, open)| *word |= open);
    }
}

pub(super) fn and(held: &mut WordBlock, column: &WordBlock, of: impl Fn(u64) -> u64) {
    held.iter_mut().zip(column).for_each(|(held, &column)| *held &= of(column));
}
