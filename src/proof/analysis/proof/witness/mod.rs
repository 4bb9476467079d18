//! Witnesses: requests of nodes, made as the contract has them and answered by the engine.
//!
//! ```text
//! Node ── Pick ──> request ── replay ──> answer ── confirm ──> Witness
//! ```

mod build;
mod chosen;
mod number;
mod pick;
mod replay;

pub(in crate::analysis) use replay::Replayed;
pub use replay::Witness;

#[cfg(test)]
pub(in crate::analysis) use build::request;
#[cfg(test)]
pub(in crate::analysis) use number::nobodys_number;

use std::iter;

use super::node::Node;
use super::space::{Space, Var};
use handover_core::ruleset::fields::RequestField;
use handover_core::wire::v1::Handover;
use pick::Pick;

/// Why a node gives no witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Failed {
    /// No request combines the points that were picked of [`SHAPING`].
    Impossible,
    /// The engine's answer does not meet the goal.
    Unconfirmed,
}

/// The variables that decide whether a request can be made: it is routed, and its choices are made by comparison.
pub(in crate::analysis) const SHAPING: [Var; 11] = [
    Var::CaseType,
    Var::CareLevel,
    Var::Specialty,
    Var::Unit,
    Var::From,
    Var::At,
    Var::OriginalRole,
    Var::ChosenRole,
    Var::ToSpecialty,
    Var::Priority,
    Var::Change,
];

/// Fields that a witness keeps whether they matter or not: the case, and the action on it.
const SHOWN: &[RequestField] = &[
    RequestField::CaseType,
    RequestField::CareLevel,
    RequestField::Specialty,
    RequestField::Unit,
    RequestField::OriginalRole,
    RequestField::FromUnit,
    RequestField::SameProvider,
    RequestField::At,
    RequestField::Action,
    RequestField::Method,
    RequestField::Message,
];

/// Makes a request of a node, and returns it where `confirm` accepts the engine's answer.
///
/// It loses each part that it can do without, so that readers see the parts that matter.
pub(in crate::analysis) fn witness(
    space: &Space<'_>,
    node: &Node,
    confirm: &dyn Fn(&Replayed<'_>) -> bool,
) -> Result<Witness, Failed> {
    let today = Pick { space, node }.usual_day();
    let answered =
        |request: &Handover<'static>| replay::replay(space.engine, request, today, confirm);
    let request = build::request(space, node).ok_or(Failed::Impossible)?;
    let mut found = answered(&request).ok_or(Failed::Unconfirmed)?;
    let optional = RequestField::ALL.iter().rev().filter(|field| !SHOWN.contains(field));
    for field in iter::once(None).chain(optional.map(Some)) {
        let mut less = found.request.clone();
        match field {
            Some(&field) => less.clear(field),
            None => less.to = None,
        }
        if less != found.request
            && let Some(simpler) = answered(&less)
        {
            found = simpler;
        }
    }
    Ok(found)
}
