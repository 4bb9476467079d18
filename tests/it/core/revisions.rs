//! Two revisions of one document, side by side: which one an answer cites, what has expired, what remains to be gone through.

use handover_core::diagnostic::{Code, Severity};
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::Loaded;
use handover_core::wire::v1::{Context, Writer, recommend};
use handover_proof::provenance::report;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::common::{Layer, check, over_base};

const FIRST: &str = "
  - document: guide
    title: {sv: Vägledning, en: Guide}
    revision: 1
    decided: 2025-01-01
    valid_from: 2025-01-01
    valid_until: 2025-12-31
    places: {\"1\": [cases, priority, methods, checks]}
";

/// The base with the guide in two revisions: the second as given.
fn with(second: &str, more: &[(&str, &str)]) -> Loaded {
    let mut layer = Layer::new();
    let sources = format!("sources:{FIRST}{second}");
    layer.insert("sources.yaml".to_owned(), sources.into_bytes());
    for (file, text) in more {
        layer.insert((*file).to_owned(), text.as_bytes().to_vec());
    }
    check(over_base(layer))
}

fn second(places: &str, more: &str) -> String {
    format!(
        "
  - document: guide
    title: {{sv: Vägledning, en: Guide}}
    revision: 2
    decided: 2025-12-01
    valid_from: 2026-01-01
    valid_until: 2026-12-31
    places: {{{places}}}
{more}"
    )
}

fn codes(loaded: &Loaded) -> Vec<(Code, Severity)> {
    loaded.diagnostics.iter().map(|fault| (fault.code, fault.severity)).collect()
}

/// The answer to a case on a day, as sent; by a writer that keeps parts of answers, and one that does not.
fn answer(loaded: Loaded, at: Date) -> Value {
    let engine = Engine::new(loaded.rule_set.unwrap());
    let context = Context { engine: &engine, lang: Lang::Sv, today: at };
    let case = json!({
        "case_type": "certificate", "care_level": "primary", "specialty": "Allmänmedicin", "unit": "bollnas", "from": {"unit": "bollnas"},
        "at": at.to_string()
    });
    let mut written = Vec::new();
    let case = case.to_string();
    Writer::new(context).recommend(case.as_bytes(), &mut written).unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    let made = serde_json::to_value(recommend(&context, case.as_bytes()).unwrap()).unwrap();
    assert_eq!(written, made);
    written
}

#[test]
fn an_answer_cites_the_revision_of_its_day_and_expires_with_the_last() {
    let loaded = || with(&second("\"1\": [cases, priority, methods, checks]", ""), &[]);
    assert_eq!(codes(&loaded()), []);
    for (at, revision, until) in [
        (date(2025, 12, 31), 1, "2025-12-31"),
        (date(2026, 1, 1), 2, "2026-12-31"),
        (date(2027, 1, 1), 2, "2026-12-31"),
    ] {
        let answer = answer(loaded(), at);
        assert_eq!(answer["because"][0]["source"]["revision"], revision, "{at}");
        assert_eq!(answer["ruleset"]["source_valid_until"], until, "{at}");
    }
}

#[test]
fn revisions_of_the_same_days_and_twice_the_same_are_refused() {
    let overlapping = second("\"1\": [cases, priority, methods, checks]", "")
        .replace("valid_from: 2026-01-01", "valid_from: 2025-12-31");
    assert_eq!(codes(&with(&overlapping, &[])), [(Code::BadRange, Severity::Error)]);
    let same = overlapping.replace("revision: 2", "revision: 1");
    assert_eq!(codes(&with(&same, &[])), [(Code::DuplicateId, Severity::Error)]);
}

#[test]
fn a_place_stands_once_in_a_revision() {
    let twice = second("\"1\": [cases, priority, methods, checks, cases]", "");
    assert_eq!(codes(&with(&twice, &[])), [(Code::DuplicateId, Severity::Error)]);
}

#[test]
fn a_rule_may_not_outlive_the_place_that_it_rests_on() {
    let loaded = with(&second("\"1\": [priority, methods, checks], \"2\": [cases]", ""), &[]);
    let told = codes(&loaded);
    assert!(told.iter().all(|(code, _)| *code == Code::SourceNotInRevision), "{told:?}");
    assert!(!told.is_empty());
    let answered = answer(loaded, date(2026, 6, 1));
    assert_eq!(answered["because"][0]["source"]["revision"], 1);
}

#[test]
fn statements_remain_to_be_gone_through_against_a_new_revision() {
    let statements = |revision: &str| {
        format!(
            "statements:
  1/cases: [{{{revision}sv: Intyg går till läkare., en: Certificates go to a physician.}}]
  1/priority: [{{sv: Vid 1–3 skickas sms., en: An SMS is sent at 1–3.}}]
  1/methods: [{{sv: Ärenden flyttas., en: Cases are moved.}}]
  1/checks: [{{sv: Ett meddelande ska med., en: A message goes along.}}]
"
        )
    };
    let pending = |more: &str, revision: &str| {
        let places = "\"1\": [cases, priority, methods, checks]";
        let loaded = with(&second(places, &format!("{more}{}", statements(revision))), &[]);
        let told = codes(&loaded);
        let rule_set = loaded.rule_set.as_ref().unwrap();
        let report = report(rule_set, &loaded.statements, date(2026, 6, 1), 90, Lang::En);
        let pending: Vec<_> = (report.statements.iter())
            .filter(|it| !it.not_gone_through.is_empty())
            .map(|it| (it.id.clone(), it.not_gone_through.clone()))
            .collect();
        assert_eq!(report.summary.not_gone_through, pending.len());
        assert_eq!(told.is_empty(), pending.is_empty(), "{told:?}");
        pending
    };
    assert_eq!(pending("", "").len(), 4);
    let rest = pending("", "revision: [1, 2], ");
    assert_eq!(rest.len(), 3);
    assert!(rest.iter().all(|(id, against)| id != "1/cases" && against == &[2]));
}
