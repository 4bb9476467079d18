//! Tests beside the rules: reads them, checks names and types, and merges them with the common part of their file.
//! `handover test` runs them.

use serde_json::{Map, Value};

use super::cells::{Domains, name_list};
use super::days::date;
use super::directory::Directory;
use super::fields::{FieldKind, GROUPS, RequestField};
use super::kinds::{DECISIONS, Kind, words_of};
use super::known::Known;
use super::model;
use super::names::Words;
use super::spot::{Faults, Spot};
use super::unread::NameList;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::near::nearest;
use crate::language::{Text, text};

/// The expected answer to one request: a test, or one row of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The expectation, in words.
    pub name: String,
    /// The row of the test, counted from 1; `None` if it has no rows.
    pub row: Option<usize>,
    /// Its location.
    pub place: Place,
    /// Whether the request is a handover, to be validated; otherwise it is a case.
    pub validates: bool,
    /// The request, in the form of the contract.
    pub request: Value,
    /// The expected values in the answer, by their keys under `expect`.
    pub expected: Map<String, Value>,
}

/// Decisions of verdicts and recommendations.
const ALL_DECISIONS: &[&str] = &["allow", "warn", "manual", "refuse", "route", "incomplete"];
/// Decisions of recommendations.
const RECOMMENDED: &[&str] = &["route", "manual", "incomplete"];
/// Keys that exist only in the answer to a handover.
const OF_VERDICTS: &[&str] = &["steps", "templates", "next"];

/// The ids that tests may name.
#[derive(Debug, Default)]
pub(super) struct Ids {
    pub(super) rules: Vec<String>,
    pub(super) checks: Vec<String>,
    pub(super) steps: Vec<String>,
    pub(super) templates: Vec<String>,
    pub(super) events: Vec<String>,
}

/// Everything that tests may name.
pub(super) struct Names<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) directory: &'a Directory,
    pub(super) domains: &'a Domains<'a>,
    pub(super) sections: &'a Ids,
}

/// Reads a file of tests.
pub(super) fn read(root: &Spot<'_>, names: &Names<'_>, faults: &mut Faults) -> Vec<Expectation> {
    let mut common = Written::default();
    if let Some(spot) = root.get("common") {
        faults.read::<model::Common>(&spot);
        names.request(&spot, faults);
        common.put_in(&spot);
    }
    let mut expectations = Vec::new();
    for spot in root.at("tests").items() {
        let Some(test) = faults.read::<model::Expectation>(&spot) else {
            continue;
        };
        names.request(&spot, faults);
        let mut written = common.clone();
        written.put_in(&spot);
        let rows = spot.get("rows").map(|rows| rows.items()).unwrap_or_default();
        if rows.is_empty() {
            expectations.extend(names.expectation(
                &spot,
                written.clone(),
                &test.name,
                None,
                faults,
            ));
        } else if let Some(expect) = spot.get("expect") {
            names.expected(&expect, faults);
        }
        for (index, row) in rows.iter().enumerate() {
            names.request(row, faults);
            let mut written = written.clone();
            written.put_in(row);
            expectations.extend(names.expectation(
                row,
                written,
                &test.name,
                Some(index + 1),
                faults,
            ));
        }
    }
    expectations
}

/// A request and its expected answer as written, merged level by level.
#[derive(Debug, Clone, Default)]
struct Written {
    case: Value,
    handover: Value,
    expect: Value,
}

impl Written {
    /// Removes the paths that a level lists in `without`, then merges its values.
    fn put_in(&mut self, spot: &Spot<'_>) {
        for path in spot.get("without").map(|list| list.items()).unwrap_or_default() {
            self.take_away(path.value().as_str().unwrap_or_default());
        }
        for (key, into) in [
            ("case", &mut self.case),
            ("handover", &mut self.handover),
            ("expect", &mut self.expect),
        ] {
            if let Some(from) = spot.value().get(key) {
                put_in(into, from);
            }
        }
    }

    fn take_away(&mut self, path: &str) {
        let (from, rest) = match path {
            "case" => return self.case = Value::Null,
            "handover" => return self.handover = Value::Null,
            _ => match path.strip_prefix("case.") {
                Some(rest) => (&mut self.case, rest),
                None => (&mut self.handover, path),
            },
        };
        let (parent, last) = match rest.split_once('.') {
            Some((group, last)) => (from.get_mut(group), last),
            None => (Some(from), rest),
        };
        if let Some(Value::Object(map)) = parent {
            map.shift_remove(last);
        }
    }
}

/// Merges maps key by key; any other value replaces the previous one.
fn put_in(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                put_in(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, from) => into.clone_from(from),
    }
}

impl Names<'_> {
    /// A merged test or row; `None`, with a fault, if it expects nothing.
    fn expectation(
        &self,
        spot: &Spot<'_>,
        written: Written,
        name: &str,
        row: Option<usize>,
        faults: &mut Faults,
    ) -> Option<Expectation> {
        let expect = spot.get("expect");
        let validates = written.handover.is_object();
        if let Some(expect) = &expect {
            self.expected(expect, faults);
        }
        let Value::Object(expected) = written.expect else {
            if !faults.told_within(spot) {
                let message = text(
                    "testet säger inte vad svaret ska innehålla",
                    "the test does not say what the answer must hold",
                );
                let help = text(
                    "lägg till `expect`, till exempel `expect: {decision: allow}`",
                    "add `expect`, such as `expect: {decision: allow}`",
                );
                faults.add(Diagnostic::new(Code::MissingKey, message).at(spot.place()).help(help));
            }
            return None;
        };
        let at = expect.unwrap_or_else(|| spot.clone());
        if !expected.iter().any(|(key, value)| says_something(key, value)) {
            let message =
                text("testet håller vad svaret än är", "the test holds whatever is answered");
            let help = text(
                "skriv minst ett värde under `expect`, till exempel `decision: allow`",
                "write at least one value under `expect`, such as `decision: allow`",
            );
            faults.add(Diagnostic::new(Code::WrongValue, message).at(at.place()).help(help));
        }
        refuse_of_other_answers(&at, &expected, validates, faults);
        let case = match written.case {
            Value::Object(case) => case,
            _ => Map::new(),
        };
        let request = match written.handover {
            Value::Object(mut handover) => {
                handover.insert("case".to_owned(), Value::Object(case));
                handover
            }
            _ => case,
        };
        Some(Expectation {
            name: name.to_owned(),
            row,
            place: spot.place(),
            validates,
            request: Value::Object(request),
            expected,
        })
    }

    /// Checks the names that a request must have right; others (a case type, a unit, a specialty) may be unlisted.
    fn request(&self, spot: &Spot<'_>, faults: &mut Faults) {
        let (case, handover) = (spot.at("case"), spot.at("handover"));
        for &field in RequestField::ALL {
            let at = match field.path().strip_prefix("case.") {
                Some(path) => at(&case, path),
                None => at(&handover, field.path()),
            };
            self.stated(field, at, faults);
        }
        let groups = GROUPS.iter().map(|(group, _)| *group).chain(["handover"]);
        let fields: Vec<String> = groups.chain(RequestField::paths()).map(str::to_owned).collect();
        for path in spot.get("without").map(|list| list.items()).unwrap_or_default() {
            let what = text("fält i en fråga", "field of a request");
            one_of(Some(path), Known::fixed(&fields), what, faults);
        }
    }

    /// Checks a field of a request, and reports a value that could never be read.
    fn stated(&self, field: RequestField, at: Option<Spot<'_>>, faults: &mut Faults) {
        match field.spec().kind {
            FieldKind::Name { list, open: false } => {
                let words = words_of(self.vocabulary, self.directory, list);
                let ids = words.map(Words::ids).unwrap_or_default();
                if let (Some(at), Some(words), Some(list)) = (at, words, list.list())
                    && let Some(name) = at.value().as_str()
                    && words.find(name).is_none()
                    && let Some(names) = name_list(list.kind)
                {
                    let known = Known::words(names, &ids, words);
                    faults.unknown(&at, text(list.called.0, list.called.1), name, known);
                }
            }
            FieldKind::Word(Kind::Words(words)) => {
                let known = owned(words.ids);
                let what = text(words.called.0, words.called.1);
                one_of(at, Known::fixed(&known), what, faults);
            }
            FieldKind::Word(_) => {
                let known = Known::ids(NameList::Methods, &self.domains.methods);
                one_of(at, known, text("metod", "method"), faults);
            }
            FieldKind::Day => {
                let written = at.as_ref().and_then(|at| at.value().as_str());
                date(at.as_ref(), written, faults);
            }
            FieldKind::Name { .. }
            | FieldKind::Reason
            | FieldKind::Resource
            | FieldKind::Priority
            | FieldKind::Boolean
            | FieldKind::Flag
            | FieldKind::Text => {}
        }
    }

    fn expected(&self, spot: &Spot<'_>, faults: &mut Faults) {
        let v = self.vocabulary;
        let decisions = owned(ALL_DECISIONS);
        let what = text("utfall", "decision");
        one_of(spot.get("decision"), Known::fixed(&decisions), what, faults);
        for (key, list, words, what) in [
            ("role", NameList::Roles, &v.roles, text("roll", "role")),
            (
                "capability",
                NameList::Capabilities,
                &v.capabilities,
                text("kapabilitet", "capability"),
            ),
            ("specialty", NameList::Specialties, &v.specialties, text("specialitet", "specialty")),
        ] {
            one_of(spot.get(key), Known::words(list, &words.ids(), words), what, faults);
        }
        let Ids { rules, checks, steps, templates, events } = self.sections;
        let checks = Known::ids(NameList::Checks, checks);
        let rules = Known::ids(NameList::Rules, rules);
        one_of(spot.get("rule"), rules, text("regel", "rule"), faults);
        let check = text("kontroll", "check");
        for (code, at) in spot.get("severity").map(|map| map.entries()).unwrap_or_default() {
            if !checks.contains(code) {
                faults.unknown(&at, check.clone(), code, checks);
            }
        }
        let some = |key: &str| spot.get("findings").and_then(|map| map.get(key));
        let fields: Vec<String> =
            RequestField::of_case().map(|field| field.path_in_case().to_owned()).collect();
        let methods = Known::ids(NameList::Methods, &self.domains.methods);
        for (list, known, what) in [
            (spot.get("findings"), checks, check.clone()),
            (some("has"), checks, check.clone()),
            (some("not"), checks, check),
            (spot.get("rules"), rules, text("regel", "rule")),
            (spot.get("steps"), Known::ids(NameList::Steps, steps), text("steg", "step")),
            (
                spot.get("templates"),
                Known::ids(NameList::Templates, templates),
                text("meddelande", "message"),
            ),
            (spot.get("next"), Known::ids(NameList::Events, events), text("händelse", "event")),
            (spot.get("methods"), methods, text("metod", "method")),
            (
                spot.get("missing"),
                Known::fixed(&fields),
                text("fält i ett ärende", "field of a case"),
            ),
        ] {
            for item in list.map(|list| list.items()).unwrap_or_default() {
                one_of(Some(item), known, what.clone(), faults);
            }
        }
    }
}

/// Whether an expected value excludes some answer. A list is compared as a whole, also an empty one.
fn says_something(key: &str, value: &Value) -> bool {
    match (key, value) {
        ("severity", Value::Object(severities)) => !severities.is_empty(),
        ("findings", Value::Object(some)) => {
            some.values().any(|list| list.as_array().is_some_and(|list| !list.is_empty()))
        }
        _ => true,
    }
}

/// Refuses keys of the other kind of answer: a recommendation has no steps, a verdict no route.
///
/// They could never match, so they are reported before the tests run.
fn refuse_of_other_answers(
    spot: &Spot<'_>,
    expected: &Map<String, Value>,
    validates: bool,
    faults: &mut Faults,
) {
    for &key in OF_VERDICTS.iter().filter(|&&key| !validates && expected.contains_key(key)) {
        let message = Text {
            sv: format!("`{key}` finns bara i svaret på en överlämning"),
            en: format!("only the answer to a handover has `{key}`"),
        };
        let help = Text {
            sv: format!("lägg till `handover`, eller ta bort `{key}`"),
            en: format!("add `handover`, or remove `{key}`"),
        };
        let place = spot.at(key).key_place();
        faults.add(Diagnostic::new(Code::UnknownKey, message).at(place).help(help));
    }
    let decisions = if validates { DECISIONS.ids } else { RECOMMENDED };
    let decision = expected.get("decision").and_then(Value::as_str);
    let foreign = |one: &&str| ALL_DECISIONS.contains(one) && !decisions.contains(one);
    if let Some(decision) = decision.filter(foreign) {
        let message = if validates {
            Text {
                sv: format!("en överlämning får aldrig utfallet `{decision}`"),
                en: format!("a handover never has the decision `{decision}`"),
            }
        } else {
            Text {
                sv: format!("ett ärende utan `handover` får aldrig utfallet `{decision}`"),
                en: format!("a case without `handover` never has the decision `{decision}`"),
            }
        };
        let near = nearest(decision, decisions.iter().copied());
        let fault = Diagnostic::new(Code::WrongValue, message).at(spot.at("decision").place());
        faults.add(fault.allowed(decisions.iter().copied()).nearest(near));
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// The spot at a dotted path.
fn at<'a>(map: &Spot<'a>, path: &str) -> Option<Spot<'a>> {
    path.split('.').try_fold(map.clone(), |map, key| map.get(key))
}

/// Checks that a name is known.
fn one_of(spot: Option<Spot<'_>>, known: Known<'_>, what: Text, faults: &mut Faults) {
    if let Some(spot) = spot
        && let Some(name) = spot.value().as_str()
        && !known.contains(name)
    {
        faults.unknown(&spot, what, name, known);
    }
}

#[cfg(test)]
mod tests;
