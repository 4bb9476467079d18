//! Parts of a rule set that no request meets: checks that never fire, methods that are never allowed, and steps, messages
//! and events that nobody is given.
//!
//! Inputs correlate: a priority that is listed is on the scale, and a state belongs to the method. So a table alone does not
//! tell, and each part is looked for among all requests, complete and incomplete.

use super::super::proof::{Cube, FeatureSet, Found, Goal, MAX_STEPS, Replayed, Search, Space};
use super::goals::Goals;
use super::prove::hold;
use handover_core::engine::{Engine, VerdictDecision};
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::Check;
use handover_core::ruleset::inputs::{
    CHECKS, CheckInput, InputSpec, LIFECYCLES, METHODS, PROCEDURES,
};
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::kinds::STATES;
use handover_matcher::{Condition, Table, Value, Values};

/// A part of a rule set that some request has to meet, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A check, which fires.
    Check(usize),
    /// A method, which is allowed.
    Method(usize),
    /// A list of steps, which is given.
    Procedure(usize),
    /// A message to start from, which is given.
    Template(usize),
    /// A lifecycle and one of its transitions, which may come next.
    Transition(usize, usize),
}

/// Whether some request meets a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// Some request does.
    Met,
    /// No request does. The check inputs, by index, that exclude each other, where they are few.
    Never(Vec<usize>),
    /// The search was given up after these many steps.
    Unknown(usize),
}

/// A part with the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartProof {
    /// The part.
    pub part: Part,
    /// Whether some request meets it.
    pub met: Met,
}

/// Looks for a request that meets each check, method, list of steps, message and transition of a rule set. Deterministic; at
/// most [`MAX_STEPS`] steps for each.
#[must_use]
pub fn unmet(engine: &Engine, invariants: &Invariants) -> Vec<PartProof> {
    unmet_within(engine, invariants, MAX_STEPS)
}

/// [`unmet`] within another number of steps.
#[must_use]
pub fn unmet_within(engine: &Engine, invariants: &Invariants, budget: usize) -> Vec<PartProof> {
    let parts = parts(engine);
    let space = Space::new(engine, invariants);
    let features = space.as_ref().map(FeatureSet::new);
    let known = features.as_ref().and_then(|all| Some((all, Goals::new(all)?)));
    let result = |wanted: &Wanted| match &known {
        Some((features, goals)) => Prover { features, goals, budget }.met(wanted),
        // There are more classes than a plan may have.
        None => Met::Unknown(0),
    };
    parts.iter().map(|wanted| PartProof { part: wanted.part, met: result(wanted) }).collect()
}

/// A part, and the conditions over the inputs of checks that a request has to meet.
struct Wanted {
    part: Part,
    alternatives: Vec<Vec<Condition>>,
}

fn parts(engine: &Engine) -> Vec<Wanted> {
    let rule_set = engine.rule_set();
    let procedures = &rule_set.procedures;
    let of_table = |table: &Table, specs: &[InputSpec], part: fn(usize) -> Part| -> Vec<Wanted> {
        let rules = table.rules().iter().enumerate();
        rules
            .map(|(index, rule)| Wanted {
                part: part(index),
                alternatives: rule.alternatives.iter().map(|one| of_checks(one, specs)).collect(),
            })
            .collect()
    };
    let mut parts = of_table(&rule_set.checks.table, CHECKS, Part::Check);
    for (index, mut wanted) in
        of_table(&rule_set.methods.table, METHODS, Part::Method).into_iter().enumerate()
    {
        let by_method =
            || Condition { input: CheckInput::Method as usize, accepts: Values::only(word(index)) };
        wanted.alternatives.iter_mut().for_each(|all| all.insert(0, by_method()));
        parts.push(wanted);
    }
    parts.extend(of_table(&procedures.procedure_choice.table, PROCEDURES, Part::Procedure));
    parts.extend(of_table(&procedures.template_choice.table, PROCEDURES, Part::Template));
    let choice = procedures.lifecycle_choice.table.rules();
    for (index, (lifecycle, rule)) in procedures.lifecycles.iter().zip(choice).enumerate() {
        for (at, transition) in lifecycle.transitions.iter().enumerate() {
            // The states of a lifecycle that does not follow the request's are for reading.
            let state = lifecycle.states.get(transition.from).map(|(id, _)| id.as_str());
            let state = state.filter(|_| lifecycle.follows_state);
            let from = state.and_then(|id| STATES.ids.iter().position(|known| *known == id));
            let from = from.map(|state| Condition {
                input: CheckInput::State as usize,
                accepts: Values::only(word(state)),
            });
            let alternatives = rule
                .alternatives
                .iter()
                .map(|one| of_checks(one, LIFECYCLES).into_iter().chain(from.clone()).collect());
            let part = Part::Transition(index, at);
            parts.push(Wanted { part, alternatives: alternatives.collect() });
        }
    }
    parts
}

/// Conditions over the inputs of a table, over those of checks.
fn of_checks(conditions: &[Condition], specs: &[InputSpec]) -> Vec<Condition> {
    let of_check = |condition: &Condition| {
        let name = specs.get(condition.input)?.name;
        let input = CHECKS.iter().position(|spec| spec.name == name)?;
        Some(Condition { input, accepts: condition.accepts.clone() })
    };
    conditions.iter().filter_map(of_check).collect()
}

fn word(index: usize) -> Value {
    Value::Word(u32::try_from(index).unwrap_or(u32::MAX))
}

struct Prover<'p, 'f, 'a> {
    features: &'f FeatureSet<'a>,
    goals: &'p Goals<'f, 'a>,
    budget: usize,
}

impl Prover<'_, '_, '_> {
    fn met(&self, wanted: &Wanted) -> Met {
        let mut search = Search::new(self.features, self.budget);
        let confirm = |replayed: &Replayed<'_>| self.meets(wanted, replayed);
        match search.find(&self.goal(wanted), &confirm) {
            Found::Witness(_) => Met::Met,
            Found::Nothing => Met::Never(self.conflict(wanted)),
            Found::Unknown => Met::Unknown(search.steps),
        }
    }

    fn goal(&self, wanted: &Wanted) -> Goal {
        let cubes = match wanted.part {
            Part::Check(check) => {
                self.goals.firing.get(check).map(|firing| firing.cubes.clone()).unwrap_or_default()
            }
            _ => wanted.alternatives.iter().map(|one| self.cube(one)).collect(),
        };
        // Steps are not given where a check refuses.
        let none = match wanted.part {
            Part::Procedure(_) => self.refusing(),
            _ => Vec::new(),
        };
        Goal { all: Cube::new(), none, one_of: Some(cubes) }
    }

    fn cube(&self, conditions: &[Condition]) -> Cube {
        let one = |condition: &Condition| {
            (condition.input, self.features.accepted(condition.input, &condition.accepts))
        };
        conditions.iter().map(one).collect()
    }

    fn refusing(&self) -> Vec<Cube> {
        let checks = self.goals.engine().rule_set().checks.all.iter().zip(&self.goals.firing);
        let refuses = |check: &Check| check.severity == FindingSeverity::Refuse;
        let certain = checks.filter(|(check, _)| refuses(check));
        certain.flat_map(|(_, firing)| firing.certain().iter().cloned()).collect()
    }

    /// Whether the engine's answer to a request meets a part.
    fn meets(&self, wanted: &Wanted, replayed: &Replayed<'_>) -> bool {
        let holds = || wanted.alternatives.iter().any(|one| hold(one, replayed.values).is_none());
        match wanted.part {
            Part::Check(check) => replayed.checks.contains(&check),
            Part::Method(method) => {
                let advice = replayed.methods.get(method);
                advice.is_some_and(|advice| advice.allowed == Some(true))
            }
            Part::Procedure(_) => {
                let refused = Value::Word(VerdictDecision::Refuse as u32);
                holds() && replayed.values.get(CHECKS.len()) != Some(&refused)
            }
            Part::Template(_) | Part::Transition(..) => holds(),
        }
    }

    /// The inputs of conditions that exclude each other, such that no fewer do. Empty where the part has several
    /// alternatives, or where it is not its conditions alone that exclude each other.
    fn conflict(&self, wanted: &Wanted) -> Vec<usize> {
        let [conditions] = wanted.alternatives.as_slice() else { return Vec::new() };
        let impossible = |conditions: &[Condition]| {
            let goal = Goal { all: self.cube(conditions), ..Goal::default() };
            let mut search = Search::new(self.features, self.budget);
            let confirm = |replayed: &Replayed<'_>| hold(conditions, replayed.values).is_none();
            matches!(search.find(&goal, &confirm), Found::Nothing)
        };
        if !impossible(conditions) {
            return Vec::new();
        }
        let mut kept = conditions.clone();
        let mut at = 0;
        while at < kept.len() {
            let mut fewer = kept.clone();
            fewer.remove(at);
            if impossible(&fewer) {
                kept = fewer;
            } else {
                at += 1;
            }
        }
        kept.iter().map(|condition| condition.input).collect()
    }
}
