//! Checks evaluated as far as a request allows before it is routed.

use super::reads::CheckCase;
use crate::engine::prepared::Prepared;
use handover_matcher::{ABSENT, Bitmap, Held, RuleBits as Fired};

/// State of the checks of a case or handover before it is routed.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct HeldChecks {
    /// The classes of the known inputs; others are absent.
    pub(in crate::engine) case: CheckCase,
    /// A bit for each known input.
    pub(in crate::engine) known: u64,
    /// The checks that the known inputs still allow.
    pub(in crate::engine) held: Option<Held>,
}

impl HeldChecks {
    pub(super) fn new(prepared: &Prepared, case: CheckCase, known: u64) -> Self {
        let bitmap = prepared.rule_set.checks.plan.bitmap();
        Self { case, known, held: bitmap.map(|bitmap| bitmap.hold(&case, known)) }
    }

    /// The needed fields that may turn out missing, whatever the unknown inputs are: a bit for each of `needs`.
    pub(super) fn may_need(&self, prepared: &Prepared) -> u64 {
        let wait = |bitmap: &Bitmap, input: usize, waiting: &mut Fired| {
            bitmap.may_wait_for(self.known, &self.case, input, waiting);
        };
        let needs = (0..).zip(&prepared.needs);
        let may = needs.filter(|(_, (input, _))| waits(prepared, &self.case, *input, wait));
        may.fold(0, |bits, (at, _)| bits | 1_u64.checked_shl(at).unwrap_or(0))
    }
}

/// Whether the input is absent and a check that needs it is among those that `wait` collects.
pub(in crate::engine) fn waits(
    prepared: &Prepared,
    case: &CheckCase,
    input: usize,
    wait: impl Fn(&Bitmap, usize, &mut Fired),
) -> bool {
    let checks = &prepared.rule_set.checks;
    let absent = case.get(input) == Some(&ABSENT);
    let Some(bitmap) = checks.plan.bitmap().filter(|_| absent) else {
        return false;
    };
    let mut waiting = Fired::new();
    wait(bitmap, input, &mut waiting);
    let needs = |index: u32| checks.all.get(index as usize).and_then(|check| check.needs);
    waiting.iter().any(|index| needs(index) == Some(input))
}
