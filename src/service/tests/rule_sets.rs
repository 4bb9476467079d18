//! Answers about rule sets: those in force, and those in requests.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::Method;
use handover_core::document::Files;
use handover_core::ruleset::embedded_files;
use serde_json::{Value, json};

use super::{NEAR, app, ask, json_of, request, start, status, with};
use crate::state::app::App;
use crate::{Config, StartError};

/// The files of the shipped rule set, by name.
fn shipped() -> BTreeMap<String, String> {
    let files = embedded_files();
    let read = |name: String| {
        let text = String::from_utf8(files.read(&name).unwrap()).unwrap();
        (name, text)
    };
    files.list("").unwrap().into_iter().map(read).collect()
}

/// The shipped files with a change in one.
fn edited(name: &str, from: &str, to: &str) -> BTreeMap<String, String> {
    let mut files = shipped();
    let text = files.get_mut(name).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    files
}

/// The shipped files with an SMS for priority 1 too.
fn sooner() -> BTreeMap<String, String> {
    let mut files = edited("handover.yaml", "{priority: 2..5}", "{priority: 1..5}");
    let text = files.get_mut("handover.yaml").unwrap();
    *text = text.replacen("[1, 6..7, ", "[6..7, ", 1);
    files
}

async fn answer_of(app: &Arc<App>, path: &str, body: &Value) -> Value {
    json_of(ask(app, request(Method::POST, path, NEAR, &body.to_string())).await).await
}

#[tokio::test]
async fn a_rule_set_is_checked() {
    let app = app(|_| {});
    let check = |files: &BTreeMap<String, String>| {
        request(Method::POST, "/v1/check", NEAR, &json!(files).to_string())
    };
    let answer = json_of(ask(&app, check(&shipped())).await).await;
    assert_eq!(answer["sound"], true);
    let version = app.rules.current();
    assert_eq!(answer["ruleset"]["fingerprint"], version.engine.rule_set().fingerprint.as_str());
    let mut files = shipped();
    files.insert("routing.yaml".to_owned(), "routing: {rules: [{id: x}]}".to_owned());
    let answer = json_of(ask(&app, check(&files)).await).await;
    assert_eq!((&answer["sound"], &answer["ruleset"]), (&json!(false), &Value::Null));
    assert_eq!(answer["diagnostics"][0]["places"][0]["file"], "routing.yaml");
    for (body, expected) in [("[]", 422), ("{", 400), (r#"{"a.yaml": 1}"#, 422)] {
        let asked = request(Method::POST, "/v1/check", NEAR, body);
        assert_eq!(status(&app, asked).await, expected, "{body}");
    }
}

#[tokio::test]
async fn rule_sets_are_analysed_and_compared() {
    let app = app(|_| {});
    let answer = answer_of(&app, "/v1/analyse?days=30", &json!(shipped())).await;
    assert_eq!((&answer["first"], &answer["last"]), (&json!("2025-10-01"), &json!("2025-10-30")));
    assert_eq!((&answer["findings"], &answer["first_break"]), (&json!([]), &Value::Null));
    let holes = edited("routing.yaml", "case_type: certificate", "case_type: triage");
    let answer = answer_of(&app, "/v1/analyse", &json!(holes)).await;
    let gap = answer["findings"].as_array().unwrap().iter().find(|found| found["topic"] == "gaps");
    assert!(gap.unwrap()["detail"]["cases"]["request"]["case_type"].is_string(), "{answer}");

    let same = json!({"after": shipped()});
    let answer = answer_of(&app, "/v1/diff", &same).await;
    assert_eq!(answer["summary"], json!({"changed": false, "proved": true}));
    let sooner = json!({"after": sooner()});
    let answer = answer_of(&app, "/v1/diff", &sooner).await;
    assert_eq!(answer["summary"]["changed"], true);
    assert_eq!(answer["priority"][0]["last"], 1);
    // What is wrong with either is told at once, with the side that it is on.
    let broken = json!({"ruleset.yaml": "ruleset: {}"});
    let faulty = json!({"before": broken, "after": broken});
    let answer = answer_of(&app, "/v1/diff", &faulty).await;
    assert_eq!(answer["error"]["code"], "faulty_rules");
    let files: BTreeSet<&str> = answer["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|diagnostic| diagnostic["places"][0]["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, BTreeSet::from(["before/ruleset.yaml", "after/ruleset.yaml"]));
}

#[tokio::test]
async fn sources_are_reported_and_not_sent_twice() {
    let app = app(|_| {});
    let get = |path| request(Method::GET, path, NEAR, "");
    let first = ask(&app, get("/v1/sources?at=2026-04-01")).await;
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let report = json_of(first).await;
    assert_eq!(report["documents"][0]["validity"], "expired");
    assert_eq!(report["summary"]["unaccounted"], 0);
    let again = |path| with(get(path), "if-none-match", &tag);
    assert_eq!(status(&app, again("/v1/sources?at=2026-04-01")).await, 304);
    // As of another day, the answer about the same rules is another.
    assert_eq!(status(&app, again("/v1/sources?at=2025-11-01")).await, 200);
}

#[test]
fn rules_that_break_their_own_tests_or_invariants_are_not_put_in_force() {
    let refused = |name: &str, from: &str, to: &str| {
        let files = edited(name, from, to).into_iter();
        let files = files.map(|(name, text)| (name, text.into_bytes()));
        let config = Config::new(SocketAddr::from((NEAR, 0)), Files::Memory(files.collect()));
        start(config).unwrap_err()
    };
    let failed =
        refused("tests/recommendations.yaml", "rule: medicine-primary", "rule: aid-primary");
    let StartError::Tests(failed) = failed else { panic!("{failed:?}") };
    assert_eq!(failed[0].file, "tests/recommendations.yaml");
    let refuted = refused(
        "handover.yaml",
        "- id: move_after_acceptance\n    severity: refuse",
        "- id: move_after_acceptance\n    severity: warning",
    );
    let StartError::RuleSet(loaded) = refuted else { panic!("{refuted:?}") };
    let codes: Vec<&str> =
        loaded.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert!(codes.contains(&"invariant_refuted"), "{codes:?}");
}
