//! Explanations: the path of the walk that decided, the deciding rules, and the rules that came close.

use std::cmp::Reverse;

use crate::engine::answer::Recommendation;
use crate::engine::case::Case;
use crate::engine::intern;
use crate::engine::judge::recommend;
use crate::engine::prepared::Prepared;
use crate::engine::route::routes;
use handover_matcher::{Table, Test, Value, Values};

/// A condition applied to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConditionRead {
    /// The input, by its index in the routing table.
    pub input: usize,
    /// The values that the rule accepts.
    pub accepts: Values,
    /// Whether it holds; `None` where the input is absent.
    pub held: Option<bool>,
}

/// A rule applied to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleRead {
    /// The rule, by its index in the routing table.
    pub rule: u32,
    /// Whether it decided, or may decide where the case is incomplete.
    pub decided: bool,
    /// The rule that overrode it, where all its conditions held.
    pub overridden_by: Option<u32>,
    /// The conditions of the alternative that came closest.
    pub conditions: Vec<ConditionRead>,
}

impl RuleRead {
    /// Number of conditions that do not hold.
    #[must_use]
    pub fn failing(&self) -> usize {
        self.conditions.iter().filter(|condition| condition.held == Some(false)).count()
    }
}

/// Explanation of the answer to a case.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explanation<'a> {
    /// The answer.
    pub recommendation: Recommendation<'a>,
    /// The inputs of the routing table in the order in which the walk read them, with their values. At an absent value
    /// the walk continues as if no rule that tests it held.
    pub path: Vec<Test>,
    /// The value of each input of the routing table.
    pub values: Vec<Value>,
    /// The deciding rules, then those that came close, nearest first.
    pub rules: Vec<RuleRead>,
}

/// Explains the answer to a case. Linear in the number of rules.
pub(in crate::engine) fn explain<'a>(prepared: &'a Prepared, case: &Case<'a>) -> Explanation<'a> {
    let interned = intern::case(prepared, case);
    let routes = routes(prepared, &interned);
    let values = interned.routing;
    let routing = &prepared.rule_set.routing;
    let mut path = Vec::new();
    routing.plan.walk_with(&values, &mut |step| path.push(step));
    let deciding: Vec<u32> =
        routes.possible().iter().flat_map(|route| route.rules.to_vec()).collect();
    let mut rules: Vec<RuleRead> = (0u32..)
        .zip(routing.table.rules())
        .map(|(index, _)| read_rule(&routing.table, index, &values, deciding.contains(&index)))
        .collect();
    for read in rules.clone().iter().filter(|read| !read.decided && read.failing() == 0) {
        let over = deciding.iter().find(|&&winner| overrides(&routing.table, winner, read.rule));
        if let Some(read) = rules.iter_mut().find(|known| known.rule == read.rule) {
            read.overridden_by = over.copied();
        }
    }
    // Came close: one condition away, or overridden.
    rules.retain(|read| read.decided || read.failing() <= 1);
    let held = |read: &RuleRead| read.conditions.len() - read.failing();
    rules.sort_by_key(|read| (!read.decided, read.failing(), Reverse(held(read)), read.rule));
    let recommendation = recommend(prepared, &interned, &routes).0;
    Explanation { recommendation, path, values: values.to_vec(), rules }
}

fn overrides(table: &Table, winner: u32, rule: u32) -> bool {
    let winner = table.rules().get(winner as usize);
    winner.is_some_and(|winner| winner.overrides.contains(&(rule as usize)))
}

/// Applies a rule to a case: the alternative with the fewest conditions that do not hold.
fn read_rule(table: &Table, rule: u32, values: &[Value], decided: bool) -> RuleRead {
    let alternatives = table
        .rules()
        .get(rule as usize)
        .map(|rule| rule.alternatives.as_slice())
        .unwrap_or_default();
    let read = alternatives.iter().map(|conditions| {
        let conditions = conditions.iter().map(|condition| {
            let value = values.get(condition.input).copied().unwrap_or_default();
            let held = (value != Value::Absent).then(|| condition.accepts.contains(value));
            ConditionRead { input: condition.input, accepts: condition.accepts.clone(), held }
        });
        conditions.collect::<Vec<_>>()
    });
    let closest =
        read.min_by_key(|conditions| conditions.iter().filter(|c| c.held == Some(false)).count());
    RuleRead { rule, decided, overridden_by: None, conditions: closest.unwrap_or_default() }
}
