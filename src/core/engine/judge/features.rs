//! Check inputs that follow from the routes of a case. Rules decide; this computes only what they ask about.

use super::choice::same_unit;
use crate::engine::case::Named;
use crate::engine::intern::{InternedCase, Read, Reading, Reads, add_validity, provider, truth};
use crate::engine::prepared::{DocumentState, Prepared};
use crate::engine::route::Routes;
use crate::ruleset::inputs::CheckInput as In;
use crate::ruleset::model::OtherRole;
use handover_matcher::Value;

/// Features of the routes of a case and of a receiver.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Features {
    pub(super) same_provider: Option<bool>,
    own_unit: Option<bool>,
    recommended_role: Recommended,
    other_role: Option<OtherRole>,
    /// What holds of the document that judges the answer, where the deciding rules tell.
    document: Option<DocumentState>,
}

/// In the order of [`crate::ruleset::kinds::GIVEN`].
#[derive(Debug, Clone, Copy)]
enum Recommended {
    Role,
    Nothing,
    Open,
}

impl Features {
    pub(super) fn new(
        prepared: &Prepared,
        interned: &InternedCase<'_>,
        routes: &Routes<'_>,
        receiver: Named<'_>,
    ) -> Self {
        let recommended_role = match routes.possible() {
            [only] if only.destination.not_given => Recommended::Nothing,
            [only] if only.destination.target.role.is_some() => Recommended::Role,
            _ => Recommended::Open,
        };
        // What all possible rules say is said, whichever of them decides.
        let mut others = routes.possible().iter().map(|route| route.destination.other_role);
        let other_role = others.next().filter(|first| others.all(|other| other == *first));
        let own_unit = same_unit(interned.case.from, receiver);
        Self {
            same_provider: interned
                .case
                .same_provider
                .or_else(|| same_provider(prepared, interned, receiver, own_unit)),
            own_unit,
            recommended_role,
            other_role,
            document: match prepared.validity.common(interned.period) {
                Some(_) => None,
                None => Some(prepared.validity.state(routes.deciding(), interned.period)),
            },
        }
    }

    /// Adds the features to the check inputs.
    pub(in crate::engine) fn add_to<T: Read>(
        &self,
        prepared: &Prepared,
        reads: Reads<T>,
    ) -> Reads<T> {
        let mut reading = Reading::new(prepared, reads);
        reading.set(In::SameProvider, truth(self.same_provider));
        reading.set(In::RecommendedRole, Value::Word(self.recommended_role as u32));
        let other_role = self.other_role.map(|other| match other {
            OtherRole::WithReason => 0,
            OtherRole::NotAllowed => 1,
        });
        reading.set(In::OtherRole, other_role.map_or(Value::Absent, Value::Word));
        reading.set(In::OwnUnit, truth(self.own_unit));
        if let Some(document) = self.document {
            add_validity(&mut reading, document);
        }
        reading.finish()
    }
}

/// Whether the directory gives sender and receiver the same care provider on the day. A unit has the same provider as
/// itself, also where the directory does not know it.
fn same_provider(
    prepared: &Prepared,
    interned: &InternedCase<'_>,
    receiver: Named<'_>,
    own_unit: Option<bool>,
) -> Option<bool> {
    if own_unit == Some(true) {
        return Some(true);
    }
    let of_receiver = if receiver == interned.case.unit {
        interned.unit_provider
    } else {
        provider(prepared, receiver, interned.case.at)
    };
    Some(interned.from_provider? == of_receiver?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::kinds::GIVEN;

    #[test]
    fn recommended_roles_stand_in_the_order_of_their_words() {
        assert_eq!(GIVEN.ids[Recommended::Nothing as usize], "not_given");
        assert_eq!(GIVEN.ids[Recommended::Open as usize], "absent");
    }
}
