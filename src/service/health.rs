//! Whether the service lives, whether it is ready, and what it has counted.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;

use super::app::App;
use super::ask::{JSON, append};
use super::metrics;
use super::rules::FailedTest;
use handover_core::diagnostic::Severity;
use handover_core::diagnostic::render::{Told, told};

/// The most faults that are told of rules that were refused; the log has them all.
const MAX_FAULTS: usize = 10;

/// The process answers.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Alive {
    /// `alive`.
    status: String,
}

/// Whether requests are taken.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Ready {
    /// `ready`, or `stopping`.
    status: String,
    /// The rules in force.
    ruleset: InForce,
    /// The last attempt to change them; the first is the start.
    reload: Reload,
}

/// The rules in force.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InForce {
    /// Their id.
    id: String,
    /// SHA-256 over their content.
    fingerprint: String,
    /// When they were taken into service, in UTC.
    since: String,
}

/// An attempt to change the rules.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reload {
    /// `changed`, `unchanged`, or `refused`.
    outcome: String,
    /// When it was made, in UTC.
    at: String,
    /// Why it was refused; the first faults, if there are many.
    faults: Vec<Told>,
    /// Tests of the rules that failed, for which it was refused; the first, if there are many.
    failed_tests: Vec<FailedTest>,
}

/// The process answers.
pub(super) async fn alive() -> Response {
    answer(StatusCode::OK, &Alive { status: "alive".to_owned() })
}

/// The service takes requests: not while it stops. Rules that were refused do not keep it from being ready, since
/// those in force stay; why they were refused is told here.
pub(super) async fn ready(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let (version, last) = (app.rules.current(), app.rules.last());
    let lang = app.lang(&headers, &version);
    let rule_set = version.engine.rule_set();
    let errors = last.diagnostics.iter().filter(|told| told.severity == Severity::Error);
    let stopping = app.stopping.load(Ordering::Relaxed);
    let (status, word) = if stopping {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else {
        (StatusCode::OK, "ready")
    };
    let ready = Ready {
        status: word.to_owned(),
        ruleset: InForce {
            id: rule_set.id.clone(),
            fingerprint: rule_set.fingerprint.clone(),
            since: version.since.to_string(),
        },
        reload: Reload {
            outcome: last.outcome.as_str().to_owned(),
            at: last.at.to_string(),
            faults: told(errors.take(MAX_FAULTS), lang),
            failed_tests: last.failed_tests.iter().take(MAX_FAULTS).cloned().collect(),
        },
    };
    answer(status, &ready)
}

/// What was counted.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let mut response = Response::new(Body::from(app.metrics.text(&app.rules.current())));
    let content_type = HeaderValue::from_static(metrics::CONTENT_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn answer(status: StatusCode, answer: &impl Serialize) -> Response {
    let mut body = Vec::new();
    append(answer, &mut body);
    body.push(b'\n');
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
