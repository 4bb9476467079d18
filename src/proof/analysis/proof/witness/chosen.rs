//! The receiver that a request chooses, made by comparison with the recommended one.

use std::borrow::Cow;

use super::super::space::{
    ANOTHER, NOT_CHOSEN, RECOMMENDED, TO_ANOTHER, TO_RECOMMENDED, TO_UNLISTED, UNJUDGED, Var,
};
use super::pick::{Pick, outside_of};
use handover_core::engine::Target;
use handover_core::language::Lang;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::vocabulary::Vocabulary;
use handover_core::wire::v1::{self, Case, To};

/// What a request for this case chooses, if anything. `None` where no choice compares with the recommendation as picked.
pub(super) fn chosen(pick: Pick<'_, '_>, case: &Case<'static>) -> Option<Option<To<'static>>> {
    let engine = pick.space.engine;
    let (role, specialty) = (pick.point(Var::ChosenRole), pick.point(Var::ToSpecialty));
    let mut to = To { unit: pick.unit(Var::ToUnit).map(Cow::Owned), ..To::default() };
    if role != NOT_CHOSEN || specialty != 0 {
        let context = v1::Context { engine, lang: Lang::Sv, today: pick.usual_day() };
        let case = v1::read_case(&context, case, v1::CasePrefix::Handover).ok()?;
        let target = engine.recommend(&case).target;
        let vocabulary = &engine.rule_set().vocabulary;
        choose_role(&mut to, role, &target, vocabulary)?;
        to.specialty = choose_specialty(specialty, target.specialty, vocabulary)?;
    }
    Some((to != To::default()).then_some(to))
}

/// Chooses a role or capability that compares with the recommendation as picked; `None` where there is none.
fn choose_role(
    to: &mut To<'static>,
    picked: usize,
    target: &Target<'_>,
    vocabulary: &Vocabulary,
) -> Option<()> {
    let (roles, capabilities) = (&vocabulary.roles, &vocabulary.capabilities);
    let unlisted_role = || outside(roles, "Annan roll");
    let unlisted_capability = || outside(capabilities, "Annan kapabilitet");
    match (picked, target.role, target.capability) {
        (RECOMMENDED, Some(role), _) => to.role = id(roles, role),
        (RECOMMENDED, None, Some(capability)) => to.capability = id(capabilities, capability),
        (ANOTHER, Some(role), _) => to.role = other(roles, Some(role)).or_else(unlisted_role),
        (ANOTHER, None, Some(_)) => to.capability = unlisted_capability(),
        (UNJUDGED, None, _) => to.role = other(roles, None).or_else(unlisted_role),
        (UNJUDGED, Some(_), None) => to.capability = unlisted_capability(),
        (NOT_CHOSEN, ..) => {}
        _ => return None,
    }
    Some(())
}

/// A specialty that compares with the recommended one as picked; `None` where there is none.
fn choose_specialty(
    picked: usize,
    recommended: Option<u32>,
    vocabulary: &Vocabulary,
) -> Option<Option<Cow<'static, str>>> {
    let specialties = &vocabulary.specialties;
    Some(match (picked, recommended) {
        (0, _) => None,
        (TO_RECOMMENDED, Some(known)) => id(specialties, known),
        (TO_ANOTHER, Some(known)) => Some(other(specialties, Some(known))?),
        (TO_UNLISTED, _) => outside(specialties, "Annan specialitet"),
        (_, None) => Some(other(specialties, None)?),
        _ => return None,
    })
}

fn id(words: &Words, index: u32) -> Option<Cow<'static, str>> {
    words.get(index).map(|word| Cow::Owned(word.id.clone()))
}

/// The first word of a list, or the second where the first is excepted.
fn other(words: &Words, except: Option<u32>) -> Option<Cow<'static, str>> {
    let mut listed = (0_u32..).take(words.all().len());
    listed.find(|&index| Some(index) != except).and_then(|index| id(words, index))
}

fn outside(words: &Words, name: &str) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(outside_of(words, name)))
}
