//! The order in which a diagram tests its inputs, which decides its size.
//!
//! No heuristic is right for all tables, so a few orders are tried on a sample of the rows, and the one with the
//! smallest diagram is taken. The first order is right for most tables: inputs that nearly every rule tests come before
//! those that many leave open, since a level multiplies the states only by what its open rows add; small domains come
//! before large.

#![expect(clippy::indexing_slicing, reason = "rows and inputs are numbered by `Rows`")]

use std::cmp::Reverse;

use super::builder::Builder;
use super::setting::Setting;
use crate::compile::{ANY, BuildLimits, Classes, Rows, Verdicts};

/// Tables with fewer rows use the first order untried.
const MIN_ROWS: usize = 64;

/// The number of rows that an order is tried on.
const SAMPLE: usize = 96;

/// The limits of one trial.
const TRIAL: BuildLimits = BuildLimits { bytes: 4 << 20, work: 6_000 };

/// The order of the inputs that rows test.
pub(crate) fn choose(rows: &Rows, classes: &Classes, verdicts: &Verdicts) -> Vec<usize> {
    let mut candidates = candidates(rows, classes);
    if rows.len() < MIN_ROWS || candidates.len() == 1 {
        return candidates.swap_remove(0);
    }
    let step = rows.len().div_ceil(SAMPLE);
    let sample = rows.every(step);
    let size = |order: &Vec<usize>| {
        let setting = Setting::new(&sample, classes, verdicts, order.clone(), true);
        let mut builder = Builder::new(&setting, TRIAL);
        match builder.root(0..sample.len() as u32) {
            Ok(_) => builder.into_draft().0.bytes(),
            Err(_) => usize::MAX,
        }
    };
    let best = (0..candidates.len()).min_by_key(|&at| size(&candidates[at])).unwrap_or(0);
    candidates.swap_remove(best)
}

/// The distinct orders to try.
fn candidates(rows: &Rows, classes: &Classes) -> Vec<Vec<usize>> {
    let open = |input: usize| rows.cells[input].iter().filter(|&&cell| cell == ANY).count();
    let inputs: Vec<(usize, usize, usize)> =
        rows.inputs().map(|input| (input, open(input), classes.count(input))).collect();
    let tenths = |open: usize| open * 10 / rows.len().max(1);
    let by = |key: &dyn Fn(usize, usize) -> (usize, Reverse<usize>, usize)| {
        let mut order = inputs.clone();
        order.sort_by_key(|&(input, open, count)| (key(open, count), input));
        order.into_iter().map(|(input, ..)| input).collect()
    };
    let none = Reverse(0);
    let mut candidates: Vec<Vec<usize>> = vec![
        by(&|open, count| (tenths(open), none, count)),
        by(&|open, count| (tenths(open), Reverse(count), 0)),
        by(&|_, count| (count, none, 0)),
        by(&|_, count| (0, Reverse(count), 0)),
    ];
    let mut seen = Vec::new();
    candidates.retain(|order| {
        let fresh = !seen.contains(order);
        seen.push(order.clone());
        fresh
    });
    candidates
}
