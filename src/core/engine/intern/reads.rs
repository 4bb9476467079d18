//! Inputs of the check table as read from a request: the values, or their classes.

use crate::engine::prepared::{Prepared, SourcePeriod};
use crate::ruleset::inputs::{CHECKS, CheckInput};
use handover_matcher::{Classes, Value};

/// One entry for each input of the check table, in the order of [`CHECKS`]; entries that are not set are absent.
pub(in crate::engine) type Reads<T> = [T; CHECKS.len()];
/// The classes of the inputs.
pub(in crate::engine) type CheckCase = Reads<u32>;

/// The form in which a value is kept: its class, to find the checks that fire, or the value, for proofs.
pub(in crate::engine) trait Read: Copy {
    fn of(classes: &Classes, input: usize, value: Value) -> Self;
}

impl Read for u32 {
    #[inline]
    fn of(classes: &Classes, input: usize, value: Value) -> Self {
        classes.class_of(input, value)
    }
}

impl Read for Value {
    fn of(_: &Classes, _: usize, value: Value) -> Self {
        value
    }
}

/// Inputs under construction.
pub(in crate::engine) struct Reading<'e, T> {
    classes: &'e Classes,
    reads: Reads<T>,
}

impl<'e, T: Read> Reading<'e, T> {
    /// Continues from inputs that were read before.
    pub(in crate::engine) fn new(prepared: &'e Prepared, reads: Reads<T>) -> Self {
        Self { classes: prepared.rule_set.checks.plan.classes(), reads }
    }

    pub(in crate::engine) fn set(&mut self, input: CheckInput, value: Value) {
        self.set_at(input as usize, value);
    }

    /// Sets the input at a position in [`CHECKS`].
    pub(in crate::engine) fn set_at(&mut self, input: usize, value: Value) {
        if let Some(slot) = self.reads.get_mut(input) {
            *slot = T::of(self.classes, input, value);
        }
    }

    pub(in crate::engine) fn finish(self) -> Reads<T> {
        self.reads
    }
}

/// An optional truth as a value.
pub(in crate::engine) fn truth(value: Option<bool>) -> Value {
    value.map_or(Value::Absent, Value::Bool)
}

/// The inputs that follow from the routes of a case: one bit each.
const ROUTED: u64 = bit(CheckInput::SameProvider)
    | bit(CheckInput::RecommendedRole)
    | bit(CheckInput::OtherRole)
    | bit(CheckInput::OwnUnit);
/// The inputs that compare the choice with the recommendation.
const CHOICES: u64 =
    bit(CheckInput::ChosenUnit) | bit(CheckInput::ChosenRole) | bit(CheckInput::ChosenSpecialty);
/// The inputs known from an interned case; those of a handover are known to be absent.
pub(super) const KNOWN_OF_CASE: u64 = !ROUTED;
/// The inputs known from an interned handover.
pub(super) const KNOWN_OF_HANDOVER: u64 = !(ROUTED | CHOICES);

/// The inputs that follow from the routes where what holds of documents depends on the rules that decide.
const VALIDITY: u64 = bit(CheckInput::SourceExpired) | bit(CheckInput::SourceNotYetValid);

/// The known ones of these inputs for an answer in a period.
pub(super) fn known(prepared: &Prepared, inputs: u64, period: SourcePeriod) -> u64 {
    if prepared.validity.common(period).is_some() { inputs } else { inputs & !VALIDITY }
}

// One bit for each input.
const _: () = assert!(CHECKS.len() <= 64);

const fn bit(input: CheckInput) -> u64 {
    1 << input as u64
}
