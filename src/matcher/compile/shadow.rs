//! Shadowed rows: rows that an earlier row of a first-match table hides in every case.
//!
//! They are found before anything is built. Hidden are all rows after an unconditional one, and rows whose tests
//! include all tests of an earlier row, with the same sets. Rows hidden by several rows together or by a wider set are
//! not looked for: the builders drop them where they meet them.

#![expect(clippy::indexing_slicing, reason = "rows and inputs are numbered by `Rows`")]

use super::interner::Interner;
use super::rows::Rows;
use super::rule_bits::RuleBits;

/// Limit of look-ups for rows with the same tests: rows times distinct sets of tested inputs.
const MAX_LOOKUPS: usize = 4 << 20;

/// Removes the hidden rows. Returns the rules without any row left, ascending.
pub(crate) fn drop_shadowed(rows: &mut Rows) -> Vec<u32> {
    let end = rows.tested.iter().position(|&tested| tested == 0).map_or(rows.len(), |at| at + 1);
    let mut keep: Vec<bool> = (0..rows.len()).map(|row| row < end).collect();
    drop_repeated(rows, &mut keep[..end]);
    if keep.iter().all(|&keep| keep) {
        return Vec::new();
    }
    let mut left = RuleBits::new();
    for (&rule, _) in rows.rules.iter().zip(&keep).filter(|&(_, &keep)| keep) {
        left.insert(rule);
    }
    let mut shadowed = rows.rules.clone();
    shadowed.dedup();
    shadowed.retain(|&rule| !left.contains(rule));
    rows.retain(&keep);
    shadowed
}

/// Unmarks the first rows whose tests include all tests of an earlier row.
fn drop_repeated(rows: &Rows, keep: &mut [bool]) {
    let mut masks: Vec<u64> = rows.tested[..keep.len()].to_vec();
    masks.sort_unstable();
    masks.dedup();
    if keep.len().saturating_mul(masks.len()) > MAX_LOOKUPS {
        return;
    }
    let mut seen = Interner::new();
    let mut tests = Vec::new();
    let mut met: Vec<u64> = Vec::new();
    for (row, keep) in keep.iter_mut().enumerate() {
        let tested = rows.tested[row];
        let tests_of = |mask: u64, tests: &mut Vec<u32>| {
            tests.clear();
            tests.extend([mask as u32, (mask >> 32) as u32]);
            let inputs = (0..rows.cells.len()).filter(|input| mask >> input & 1 == 1);
            tests.extend(inputs.map(|input| rows.cells[input][row]));
        };
        let hidden = met.iter().filter(|&&mask| mask & !tested == 0).any(|&mask| {
            tests_of(mask, &mut tests);
            seen.find(&tests).is_some()
        });
        if hidden {
            *keep = false;
            continue;
        }
        tests_of(tested, &mut tests);
        seen.intern(&tests);
        if !met.contains(&tested) {
            met.push(tested);
        }
    }
}
