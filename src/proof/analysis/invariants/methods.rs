//! Methods compared with checks: what a method requires, and what the checks say of it.
//!
//! No check about the method refuses one that is allowed. Where one that is not allowed hands over, in a state where a
//! handover may begin, some check about the method fires.

use super::super::proof::{Cube, Found, Goal, Replayed, Search, Witness};
use super::goals::Goals;
use handover_core::engine::Action;
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::{About, Check};
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::kinds::STATES;
use handover_matcher::{Condition, Value};

/// How a method and the checks disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// The method is allowed, and this check refuses it.
    Refused(usize),
    /// The method is not allowed, and no check about the method fires.
    Unspoken,
}

/// A method whose requirements disagree with the checks.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The method, by its index.
    pub method: usize,
    /// How they disagree.
    pub conflict: Conflict,
    /// A request that shows it.
    pub witness: Box<Witness>,
}

/// The states in which a handover may begin: before the receiver has accepted.
const BEGINNING: [&str; 2] = ["new", "pending"];

/// The disagreements, one for each method and conflict; and whether every search was finished.
pub(super) fn disagreements(
    search: &mut Search<'_, '_>,
    goals: &Goals<'_, '_>,
) -> (Vec<Disagreement>, bool) {
    let rule_set = search.engine().rule_set();
    let about = |check: &Check| check.about == About::Field(RequestField::Method);
    let about: Vec<(usize, &Check)> =
        rule_set.checks.all.iter().enumerate().filter(|(_, check)| about(check)).collect();
    let is_about = |check: &usize| about.iter().any(|(known, _)| known == check);
    let (mut found, mut done) = (Vec::new(), true);
    for method in 0..rule_set.methods.all.len() {
        let advised = |replayed: &Replayed<'_>, allowed: bool| {
            let advice = replayed.methods.get(method);
            replayed.hands_over && advice.is_some_and(|advice| advice.allowed == Some(allowed))
        };
        let mut look =
            |conflict: Conflict, goals: Vec<Goal>, confirm: &dyn Fn(&Replayed<'_>) -> bool| {
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
        for &(check, _) in
            about.iter().filter(|(_, check)| check.severity == FindingSeverity::Refuse)
        {
            let one_of = goals.firing.get(check).map(|firing| firing.cubes.clone());
            let goal = |all| Goal { all, one_of: one_of.clone(), none: Vec::new() };
            look(
                Conflict::Refused(check),
                combinations(goals, method, true).into_iter().map(goal).collect(),
                &|replayed| advised(replayed, true) && replayed.checks.contains(&check),
            );
        }
        let none: Vec<Cube> = about
            .iter()
            .filter_map(|(check, _)| goals.firing.get(*check))
            .flat_map(|firing| firing.certain().iter().cloned())
            .collect();
        let goal = |all| Goal { all, none: none.clone(), one_of: None };
        look(
            Conflict::Unspoken,
            combinations(goals, method, false).into_iter().map(goal).collect(),
            &|replayed| advised(replayed, false) && !replayed.checks.iter().any(is_about),
        );
    }
    (found, done)
}

/// A cube for each combination of the inputs of methods with which handing over by one is allowed, or is not: whether
/// the provider is the same, if known, whether the case is accepted, and the state.
fn combinations(goals: &Goals<'_, '_>, method: usize, allowed: bool) -> Vec<Cube> {
    let word = |index: usize| Value::Word(u32::try_from(index).unwrap_or(u32::MAX));
    let Some(rule) = goals.engine().rule_set().methods.table.rules().get(method) else {
        return Vec::new();
    };
    let states = (0..STATES.len())
        .filter(|&state| allowed || STATES.id(state).is_some_and(|id| BEGINNING.contains(&id)));
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
