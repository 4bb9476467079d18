//! Interned cases and handovers: all that an answer reads of a request.

use super::held::HeldChecks;
use crate::engine::case::{Case, Handover, Named};
use crate::engine::field_lists::FieldLists;
use crate::engine::prepared::SourcePeriod;
use crate::ruleset::inputs::{ROUTING, position};
use handover_matcher::Value;

/// The values of the routing table's inputs, in the order of [`ROUTING`].
pub(super) type RoutingValues = [Value; ROUTING.len()];

/// A case prepared for an engine, answered without allocating. Valid only for the engine that made it.
#[derive(Debug, Clone, Copy)]
pub struct InternedCase<'a> {
    pub(in crate::engine) case: Case<'a>,
    /// The specialty concerned: the case's own, else the care level's default.
    pub(in crate::engine) specialty: Named<'a>,
    pub(in crate::engine) routing: RoutingValues,
    /// The classes of the values, as numbered by the routing plan.
    pub(in crate::engine) classes: [u32; ROUTING.len()],
    /// The checks, from the case alone.
    pub(in crate::engine) checks: HeldChecks,
    /// The care provider of the sender, where the directory has it.
    pub(in crate::engine) from_provider: Option<usize>,
    /// The care provider of the unit concerned, where the directory has it.
    pub(in crate::engine) unit_provider: Option<usize>,
    /// The period of its day.
    pub(in crate::engine) period: SourcePeriod,
    pub(in crate::engine) fields: FieldLists,
}

impl<'a> InternedCase<'a> {
    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case<'a> {
        &self.case
    }

    /// The values of the routing table's inputs, with the default specialty filled in.
    #[must_use]
    pub fn routing(&self) -> &[Value] {
        &self.routing
    }

    /// The case without a specialty, for exploring its routing values; classes and checks stay as they are.
    pub(in crate::engine) fn without_specialty(&self) -> Self {
        let mut open = *self;
        open.specialty = Named::Absent;
        if let Some(value) = position(ROUTING, "specialty").and_then(|at| open.routing.get_mut(at))
        {
            *value = Value::Absent;
        }
        open
    }
}

/// A handover prepared for an engine, answered without allocating. Valid only for the engine that made it.
#[derive(Debug, Clone, Copy)]
pub struct InternedHandover<'a> {
    pub(in crate::engine) handover: Handover<'a>,
    pub(in crate::engine) case: InternedCase<'a>,
    /// The checks, from case and handover.
    pub(in crate::engine) checks: HeldChecks,
    /// The needed fields that may turn out missing: a bit for each.
    pub(in crate::engine) may_need: u64,
    /// The case's lists with the handover's own fields.
    pub(in crate::engine) fields: FieldLists,
}

impl<'a> InternedHandover<'a> {
    /// The handover.
    #[must_use]
    pub fn handover(&self) -> &Handover<'a> {
        &self.handover
    }

    /// The case of the handover.
    #[must_use]
    pub fn case(&self) -> &InternedCase<'a> {
        &self.case
    }
}

/// A name as a value of a table's input.
pub(in crate::engine) fn value_of(named: Named<'_>) -> Value {
    match named {
        Named::Absent => Value::Absent,
        Named::Listed(index) => Value::Word(index),
        Named::Unlisted(_) => Value::Unlisted,
    }
}
