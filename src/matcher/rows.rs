//! Rows: a table as the compilers see it. Each alternative of a rule is a row, each cell a set of classes.

#![expect(clippy::indexing_slicing, reason = "rows, inputs and sets are numbered by this module")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::classes::Classes;
use super::table::Table;
use super::values::Values;

/// A cell that does not test its input.
pub(super) const ANY: u32 = u32::MAX;

/// The rows of a table in the order of its rules, without those that can never hold.
#[derive(Debug)]
pub(super) struct Rows {
    /// By row, its rule; ascending.
    pub(super) rules: Vec<u32>,
    /// By row, one bit for each input that it tests.
    pub(super) tested: Vec<u64>,
    /// By input and row, the number of the accepted set, or `ANY`.
    pub(super) cells: Vec<Vec<u32>>,
    /// By input and number, the accepted classes, sorted.
    pub(super) sets: Vec<Vec<Vec<u32>>>,
}

impl Rows {
    /// Numbers the distinct sets of values of the table, splits the domains by them and rewrites the cells.
    pub(super) fn new(table: &Table) -> (Self, Classes) {
        let inputs = table.inputs().len();
        let mut numbers = vec![HashMap::with_hasher(FixedState::default()); inputs];
        let mut distinct = vec![Vec::new(); inputs];
        let mut rows = Self {
            rules: Vec::new(),
            tested: Vec::new(),
            cells: vec![Vec::new(); inputs],
            sets: Vec::new(),
        };
        for (index, rule) in (0..).zip(table.rules()) {
            for alternative in &rule.alternatives {
                let mut tests: Vec<Option<Values>> = vec![None; inputs];
                for condition in alternative {
                    let test = &mut tests[condition.input];
                    *test = Some(match test.take() {
                        Some(values) => values.intersect(&condition.accepts),
                        None => condition.accepts.clone(),
                    });
                }
                if tests.iter().flatten().any(Values::is_empty) {
                    continue;
                }
                rows.rules.push(index);
                let bits = (0..).zip(&tests).filter(|(_, test)| test.is_some());
                rows.tested.push(bits.fold(0, |bits, (input, _)| bits | 1 << input));
                for (input, test) in tests.into_iter().enumerate() {
                    let cell = test.map_or(ANY, |values| {
                        *numbers[input].entry(values).or_insert_with_key(|values| {
                            distinct[input].push(values.clone());
                            distinct[input].len() as u32 - 1
                        })
                    });
                    rows.cells[input].push(cell);
                }
            }
        }
        let classes = Classes::new(table.inputs(), &distinct);
        let accepted = |(input, sets): (usize, &Vec<Values>)| {
            sets.iter().map(|set| classes.accepted(input, set)).collect()
        };
        rows.sets = distinct.iter().enumerate().map(accepted).collect();
        (rows, classes)
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The classes that a row accepts of an input that it tests.
    pub(super) fn accepted(&self, input: usize, row: usize) -> Option<&[u32]> {
        match self.cells[input][row] {
            ANY => None,
            set => Some(&self.sets[input][set as usize]),
        }
    }
}
