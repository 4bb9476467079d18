//! Findings: the checks that fired, with the fields that they are about.

use super::Engine;
use super::features::CheckCase;
use super::fields::{FieldList, FieldLists, MISSING, push};
use crate::ruleset::FindingSeverity;
use crate::ruleset::checks::{About, Check};
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::CHECKS;
use handover_matcher::{ABSENT, Bitmap, Held, RuleBits as Fired};

/// A check that fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The check, by its index in the rule set.
    pub check: usize,
    /// The field that it is about.
    pub field: RequestField,
}

/// What to mind, the most serious first. A set of checks, told one finding at a time.
#[derive(Debug, Clone)]
pub struct Findings<'a> {
    checks: &'a [Check],
    fired: Fired,
    fields: FieldLists,
}

impl Findings<'_> {
    /// The findings. Checks stand in the order of their severity, so these do.
    pub fn iter(&self) -> impl Iterator<Item = Finding> {
        self.fired.iter().flat_map(|check| {
            let check = check as usize;
            let list = |list: usize| self.fields.get(list).map_or(&[][..], FieldList::as_slice);
            let (only, several) = match self.checks.get(check).map(|check| check.about) {
                Some(About::Field(field)) => (Some(field), &[][..]),
                Some(About::FirstOf(index)) => (list(index).first().copied(), &[][..]),
                Some(About::ForEach(index)) => (None, list(index)),
                None => (None, &[][..]),
            };
            let fields = only.into_iter().chain(several.iter().copied());
            fields.map(move |field| Finding { check, field })
        })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fired.is_empty()
    }

    /// The worst severity.
    #[must_use]
    pub fn worst(&self) -> Option<FindingSeverity> {
        let first = self.fired.iter().next()?;
        self.checks.get(first as usize).map(|check| check.severity)
    }
}

impl Engine {
    /// What can be told of the checks of a case before it is routed.
    pub(super) fn hold_checks(&self, case: CheckCase, known: u64) -> HeldChecks {
        let bitmap = self.rule_set().checks.plan.bitmap();
        HeldChecks { case, known, held: bitmap.map(|bitmap| bitmap.hold(&case, known)) }
    }

    /// The checks that fire, of which `held` was told before.
    pub(super) fn findings(
        &self,
        held: &HeldChecks,
        case: &CheckCase,
        fields: FieldLists,
    ) -> Findings<'_> {
        let checks = &self.rule_set().checks;
        let mut fired = Fired::new();
        if let (Some(bitmap), Some(rows)) = (checks.plan.bitmap(), held.held) {
            bitmap.fired_among(rows, held.known, case, &mut fired);
        }
        // A check that goes through an empty list has nothing to say.
        for &(check, list) in &self.prepared.listing {
            if fields.get(list).is_none_or(|fields| fields.as_slice().is_empty()) {
                fired.remove(check);
            }
        }
        Findings { checks: &checks.all, fired, fields }
    }

    /// Which of the fields that checks need may come to be lacked, whatever is not known yet: a bit for each.
    pub(super) fn may_need_fields(&self, held: &HeldChecks) -> u64 {
        let wait = |bitmap: &Bitmap, input: usize, waiting: &mut Fired| {
            bitmap.may_wait_for(held.known, &held.case, input, waiting);
        };
        let needs = (0..).zip(&self.prepared.needs);
        let may = needs.filter(|(_, (input, _))| self.waits(&held.case, *input, wait));
        may.fold(0, |bits, (at, _)| bits | 1_u64.checked_shl(at).unwrap_or(0))
    }

    /// Adds the fields that a check needs and that alone keep it from firing, of those that `may` be lacked.
    pub(super) fn add_needed_fields(&self, may: u64, case: &CheckCase, lists: &mut FieldLists) {
        let wait = |bitmap: &Bitmap, input: usize, waiting: &mut Fired| {
            bitmap.waiting_for_classes(case, input, waiting);
        };
        for (at, &(input, field)) in (0..).zip(&self.prepared.needs) {
            let may = may.checked_shr(at).is_some_and(|bits| bits & 1 == 1);
            if may && self.waits(case, input, wait) {
                push(lists, MISSING, field);
            }
        }
    }

    /// Whether the input is absent and a check that needs it is among those that wait.
    fn waits(
        &self,
        case: &CheckCase,
        input: usize,
        wait: impl Fn(&Bitmap, usize, &mut Fired),
    ) -> bool {
        let checks = &self.rule_set().checks;
        let absent = case.get(input) == Some(&ABSENT);
        let Some(bitmap) = checks.plan.bitmap().filter(|_| absent) else {
            return false;
        };
        let mut waiting = Fired::new();
        wait(bitmap, input, &mut waiting);
        let needs = |index: u32| checks.all.get(index as usize).and_then(|check| check.needs);
        waiting.iter().any(|index| needs(index) == Some(input))
    }
}

/// What is known of the checks of a case or handover before it is routed.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeldChecks {
    /// The classes of the inputs that are known; others are absent.
    pub(super) case: CheckCase,
    /// A bit for each input that is known.
    known: u64,
    held: Option<Held>,
}

/// The checks that go through a list of fields, with the list.
pub(super) fn listing(checks: &[Check]) -> Vec<(u32, usize)> {
    (0..).zip(checks).filter_map(|(index, check)| Some((index, check.about.list()?))).collect()
}

/// The inputs that some check needs, with the fields that tell them.
pub(super) fn needs(checks: &[Check]) -> Vec<(usize, RequestField)> {
    let mut needs = Vec::new();
    for input in checks.iter().filter_map(|check| check.needs) {
        let field = CHECKS.get(input).and_then(|spec| spec.field);
        if let Some(field) = field
            && !needs.contains(&(input, field))
        {
            needs.push((input, field));
        }
    }
    needs
}
