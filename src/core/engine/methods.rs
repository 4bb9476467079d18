//! Which methods may be used, and what decides.

use crate::ruleset::inputs::METHODS;
use handover_matcher::{Condition, Table, Value};

/// What is said of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodAdvice {
    /// The method, by its index in the rule set.
    pub method: usize,
    /// Whether it may be used; `None` where a field that is absent decides.
    pub allowed: Option<bool>,
    /// What decides: `accepted`, `same_provider`, `other_provider`, `state` …
    pub because: Vec<&'static str>,
}

/// The advice on every method: one of the lists that an engine prepares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Methods<'a> {
    /// The number of the list; the same number is the same list.
    pub list: usize,
    /// The advice, in the order of the rule set.
    pub advice: &'a [MethodAdvice],
}

/// The state that a request starts in, by its index in [`crate::ruleset::kinds::STATES`].
pub(super) const FIRST_STATE: u32 = 0;

/// What is said of each method, in the order of the rule set.
pub(super) fn advice(
    methods: &Table,
    same_provider: Option<bool>,
    accepted: bool,
    state: u32,
) -> Vec<MethodAdvice> {
    let case = [
        same_provider.map_or(Value::Absent, Value::Bool),
        Value::Bool(accepted),
        Value::Word(state),
    ];
    let rules = methods.rules().iter().enumerate();
    rules.map(|(method, rule)| advice_on(method, &rule.alternatives, &case)).collect()
}

/// A method is allowed when all that one of its alternatives requires holds, and not when each of them
/// requires something that does not.
fn advice_on(method: usize, alternatives: &[Vec<Condition>], case: &[Value]) -> MethodAdvice {
    let (mut failing, mut unknown) = (Vec::new(), Vec::new());
    let mut open = false;
    for conditions in alternatives {
        let value = |input: usize| case.get(input).copied().unwrap_or_default();
        let unmet: Vec<_> =
            conditions.iter().filter(|c| !c.accepts.contains(value(c.input))).collect();
        if unmet.is_empty() {
            return MethodAdvice { method, allowed: Some(true), because: Vec::new() };
        }
        open |= unmet.iter().all(|c| value(c.input) == Value::Absent);
        for condition in unmet {
            let reason = reason(condition.input, value(condition.input));
            let list =
                if value(condition.input) == Value::Absent { &mut unknown } else { &mut failing };
            if !list.contains(&reason) {
                list.push(reason);
            }
        }
    }
    if open {
        MethodAdvice { method, allowed: None, because: unknown }
    } else {
        MethodAdvice { method, allowed: Some(false), because: failing }
    }
}

/// The name of what decides: the input, said by its value.
fn reason(input: usize, value: Value) -> &'static str {
    match (METHODS.get(input).map_or("", |spec| spec.name), value) {
        ("same_provider", Value::Bool(false)) => "other_provider",
        ("accepted", Value::Bool(false)) => "not_accepted",
        (name, _) => name,
    }
}
