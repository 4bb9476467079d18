//! Second stage: the routing table is asked, and an incomplete case explored. The routes are the destinations still possible
//! and, where there are several, the questions that separate them.

mod destination;
mod questions;

use std::borrow::Cow;
use std::slice;

pub(super) use self::destination::{Route, filling_words};

use self::destination::{Destination, Filling, distinct};
use self::questions::{Opening, Openings, Question};
use super::intern::{InternedCase, at_level};
use super::prepared::Prepared;
use crate::ruleset::routing::RoleTarget;
use handover_matcher::{ABSENT, Alike, AnswerRef, Value};

/// Possible routes of a case.
#[derive(Debug, Clone)]
pub(super) enum Routes<'a> {
    /// A single target, whatever the absent fields are.
    One(Route<'a>),
    /// The routes still possible, and what to ask, most useful question first.
    Open { possible: Vec<Route<'a>>, questions: Vec<Question> },
}

impl<'a> Routes<'a> {
    pub(super) fn possible(&self) -> &[Route<'a>] {
        match self {
            Self::One(route) => slice::from_ref(route),
            Self::Open { possible, .. } => possible,
        }
    }

    /// The rules that decide, where a single target is left.
    pub(super) fn deciding(&self) -> &[u32] {
        match self.possible() {
            [only] => &only.rules,
            _ => &[],
        }
    }
}

/// Routes a case.
pub(super) fn routes<'a>(prepared: &'a Prepared, case: &InternedCase<'a>) -> Routes<'a> {
    let settled = case.case.care_level.is_some()
        || !case.case.specialty.is_absent()
        || !prepared.level_gives_specialty;
    if settled {
        return match decided(prepared, case) {
            Some(answer) => Routes::One(route(prepared, case, answer)),
            None => open(prepared, &Openings::of_case(explore(prepared, case))),
        };
    }
    // An absent care level leaves the default specialty open too, so each level is explored on its own.
    let levels = u32::try_from(prepared.rule_set.vocabulary.care_levels.all().len());
    let by_level = (0..levels.unwrap_or(0)).map(|level| {
        let case = at_level(prepared, case, level);
        // A case that states its specialty does not fall back on the level's default.
        let stated =
            (!case.specialty.is_absent()).then(|| explore(prepared, &case.without_specialty()));
        (explore(prepared, &case), stated)
    });
    open(prepared, &Openings::by_level(by_level))
}

fn open<'a>(prepared: &Prepared, openings: &Openings<'a>) -> Routes<'a> {
    Routes::Open {
        possible: distinct(openings.routes()),
        questions: openings.questions(&prepared.rule_set),
    }
}

/// The answer of the routing table, if no absent input can change it.
fn decided<'a>(prepared: &'a Prepared, case: &InternedCase<'_>) -> Option<AnswerRef<'a>> {
    let plan = &prepared.rule_set.routing.plan;
    if !case.classes.contains(&ABSENT) {
        return Some(plan.decide_classes(&case.classes));
    }
    // An absent input that is not read on the way to the answer cannot change it.
    let mut open = false;
    let answer = plan.walk_with(&case.routing, &mut |step| open |= step.value == Value::Absent);
    (!open).then_some(answer)
}

/// Explores the absent inputs of a case: the routes still possible, and the inputs that decide between them.
fn explore<'a>(prepared: &'a Prepared, case: &InternedCase<'a>) -> Opening<'a> {
    let values = &case.routing;
    let routing = &prepared.rule_set.routing;
    let unknown = values.map(|value| value == Value::Absent);
    let filling = Filling::of(case);
    // Outcomes that lead this case to the same destination count as one: fields that only separate those are not asked for.
    let destinations = destinations(prepared, &filling);
    match routing.plan.possible(values, &unknown, Alike::Class(&destinations)) {
        Ok(possible) => {
            let routes = possible.answers.into_iter().map(|possible| {
                let answer = AnswerRef::from(possible.answer);
                let outcome = answer.outcome().and_then(|outcome| routing.target(outcome));
                (outcome, route(prepared, case, answer))
            });
            Opening { filling, routes: routes.collect(), deciding: Ok(possible.deciding) }
        }
        // Past the budget every absent field may matter, and no route is claimed.
        Err(_) => {
            let open = (0..values.len()).filter(|&input| unknown.get(input) == Some(&true));
            Opening { filling, routes: Vec::new(), deciding: Err(open.collect()) }
        }
    }
}

/// For each outcome of the routing table, the first one that leads the case to the same destination.
fn destinations(prepared: &Prepared, filling: &Filling<'_>) -> Vec<u32> {
    let targets = &prepared.rule_set.routing.targets;
    let destinations: Vec<Destination<'_>> =
        targets.iter().map(|target| filling.fill(target)).collect();
    let first = |destination| destinations.iter().position(|known| known == destination);
    destinations.iter().filter_map(|destination| u32::try_from(first(destination)?).ok()).collect()
}

/// An answer of the routing table as a route of the case.
fn route<'a>(prepared: &'a Prepared, case: &InternedCase<'a>, answer: AnswerRef<'a>) -> Route<'a> {
    let (outcome, rules) = match answer {
        AnswerRef::One { outcome, rules } => (prepared.rule_set.routing.target(outcome), rules),
        _ => (None, Cow::Borrowed(&[][..])),
    };
    let role = outcome.map_or(RoleTarget::NotGiven, |outcome| outcome.role);
    Route { destination: Filling::of(case).destination(outcome), role, rules }
}
