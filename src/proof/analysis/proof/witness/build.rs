//! A request of the contract made of the points of a node.

use std::borrow::Cow;

use super::super::node::Node;
use super::super::space::{CONTINUATION, LOWERED, RAISED, SAME, Space, TRUE, Var, WRITTEN, word};
use super::chosen::chosen;
use super::number::add_number;
use super::pick::Pick;
use handover_core::ruleset::inputs::{CheckInput, STATED_BOOLEANS};
use handover_core::ruleset::kinds::{ACTIONS, FixedWords, STATES};
use handover_core::wire::v1::{Case, FieldValue, Handover, Sender};
use handover_matcher::Value;

/// A request of a node; `None` where no request has the points that are usual there.
pub(in crate::analysis) fn request(space: &Space<'_>, node: &Node) -> Option<Handover<'static>> {
    let pick = Pick { space, node };
    let rule_set = space.engine.rule_set();
    let truth = |var: Var| match pick.point(var) {
        0 => None,
        class => Some(class == TRUE),
    };
    let text =
        |var: Var, text: &'static str| (pick.point(var) == WRITTEN).then_some(Cow::Borrowed(text));
    let listed = |words: &FixedWords, class: usize| {
        class.checked_sub(1).and_then(|index| words.id(index)).map(Cow::Borrowed)
    };
    let (priority, incoming) = priorities(pick)?;
    let case = case(pick, incoming)?;
    let method = pick.point(Var::Method).checked_sub(1);
    let state = pick.point(Var::State);
    let mut request = Handover {
        action: listed(&ACTIONS, pick.point(Var::Action)),
        method: method
            .and_then(|index| rule_set.methods.all.get(index))
            .map(|method| Cow::Owned(method.id.clone())),
        to: chosen(pick, &case)?,
        priority,
        role_reason: text(Var::Reason, "Passar bättre"),
        message: text(Var::Message, "Var god ta över"),
        state: if state == word(0) { None } else { listed(&STATES, state) },
        case,
        ..Handover::default()
    };
    for (position, (_, field)) in (0_u8..).zip(STATED_BOOLEANS) {
        if let Some(value) = truth(Var::Stated(position)) {
            request.set(field, FieldValue::Boolean(value));
        }
    }
    if pick.point(Var::Identity) == TRUE {
        add_number(pick, &mut request);
    }
    Some(request)
}

fn case(pick: Pick<'_, '_>, priority: Option<i64>) -> Option<Case<'static>> {
    let vocabulary = &pick.space.engine.rule_set().vocabulary;
    let word = |var: Var, input: CheckInput, words, outside: &str| {
        pick.word(var, input, words, outside).map(Cow::Owned)
    };
    let unit = |var: Var| pick.unit(var).map(Cow::Owned);
    let role = pick.space.roles.get(pick.point(Var::OriginalRole)).copied().flatten();
    let provider = pick.point(Var::Provider);
    let mut case = Case {
        case_type: word(
            Var::CaseType,
            CheckInput::CaseType,
            &vocabulary.case_types,
            "Annat ärende",
        ),
        care_level: word(Var::CareLevel, CheckInput::CareLevel, &vocabulary.care_levels, ""),
        specialty: word(
            Var::Specialty,
            CheckInput::Specialty,
            &vocabulary.specialties,
            "Annan specialitet",
        ),
        unit: unit(Var::Unit),
        original_role: role
            .and_then(|role| vocabulary.roles.get(role))
            .map(|word| Cow::Owned(word.id.clone())),
        priority,
        accepted: (pick.point(Var::Accepted) == TRUE).then_some(true),
        from: unit(Var::From).map(|unit| Sender { unit: Some(unit) }),
        same_provider: (provider != 0).then_some(provider == TRUE),
        at: Some(Cow::Owned(pick.day(pick.point(Var::At))?.to_string())),
        contact_reason: None,
    };
    if pick.point(Var::Continued) == TRUE {
        let reason = pick.space.continued.get(pick.point(Var::CaseType)).copied().flatten()?;
        let reason = vocabulary.reasons.all().get(reason as usize)?;
        case.case_type = None;
        case.contact_reason = Some(Cow::Owned(format!("{}{CONTINUATION}", reason.name)));
    }
    Some(case)
}

/// The chosen priority and the incoming one.
fn priorities(pick: Pick<'_, '_>) -> Option<(i64, Option<i64>)> {
    let scale = &pick.space.engine.rule_set().priority;
    let class = u32::try_from(pick.point(Var::Priority)).ok()?;
    let Value::Int(chosen) = pick.space.classes.sample(CheckInput::Priority as usize, class) else {
        return None;
    };
    let less_urgent =
        |value: i64, steps: i64| if scale.lowest_first { value + steps } else { value - steps };
    Some(match pick.point(Var::Change) {
        SAME => (chosen, Some(chosen)),
        // A request may have priorities less urgent than the scale goes.
        RAISED => (chosen, Some(less_urgent(chosen, 1))),
        LOWERED if scale.min == scale.max => (less_urgent(chosen, 1), Some(chosen)),
        LOWERED => (chosen, Some(less_urgent(chosen, -1))),
        _ => (chosen, None),
    })
}
