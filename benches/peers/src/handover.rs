//! handover: the table compiled into a plan, names looked up in one map per input.
//!
//! The input is an interned case. What the matcher offers is called in the four lines of `Compiled` alone.

use handover::matcher::{DEFAULT_BUDGET, Plan, Table, Value};

use crate::common::generator::{INPUTS, Query, WORDS, Work};
use crate::engine::{Engine, Task};
use crate::names::Names;

/// An interned case.
type Case = [Value; INPUTS.len()];

pub struct Handover {
    plan: Plan,
    names: Names,
    tested: usize,
}

/// The table, and the names as a service holds them.
pub struct Source<'a> {
    table: &'a Table,
    work: &'a Work,
}

impl Engine for Handover {
    const NAME: &'static str = "handover";
    const LARGEST: usize = 1_000_000;
    type Source<'a> = Source<'a>;
    type Input = Case;

    fn source<'a>(task: &Task<'a>) -> Source<'a> {
        Source { table: task.table, work: task.work }
    }

    fn build(source: &Source<'_>) -> Result<Self, String> {
        let budget = DEFAULT_BUDGET.max(source.table.rules().len() * 300);
        Ok(Self {
            plan: Plan::compile(source.table, budget),
            names: Names::new(&source.work.names, source.work.tested),
            tested: source.work.tested,
        })
    }

    fn input(&self, query: &Query) -> Case {
        let words = self.names.words(query);
        let mut case = [Value::Absent; INPUTS.len()];
        for (value, word) in case.iter_mut().zip(words).take(self.tested) {
            *value = word.map_or(Value::Unlisted, Value::Word);
        }
        case[WORDS] = Value::Int(query.priority);
        case
    }

    fn decide(&mut self, case: &Case) -> Option<u32> {
        self.plan.decide(case).rules().first().copied()
    }

    fn remark(&self) -> Option<String> {
        Some(self.plan.strategy().to_string())
    }
}
