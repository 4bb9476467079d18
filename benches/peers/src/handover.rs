//! handover: the table compiled into a plan, names looked up in one map per input.
//!
//! The input is an interned case. Beside the plan that the matcher chooses, those of the strategies that it can be held
//! to are measured.

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
        Ok(Self::with(Plan::compile(source.table, DEFAULT_BUDGET), source))
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

    fn names_bytes(&self) -> usize {
        self.names.bytes()
    }

    fn remark(&self) -> Option<String> {
        Some(self.plan.strategy().to_string())
    }
}

/// What makes an engine of a table and its names.
type Build = fn(&Source<'_>) -> Result<Handover, String>;

impl Handover {
    /// The strategies that a plan can be held to: without a budget for a diagram, the bitmap.
    pub const STRATEGIES: [(&'static str, Build); 1] =
        [("bitmap", |source| Ok(Self::with(Plan::compile(source.table, 0), source)))];

    fn with(plan: Plan, source: &Source<'_>) -> Self {
        let names = Names::new(&source.work.names, source.work.tested);
        Self { plan, names, tested: source.work.tested }
    }
}
