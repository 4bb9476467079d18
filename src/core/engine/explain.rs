//! Why a case goes where it goes: what was read on the way, which rule decided, which came close and
//! what kept them out. The path is that of the walk that decides, which tells each step as it takes it.

use std::cmp::Reverse;

use super::Engine;
use super::case::Case;
use super::recommend::Recommendation;
use handover_matcher::{Step, Value, Values};

/// A condition as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionRead {
    /// The input, by its index in the routing table.
    pub input: usize,
    /// What the rule accepts.
    pub accepts: Values,
    /// Whether it holds; `None` where the input is absent.
    pub held: Option<bool>,
}

/// A rule as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRead {
    /// The rule, by its index in the routing table.
    pub rule: u32,
    /// Whether it decided, or may come to where the case is incomplete.
    pub decided: bool,
    /// The rule that went before it, where all its conditions held.
    pub overridden_by: Option<u32>,
    /// The conditions of the alternative that came closest.
    pub conditions: Vec<ConditionRead>,
}

impl RuleRead {
    /// How many conditions do not hold.
    #[must_use]
    pub fn failing(&self) -> usize {
        self.conditions.iter().filter(|condition| condition.held == Some(false)).count()
    }
}

/// Why a case goes where it goes.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The answer.
    pub recommendation: Recommendation<'a>,
    /// What the walk read, in order: inputs of the routing table and their values. Where a value is absent,
    /// the walk goes on as if no rule that tests it held.
    pub path: Vec<Step>,
    /// The value of each input of the routing table.
    pub values: Vec<Value>,
    /// The rules that decided, then those that came close, nearest first.
    pub rules: Vec<RuleRead>,
}

impl Engine {
    /// Explains the answer to a case. Linear in the number of rules.
    #[must_use]
    pub fn explain<'a>(&'a self, case: &Case<'a>) -> Explanation<'a> {
        let interned = self.intern(case);
        let routes = self.routes(&interned);
        let values = interned.routing;
        let routing = &self.rule_set.routing;
        let mut path = Vec::new();
        routing.plan.walk_with(&values, &mut |step| path.push(step));
        let deciding: Vec<u32> =
            routes.possible().iter().flat_map(|route| route.rules.to_vec()).collect();
        let mut rules: Vec<RuleRead> = (0u32..)
            .zip(routing.table.rules())
            .map(|(index, _)| self.read_rule(index, &values, deciding.contains(&index)))
            .collect();
        for read in rules.clone().iter().filter(|read| !read.decided && read.failing() == 0) {
            let over = deciding.iter().find(|&&winner| self.overrides(winner, read.rule));
            if let Some(read) = rules.iter_mut().find(|known| known.rule == read.rule) {
                read.overridden_by = over.copied();
            }
        }
        // Came close: one condition away, or kept out only by a rule that goes before it.
        rules.retain(|read| read.decided || read.failing() <= 1);
        let held = |read: &RuleRead| read.conditions.len() - read.failing();
        rules.sort_by_key(|read| (!read.decided, read.failing(), Reverse(held(read)), read.rule));
        let recommendation = self.recommend_by(&interned, &routes).0;
        Explanation { recommendation, path, values: values.to_vec(), rules }
    }

    fn overrides(&self, winner: u32, rule: u32) -> bool {
        let winner = self.rule_set.routing.table.rules().get(winner as usize);
        winner.is_some_and(|winner| winner.overrides.contains(&(rule as usize)))
    }

    /// A rule's conditions on a case, for the alternative with the fewest that do not hold.
    fn read_rule(&self, rule: u32, values: &[Value], decided: bool) -> RuleRead {
        let table = &self.rule_set.routing.table;
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
        let closest = read
            .min_by_key(|conditions| conditions.iter().filter(|c| c.held == Some(false)).count());
        RuleRead { rule, decided, overridden_by: None, conditions: closest.unwrap_or_default() }
    }
}
