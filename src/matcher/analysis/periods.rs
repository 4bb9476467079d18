//! Periods: gaps and overlaps over time, for a table with a date input.

use super::analysis::Analysis;
use super::gaps::Gaps;
use super::overlaps::Overlaps;
use super::steps::{Exhausted, Proof, Steps};
use crate::table::{Domain, FIRST_DAY, LAST_DAY, Value};

/// Days with the same gaps and overlaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day, as days since 1970-01-01.
    pub first: i64,
    /// The last day, as days since 1970-01-01.
    pub last: i64,
    /// The gaps on these days. Blocks leave the day open, and witnesses are of the first day.
    pub gaps: Gaps,
    /// The overlaps on these days, in the same form.
    pub overlaps: Overlaps,
}

impl Analysis<'_> {
    /// Gaps and overlaps by period, from a first to a last day, with at most `limit` blocks and pairs each.
    ///
    /// A period ends where the tests of the date input distinguish two days, that is where a rule begins or ceases to
    /// hold. Empty if the input is not a date or the days are not in order.
    #[must_use]
    pub fn periods(&self, input: usize, first: i64, last: i64, limit: usize) -> Proof<Vec<Period>> {
        self.prove(|steps| {
            let is_date = self
                .table
                .inputs()
                .get(input)
                .is_some_and(|input| matches!(input.domain, Domain::Date));
            let (first, last) = (first.max(FIRST_DAY), last.min(LAST_DAY));
            if !is_date || first > last {
                return Ok(Vec::new());
            }
            let changes = self.classes.segments(input);
            let changes = changes.into_iter().filter(|day| (first + 1..=last).contains(day));
            let starts: Vec<i64> = std::iter::once(first).chain(changes).collect();
            let ends = starts.iter().skip(1).map(|next| next - 1).chain([last]);
            // A class may recur, for instance where rules hold on some days only.
            let mut known: Vec<(u32, Gaps, Overlaps)> = Vec::new();
            let mut periods = Vec::with_capacity(starts.len());
            for (&first, last) in starts.iter().zip(ends) {
                let class = self.classes.class_of(input, Value::Int(first));
                if !known.iter().any(|&(of, ..)| of == class) {
                    let (gaps, overlaps) = self.on_days(input, class, limit, steps)?;
                    known.push((class, gaps, overlaps));
                }
                for (_, gaps, overlaps) in known.iter().filter(|&&(of, ..)| of == class) {
                    let (mut gaps, mut overlaps) = (gaps.clone(), overlaps.clone());
                    let blocks = overlaps.pairs.iter_mut().flat_map(|overlap| &mut overlap.blocks);
                    for block in gaps.blocks.iter_mut().chain(blocks) {
                        if let (Some(days), Some(day)) =
                            (block.values.get_mut(input), block.witness.get_mut(input))
                        {
                            (*days, *day) = (None, Value::Int(first));
                        }
                    }
                    periods.push(Period { first, last, gaps, overlaps });
                }
            }
            Ok(periods)
        })
    }

    fn on_days(
        &self,
        input: usize,
        class: u32,
        limit: usize,
        steps: &mut Steps,
    ) -> Result<(Gaps, Overlaps), Exhausted> {
        let mut base = self.complete();
        if let Some(days) = base.block.0.get_mut(input) {
            *days = Some(vec![class]);
        }
        let gaps = self.gaps_in(base.clone(), limit, steps)?;
        let overlaps = self.overlaps_in(&base, limit, limit, steps)?;
        Ok((gaps, overlaps))
    }
}
