//! What is chosen, against what is recommended.

use super::case::{Chosen, Named};
use super::recommend::Target;
use crate::ruleset::names::normalise;

/// The order is that of [`crate::ruleset::kinds::CHOSEN`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Choice {
    Recommended,
    Another,
    Unjudged,
    Absent,
}

/// Whether two units are one; unknown where either is not told.
pub(super) fn same_unit(a: Named<'_>, b: Named<'_>) -> Option<bool> {
    match (a, b) {
        (Named::Absent, _) | (_, Named::Absent) => None,
        (Named::Unlisted(a), Named::Unlisted(b)) => Some(normalise(a) == normalise(b)),
        (a, b) => Some(a == b),
    }
}

pub(super) fn chosen_unit(chosen: Named<'_>, recommended: Named<'_>) -> Choice {
    if chosen.is_absent() {
        return Choice::Absent;
    }
    match same_unit(chosen, recommended) {
        None => Choice::Unjudged,
        Some(true) => Choice::Recommended,
        Some(false) => Choice::Another,
    }
}

/// Role and capability together; a part that the recommendation does not name cannot deviate.
pub(super) fn chosen_role(chosen: &Chosen<'_>, recommended: &Target<'_>) -> Choice {
    if chosen.role.is_absent() && chosen.capability.is_absent() {
        return Choice::Absent;
    }
    let parts = [(chosen.role, recommended.role), (chosen.capability, recommended.capability)];
    let differs = |&(chosen, recommended): &(Named<'_>, Option<u32>)| {
        recommended.is_some() && !chosen.is_absent() && chosen.listed() != recommended
    };
    if parts.iter().any(differs) {
        Choice::Another
    } else if parts.iter().all(|(chosen, recommended)| chosen.is_absent() || recommended.is_none())
    {
        Choice::Unjudged
    } else {
        Choice::Recommended
    }
}

/// A specialty that is not in the vocabulary is a finding of its own, and not judged here.
pub(super) fn chosen_specialty(chosen: Named<'_>, recommended: Option<u32>) -> Choice {
    match (chosen, recommended) {
        (Named::Absent, _) => Choice::Absent,
        (Named::Unlisted(_), _) | (_, None) => Choice::Unjudged,
        (Named::Listed(chosen), Some(recommended)) if chosen == recommended => Choice::Recommended,
        (Named::Listed(_), Some(_)) => Choice::Another,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_recommended_cannot_deviate() {
        let recommended =
            Target { unit: Named::Absent, role: Some(1), capability: None, specialty: None };
        let chosen =
            Chosen { role: Named::Listed(1), capability: Named::Listed(0), ..Chosen::default() };
        assert!(matches!(chosen_role(&chosen, &recommended), Choice::Recommended));
        let unknown = Chosen { role: Named::Unlisted("Tandläkare"), ..Chosen::default() };
        assert!(matches!(chosen_role(&unknown, &recommended), Choice::Another));
        let nothing = Target { role: None, ..recommended };
        assert!(matches!(chosen_role(&unknown, &nothing), Choice::Unjudged));
    }
}
