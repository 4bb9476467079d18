//! Rows: a table in the form that is compiled. Each alternative of a rule is a row, each cell a set of classes.

#![expect(clippy::indexing_slicing, reason = "rows, inputs and sets are numbered by this module")]

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::classes::Classes;
use super::sets::Sets;
use crate::table::{Condition, Table, Values};

/// A cell that does not test its input.
pub(crate) const ANY: u32 = u32::MAX;

/// The rows of a table in the order of its rules, without those that can never hold.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// The rule of each row, ascending.
    pub(crate) rules: Vec<u32>,
    /// The inputs that each row tests, one bit each.
    pub(crate) tested: Vec<u64>,
    /// By input and row, the number of the accepted set, or `ANY`.
    pub(crate) cells: Vec<Vec<u32>>,
    /// The accepted sets of each input.
    pub(crate) sets: Arc<[Sets]>,
}

/// Numbers the distinct sets of values that one input is tested for.
#[derive(Default)]
struct Distinct<'a> {
    numbers: HashMap<Cow<'a, Values>, u32, FixedState>,
    sets: Vec<Cow<'a, Values>>,
}

impl<'a> Distinct<'a> {
    fn number(&mut self, values: Cow<'a, Values>) -> u32 {
        if let Some(&number) = self.numbers.get(&values) {
            return number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(values.clone());
        self.numbers.insert(values, number);
        number
    }
}

impl Rows {
    /// Numbers the distinct sets of values of the table, splits the domains by them and rewrites the cells.
    pub(crate) fn new(table: &Table) -> (Self, Classes) {
        let inputs = table.inputs().len();
        let count = table.rules().iter().map(|rule| rule.alternatives.len()).sum();
        let mut distinct: Vec<Distinct<'_>> = Vec::new();
        distinct.resize_with(inputs, Distinct::default);
        let mut rows = Self {
            rules: Vec::with_capacity(count),
            tested: Vec::with_capacity(count),
            cells: (0..inputs).map(|_| Vec::with_capacity(count)).collect(),
            sets: Arc::default(),
        };
        let mut tests: Vec<Option<Cow<'_, Values>>> = vec![None; inputs];
        for (index, rule) in (0..).zip(table.rules()) {
            for alternative in &rule.alternatives {
                if let Some(tested) = tests_of(alternative, &mut tests) {
                    rows.rules.push(index);
                    rows.tested.push(tested);
                    for ((test, cells), distinct) in
                        tests.iter_mut().zip(&mut rows.cells).zip(&mut distinct)
                    {
                        cells.push(test.take().map_or(ANY, |values| distinct.number(values)));
                    }
                }
            }
        }
        let distinct: Vec<Vec<Cow<'_, Values>>> =
            distinct.into_iter().map(|distinct| distinct.sets).collect();
        let (classes, sets) = Classes::new(table.shared_inputs(), &distinct);
        rows.sets = sets.into();
        (rows, classes)
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The classes that a row accepts of an input; nothing if it does not test the input.
    pub(crate) fn accepted(&self, input: usize, row: usize) -> Option<&[u32]> {
        match self.cells[input][row] {
            ANY => None,
            set => Some(self.sets[input].get(set)),
        }
    }

    /// Whether the row does not test the input, or accepts its class.
    pub(crate) fn accepts(&self, input: usize, row: usize, class: u32) -> bool {
        self.accepted(input, row).is_none_or(|classes| classes.binary_search(&class).is_ok())
    }

    /// The inputs that any row tests, ascending.
    pub(crate) fn inputs(&self) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let tested = self.tested.iter().fold(0, |bits, tested| bits | tested);
        (0..self.cells.len()).filter(move |input| tested >> input & 1 == 1)
    }

    /// Removes the rows without a mark in `keep`.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        fn filter<T>(values: &mut Vec<T>, keep: &[bool]) {
            let mut keep = keep.iter();
            values.retain(|_| keep.next().copied().unwrap_or(false));
            values.shrink_to_fit();
        }
        filter(&mut self.rules, keep);
        filter(&mut self.tested, keep);
        self.cells.iter_mut().for_each(|cells| filter(cells, keep));
    }

    /// Every `step`-th row.
    pub(crate) fn every(&self, step: usize) -> Self {
        fn pick<T: Copy>(values: &[T], step: usize) -> Vec<T> {
            values.iter().step_by(step).copied().collect()
        }
        Self {
            rules: pick(&self.rules, step),
            tested: pick(&self.tested, step),
            cells: self.cells.iter().map(|cells| pick(cells, step)).collect(),
            sets: Arc::clone(&self.sets),
        }
    }

    /// The rows among `rows` that do not test the input or accept its class.
    pub(crate) fn restrict(&self, rows: &[u32], input: usize, class: u32) -> Vec<u32> {
        let held = |&row: &u32| self.accepts(input, row as usize, class);
        rows.iter().copied().filter(held).collect()
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        let sets = self.sets.iter().map(Sets::bytes);
        let cells = self.cells.iter().map(|cells| size_of_val(cells.as_slice()));
        size_of_val(&*self.rules)
            + size_of_val(&*self.tested)
            + sets.sum::<usize>()
            + cells.sum::<usize>()
    }
}

/// Puts the accepted values of each tested input into `tests`, and returns the tested inputs, one bit each.
///
/// Returns nothing, with `tests` empty again, if the conditions can never hold together.
fn tests_of<'a>(conditions: &'a [Condition], tests: &mut [Option<Cow<'a, Values>>]) -> Option<u64> {
    let mut tested = 0;
    for condition in conditions {
        let test = &mut tests[condition.input];
        *test = Some(match test.take() {
            Some(values) => Cow::Owned(values.intersect(&condition.accepts)),
            None => Cow::Borrowed(&condition.accepts),
        });
        tested |= 1 << condition.input;
    }
    if conditions
        .iter()
        .any(|condition| tests[condition.input].as_ref().is_some_and(|values| values.is_empty()))
    {
        conditions.iter().for_each(|condition| tests[condition.input] = None);
        return None;
    }
    Some(tested)
}
