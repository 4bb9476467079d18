//! handover: the table compiled into a plan, and one map per input from names to the plan's classes.
//!
//! The input is an interned case: one class an input. Beside the plan that the matcher chooses, those of all strategies
//! are measured.

use handover_matcher::{Plan, Strategy, Table, Value, default_budget};

use crate::engine::{Engine, Task};
use crate::generator::{INPUTS, Query, WORDS, Work};
use crate::names::Names;

/// An interned case: by input the class of the value.
type Case = [u32; INPUTS.len()];

pub struct Handover {
    plan: Plan,
    /// By name, the class.
    names: Names,
    /// By input, the class of a name that is in no list.
    unlisted: [u32; WORDS],
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
        Ok(Self::with(Plan::compile(source.table, budget(source)), source))
    }

    fn input(&self, query: &Query) -> Case {
        let classes = self.names.words(query);
        let mut case = Case::default();
        for ((class, named), unlisted) in case.iter_mut().zip(classes).zip(self.unlisted) {
            *class = named.unwrap_or(unlisted);
        }
        case[WORDS] = self.plan.classes().class_of(WORDS, Value::Int(query.priority));
        case
    }

    fn decide(&mut self, case: &Case) -> Option<u32> {
        self.plan.decide_classes(case).outcome()
    }

    fn names_bytes(&self) -> usize {
        self.names.bytes()
    }

    fn remark(&self) -> Option<String> {
        Some(self.plan.strategy().to_string())
    }
}

impl Handover {
    /// Builds by the strategy asked for.
    ///
    /// # Errors
    /// Where the plan does not fit the budget.
    pub fn build_as(strategy: Strategy, source: &Source<'_>) -> Result<Self, String> {
        let plan = Plan::compile_as(source.table, strategy, budget(source));
        plan.map(|plan| Self::with(plan, source)).map_err(|over| over.to_string())
    }

    fn with(plan: Plan, source: &Source<'_>) -> Self {
        let class = |input, value| plan.classes().class_of(input, value);
        let names = Names::numbered(&source.work.names, source.work.tested, |input, word| {
            class(input, Value::Word(word))
        });
        let unlisted = std::array::from_fn(|input| class(input, Value::Unlisted));
        Self { plan, names, unlisted }
    }
}

fn budget(source: &Source<'_>) -> usize {
    default_budget(source.table.rules().len())
}
