//! Evaluation of the check table: which checks fire, and which needed fields are missing.

use crate::engine::answer::Findings;
use crate::engine::field_lists::{FieldLists, MISSING};
use crate::engine::intern::{CheckCase, HeldChecks, waits};
use crate::engine::prepared::Prepared;
use handover_matcher::{Bitmap, RuleBits as Fired};

/// The checks that fire; `held` has those that the inputs known before routing allow.
pub(super) fn findings<'a>(
    prepared: &'a Prepared,
    held: &HeldChecks,
    case: &CheckCase,
    fields: FieldLists,
) -> Findings<'a> {
    let checks = &prepared.rule_set.checks;
    let mut fired = Fired::new();
    if let (Some(bitmap), Some(rows)) = (checks.plan.bitmap(), held.held) {
        let rows = rows.without(prepared.listing.rows_of_empty(fields.filled()));
        bitmap.fired_among(rows, held.known, case, &mut fired);
        if !bitmap.keeps_rows() {
            prepared.listing.remove_empty(fields.filled(), &mut fired);
        }
    }
    Findings { checks: &checks.all, fired, fields }
}

/// Adds the needed fields whose absence alone keeps a check from firing, among those in the bit set `may`.
pub(super) fn add_needed(prepared: &Prepared, may: u64, case: &CheckCase, lists: &mut FieldLists) {
    let wait = |bitmap: &Bitmap, input: usize, waiting: &mut Fired| {
        bitmap.waiting_for_classes(case, input, waiting);
    };
    for (at, &(input, field)) in (0..).zip(&prepared.needs) {
        let may = may.checked_shr(at).is_some_and(|bits| bits & 1 == 1);
        if may && waits(prepared, case, input, wait) {
            lists.push(MISSING, field);
        }
    }
}
