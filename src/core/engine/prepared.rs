//! What the small tables answer, computed for every case that they tell apart when an engine is made: an answer is
//! then one load, and is lent rather than built.

use super::case::Action;
use super::findings::{listing, needs};
use super::methods::{MethodAdvice, Methods, advice};
use crate::ruleset::RuleSet;
use crate::ruleset::fields::RequestField;
use crate::ruleset::kinds::STATES;
use crate::ruleset::procedures::Procedures;
use handover_matcher::Value;

/// The answers of the tables of methods and procedures.
#[derive(Debug)]
pub(super) struct Prepared {
    /// What is said of each method, one list for each `method_index`.
    methods: Vec<Vec<MethodAdvice>>,
    /// What follows, one for each `procedure_index`.
    procedures: Vec<Following>,
    /// By method, the lifecycles that follow the request's state.
    pub(super) lifecycles: Vec<Vec<usize>>,
    /// The inputs that some check needs, with the fields that tell them.
    pub(super) needs: Vec<(usize, RequestField)>,
    /// The checks that go through a list of fields, with the list.
    pub(super) listing: Vec<(u32, usize)>,
    /// Whether the specialty of a case may follow from its care level.
    pub(super) level_tells_specialty: bool,
}

/// What a handover leads to.
#[derive(Debug, Default)]
pub(super) struct Following {
    /// The steps, by index.
    pub(super) steps: Vec<usize>,
    /// The messages to start from, by index.
    pub(super) templates: Vec<usize>,
    /// What may happen next: lifecycle and transition, by index.
    pub(super) next: Vec<(usize, usize)>,
}

const SAME_PROVIDER: [Option<bool>; 3] = [None, Some(false), Some(true)];

fn method_index(same_provider: Option<bool>, accepted: bool, state: u32) -> usize {
    let provider = same_provider.map_or(0, |same| 1 + usize::from(same));
    (provider * 2 + usize::from(accepted)) * STATES.len() + state as usize
}

/// Methods are counted from one; none is 0.
fn procedure_index(method: Option<usize>, action: Action, state: u32) -> usize {
    let method = method.map_or(0, |method| method + 1);
    (method * Action::ALL.len() + action as usize) * STATES.len() + state as usize
}

impl Prepared {
    pub(super) fn new(rule_set: &RuleSet) -> Self {
        let states = || 0..STATES.len() as u32;
        let methods = SAME_PROVIDER.into_iter().flat_map(|same| {
            [false, true]
                .into_iter()
                .flat_map(move |accepted| states().map(move |state| (same, accepted, state)))
        });
        let procedures = &rule_set.procedures;
        let count = rule_set.methods.all.len();
        let lifecycles: Vec<Vec<usize>> =
            (0..count).map(|method| lifecycles(procedures, method)).collect();
        let handovers = std::iter::once(None).chain((0..count).map(Some)).flat_map(|method| {
            Action::ALL
                .into_iter()
                .flat_map(move |action| states().map(move |state| (method, action, state)))
        });
        let following = |(method, action, state): (Option<usize>, Action, u32)| {
            let followed = method.and_then(|method| lifecycles.get(method));
            Following::new(
                procedures,
                method,
                action,
                state,
                followed.map_or(&[], |list| list.as_slice()),
            )
        };
        Self {
            methods: methods
                .map(|(same, accepted, state)| {
                    advice(&rule_set.methods.table, same, accepted, state)
                })
                .collect(),
            procedures: handovers.map(following).collect(),
            lifecycles,
            needs: needs(&rule_set.checks.all),
            listing: listing(&rule_set.checks.all),
            level_tells_specialty: rule_set
                .vocabulary
                .default_specialty
                .iter()
                .any(Option::is_some),
        }
    }

    /// What is said of each method, in the order of the rule set.
    pub(super) fn methods(
        &self,
        same_provider: Option<bool>,
        accepted: bool,
        state: u32,
    ) -> Methods<'_> {
        let list = method_index(same_provider, accepted, state);
        Methods { list, advice: self.methods.get(list).map_or(&[], Vec::as_slice) }
    }

    /// How many lists of advice there are.
    pub(super) fn method_lists(&self) -> usize {
        self.methods.len()
    }

    /// What a handover leads to.
    pub(super) fn following(
        &self,
        method: Option<usize>,
        action: Action,
        state: u32,
    ) -> Option<&Following> {
        self.procedures.get(procedure_index(method, action, state))
    }
}

impl Following {
    fn new(
        procedures: &Procedures,
        method: Option<usize>,
        action: Action,
        state: u32,
        lifecycles: &[usize],
    ) -> Self {
        let case = [method_value(method), Value::Word(action as u32), Value::Word(state)];
        let mut this = Self {
            templates: procedures.template_choice.holding(&case),
            next: next(procedures, lifecycles, state),
            ..Self::default()
        };
        let chosen = procedures.procedure_choice.holding(&case).into_iter();
        for procedure in chosen.filter_map(|index| procedures.procedures.get(index)) {
            for &step in &procedure.steps {
                if !this.steps.contains(&step) {
                    this.steps.push(step);
                }
            }
        }
        this
    }
}

fn method_value(method: Option<usize>) -> Value {
    method.and_then(|method| u32::try_from(method).ok()).map_or(Value::Absent, Value::Word)
}

/// The transitions from a state, by the lifecycles that follow it.
fn next(procedures: &Procedures, lifecycles: &[usize], state: u32) -> Vec<(usize, usize)> {
    let Some(state) = STATES.id(state as usize) else {
        return Vec::new();
    };
    let mut next = Vec::new();
    for &index in lifecycles {
        let Some(lifecycle) = procedures.lifecycles.get(index) else {
            continue;
        };
        let Some(from) = lifecycle.states.iter().position(|(id, _)| id == state) else {
            continue;
        };
        let transitions = lifecycle.transitions.iter().enumerate();
        next.extend(
            transitions.filter(|(_, t)| t.from == from).map(|(transition, _)| (index, transition)),
        );
    }
    next
}

/// The lifecycles of a method that follow the request's state.
fn lifecycles(procedures: &Procedures, method: usize) -> Vec<usize> {
    let mut found = procedures.lifecycle_choice.holding(&[method_value(Some(method))]);
    found.retain(|&index| {
        procedures.lifecycles.get(index).is_some_and(|lifecycle| lifecycle.follows_state)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_its_place() {
        let rule_set = RuleSet::embedded().unwrap();
        let prepared = Prepared::new(&rule_set);
        let mut places: Vec<usize> = Vec::new();
        for same in SAME_PROVIDER {
            for accepted in [false, true] {
                for state in 0..STATES.len() as u32 {
                    let place = method_index(same, accepted, state);
                    let advice = advice(&rule_set.methods.table, same, accepted, state);
                    assert_eq!(
                        prepared.methods(same, accepted, state),
                        Methods { list: place, advice: &advice }
                    );
                    places.push(place);
                }
            }
        }
        assert_eq!(places, (0..prepared.methods.len()).collect::<Vec<_>>());
        let last = (Some(rule_set.methods.all.len() - 1), Action::Close, STATES.len() as u32 - 1);
        assert_eq!(procedure_index(last.0, last.1, last.2), prepared.procedures.len() - 1);
        assert_eq!(procedure_index(None, Action::HandOver, 0), 0);
    }
}
