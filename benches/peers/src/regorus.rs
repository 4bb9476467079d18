//! regorus: the rules as an indexed document, the query compiled for the engine's virtual machine.
//!
//! The document holds, by case type and care level, the rules that accept both, in order, so that the query reads a
//! hundredth of the rules; the entry `""` is for names that no rule knows. A rule's unit is one name, `""` for any, its
//! specialties are a set, also with `""`, its priorities always two numbers: each test is then one expression, with
//! neither a function call nor a negation. Clauses written one by one, as `else` or into a set, are slower and exceed
//! the machine's registers beyond some thousand rules.

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Rego, Rc, Value};
use serde_json::{Map, json};

use crate::common::generator::{INPUTS, MAX_PRIORITY, Query, Rule, WORDS, Work};
use crate::engine::{Engine, Task};

const ENTRY: &str = "data.route.out";

const POLICY: &str = r#"package route
import rego.v1

by_level := object.get(data.rules, input.case_type, data.rules[""])
rules := object.get(by_level, input.care_level, by_level[""])

hits := [rule.number | some rule in rules
	rule.unit in {"", input.unit}
	rule.from <= input.priority
	rule.to >= input.priority
	some specialty in {"", input.specialty}
	specialty in rule.specialties
]
out := hits[0]
"#;

pub struct Regorus {
    machine: RegoVM,
}

impl Engine for Regorus {
    const NAME: &'static str = "regorus";
    type Source<'a> = String;
    type Input = Value;

    fn source(task: &Task<'_>) -> String {
        document(task.work).to_string()
    }

    fn build(document: &String) -> Result<Self, String> {
        let document = Value::from_json_str(document).map_err(|error| error.to_string())?;
        let mut engine = Rego::new();
        let policy = engine.add_policy("route.rego".to_owned(), POLICY.to_owned());
        policy.map_err(|error| error.to_string())?;
        engine.add_data(document.clone()).map_err(|error| error.to_string())?;
        let entry: Rc<str> = ENTRY.into();
        let policy = engine.compile_with_entrypoint(&entry).map_err(|error| error.to_string())?;
        let program = Compiler::compile_from_policy(&policy, &[ENTRY]);
        let mut machine = RegoVM::new();
        machine.set_max_instructions(usize::MAX / 2);
        machine.load_program(program.map_err(|error| error.to_string())?);
        machine.set_data(document).map_err(|error| error.to_string())?;
        Ok(Self { machine })
    }

    fn input(&self, query: &Query) -> Value {
        let mut input = Value::new_object();
        let object = input.as_object_mut().expect("it is an object");
        for (name, value) in INPUTS.iter().zip(&query.names) {
            object.insert((*name).into(), value.as_str().into());
        }
        object.insert(INPUTS[WORDS].into(), query.priority.into());
        input
    }

    fn decide(&mut self, input: &Value) -> Option<u32> {
        self.machine.set_input(input.clone());
        self.machine.execute().expect("the query runs").as_u32().ok()
    }
}

/// By case type and care level, the rules that accept both.
fn document(work: &Work) -> serde_json::Value {
    let accepts = |words: &[u32], word: Option<usize>| {
        words.is_empty() || word.is_some_and(|word| words.contains(&(word as u32)))
    };
    let numbered: Vec<(&Rule, serde_json::Value)> = work
        .rules
        .iter()
        .enumerate()
        .map(|(number, rule)| (rule, entry(work, number, rule)))
        .collect();
    let by_name = |input: usize, rules: &dyn Fn(Option<usize>) -> serde_json::Value| {
        let names = work.names[input].iter().enumerate();
        let named = names.map(|(word, name)| (name.clone(), rules(Some(word))));
        serde_json::Value::Object(named.chain([(String::new(), rules(None))]).collect())
    };
    let rules = by_name(0, &|case_type| {
        by_name(1, &|care_level| {
            let rules = numbered.iter().filter(|(rule, _)| {
                accepts(&rule.words[0], case_type) && accepts(&rule.words[1], care_level)
            });
            rules.map(|(_, entry)| entry.clone()).collect()
        })
    });
    json!({ "rules": rules })
}

fn entry(work: &Work, number: usize, rule: &Rule) -> serde_json::Value {
    let names = |input: usize| {
        let any = rule.words[input].is_empty().then_some("");
        rule.words[input]
            .iter()
            .map(move |&word| work.names[input][word as usize].as_str())
            .chain(any)
    };
    let (from, to) = rule.priority.unwrap_or((1, MAX_PRIORITY));
    let mut entry = Map::new();
    entry.insert("number".to_owned(), json!(number));
    entry.insert("unit".to_owned(), json!(names(3).next()));
    entry.insert("specialties".to_owned(), names(2).collect());
    entry.insert("from".to_owned(), json!(from));
    entry.insert("to".to_owned(), json!(to));
    serde_json::Value::Object(entry)
}
