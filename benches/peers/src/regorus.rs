//! regorus: the rules as an indexed document, the query compiled for the engine's virtual machine.
//!
//! The document holds the rules by unit, case type and specialty, with `""` for any, so that a query looks in eight
//! places and reads the few rules there; care level and priorities are tested rule by rule, each in one expression
//! without a function call or a negation. An index by case type and care level alone, as one would write it first, is
//! ten times slower at 1,000 rules and a hundred times at 10,000; a list without an index, and clauses written one by
//! one, slower still, and clauses exceed the machine's registers at 100 rules.

use std::collections::BTreeMap;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Rego, Rc, Value};
use serde_json::json;

use crate::engine::{Engine, Task};
use crate::generator::{INPUTS, MAX_PRIORITY, Query, WORDS, Work};

const ENTRY: &str = "data.route.out";

const POLICY: &str = r#"package route
import rego.v1

hits := {rule.number | some unit in ["", input.unit]
	by_case_type := data.rules[unit]
	some case_type in ["", input.case_type]
	by_specialty := by_case_type[case_type]
	some specialty in ["", input.specialty]
	some rule in by_specialty[specialty]
	rule.from <= input.priority
	rule.to >= input.priority
	rule.care_level in {"", input.care_level}
}
out := min(hits)
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

/// By unit, case type and specialty the rules that name them; a rule stands at each combination of its names.
fn document(work: &Work) -> serde_json::Value {
    let mut rules: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, Vec<serde_json::Value>>>> =
        BTreeMap::new();
    for (number, rule) in work.rules.iter().enumerate() {
        let names = |input: usize| {
            let any = rule.words[input].is_empty().then_some("");
            let words = rule.words[input].iter();
            words.map(move |&word| work.names[input][word as usize].as_str()).chain(any)
        };
        let (from, to) = rule.priority.unwrap_or((1, MAX_PRIORITY));
        let care_level = names(1).next();
        let entry = json!({"number": number, "care_level": care_level, "from": from, "to": to});
        for unit in names(3) {
            for case_type in names(0) {
                for specialty in names(2) {
                    let by_case_type = rules.entry(unit).or_default();
                    let by_specialty = by_case_type.entry(case_type).or_default();
                    by_specialty.entry(specialty).or_default().push(entry.clone());
                }
            }
        }
    }
    json!({ "rules": rules })
}
