//! The description of the paths: OpenAPI 3.1, put together from the schemas of the types that are read and sent.
#![expect(
    clippy::indexing_slicing,
    reason = "objects of JSON by key: what is not there reads as null and is made where it is written"
)]

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::app::{self, Route};
use super::check::Sides;
use super::health::{Alive, Ready};
use super::problem::Problem;
use super::scope::Scope;
use handover_core::wire::report::{AnalyseReport, CheckReport, DiffReport, SourcesReport};
use handover_core::wire::v1::{
    Case, Description, ErrorAnswer, Explanation, Handover, Recommendation, Verdict,
};
use handover_proof::analysis::{DEFAULT_DAYS, MAX_DAYS};
use handover_proof::provenance::DEFAULT_WITHIN;

/// Where schemas stand in the document.
const SCHEMAS: &str = "/components/schemas";

/// The document. The same for every rule set.
#[must_use]
pub fn document() -> Value {
    let settings = || SchemaSettings::draft2020_12().with(|s| s.definitions_path = SCHEMAS.into());
    let mut reads = settings().into_generator();
    let mut sends = settings().for_serialize().into_generator();
    let (case, handover) = (reads.subschema_for::<Case>(), reads.subschema_for::<Handover>());
    let sides = reads.subschema_for::<Sides>();
    let schemas = Sent::new(&mut sends);
    let mut paths = Map::new();
    let questions = [
        (&app::RECOMMEND, "To whom a case goes", json!(case), &schemas.recommendation),
        (
            &app::VALIDATE,
            "Whether a handover may be carried out",
            json!(handover),
            &schemas.verdict,
        ),
        (&app::EXPLAIN, "Why a case goes where it goes", json!(case), &schemas.explanation),
    ];
    for (route, summary, request, answer) in questions {
        let operation = schemas.question(route, summary, &request, answer);
        paths.insert(route.path.to_owned(), json!({ "post": operation }));
    }
    let files = json!({
        "type": "object",
        "description": "The texts of the files, by name; `ruleset.yaml` lists the others.",
        "additionalProperties": {"type": "string"},
    });
    let judging = [
        (&app::CHECK, "Every fault of a rule set", &files, &schemas.checked),
        (&app::ANALYSE, "What is proved of a rule set", &files, &schemas.analysis),
        (
            &app::DIFF,
            "What changes from one rule set to another",
            &json!(sides),
            &schemas.difference,
        ),
    ];
    for (route, summary, request, answer) in judging {
        let operation = schemas.judging(route, summary, request, answer);
        paths.insert(route.path.to_owned(), json!({ "post": operation }));
    }
    let reading = [
        (&app::RULE_SET, "What the rules in force are made of", &schemas.description),
        (&app::SOURCES, "What the documents state, and what carries it", &schemas.account),
        (&app::HEALTH, "Whether the process answers", &schemas.alive),
        (&app::READY, "Whether requests are taken, and which rules are in force", &schemas.ready),
    ];
    for (route, summary, answer) in reading {
        let operation = schemas.reading(route, summary, answer);
        paths.insert(route.path.to_owned(), json!({ "get": operation }));
    }
    paths.insert(app::METRICS.path.to_owned(), json!({ "get": schemas.metrics() }));
    // Reports hold requests too, whose schema stays that of what is read.
    let mut components = reads.take_definitions(true);
    for (name, schema) in sends.take_definitions(true) {
        components.entry(name).or_insert(schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "handover",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Recommends receivers of administrative cases and validates handovers, by the rules in force. \
                Requests hold no patient identity.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of `handover key new`.",
                },
            },
        },
    })
}

/// References to the schemas of what is sent.
struct Sent {
    recommendation: Value,
    verdict: Value,
    explanation: Value,
    error: Value,
    problem: Value,
    checked: Value,
    analysis: Value,
    difference: Value,
    account: Value,
    description: Value,
    alive: Value,
    ready: Value,
}

impl Sent {
    fn new(sends: &mut SchemaGenerator) -> Self {
        Self {
            recommendation: sends.subschema_for::<Recommendation>().to_value(),
            verdict: sends.subschema_for::<Verdict>().to_value(),
            explanation: sends.subschema_for::<Explanation>().to_value(),
            error: sends.subschema_for::<ErrorAnswer>().to_value(),
            problem: sends.subschema_for::<Problem>().to_value(),
            checked: sends.subschema_for::<CheckReport>().to_value(),
            analysis: sends.subschema_for::<AnalyseReport>().to_value(),
            difference: sends.subschema_for::<DiffReport>().to_value(),
            account: sends.subschema_for::<SourcesReport>().to_value(),
            description: sends.subschema_for::<Description>().to_value(),
            alive: sends.subschema_for::<Alive>().to_value(),
            ready: sends.subschema_for::<Ready>().to_value(),
        }
    }

    fn question(&self, route: &Route, summary: &str, request: &Value, answer: &Value) -> Value {
        let each = json!({"anyOf": [answer, self.error]});
        let mut operation = self.operation(
            route,
            summary,
            json!({
                "description": "The answer, or the answers in the form and order of the requests.",
                "headers": headers(),
                "content": {
                    "application/json": {
                        "schema": {"anyOf": [answer, {"type": "array", "items": each}]},
                    },
                    "application/x-ndjson": {
                        "schema": {"type": "string", "description": "One answer, or one error, a line."},
                    },
                },
            }),
            &["400", "408", "413", "415", "422"],
        );
        let of_many =
            "Each is answered by itself; one that cannot be understood has its error in its place.";
        operation["requestBody"] = json!({
            "required": true,
            "description": "One, an array of them, or one a line.",
            "content": {
                "application/json": {
                    "schema": {"anyOf": [
                        request,
                        {"type": "array", "description": of_many, "items": {"description": of_many, "examples": [{}]}},
                    ]},
                },
                "application/x-ndjson": {
                    "schema": {"type": "string", "description": "One request a line, answered as they come."},
                },
            },
        });
        operation["parameters"] = parameters(route);
        operation
    }

    fn judging(&self, route: &Route, summary: &str, request: &Value, answer: &Value) -> Value {
        let answer = json!({
            "description": format!("{summary}."),
            "headers": headers(),
            "content": {"application/json": {"schema": answer}},
        });
        let refused = ["400", "408", "413", "415", "422"];
        let mut operation = self.operation(route, summary, answer, &refused);
        let told = request["description"].as_str();
        operation["requestBody"] = json!({
            "required": true,
            "description": told.unwrap_or("Two rule sets, each the texts of its files by name."),
            "content": {"application/json": {"schema": request}},
        });
        operation["parameters"] = parameters(route);
        operation
    }

    fn reading(&self, route: &Route, summary: &str, answer: &Value) -> Value {
        let answer = json!({
            "description": summary,
            "headers": headers(),
            "content": {"application/json": {"schema": answer}},
        });
        let refused: &[&str] = if route.scope.is_some() { &["400"] } else { &[] };
        let mut operation = self.operation(route, summary, answer, refused);
        operation["parameters"] = parameters(route);
        if [app::RULE_SET.path, app::SOURCES.path].contains(&route.path) {
            operation["responses"]["304"] =
                json!({"description": "The client has that answer already (`If-None-Match`)."});
        }
        if route.path == app::READY.path {
            operation["responses"]["503"] = json!({
                "description": "The service stops.",
                "content": {"application/json": {"schema": self.ready}},
            });
        }
        operation
    }

    fn metrics(&self) -> Value {
        let answer = json!({
            "description": "Counts and latencies, for Prometheus.",
            "content": {super::metrics::CONTENT_TYPE: {"schema": {"type": "string"}}},
        });
        self.operation(&app::METRICS, "What was counted", answer, &[])
    }

    /// What an operation has in common with others: who may use it, and what is answered instead.
    fn operation(&self, route: &Route, summary: &str, answer: Value, refused: &[&str]) -> Value {
        let mut responses = Map::new();
        responses.insert("200".to_owned(), answer);
        let guarded: &[&str] =
            if route.scope.is_some() { &["401", "403", "429", "500", "503"] } else { &["500"] };
        for status in refused.iter().chain(guarded) {
            responses.insert((*status).to_owned(), self.refused(status));
        }
        let id = route.path.trim_start_matches('/').replace('/', "_");
        let mut operation = json!({"operationId": id, "summary": summary, "responses": responses});
        match route.scope {
            Some(scope) => {
                let scope = Scope::as_str(scope);
                operation["description"] = json!(format!("For keys with the scope `{scope}`."));
            }
            None => operation["security"] = json!([]),
        }
        operation
    }

    fn refused(&self, status: &str) -> Value {
        let why = match status {
            "400" => {
                "It is not JSON, did not arrive whole, or has parameters that cannot be understood."
            }
            "401" => "There is no key, or not a valid one.",
            "403" => "The key is not for this.",
            "408" => "The body did not come in time.",
            "413" => "The body, the batch or the request is over a limit.",
            "415" => "Another content type than is read.",
            "422" => {
                "It is JSON, but not a request that can be understood; or rules with faults, which are told."
            }
            "429" => {
                "The client asks more often than it may; `Retry-After` tells how long to wait."
            }
            "503" => "There is too much to do; `Retry-After` tells how long to wait.",
            _ => "There is a bug, logged under the `x-request-id` of the answer.",
        };
        json!({
            "description": why,
            "content": {"application/problem+json": {"schema": self.problem}},
        })
    }
}

/// The parameters of a path, and the language.
fn parameters(route: &Route) -> Value {
    let language = json!({
        "name": "Accept-Language",
        "in": "header",
        "description": "The language of names and messages: `sv` or `en`.",
        "schema": {"type": "string"},
        "example": "sv",
    });
    std::iter::once(language).chain(route.parameters.iter().map(|name| parameter(name))).collect()
}

/// What a parameter means; the same wherever it stands.
fn parameter(name: &str) -> Value {
    let day = json!({"type": "string", "format": "date"});
    let (description, schema) = match name {
        "format" => (
            "`ndjson`: one request a line, whatever the content type.",
            json!({"type": "string", "enum": ["ndjson"]}),
        ),
        "rule" => (
            "The id of a routing rule: what would make it decide is told too, as `why_not`.",
            json!({"type": "string"}),
        ),
        "at" => ("The day that the answer is for; today where left out.", day),
        "days" => (
            "How many days are looked at.",
            json!({"type": "integer", "minimum": 1, "maximum": MAX_DAYS, "default": DEFAULT_DAYS}),
        ),
        "within" => (
            "A document that expires within so many days is told.",
            json!({"type": "integer", "minimum": 0, "maximum": u32::MAX, "default": DEFAULT_WITHIN}),
        ),
        _ => ("", json!({})),
    };
    json!({"name": name, "in": "query", "description": description, "schema": schema})
}

fn headers() -> Value {
    json!({
        "x-request-id": {"description": "The id of the request, as it was sent or made.", "schema": {"type": "string"}},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_described_and_every_reference_leads_somewhere() {
        let document = document();
        let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
        let about_itself = [app::OPENAPI.path, app::DOCS.path];
        let described = app::ROUTES.iter().filter(|route| !about_itself.contains(&route.path));
        assert_eq!(paths.len(), described.clone().count());
        for route in described {
            for name in route.parameters {
                assert!(parameter(name)["description"] != "", "{name}");
            }
            assert!(paths.iter().any(|path| *path == route.path), "{}", route.path);
        }
        fn references(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(map) => {
                    if let Some(Value::String(reference)) = map.get("$ref") {
                        found.push(reference.clone());
                    }
                    map.values().for_each(|value| references(value, found));
                }
                Value::Array(items) => items.iter().for_each(|item| references(item, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 20);
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }
}
