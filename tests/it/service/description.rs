//! Every kind of answer of the service, checked against the service's own description.

use std::collections::BTreeMap;

use handover_core::ruleset::embedded_files;
use serde_json::{Value, json};

use crate::common::http::Service;

/// The files of the shipped rule set with a change in one.
fn edited(name: &str, from: &str, to: &str) -> BTreeMap<String, String> {
    let files = embedded_files();
    let read = |file: String| {
        let text = String::from_utf8(files.read(&file).unwrap()).unwrap();
        assert!(file != name || text.contains(from), "{from}");
        let text = if file == name { text.replacen(from, to, 1) } else { text };
        (file, text)
    };
    files.list("").unwrap().into_iter().map(read).collect()
}

#[test]
fn every_answer_is_as_it_is_described() {
    let service = Service::start(|_| {});
    let description = service.client().get("/openapi.json").json();
    let case = json!({"case_type": "Intyg", "care_level": "PV", "unit": "valbo"});
    let handover = json!({"case": case, "method": "move", "priority": 8, "message": "x"});
    let shipped = json!(edited("", "", ""));
    let broken = json!({"ruleset.yaml": "ruleset: {}"});
    let holes = json!(edited("routing.yaml", "case_type: certificate", "case_type: triage"));
    let renamed = edited("directory.yaml", "Valbo Din hälsocentral", "Valbo hälsocentral");
    for (path, body, status) in [
        ("/v1/recommend", &case, 200),
        ("/v1/recommend", &json!([case, {"at": 3}]), 200),
        ("/v1/recommend", &json!({}), 200),
        ("/v1/recommend", &json!({"at": "x"}), 422),
        ("/v1/recommend?fromat=ndjson", &case, 400),
        ("/v1/validate", &handover, 200),
        ("/v1/explain", &case, 200),
        ("/v1/explain?rule=triage-primary", &case, 200),
        ("/v1/explain?rule=triage", &case, 422),
        ("/v1/check", &shipped, 200),
        ("/v1/check", &broken, 200),
        ("/v1/check", &json!([]), 422),
        ("/v1/analyse", &shipped, 200),
        ("/v1/analyse?at=2026-03-01&days=60", &shipped, 200),
        ("/v1/analyse", &holes, 200),
        ("/v1/analyse", &broken, 422),
        ("/v1/analyse?days=0", &shipped, 400),
        ("/v1/diff", &json!({"after": renamed}), 200),
        ("/v1/diff?at=2025-12-01", &json!({"before": renamed, "after": shipped}), 200),
        ("/v1/diff", &json!({"before": broken, "after": shipped}), 422),
        ("/v1/diff", &json!({"to": {}}), 422),
        ("/v1/ruleset", &Value::Null, 200),
        ("/v1/sources", &Value::Null, 200),
        ("/v1/sources?at=2026-05-01&within=30", &Value::Null, 200),
        ("/v1/sources?at=2026-02-30", &Value::Null, 400),
        ("/healthz", &Value::Null, 200),
        ("/readyz", &Value::Null, 200),
    ] {
        // A request refused before its body was read ends its connection.
        let mut client = service.client();
        let answer = match body {
            Value::Null => client.get(path),
            body => client.post(path, body.to_string().as_bytes()),
        };
        assert_eq!(answer.status, status, "{path} {}", answer.text());
        let method = if body.is_null() { "get" } else { "post" };
        let described = &description["paths"][path.split('?').next().unwrap()][method];
        let content = &described["responses"][status.to_string()]["content"];
        let mut schema = content[answer.header("content-type").unwrap()]["schema"].clone();
        assert!(schema.is_object(), "{path} {status}");
        schema["components"] = description["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let answer = answer.json();
        let faults: Vec<String> = validator.iter_errors(&answer).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{path} {status}: {faults:?}");
    }
}
