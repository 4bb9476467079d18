//! Comparison of the chosen receiver with the recommended one.

use crate::engine::answer::Target;
use crate::engine::case::{Chosen, Named};
use crate::engine::intern::{Read, Reading, Reads};
use crate::engine::prepared::Prepared;
use crate::language::name::is_same;
use crate::ruleset::inputs::CheckInput as In;
use handover_matcher::Value;

/// In the order of [`crate::ruleset::kinds::CHOSEN`].
#[derive(Debug, Clone, Copy)]
enum Agreement {
    Recommended,
    Another,
    Unjudged,
    Absent,
}

/// Adds the check inputs that compare the choice with the recommendation.
pub(in crate::engine) fn add_choice<T: Read>(
    prepared: &Prepared,
    to: &Chosen<'_>,
    recommended: &Target<'_>,
    reads: Reads<T>,
) -> Reads<T> {
    let mut reading = Reading::new(prepared, reads);
    let choices = [
        (In::ChosenUnit, chosen_unit(to.unit, recommended.unit)),
        (In::ChosenRole, chosen_role(to, recommended)),
        (In::ChosenSpecialty, chosen_specialty(to.specialty, recommended.specialty)),
    ];
    for (input, choice) in choices {
        reading.set(input, Value::Word(choice as u32));
    }
    reading.finish()
}

/// Whether two units are the same; unknown where either is absent.
pub(super) fn same_unit(a: Named<'_>, b: Named<'_>) -> Option<bool> {
    match (a, b) {
        (Named::Absent, _) | (_, Named::Absent) => None,
        (Named::Unlisted(a), Named::Unlisted(b)) => Some(is_same(a, b)),
        (a, b) => Some(a == b),
    }
}

fn chosen_unit(chosen: Named<'_>, recommended: Named<'_>) -> Agreement {
    if chosen.is_absent() {
        return Agreement::Absent;
    }
    match same_unit(chosen, recommended) {
        None => Agreement::Unjudged,
        Some(true) => Agreement::Recommended,
        Some(false) => Agreement::Another,
    }
}

/// Role and capability together. A part that the recommendation does not name cannot deviate.
fn chosen_role(chosen: &Chosen<'_>, recommended: &Target<'_>) -> Agreement {
    if chosen.role.is_absent() && chosen.capability.is_absent() {
        return Agreement::Absent;
    }
    let parts = [(chosen.role, recommended.role), (chosen.capability, recommended.capability)];
    let differs = |&(chosen, recommended): &(Named<'_>, Option<u32>)| {
        recommended.is_some() && !chosen.is_absent() && chosen.listed() != recommended
    };
    if parts.iter().any(differs) {
        Agreement::Another
    } else if parts.iter().all(|(chosen, recommended)| chosen.is_absent() || recommended.is_none())
    {
        Agreement::Unjudged
    } else {
        Agreement::Recommended
    }
}

/// A specialty outside the vocabulary is a finding of its own and not judged here.
fn chosen_specialty(chosen: Named<'_>, recommended: Option<u32>) -> Agreement {
    match (chosen, recommended) {
        (Named::Absent, _) => Agreement::Absent,
        (Named::Unlisted(_), _) | (_, None) => Agreement::Unjudged,
        (Named::Listed(chosen), Some(recommended)) if chosen == recommended => {
            Agreement::Recommended
        }
        (Named::Listed(_), Some(_)) => Agreement::Another,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::kinds::CHOSEN;

    #[test]
    fn a_part_that_is_not_recommended_cannot_deviate() {
        let recommended =
            Target { unit: Named::Absent, role: Some(1), capability: None, specialty: None };
        let chosen =
            Chosen { role: Named::Listed(1), capability: Named::Listed(0), ..Chosen::default() };
        assert!(matches!(chosen_role(&chosen, &recommended), Agreement::Recommended));
        let unknown = Chosen { role: Named::Unlisted("Tandläkare"), ..Chosen::default() };
        assert!(matches!(chosen_role(&unknown, &recommended), Agreement::Another));
        let nothing = Target { role: None, ..recommended };
        assert!(matches!(chosen_role(&unknown, &nothing), Agreement::Unjudged));
    }

    #[test]
    fn choices_stand_in_the_order_of_their_words() {
        assert_eq!(CHOSEN.ids[Agreement::Another as usize], "another");
        assert_eq!(CHOSEN.ids[Agreement::Absent as usize], "absent");
    }
}
