//! What a verdict rests on: the values that checks read of a handover, and what the rules that decide say. For those
//! that hold answers to what must be true of them.

use super::Engine;
use super::case::{Handover, Named};
use super::features::Reads;
use super::intern::value_of;
use super::routes::Route;
use crate::matcher::Value;
use crate::ruleset::inputs::CHECKS;
use crate::ruleset::routing::RoleTarget;

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The values of the checks' inputs, in the order of [`CHECKS`].
    pub inputs: [Value; CHECKS.len()],
    /// The role as the rules that decide name it; `None` where several are possible and differ.
    pub role: Option<RoleTarget>,
    /// The capability that they name, if any; `None` where several are possible and differ.
    pub capability: Option<Option<u32>>,
    /// The unit recommended.
    pub unit: Value,
}

impl Engine {
    /// What the verdict on a handover rests on. Routes the case anew.
    #[must_use]
    pub fn facts(&self, handover: &Handover<'_>) -> Facts {
        let interned = self.intern(&handover.case);
        let routes = self.routes(&interned);
        let (recommendation, recommended) = self.recommend_by(&interned, &routes);
        let target = &recommendation.target;
        let features = match handover.to.unit {
            Named::Absent => recommended,
            chosen if chosen == target.unit => recommended,
            chosen => self.features(&interned, &routes, chosen),
        };
        let read: Reads<Value> =
            self.case_checks(&handover.case, interned.specialty, [Value::Absent; _]);
        let read = self.handover_checks(handover, read);
        let read = self.routed_checks(&features, read);
        let possible = routes.possible();
        Facts {
            inputs: self.chosen_checks(&handover.to, target, read),
            role: agreed(possible, |route| route.role),
            capability: agreed(possible, |route| route.target.capability),
            unit: value_of(target.unit),
        }
    }
}

/// What all routes that are possible say alike.
fn agreed<T: PartialEq>(routes: &[Route<'_>], part: impl Fn(&Route<'_>) -> T) -> Option<T> {
    let (first, others) = routes.split_first()?;
    let said = part(first);
    others.iter().all(|route| part(route) == said).then_some(said)
}
