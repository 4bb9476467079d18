//! The table of endpoints.

use axum::http::Method;
use handover_core::wire::report::{AnalyseReport, CheckReport, DiffReport, SourcesReport};
use handover_core::wire::v1::{Case, Description, Explanation, Handover, Recommendation, Verdict};
use handover_proof::analysis::{DEFAULT_DAYS, MAX_DAYS};
use handover_proof::provenance::DEFAULT_WITHIN;
use schemars::generate::SchemaGenerator;
use serde_json::json;

use super::endpoint::{AnswerPayload, Endpoint, Payload};
use super::handlers::{docs, health, in_force, questions, rule_sets};
use super::query::Parameter;
use crate::state::metrics;
use crate::state::permission::Permission;

static FORMAT: Parameter = Parameter {
    name: "format",
    description: "`ndjson`: one request a line, whatever the content type.",
    schema: || json!({"type": "string", "enum": ["ndjson"]}),
};

static RULE: Parameter = Parameter {
    name: "rule",
    description: "The id of a routing rule; the answer then has what would make that rule decide, as `why_not`.",
    schema: || json!({"type": "string"}),
};

static AT: Parameter = Parameter {
    name: "at",
    description: "The day that the answer is for; by default today.",
    schema: || json!({"type": "string", "format": "date"}),
};

static DAYS: Parameter = Parameter {
    name: "days",
    description: "The number of days to analyse.",
    schema: || json!({"type": "integer", "minimum": 1, "maximum": MAX_DAYS, "default": DEFAULT_DAYS}),
};

static WITHIN: Parameter = Parameter {
    name: "within",
    description: "The number of days within which an expiring document is reported.",
    schema: || json!({"type": "integer", "minimum": 0, "maximum": u32::MAX, "default": DEFAULT_WITHIN}),
};

/// The other status of answers with an `ETag`.
const NOT_MODIFIED: (u16, &str) = (304, "The client has that answer already (`If-None-Match`).");

/// Every endpoint.
pub(crate) static ROUTES: [Endpoint; 13] = [
    Endpoint {
        method: Method::POST,
        path: "/v1/recommend",
        summary: "To whom a case goes",
        permission: Some(Permission::Query),
        query: Some(&[&FORMAT]),
        request: Payload::Batch(SchemaGenerator::subschema_for::<Case<'_>>),
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<Recommendation>)),
        other: &[],
        handler: |call| Box::pin(questions::recommend(call)),
    },
    Endpoint {
        method: Method::POST,
        path: "/v1/validate",
        summary: "Whether a handover may be carried out",
        permission: Some(Permission::Query),
        query: Some(&[&FORMAT]),
        request: Payload::Batch(SchemaGenerator::subschema_for::<Handover<'_>>),
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<Verdict>)),
        other: &[],
        handler: |call| Box::pin(questions::validate(call)),
    },
    Endpoint {
        method: Method::POST,
        path: "/v1/explain",
        summary: "Why a case goes where it goes",
        permission: Some(Permission::Query),
        query: Some(&[&FORMAT, &RULE]),
        request: Payload::Batch(SchemaGenerator::subschema_for::<Case<'_>>),
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<Explanation>)),
        other: &[],
        handler: |call| Box::pin(questions::explain(call)),
    },
    Endpoint {
        method: Method::POST,
        path: "/v1/check",
        summary: "Every fault of a rule set",
        permission: Some(Permission::Check),
        query: Some(&[]),
        request: Payload::Json { description: rule_sets::FILES, schema: rule_sets::files_schema },
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<CheckReport>)),
        other: &[],
        handler: |call| Box::pin(rule_sets::check(call)),
    },
    Endpoint {
        method: Method::POST,
        path: "/v1/analyse",
        summary: "What is proved of a rule set",
        permission: Some(Permission::Check),
        query: Some(&[&AT, &DAYS]),
        request: Payload::Json { description: rule_sets::FILES, schema: rule_sets::files_schema },
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<AnalyseReport>)),
        other: &[],
        handler: |call| Box::pin(rule_sets::analyse(call)),
    },
    Endpoint {
        method: Method::POST,
        path: "/v1/diff",
        summary: "What changes from one rule set to another",
        permission: Some(Permission::Check),
        query: Some(&[&AT]),
        request: Payload::Json {
            description: "Two rule sets, each the texts of its files by name.",
            schema: SchemaGenerator::subschema_for::<rule_sets::Sides>,
        },
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<DiffReport>)),
        other: &[],
        handler: |call| Box::pin(rule_sets::diff(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/v1/ruleset",
        summary: "What the rules in force are made of",
        permission: Some(Permission::Query),
        query: Some(&[]),
        request: Payload::Nothing,
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<Description>)),
        other: &[NOT_MODIFIED],
        handler: |call| Box::pin(in_force::rule_set(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/v1/sources",
        summary: "What the documents state, and what carries it",
        permission: Some(Permission::Query),
        query: Some(&[&AT, &WITHIN]),
        request: Payload::Nothing,
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<SourcesReport>)),
        other: &[NOT_MODIFIED],
        handler: |call| Box::pin(in_force::sources(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/healthz",
        summary: "Whether the process answers",
        permission: None,
        query: None,
        request: Payload::Nothing,
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<health::Alive>)),
        other: &[],
        handler: |call| Box::pin(health::alive(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/readyz",
        summary: "Whether requests are taken, and which rules are in force",
        permission: None,
        query: None,
        request: Payload::Nothing,
        answer: Some(AnswerPayload::Json(SchemaGenerator::subschema_for::<health::Ready>)),
        other: &[(503, "The service stops.")],
        handler: |call| Box::pin(health::ready(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/metrics",
        summary: "What was counted",
        permission: Some(Permission::Admin),
        query: None,
        request: Payload::Nothing,
        answer: Some(AnswerPayload::Text {
            content_type: metrics::CONTENT_TYPE,
            description: "Counts and latencies, for Prometheus.",
        }),
        other: &[],
        handler: |call| Box::pin(health::metrics(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/openapi.json",
        summary: "The description of the service, for programs",
        permission: None,
        query: None,
        request: Payload::Nothing,
        answer: None,
        other: &[],
        handler: |call| Box::pin(docs::openapi(call)),
    },
    Endpoint {
        method: Method::GET,
        path: "/docs",
        summary: "The description of the service, as a page",
        permission: None,
        query: None,
        request: Payload::Nothing,
        answer: None,
        other: &[],
        handler: |call| Box::pin(docs::page(call)),
    },
];
