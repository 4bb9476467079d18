//! What methods require, held to what the checks say of methods.
//!
//! A method that may be used is refused by no check about the method; handing over by one that may not, in a state where
//! handing over can begin, is spoken of by some check about the method.

use super::goals::Goals;
use super::proof::{Found, Goal, Replayed, Search, Witness, is_hand_over};
use handover_core::engine::Action;
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::About;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::kinds::STATES;
use handover_matcher::Value;

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
            let combinations = goals.combinations(method, true);
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
        let combinations = goals.combinations(method, false);
        told(search, combinations.into_iter().map(aim).collect(), Conflict::Unspoken, &confirm);
    }
    (found, done)
}

impl Goals<'_, '_> {
    /// Handing over by a method, for each combination of what methods may require where it may be used, or may not: whether
    /// the provider is the same, whether the case is accepted, and the state.
    fn combinations(&self, method: usize, allowed: bool) -> Vec<super::proof::Cube> {
        let word = |index: usize| Value::Word(u32::try_from(index).unwrap_or(u32::MAX));
        let table = &self.engine().rule_set().methods.table;
        let Some(rule) = table.rules().get(method) else {
            return Vec::new();
        };
        let mut cubes = Vec::new();
        for state in (0..STATES.len())
            .filter(|&state| allowed || STATES.id(state).is_some_and(|id| BEGINNING.contains(&id)))
        {
            for (same, accepted) in [(false, false), (false, true), (true, false), (true, true)] {
                let case = [Value::Bool(same), Value::Bool(accepted), word(state)];
                let holds = rule.alternatives.iter().any(|conditions| {
                    conditions
                        .iter()
                        .all(|c| case.get(c.input).is_some_and(|&value| c.accepts.contains(value)))
                });
                if holds == allowed {
                    let [same, accepted, state] = case;
                    cubes.push(vec![
                        self.only(CheckInput::Action as usize, word(Action::HandOver as usize)),
                        self.only(CheckInput::Method as usize, word(method)),
                        self.only(CheckInput::SameProvider as usize, same),
                        self.only(CheckInput::Accepted as usize, accepted),
                        self.only(CheckInput::State as usize, state),
                    ]);
                }
            }
        }
        cubes
    }
}
