//! Shadowed rows: those that an earlier row of a first-match table hides in every case, found before anything is built.
//!
//! Everything behind an unconditional row is hidden, and so is a row all of whose tests an earlier row has with the same
//! sets, or does without. Rows hidden by several together, or by a wider set, are not looked for: a compiler drops them
//! where it meets them.

#![expect(clippy::indexing_slicing, reason = "rows and inputs are numbered by `Rows`")]

use super::interner::Interner;
use super::rows::Rows;
use super::rule_bits::RuleBits;

/// The most look-ups that finding rows with the same tests may take: rows times sets of tested inputs.
const MAX_LOOKUPS: usize = 4 << 20;

/// Takes the hidden rows away and tells the rules of which none is left, ascending.
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

/// Unmarks the rows among the first ones whose tests, or some of whose tests, are all tests of an earlier row.
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
