//! zen-engine: one decision table, hit policy first, compiled.
//!
//! Every cell is a list of values, also the priority (`3, 4, 5` and not `[3..5]`): lists and single values go into the
//! engine's column index, which ANDs one bit set per column, while a range would be evaluated row by row. The graph is
//! the smallest that evaluates, the table has one output, and the future, which never waits, is polled in place.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use serde_json::{Map, Value, json};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};

use crate::engine::{Engine, Task};
use crate::generator::{INPUTS, Query, Rule, WORDS, Work};

pub struct Zen {
    decision: Decision,
    tested: usize,
}

impl Engine for Zen {
    const NAME: &'static str = "zen-engine";
    type Source<'a> = (String, usize);
    type Input = Variable;

    fn source(task: &Task<'_>) -> Self::Source<'static> {
        (graph(task.work).to_string(), task.work.tested)
    }

    fn build((text, tested): &Self::Source<'_>) -> Result<Self, String> {
        let content: DecisionContent =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let decision = DecisionEngine::default().create_decision(content.into());
        let mut decision = decision.map_err(|error| error.to_string())?;
        decision.compile();
        Ok(Self { decision, tested: *tested })
    }

    fn input(&self, query: &Query) -> Variable {
        let input = Variable::empty_object();
        for (name, value) in INPUTS.iter().zip(&query.names).take(self.tested) {
            input.dot_insert(name, Variable::String(value.as_str().into()));
        }
        if self.tested > WORDS {
            input.dot_insert(INPUTS[WORDS], Variable::Number(query.priority.into()));
        }
        input
    }

    fn decide(&mut self, input: &Variable) -> Option<u32> {
        let response = finish(self.decision.evaluate(input.clone())).expect("the table evaluates");
        match response.result.dot("rule") {
            Some(Variable::Number(rule)) => rule.try_into().ok(),
            _ => None,
        }
    }
}

fn finish<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn graph(work: &Work) -> Value {
    let inputs = INPUTS.iter().take(work.tested);
    let inputs: Vec<Value> =
        inputs.map(|name| json!({"id": name, "name": name, "field": name})).collect();
    let rules: Vec<Value> =
        work.rules.iter().enumerate().map(|(number, rule)| row(work, number, rule)).collect();
    json!({
        "nodes": [
            {"id": "in", "name": "case", "type": "inputNode", "content": {}},
            {"id": "table", "name": "route", "type": "decisionTableNode", "content": {
                "hitPolicy": "first",
                "inputs": inputs,
                "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
                "rules": rules,
            }},
        ],
        "edges": [{"id": "edge", "sourceId": "in", "targetId": "table"}],
    })
}

fn row(work: &Work, number: usize, rule: &Rule) -> Value {
    let mut row = Map::new();
    row.insert("_id".to_owned(), json!(format!("R{number}")));
    for (input, name) in INPUTS.iter().enumerate().take(work.tested) {
        let cell: Vec<String> = match rule.words.get(input) {
            Some(words) => words
                .iter()
                .map(|&word| format!("{:?}", work.names[input][word as usize]))
                .collect(),
            None => {
                let numbers = rule.priority.into_iter().flat_map(|(from, to)| from..=to);
                numbers.map(|number| number.to_string()).collect()
            }
        };
        row.insert((*name).to_owned(), json!(cell.join(", ")));
    }
    row.insert("rule".to_owned(), json!(number.to_string()));
    Value::Object(row)
}
