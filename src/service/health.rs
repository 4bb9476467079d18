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
use super::rules::{FailedTest, Outcome};
use handover_core::diagnostic::Severity;
use handover_core::wire::report::{Diagnostic, diagnostics};
use handover_core::wire::words::closed;

/// The most faults that are told of rules that were refused; the log has them all.
const MAX_FAULTS: usize = 10;

/// The process answers.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Alive {
    /// `alive`.
    #[schemars(extend("const" = "alive"))]
    status: &'static str,
}

/// Whether requests are taken.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub(super) enum Readiness {
    /// Requests are taken.
    Ready,
    /// The service stops.
    Stopping,
}

/// Whether requests are taken.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Ready {
    /// Whether requests are taken.
    status: Readiness,
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
    /// Its outcome.
    outcome: Outcome,
    /// When it was made, in UTC.
    at: String,
    /// Why it was refused; the first faults, if there are many.
    faults: Vec<Diagnostic>,
    /// Tests of the rules that failed, for which it was refused; the first, if there are many.
    failed_tests: Vec<FailedTest>,
}

/// The process answers.
pub(super) async fn alive() -> Response {
    answer(StatusCode::OK, &Alive { status: "alive" })
}

/// The service takes requests: not while it stops. Rules that were refused do not keep it from being ready, since
/// those in force stay; why they were refused is told here.
pub(super) async fn ready(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let (version, last) = (app.rules.current(), app.rules.last());
    let lang = app.lang(&headers, &version);
    let rule_set = version.engine.rule_set();
    let errors = last.diagnostics.iter().filter(|told| told.severity == Severity::Error);
    let stopping = app.stopping.load(Ordering::Relaxed);
    let (status, readiness) = if stopping {
        (StatusCode::SERVICE_UNAVAILABLE, Readiness::Stopping)
    } else {
        (StatusCode::OK, Readiness::Ready)
    };
    let ready = Ready {
        status: readiness,
        ruleset: InForce {
            id: rule_set.id.clone(),
            fingerprint: rule_set.fingerprint.clone(),
            since: version.since.to_string(),
        },
        reload: Reload {
            outcome: last.outcome,
            at: last.at.to_string(),
            faults: diagnostics(errors.take(MAX_FAULTS), lang),
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
