//! cel: one compiled program a rule, tried in order until one holds.
//!
//! A list of programs stops at the first match, and its programs stop at the first test that fails, the unit before the
//! others since most rules fail on it. One program with a chain of conditional operators takes as long, and its nesting
//! exceeds what the parser takes beyond some hundred rules. The input is a context with one variable per input.

use std::sync::Arc;

use cel::{Context, Env, Program, Value};

use crate::engine::{Engine, Task};
use crate::generator::{INPUTS, Query, Rule, WORDS, Work};

pub struct Cel {
    environment: Arc<Env>,
    programs: Vec<Program>,
    tested: usize,
}

impl Engine for Cel {
    const NAME: &'static str = "cel";
    type Source<'a> = (Vec<String>, usize);
    type Input = Context<'static, 'static>;

    fn source(task: &Task<'_>) -> Self::Source<'static> {
        let programs = task.work.rules.iter().map(|rule| program(task.work, rule)).collect();
        (programs, task.work.tested)
    }

    fn build((texts, tested): &Self::Source<'_>) -> Result<Self, String> {
        let programs: Result<Vec<Program>, _> =
            texts.iter().map(|text| Program::compile(text)).collect();
        let programs = programs.map_err(|error| error.to_string())?;
        Ok(Self { environment: Arc::new(Env::stdlib()), programs, tested: *tested })
    }

    fn input(&self, query: &Query) -> Self::Input {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        for (name, value) in INPUTS.iter().zip(&query.names).take(self.tested) {
            context.add_variable_from_value(*name, value.as_str());
        }
        if self.tested > WORDS {
            context.add_variable_from_value(INPUTS[WORDS], query.priority);
        }
        context
    }

    fn decide(&mut self, context: &Self::Input) -> Option<u32> {
        let holds = |program: &Program| {
            matches!(program.execute(context).expect("the program runs"), Value::Bool(true))
        };
        self.programs.iter().position(holds).map(|at| at as u32)
    }
}

fn program(work: &Work, rule: &Rule) -> String {
    let words = [3, 0, 2, 1].into_iter().filter_map(|input: usize| {
        let names = rule.words[input].iter().map(|&word| &work.names[input][word as usize]);
        let names: Vec<&String> = names.collect();
        match names[..] {
            [] => None,
            [name] => Some(format!("{} == {name:?}", INPUTS[input])),
            _ => Some(format!("{} in {names:?}", INPUTS[input])),
        }
    });
    let priority =
        rule.priority.map(|(from, to)| format!("priority >= {from} && priority <= {to}"));
    let tests: Vec<String> = words.chain(priority).collect();
    if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") }
}
