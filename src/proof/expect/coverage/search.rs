//! Search for tests that cover the remaining goals.
//!
//! It starts from the nearest requests and changes one field at a time, as long as that brings them nearer. Tests that
//! are found are made as short as possible and answered by the present rules, for a person to review.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::super::ask::answer;
use super::super::compare::everything;
use super::goals::{CoverageGoal, table};
use super::run::Run;
use handover_core::ruleset::fields::{FieldKind, RequestField};
use handover_core::ruleset::inputs::ROUTING;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::{RuleSet, shown};
use handover_core::wire::report::TableName;
use handover_core::wire::v1::Context;
use handover_matcher::{Domain, Input, Value as Read, Values};

/// Maximum number of suggestions.
const SUGGESTIONS: usize = 10;
/// Number of nearest requests tried for each.
const STARTS: usize = 3;
/// Maximum number of changed fields.
const CHANGES: usize = 6;

/// Maximum number of requests answered, besides those of the tests.
const BUDGET: usize = 50_000;

/// A request, and whether it is a handover.
type TestRequest = (Value, bool);

/// A test for each of the first goals that can be reached. A goal covered by an earlier suggestion gets none.
pub(super) fn suggestions(
    context: &Context<'_>,
    open: &[&CoverageGoal],
    requests: Vec<TestRequest>,
) -> Vec<Option<String>> {
    let rule_set = context.engine.rule_set();
    let mut found: Vec<Option<String>> = vec![None; open.len()];
    if open.is_empty() {
        return found;
    }
    let mut search = GoalSearch {
        context,
        changes: changes(context),
        known: Vec::new(),
        left: Cell::new(requests.len() + BUDGET),
    };
    for request in requests.into_iter().chain([start(rule_set)]) {
        search.learn(request);
    }
    let mut made: Vec<Run> = Vec::new();
    // Whole rules first: a test that covers one also covers some of its cells.
    let mut wanted: Vec<(&mut Option<String>, &&CoverageGoal)> =
        found.iter_mut().zip(open).collect();
    wanted.sort_by_key(|(_, goal)| !goal.is_rule());
    for (slot, goal) in wanted {
        if made.len() >= SUGGESTIONS || search.left.get() == 0 {
            break;
        }
        if made.iter().any(|run| goal.met(rule_set, run)) {
            continue;
        }
        if let Some(request) = search.reach(goal) {
            let request = search.shorten(goal, request);
            *slot = search.written(goal, &request);
            made.extend(search.run(&request));
        }
    }
    found
}

struct GoalSearch<'c> {
    context: &'c Context<'c>,
    changes: Vec<FieldEdit>,
    /// Valid requests, with the results of their runs.
    known: Vec<(TestRequest, Run)>,
    /// The number of requests that may still be answered.
    left: Cell<usize>,
}

/// A field with a possible value; `None` removes the field.
struct FieldEdit {
    path: Vec<&'static str>,
    value: Option<Value>,
}

impl GoalSearch<'_> {
    /// The run of a request; `None` if it is invalid, or the budget is spent.
    fn run(&self, (request, validates): &TestRequest) -> Option<Run> {
        self.left.set(self.left.get().checked_sub(1)?);
        let (_, facts) = answer(self.context, request, *validates).ok()?;
        Some(Run::of_everything(self.rule_set(), facts))
    }

    /// Keeps a request as a handover: the verdict contains everything that a case can show.
    fn learn(&mut self, (request, validates): TestRequest) {
        let request = if validates { request } else { as_handover(self.rule_set(), request) };
        let request = (request, true);
        if let Some(run) = self.run(&request) {
            self.known.push((request, run));
        }
    }

    fn rule_set(&self) -> &RuleSet {
        self.context.engine.rule_set()
    }

    /// The distance of a request from covering the goal with a complete answer. A check may be about an absent field.
    fn wanting(&self, goal: &CoverageGoal, run: &Run) -> usize {
        let lacking = !run.facts.complete && goal.table != TableName::Checks;
        goal.weigh(self.rule_set(), run).unwrap_or(0) + usize::from(lacking)
    }

    /// A request that covers the goal, if one is found.
    fn reach(&self, goal: &CoverageGoal) -> Option<TestRequest> {
        let mut starts: Vec<(usize, &TestRequest)> =
            self.known.iter().map(|(request, run)| (self.wanting(goal, run), request)).collect();
        starts.sort_by_key(|(wanting, _)| *wanting);
        starts.into_iter().take(STARTS).find_map(|(wanting, request)| {
            let (mut wanting, mut request) = (wanting, request.clone());
            for _ in 0..CHANGES {
                if wanting == 0 {
                    break;
                }
                (wanting, request) = self.step(goal, wanting, &request)?;
            }
            (wanting == 0).then_some(request)
        })
    }

    /// The change that brings a request nearest; if no single one does, the first pair that does.
    fn step(
        &self,
        goal: &CoverageGoal,
        wanting: usize,
        request: &TestRequest,
    ) -> Option<(usize, TestRequest)> {
        let weighed = |request: TestRequest| {
            let run = self.run(&request)?;
            Some((self.wanting(goal, &run), request))
        };
        let nearest = (self.changes.iter())
            .filter_map(|change| weighed(change.made(request)?))
            .min_by_key(|(wanting, _)| *wanting)?;
        if nearest.0 < wanting {
            return Some(nearest);
        }
        let pairs = self.changes.iter().enumerate().flat_map(|(at, first)| {
            let seconds = self.changes.iter().skip(at + 1);
            seconds.filter_map(move |second| second.made(&first.made(request)?))
        });
        pairs.filter_map(weighed).find(|(left, _)| *left < wanting)
    }

    /// The request without unnecessary fields, provided that removing them causes no new findings.
    fn shorten(&self, goal: &CoverageGoal, request: TestRequest) -> TestRequest {
        let before = self.run(&request).map(|run| run.facts.fired).unwrap_or_default();
        let covers = |request: &TestRequest| {
            self.run(request).is_some_and(|run| {
                let known = run.facts.fired.iter().all(|check| before.contains(check));
                known && self.wanting(goal, &run) == 0
            })
        };
        let case = (request.0.get("case").cloned().unwrap_or_else(|| json!({})), false);
        let mut short = if covers(&case) { case } else { request };
        let mut paths: Vec<&[&str]> =
            self.changes.iter().map(|change| change.path.as_slice()).collect();
        paths.extend([&["to"][..], &["case", "from"]]);
        paths.dedup();
        for path in paths {
            let away = FieldEdit { path: own(path, short.1).to_vec(), value: None };
            if let Some(without) = away.made(&short).filter(&covers) {
                short = without;
            }
        }
        short
    }

    /// The test, in the form of a file.
    fn written(&self, goal: &CoverageGoal, (request, validates): &TestRequest) -> Option<String> {
        let (answer, _) = answer(self.context, request, *validates).ok()?;
        let held = everything(&answer);
        let names: &[&str] = match goal.table {
            TableName::Routing => {
                &["decision", "rule", "unit", "role", "capability", "specialty", "findings"]
            }
            TableName::Priority => &["decision", "sms", "findings"],
            TableName::Methods => &["decision", "methods"],
            TableName::Checks => &["decision", "findings"],
            TableName::Procedures => &["decision", "steps"],
            TableName::Templates => &["templates"],
            TableName::Lifecycles => &["next"],
        };
        let expect: Map<String, Value> = (names.iter())
            .filter_map(|&name| Some((name.to_owned(), held.get(name)?.clone())))
            .collect();
        let mut handover = request.as_object().cloned().unwrap_or_default();
        let case = if *validates { handover.shift_remove("case") } else { Some(request.clone()) };
        let name = goal.id(self.rule_set());
        let mut out = format!("- name: {name}\n");
        if let Some(case) = case.filter(|case| case != &json!({})) {
            out += &format!("  case: {}\n", flow(&case));
        }
        if *validates {
            out += &format!("  handover: {}\n", flow(&Value::Object(handover)));
        }
        out += &format!("  expect: {}", flow(&Value::Object(expect)));
        Some(out)
    }
}

/// The path, in the form of this kind of request.
fn own<'p>(path: &'p [&'static str], validates: bool) -> &'p [&'static str] {
    match path {
        ["case", rest @ ..] if !validates => rest,
        path => path,
    }
}

impl FieldEdit {
    /// The request with the change made; `None` if it changes nothing.
    fn made(&self, (request, validates): &TestRequest) -> Option<TestRequest> {
        let mut changed = request.clone();
        let (last, groups) = self.path.split_last()?;
        let mut map = changed.as_object_mut()?;
        for group in groups {
            let inner = match &self.value {
                Some(_) => map.entry(*group).or_insert_with(|| json!({})),
                None => map.get_mut(*group)?,
            };
            map = inner.as_object_mut()?;
        }
        match &self.value {
            Some(value) if map.get(*last) == Some(value) => return None,
            Some(value) => drop(map.insert((*last).to_owned(), value.clone())),
            None => drop(map.shift_remove(*last)?),
        }
        Some((changed, *validates))
    }
}

/// A handover with a case and no further data.
fn as_handover(rule_set: &RuleSet, case: Value) -> Value {
    let method = rule_set.methods.all.first().map(|method| method.id.clone());
    json!({"case": case, "method": method, "priority": rule_set.priority.max, "message": MESSAGE})
}

/// The first request, if there is no other.
fn start(rule_set: &RuleSet) -> TestRequest {
    (as_handover(rule_set, json!({})), true)
}

const MESSAGE: &str = "Ärendet hör till er.";

/// All changes to try, field by field: the values that rules name, and one that they do not.
fn changes(context: &Context<'_>) -> Vec<FieldEdit> {
    let rule_set = context.engine.rule_set();
    let mut changes = Vec::new();
    for &field in RequestField::ALL {
        let values = values(rule_set, field);
        if values.is_empty() {
            continue;
        }
        let path: Vec<&'static str> = field.path().split('.').collect();
        let change = |value| FieldEdit { path: path.clone(), value };
        changes.extend(values.into_iter().map(Some).chain([None]).map(change));
    }
    changes
}

/// The values of a field to try; none for texts that duplicate other fields.
fn values(rule_set: &RuleSet, field: RequestField) -> Vec<Value> {
    let words = |words: &[&str]| words.iter().map(|&word| json!(word)).collect();
    match field.spec().kind {
        FieldKind::Name { list, .. } => {
            let named = named(rule_set, list);
            if !named.is_empty() {
                return named;
            }
            let ids = rule_set.list(list).map(Words::ids).unwrap_or_default();
            // Tables only test whether a case has one of these.
            let most = if field.is_of_case() { 2 } else { ids.len() };
            ids.into_iter().take(most).map(Value::from).collect()
        }
        FieldKind::Word(Kind::Words(fixed)) => words(fixed.ids),
        FieldKind::Word(_) => rule_set.methods.all.iter().map(|method| json!(method.id)).collect(),
        FieldKind::Priority => ends(rule_set, TableName::Priority),
        FieldKind::Boolean | FieldKind::Flag => vec![json!(true), json!(false)],
        FieldKind::Day => {
            let mut days = ends(rule_set, TableName::Routing);
            let documents = rule_set.sources.documents.iter();
            let outside = documents.flat_map(|document| {
                let before = document.valid_from.and_then(|first| first.yesterday().ok());
                [before, document.valid_until.and_then(|last| last.tomorrow().ok())]
            });
            days.extend(outside.flatten().map(|day| json!(day.to_string())));
            days
        }
        FieldKind::Text => words(&[MESSAGE, "", "{identity_number}"]),
        FieldKind::Reason | FieldKind::Resource => Vec::new(),
    }
}

/// The words of a kind that rules name, one that they do not, and a name outside the list if that is allowed.
fn named(rule_set: &RuleSet, kind: Kind) -> Vec<Value> {
    let mut words: Vec<Value> = Vec::new();
    let mut add = |input: &Input, word: u32| {
        let value = json!(shown(input, Read::Word(word)));
        if !words.contains(&value) {
            words.push(value);
        }
    };
    let Some(position) = ROUTING.iter().position(|spec| spec.kind == kind) else {
        return words;
    };
    let table = table(rule_set, TableName::Routing);
    let Some(input) = table.inputs().get(position) else {
        return words;
    };
    let conditions = table.rules().iter().flat_map(|rule| &rule.alternatives).flatten();
    let same = |input: usize| ROUTING.get(input).is_some_and(|spec| spec.kind == kind);
    for condition in conditions.filter(|condition| same(condition.input)) {
        let rest = condition.accepts.complement(&input.domain);
        let shorter =
            if condition.accepts.count() > rest.count() { &rest } else { &condition.accepts };
        if let Values::Words { listed, .. } = shorter {
            listed.iter().for_each(|&word| add(input, word));
        }
    }
    if let Domain::Words { words: all, open } = &input.domain {
        let known = words.clone();
        let other = all.iter().map(|word| json!(word)).filter(|word| !known.contains(word));
        words.extend(other.take(2));
        words.extend(open.then(|| json!("Utanför listan")));
    }
    words
}

/// The ends of the ranges that rules test, and the adjacent values.
fn ends(rule_set: &RuleSet, name: TableName) -> Vec<Value> {
    let table = table(rule_set, name);
    let mut values: Vec<Value> = Vec::new();
    let conditions = table.rules().iter().flat_map(|rule| &rule.alternatives).flatten();
    for condition in conditions {
        let (Values::Ranges(ranges), Some(input)) =
            (&condition.accepts, table.inputs().get(condition.input))
        else {
            continue;
        };
        let beside = ranges.iter().flat_map(|&(from, to)| [from - 1, from, to, to + 1]);
        let whole = Values::all(&input.domain);
        for number in beside.filter(|&number| whole.contains(Read::Int(number))) {
            let value = match name {
                TableName::Priority => json!(number),
                _ => json!(shown(input, Read::Int(number))),
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values
}

/// A value as YAML on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
            let word =
                text.starts_with(|c: char| c.is_ascii_alphabetic()) || text.contains(['/', '-']);
            if word && text.chars().all(plain) { text.clone() } else { value.to_string() }
        }
        other => other.to_string(),
    }
}
