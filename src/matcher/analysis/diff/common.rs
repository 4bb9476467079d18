//! Rules that two tables have in common. A case that only such rules match has the same answer, and the diff skips it.

#![expect(clippy::indexing_slicing, reason = "rules are numbered by their tables")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::compile::Rows;
use crate::table::{HitPolicy, Rule, Table};

/// The rules of each table without an equal in the other, by tests, outcome and relation to rules with an equal.
pub(super) struct Differing {
    /// By rule of the table before.
    pub(super) before: Vec<bool>,
    /// By rule of the table after.
    pub(super) after: Vec<bool>,
}

impl Differing {
    /// Finds these rules. The rows of both tables have the same sets of classes; `same` compares outcomes.
    pub(super) fn find(
        (before, rows): (&Table, &Rows),
        (after, other_rows): (&Table, &Rows),
        mut same: impl FnMut(u32, u32) -> bool,
    ) -> Self {
        let (tests, other_tests) =
            (tests(rows, before.rules().len()), tests(other_rows, after.rules().len()));
        let mut pairs = match before.policy() == after.policy() {
            true => pairs(before.rules(), &tests, after.rules(), &other_tests, &mut same),
            false => vec![None; before.rules().len()],
        };
        match before.policy() {
            HitPolicy::First => keep_in_order(&mut pairs),
            HitPolicy::Unique => keep_overriding_alike(&mut pairs, before.rules(), after.rules()),
            HitPolicy::Collect => {}
        }
        let mut paired = vec![false; after.rules().len()];
        pairs.iter().flatten().for_each(|&rule| paired[rule] = true);
        Self {
            before: pairs.iter().map(Option::is_none).collect(),
            after: paired.into_iter().map(|paired| !paired).collect(),
        }
    }
}

/// The tests of each rule's rows, in a form that is equal for equal tests.
fn tests(rows: &Rows, rules: usize) -> Vec<Vec<Vec<u32>>> {
    let mut tests = vec![Vec::new(); rules];
    for (row, &rule) in rows.rules.iter().enumerate() {
        tests[rule as usize].push(rows.cells.iter().map(|cells| cells[row]).collect::<Vec<u32>>());
    }
    tests.iter_mut().for_each(|rows| {
        rows.sort_unstable();
        rows.dedup();
    });
    tests
}

/// For each rule before a rule after with equal tests and outcome, preferably of the same name, each used once.
fn pairs(
    before: &[Rule],
    tests: &[Vec<Vec<u32>>],
    after: &[Rule],
    other_tests: &[Vec<Vec<u32>>],
    same: &mut impl FnMut(u32, u32) -> bool,
) -> Vec<Option<usize>> {
    let mut by_tests: HashMap<&[Vec<u32>], Vec<usize>, FixedState> = HashMap::default();
    for (rule, tests) in other_tests.iter().enumerate() {
        by_tests.entry(tests).or_default().push(rule);
    }
    let pair = |(rule, tests): (&Rule, &Vec<Vec<u32>>)| {
        let left = by_tests.get_mut(tests.as_slice())?;
        let mut fits = |other: &usize| same(rule.outcome, after[*other].outcome);
        let named = left.iter().position(|&other| after[other].id == rule.id);
        let named = named.filter(|&at| fits(&left[at]));
        let at = named.or_else(|| left.iter().position(fits));
        Some(left.remove(at?))
    };
    before.iter().zip(tests).map(pair).collect()
}

/// In first-match tables, pairs relate alike if they are in the same order. Keeps the most pairs that are.
fn keep_in_order(pairs: &mut [Option<usize>]) {
    // By length, the rule before whose pair ends an increasing chain of this length with the smallest number.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; pairs.len()];
    for rule in 0..pairs.len() {
        let Some(pair) = pairs[rule] else { continue };
        let length = ends.partition_point(|&end| pairs[end].is_some_and(|other| other < pair));
        previous[rule] = length.checked_sub(1).map(|before| ends[before]);
        match ends.get_mut(length) {
            Some(end) => *end = rule,
            None => ends.push(rule),
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut at = ends.last().copied();
    while let Some(rule) = at {
        kept[rule] = true;
        at = previous[rule];
    }
    pairs.iter_mut().zip(kept).filter(|(_, kept)| !kept).for_each(|(pair, _)| *pair = None);
}

/// Drops pairs whose rules do not override the same paired rules, until none is left to drop.
fn keep_overriding_alike(pairs: &mut [Option<usize>], before: &[Rule], after: &[Rule]) {
    loop {
        let mut paired = vec![false; after.len()];
        pairs.iter().flatten().for_each(|&rule| paired[rule] = true);
        let disagrees = |(rule, pair): (&Rule, &Option<usize>)| {
            let Some(pair) = *pair else { return false };
            let mut overridden: Vec<usize> =
                rule.overrides.iter().filter_map(|&other| pairs[other]).collect();
            let others = after[pair].overrides.iter().copied();
            let mut others: Vec<usize> = others.filter(|&other| paired[other]).collect();
            overridden.sort_unstable();
            overridden.dedup();
            others.sort_unstable();
            others.dedup();
            overridden != others
        };
        let dropped: Vec<bool> = before.iter().zip(pairs.iter()).map(disagrees).collect();
        if !dropped.contains(&true) {
            return;
        }
        pairs.iter_mut().zip(dropped).filter(|(_, dropped)| *dropped).for_each(|(pair, _)| {
            *pair = None;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_chain_in_order_is_kept() {
        let mut pairs = vec![Some(3), Some(0), None, Some(1), Some(4), Some(2)];
        keep_in_order(&mut pairs);
        assert_eq!(pairs, [None, Some(0), None, Some(1), None, Some(2)]);
        let mut none: Vec<Option<usize>> = vec![None; 2];
        keep_in_order(&mut none);
        assert_eq!(none, [None, None]);
    }
}
