//! The setting of a build: rows seen by level, and the rule by which rows that cannot matter are dropped.

#![expect(
    clippy::indexing_slicing,
    reason = "rows and levels are numbered by `Rows` and the order"
)]

use super::narrow::Narrow;
use super::trail::NarrowRow;
use crate::compile::{Classes, Rows, Verdicts};
use crate::table::HitPolicy;

/// The parameters of a build, shared by all builders of one plan.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    pub(crate) rows: &'a Rows,
    pub(crate) verdicts: &'a Verdicts,
    /// The inputs in the order in which they are tested.
    pub(crate) order: Vec<usize>,
    /// Whether leaves hold settled rules, see `Verdicts::settle`, rather than all matching ones.
    pub(crate) settled: bool,
    /// The marks of each row.
    pub(crate) marks: Vec<Mark>,
    /// The last inputs of the order, as far as they are narrow. Empty unless the table is first-match.
    pub(crate) narrow: Narrow,
    /// The first level of a narrow input.
    pub(crate) tail: usize,
}

/// The parts of a row that are read over and over, kept together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// The levels that the row tests, one bit each.
    tested: u64,
    /// The combinations of narrow inputs that the row accepts.
    pub(crate) accepted: u64,
}

impl<'a> Setting<'a> {
    pub(crate) fn new(
        rows: &'a Rows,
        classes: &'a Classes,
        verdicts: &'a Verdicts,
        order: Vec<usize>,
        settled: bool,
    ) -> Self {
        let by_level = |tested: &u64| {
            let levels = order.iter().enumerate();
            levels.fold(0, |bits, (level, &input)| bits | (tested >> input & 1) << level)
        };
        let first = verdicts.policy == HitPolicy::First;
        let narrow = Narrow::new(order.iter().copied().rev().filter(|_| first), classes);
        let tail = order.len() - narrow.len();
        let marks = rows.tested.iter().zip(narrow.accepted(rows));
        let marks = marks.map(|(tested, accepted)| Mark { tested: by_level(tested), accepted });
        let marks = marks.collect();
        Self { rows, verdicts, order, settled, marks, narrow, tail }
    }

    /// The levels from `level` on that the row tests, one bit each. If none, the row holds.
    pub(crate) fn remaining(&self, level: usize, row: u32) -> u64 {
        self.marks[row as usize].tested.checked_shr(level as u32).unwrap_or(0)
    }

    /// Moves the rows that can matter at a level to the front and returns their number.
    pub(crate) fn simplify(
        &self,
        level: usize,
        covers: impl Iterator<Item = NarrowRow>,
        rows: &mut [u32],
    ) -> usize {
        if self.verdicts.policy == HitPolicy::First {
            return self.drop_hidden(level, covers, rows);
        }
        let rule = |row: u32| self.rows.rules[row as usize];
        let mut certain: Vec<u32> =
            rows.iter().copied().filter(|&row| self.remaining(level, row) == 0).collect();
        certain.dedup_by_key(|row| rule(*row));
        if certain.is_empty() {
            return rows.len();
        }
        // A rule that overrides others matters even when it is silenced.
        let overridden = certain.iter().flat_map(|&row| self.verdicts.overrides(rule(row)));
        let mut silenced: Vec<u32> =
            overridden.copied().filter(|&rule| self.verdicts.overrides(rule).is_empty()).collect();
        silenced.sort_unstable();
        keep(rows, |row| {
            silenced.binary_search(&rule(row)).is_err()
                && match certain.binary_search_by_key(&rule(row), |&row| rule(row)) {
                    Ok(at) => certain[at] == row,
                    Err(_) => true,
                }
        })
    }

    fn drop_hidden(
        &self,
        level: usize,
        covers: impl Iterator<Item = NarrowRow>,
        rows: &mut [u32],
    ) -> usize {
        let (mut open, mut covers) = (self.narrow.all(), covers.peekable());
        let before_tail = self.before_tail(level);
        keep(rows, |row| {
            while let Some((_, cover)) = covers.next_if(|&(other, _)| other < row) {
                open &= !cover;
            }
            let Mark { accepted, .. } = self.marks[row as usize];
            let matters = accepted & open != 0;
            if matters && self.remaining(level, row) & before_tail == 0 {
                open &= !accepted;
            }
            matters
        })
    }

    /// The levels from `level` on that are not narrow, in the bits of `remaining`.
    pub(crate) fn before_tail(&self, level: usize) -> u64 {
        match self.tail.checked_sub(level) {
            Some(levels) => u64::MAX.checked_shl(levels as u32).map_or(u64::MAX, |tail| !tail),
            None => 0,
        }
    }
}

/// Moves the rows to keep to the front, in their order, and returns their number.
fn keep(rows: &mut [u32], mut is_kept: impl FnMut(u32) -> bool) -> usize {
    let mut kept = 0;
    for at in 0..rows.len() {
        let row = rows[at];
        if is_kept(row) {
            rows[kept] = row;
            kept += 1;
        }
    }
    kept
}
