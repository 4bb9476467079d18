//! The description of the service: OpenAPI 3.1, generated from the routes and the schemas of their types.
#![expect(
    clippy::indexing_slicing,
    reason = "objects of JSON by key: a missing key reads as null and is added by a write"
)]

use handover_core::wire::v1::ErrorAnswer;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::endpoint::{AnswerPayload, Endpoint, Payload, SchemaOf};
use super::problem::Problem;
use super::query::Parameter;

/// The path of schemas in the document.
const SCHEMAS: &str = "/components/schemas";

/// The statuses of refusals of a body.
const BODY_REFUSALS: [&str; 5] = ["400", "408", "413", "415", "422"];

/// The OpenAPI document; the same for every rule set.
pub(crate) fn document(routes: &[Endpoint]) -> Value {
    let mut types = Types::new();
    let mut paths = Map::new();
    for endpoint in routes {
        if let Some(answer) = &endpoint.answer {
            let method = endpoint.method.as_str().to_lowercase();
            paths.insert(
                endpoint.path.to_owned(),
                json!({ method: types.operation(endpoint, answer) }),
            );
        }
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
            "schemas": types.definitions(),
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

/// The schemas that operations refer to.
struct Types {
    /// Of types that are received.
    received: SchemaGenerator,
    /// Of types that are sent.
    sent: SchemaGenerator,
}

impl Types {
    fn new() -> Self {
        let settings =
            || SchemaSettings::draft2020_12().with(|s| s.definitions_path = SCHEMAS.into());
        Self {
            received: settings().into_generator(),
            sent: settings().for_serialize().into_generator(),
        }
    }

    fn definitions(mut self) -> Map<String, Value> {
        let mut definitions = self.received.take_definitions(true);
        // Reports contain requests too; their schema stays the one for reading.
        for (name, schema) in self.sent.take_definitions(true) {
            definitions.entry(name).or_insert(schema);
        }
        definitions
    }

    /// The operation of an endpoint.
    fn operation(&mut self, endpoint: &Endpoint, answer: &AnswerPayload) -> Value {
        let content = match answer {
            AnswerPayload::Json(schema) => self.json_content(endpoint, *schema),
            AnswerPayload::Text { content_type, .. } => {
                json!({*content_type: {"schema": {"type": "string"}}})
            }
        };
        let responses = self.responses(endpoint, answer, &content);
        let id = endpoint.path.trim_start_matches('/').replace('/', "_");
        let mut operation =
            json!({"operationId": id, "summary": endpoint.summary, "responses": responses});
        match endpoint.permission {
            Some(permission) => {
                let scope = permission.as_str();
                operation["description"] = json!(format!("For keys with the scope `{scope}`."));
            }
            None => operation["security"] = json!([]),
        }
        match &endpoint.request {
            Payload::Nothing => {}
            Payload::Batch(schema) => operation["requestBody"] = self.batch(*schema),
            Payload::Json { description, schema } => {
                operation["requestBody"] = json!({
                    "required": true,
                    "description": description,
                    "content": {"application/json": {"schema": schema(&mut self.received)}},
                });
            }
        }
        if let AnswerPayload::Json(_) = answer {
            operation["parameters"] = parameters(endpoint.query.unwrap_or_default());
        }
        operation
    }

    /// The content of JSON answers: one value, or a batch of them.
    fn json_content(&mut self, endpoint: &Endpoint, schema: SchemaOf) -> Value {
        let answer = schema(&mut self.sent).to_value();
        if !matches!(endpoint.request, Payload::Batch(_)) {
            return json!({"application/json": {"schema": answer}});
        }
        let error = self.sent.subschema_for::<ErrorAnswer>();
        let each = json!({"anyOf": [answer, error]});
        json!({
            "application/json": {
                "schema": {"anyOf": [answer, {"type": "array", "items": each}]},
            },
            "application/x-ndjson": {
                "schema": {"type": "string", "description": "One answer, or one error, a line."},
            },
        })
    }

    /// The body of a request that is one question, or a batch of them.
    fn batch(&mut self, schema: SchemaOf) -> Value {
        let of_many = "Each is answered by itself; an invalid one gets its error in its place.";
        json!({
            "required": true,
            "description": "One, an array of them, or one a line.",
            "content": {
                "application/json": {
                    "schema": {"anyOf": [
                        schema(&mut self.received),
                        {"type": "array", "description": of_many, "items": {"description": of_many, "examples": [{}]}},
                    ]},
                },
                "application/x-ndjson": {
                    "schema": {"type": "string", "description": "One request a line, answered as they arrive."},
                },
            },
        })
    }

    /// The responses of an operation by status.
    fn responses(
        &mut self,
        endpoint: &Endpoint,
        answer: &AnswerPayload,
        content: &Value,
    ) -> Map<String, Value> {
        let description = match (answer, &endpoint.request) {
            (AnswerPayload::Text { description, .. }, _) => (*description).to_owned(),
            (_, Payload::Batch(_)) => {
                "The answer, or the answers in the form and order of the requests.".to_owned()
            }
            (_, Payload::Json { .. }) => format!("{}.", endpoint.summary),
            (_, Payload::Nothing) => endpoint.summary.to_owned(),
        };
        let mut answered = json!({"description": description});
        if let AnswerPayload::Json(_) = answer {
            answered["headers"] = headers();
        }
        answered["content"] = content.clone();
        let refusals: &[&str] = match (&endpoint.request, endpoint.query) {
            (Payload::Batch(_) | Payload::Json { .. }, _) => &BODY_REFUSALS,
            (Payload::Nothing, Some(_)) => &["400"],
            (Payload::Nothing, None) => &[],
        };
        let guarded: &[&str] = match endpoint.permission {
            Some(_) => &["401", "403", "429", "500", "503"],
            None => &["500"],
        };
        let mut responses = Map::new();
        responses.insert("200".to_owned(), answered);
        for status in refusals.iter().chain(guarded) {
            responses.insert((*status).to_owned(), self.refusal(status));
        }
        for (status, description) in endpoint.other {
            let mut response = json!({"description": description});
            if *status != 304 {
                response["content"] = content.clone();
            }
            responses.insert(status.to_string(), response);
        }
        responses
    }

    fn refusal(&mut self, status: &str) -> Value {
        let why = match status {
            "400" => "It is not JSON, did not arrive whole, or has invalid parameters.",
            "401" => "There is no key, or not a valid one.",
            "403" => "The key does not have the scope.",
            "408" => "The body did not arrive in time.",
            "413" => "The body, the batch or the request is over a limit.",
            "415" => "The content type is not supported.",
            "422" => {
                "It is JSON, but not a valid request; or a rule set with faults, which the answer lists."
            }
            "429" => "The client exceeds its rate; `Retry-After` says how long to wait.",
            "503" => "The load is too high; `Retry-After` says how long to wait.",
            _ => "A bug, logged under the `x-request-id` of the answer.",
        };
        json!({
            "description": why,
            "content": {"application/problem+json": {"schema": self.sent.subschema_for::<Problem>()}},
        })
    }
}

/// The parameters of a request: its language, and those of its query.
fn parameters(query: &[&Parameter]) -> Value {
    let language = json!({
        "name": "Accept-Language",
        "in": "header",
        "description": "The language of names and messages: `sv` or `en`.",
        "schema": {"type": "string"},
        "example": "sv",
    });
    std::iter::once(language).chain(query.iter().map(|name| parameter(name))).collect()
}

fn parameter(parameter: &Parameter) -> Value {
    let Parameter { name, description, schema } = parameter;
    json!({"name": name, "in": "query", "description": description, "schema": schema()})
}

fn headers() -> Value {
    json!({
        "x-request-id": {"description": "The id of the request: the client's, or a new one.", "schema": {"type": "string"}},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::routes::ROUTES;

    #[test]
    fn every_route_is_described_and_no_reference_is_dead() {
        let document = document(&ROUTES);
        for endpoint in ROUTES.iter().filter(|endpoint| endpoint.answer.is_some()) {
            let method = endpoint.method.as_str().to_lowercase();
            assert!(document["paths"][endpoint.path][method].is_object(), "{}", endpoint.path);
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
