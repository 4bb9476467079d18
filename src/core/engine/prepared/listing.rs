//! The checks that go through a list of fields: one whose list is empty has no finding, whatever its conditions.

use crate::ruleset::checks::{Check, Checks};
use crate::ruleset::inputs::FIELD_LISTS;
use handover_matcher::{Held, RuleBits};

/// The checks that go through a list of fields.
#[derive(Debug)]
pub(in crate::engine) struct ListChecks {
    /// The checks, with their lists.
    checks: Vec<(u32, usize)>,
    /// By lists that are not empty, a bit for each, the rows of the checks that go through the others.
    rows: Vec<Held>,
}

impl ListChecks {
    pub(super) fn new(checks: &Checks) -> Self {
        let list = |(index, check): (u32, &Check)| Some((index, check.about.list()?));
        let listing: Vec<(u32, usize)> = (0..).zip(&checks.all).filter_map(list).collect();
        let rows = |filled: u8| {
            let empty: Vec<u32> = of_empty(&listing, filled).collect();
            checks.plan.bitmap().map_or(Held::NONE, |bitmap| bitmap.rows_of(&empty))
        };
        let rows = (0..=u8::MAX >> (8 - FIELD_LISTS.len())).map(rows).collect();
        Self { checks: listing, rows }
    }

    /// The rows of the checks whose list is empty, where a bitmap keeps rows.
    pub(in crate::engine) fn rows_of_empty(&self, filled: u8) -> Held {
        self.rows.get(usize::from(filled)).copied().unwrap_or(Held::NONE)
    }

    /// Removes the checks whose list is empty.
    pub(in crate::engine) fn remove_empty(&self, filled: u8, fired: &mut RuleBits) {
        of_empty(&self.checks, filled).for_each(|check| fired.remove(check));
    }
}

fn of_empty(listing: &[(u32, usize)], filled: u8) -> impl Iterator<Item = u32> {
    listing.iter().filter(move |(_, list)| filled & (1 << list) == 0).map(|(check, _)| *check)
}
