//! Covers: the fewest rules that together take precedence over a rule wherever it matches.
//!
//! A set of rules is a cover if and only if it has a matching rule for each case of the hidden rule. The search finds
//! the fewest rules for some cases; a case that they miss is added, and the search repeats. The first set that misses
//! no case is a cover, and no smaller cover exists, since it would suffice for the cases found.

use super::analysis::Analysis;
use super::steps::{Exhausted, Steps};

/// The smallest cover of a dead rule among candidates that together are one; ties go to the first in the order of
/// rules.
pub(super) fn smallest(
    analysis: &Analysis<'_>,
    rule: u32,
    candidates: &[u32],
    steps: &mut Steps,
) -> Result<Option<Vec<u32>>, Exhausted> {
    // The candidates that match each case.
    let mut cases: Vec<Vec<u32>> = Vec::new();
    let mut size = 0;
    let mut chosen = Vec::new();
    loop {
        let with = chosen.iter().copied();
        let left =
            analysis.region(analysis.with_absence(), analysis.rows_of(rule), with).find(steps)?;
        let Some(case) = left else {
            chosen.sort_unstable();
            return Ok(Some(chosen));
        };
        steps.take(candidates.len())?;
        cases.push(
            candidates.iter().copied().filter(|&other| analysis.matches(other, &case)).collect(),
        );
        chosen.clear();
        while !hit(&cases, size, &mut chosen, steps)? {
            size += 1;
            if size > candidates.len() {
                return Ok(None);
            }
        }
    }
}

/// Whether each case gets a matching rule by adding at most `more` rules to the chosen ones, which are added.
fn hit(
    cases: &[Vec<u32>],
    more: usize,
    chosen: &mut Vec<u32>,
    steps: &mut Steps,
) -> Result<bool, Exhausted> {
    steps.take(cases.len())?;
    let open = cases.iter().filter(|rules| !rules.iter().any(|rule| chosen.contains(rule)));
    let Some(narrowest) = open.min_by_key(|rules| rules.len()) else {
        return Ok(true);
    };
    if more == 0 {
        return Ok(false);
    }
    for &rule in narrowest {
        chosen.push(rule);
        if hit(cases, more - 1, chosen, steps)? {
            return Ok(true);
        }
        chosen.pop();
    }
    Ok(false)
}
