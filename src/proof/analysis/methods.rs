//! What methods require, held to what the checks say of methods.
//!
//! A method that may be used is refused by no check about the method; handing over by one that may not, in a state where
//! handing over can begin, is spoken of by some check about the method.

use super::goals::Goals;
use super::proof::{Cube, Found, Goal, Replayed, Search, Witness, is_hand_over};
use handover_core::engine::Action;
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::About;
use handover_core::ruleset::inputs::{CheckInput, RequestField, STATES};
use handover_matcher::{Condition, Value};

/// How a method and the checks disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// It may be used, and this check refuses it.
    Refused(usize),
    /// It may not be used, and no check about the method says so.
    Unspoken,
}

/// A method of which its requirements and the checks say different things.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The method, by its index.
    pub method: usize,
    /// How they disagree.
    pub conflict: Conflict,
    /// A request that shows it.
    pub witness: Box<Witness>,
}

/// The states in which handing over can begin: before the receiver has accepted.
const BEGINNING: [&str; 2] = ["new", "pending"];

/// Looks for disagreements, one for each method and way; and whether the search came to its end.
pub(super) fn disagreements(
    search: &mut Search<'_, '_>,
    goals: &Goals<'_, '_>,
) -> (Vec<Disagreement>, bool) {
    let rule_set = search.engine().rule_set();
    let about: Vec<usize> = (0..rule_set.checks.all.len())
        .filter(|&check| {
            rule_set
                .checks
                .all
                .get(check)
                .is_some_and(|check| check.about == About::Field(RequestField::Method))
        })
        .collect();
    let refuses = |check: usize| {
        rule_set
            .checks
            .all
            .get(check)
            .is_some_and(|check| check.severity == FindingSeverity::Refuse)
    };
    let (mut found, mut done) = (Vec::new(), true);
    for method in 0..rule_set.methods.all.len() {
        let advised = |replayed: &Replayed<'_>, allowed: bool| {
            is_hand_over(replayed)
                && replayed
                    .methods
                    .get(method)
                    .is_some_and(|advice| advice.allowed == Some(allowed))
        };
        let mut told = |search: &mut Search<'_, '_>,
                        goals: Vec<Goal>,
                        conflict: Conflict,
                        confirm: &dyn Fn(&Replayed<'_>) -> bool| {
            for goal in goals {
                match search.find(&goal, confirm) {
                    Found::Witness(witness) => {
                        found.push(Disagreement { method, conflict, witness });
                        return;
                    }
                    Found::Unknown => done = false,
                    Found::Nothing => {}
                }
            }
        };
        for &check in about.iter().filter(|&&check| refuses(check)) {
            let one_of = goals.firing.get(check).map(|firing| firing.cubes.clone());
            let combinations = combinations(goals, method, true);
            let aim = |all| Goal { all, one_of: one_of.clone(), none: Vec::new() };
            let confirm = |replayed: &Replayed<'_>| {
                advised(replayed, true) && replayed.checks.contains(&check)
            };
            told(
                search,
                combinations.into_iter().map(aim).collect(),
                Conflict::Refused(check),
                &confirm,
            );
        }
        let none: Vec<_> = about
            .iter()
            .filter_map(|&check| goals.firing.get(check))
            .flat_map(|firing| firing.surely().iter().cloned())
            .collect();
        let aim = |all| Goal { all, none: none.clone(), one_of: None };
        let confirm = |replayed: &Replayed<'_>| {
            advised(replayed, false) && !replayed.checks.iter().any(|check| about.contains(check))
        };
        let combinations = combinations(goals, method, false);
        told(search, combinations.into_iter().map(aim).collect(), Conflict::Unspoken, &confirm);
    }
    (found, done)
}

/// A cube for each combination of method inputs with which handing over by a method is allowed, or is not: whether the
/// provider is the same, if known, whether the case is accepted, and the state.
fn combinations(goals: &Goals<'_, '_>, method: usize, allowed: bool) -> Vec<Cube> {
    let word = |index: usize| Value::Word(u32::try_from(index).unwrap_or(u32::MAX));
    let Some(rule) = goals.engine().rule_set().methods.table.rules().get(method) else {
        return Vec::new();
    };
    let states = (0..STATES.len())
        .filter(|&state| allowed || STATES.get(state).is_some_and(|id| BEGINNING.contains(id)));
    let mut cubes = Vec::new();
    for state in states {
        for same in [Value::Absent, Value::Bool(false), Value::Bool(true)] {
            for accepted in [false, true] {
                let case = [same, Value::Bool(accepted), word(state)];
                if advised(&rule.alternatives, &case) == Some(allowed) {
                    let [same, accepted, state] = case;
                    cubes.push(vec![
                        goals.only(CheckInput::Action as usize, word(Action::HandOver as usize)),
                        goals.only(CheckInput::Method as usize, word(method)),
                        goals.only(CheckInput::SameProvider as usize, same),
                        goals.only(CheckInput::Accepted as usize, accepted),
                        goals.only(CheckInput::State as usize, state),
                    ]);
                }
            }
        }
    }
    cubes
}

/// Whether a method is allowed, as the engine decides it; `None` where an absent input decides.
fn advised(alternatives: &[Vec<Condition>], case: &[Value]) -> Option<bool> {
    let value = |condition: &Condition| case.get(condition.input).copied().unwrap_or_default();
    let holds = |condition: &&Condition| condition.accepts.contains(value(condition));
    let mut open = false;
    for conditions in alternatives {
        let mut unmet = conditions.iter().filter(|condition| !holds(condition)).peekable();
        if unmet.peek().is_none() {
            return Some(true);
        }
        open |= unmet.all(|condition| value(condition) == Value::Absent);
    }
    (!open).then_some(false)
}
