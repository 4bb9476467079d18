//! Consequences of a handover: steps, message templates and next transitions.

use crate::ruleset::kinds::STATES;
use crate::ruleset::procedures::Procedures;
use handover_matcher::Value;

use crate::engine::case::Action;

/// Consequences of a handover.
#[derive(Debug, Default)]
pub(in crate::engine) struct Following {
    /// The steps, by index.
    pub(in crate::engine) steps: Vec<usize>,
    /// The message templates, by index.
    pub(in crate::engine) templates: Vec<usize>,
    /// The possible next transitions: lifecycle and transition, by index.
    pub(in crate::engine) next: Vec<(usize, usize)>,
}

impl Following {
    /// The consequences of a method, an action and a state; `lifecycles` are those of the method.
    pub(super) fn new(
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

/// The transitions from a state in some lifecycles.
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
pub(super) fn lifecycles(procedures: &Procedures, method: usize) -> Vec<usize> {
    let mut found = procedures.lifecycle_choice.holding(&[method_value(Some(method))]);
    found.retain(|&index| {
        procedures.lifecycles.get(index).is_some_and(|lifecycle| lifecycle.follows_state)
    });
    found
}
