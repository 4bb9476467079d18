//! The state of the service: whether it is alive, whether it is ready, and its metrics.

use std::sync::atomic::Ordering;

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use handover_core::diagnostic::{Diagnostic, Severity};
use handover_core::wire::words::closed;
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::endpoint::Call;
use crate::http::problem::Refusal;
use crate::http::respond::{JSON, append, response};
use crate::state::metrics::CONTENT_TYPE;
use crate::state::rules::{FailedTest, ReloadOutcome};

/// The most faults of refused rules in an answer; the log has them all.
const MAX_FAULTS: usize = 10;

/// The process answers.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct Alive {
    /// `alive`.
    #[schemars(extend("const" = "alive"))]
    status: &'static str,
}

/// Whether requests are taken, in one word.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub(in crate::http) enum Readiness {
    /// Requests are taken.
    Ready,
    /// The service stops.
    Stopping,
}

/// Whether requests are taken.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct Ready {
    /// Whether requests are taken.
    status: Readiness,
    /// The rules in force.
    ruleset: InForce,
    /// The last attempt to change them; the first is the start.
    reload: Reload,
}

/// The rules in force.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct InForce {
    /// Their id.
    id: String,
    /// SHA-256 over their content.
    fingerprint: String,
    /// When they were put in force, in UTC.
    since: String,
}

/// An attempt to change the rules.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct Reload {
    /// Its outcome.
    outcome: ReloadOutcome,
    /// When it was made, in UTC.
    at: String,
    /// The faults for which it was refused; the first, if there are many.
    faults: Vec<FaultPlace>,
    /// The failed tests of the rules for which it was refused; the first, if there are many.
    failed_tests: Vec<FailedTest>,
}

/// A fault of refused rules: enough to find it, and no text of the files, since everybody may ask.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::http) struct FaultPlace {
    /// The kind of fault.
    code: &'static str,
    /// The file, relative to the rule set's folder; null if the fault is in none.
    file: Option<String>,
    /// The line, counted from 1; null for a whole file.
    line: Option<u32>,
}

impl FaultPlace {
    fn of(fault: &Diagnostic) -> Self {
        let place = fault.primary();
        Self {
            code: fault.code.as_str(),
            file: place.map(|place| place.file.clone()),
            line: place.and_then(|place| place.span).map(|span| span.line),
        }
    }
}

/// Confirms that the process answers.
pub(in crate::http) async fn alive(_: Call) -> Result<Response, Refusal> {
    Ok(answer(StatusCode::OK, &Alive { status: "alive" }))
}

/// Reports whether the service takes requests, which it does until it stops. A refused reload does not make it unready,
/// since the rules in force stay; the answer only shows why it was refused.
pub(in crate::http) async fn ready(call: Call) -> Result<Response, Refusal> {
    let last = call.app.rules.last();
    let rule_set = call.version.engine.rule_set();
    let errors = last.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let stopping = call.app.stopping.load(Ordering::Relaxed);
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
            since: call.version.since.to_string(),
        },
        reload: Reload {
            outcome: last.outcome,
            at: last.at.to_string(),
            faults: errors.take(MAX_FAULTS).map(FaultPlace::of).collect(),
            failed_tests: last.failed_tests.iter().take(MAX_FAULTS).cloned().collect(),
        },
    };
    Ok(answer(status, &ready))
}

/// Reports the metrics.
pub(in crate::http) async fn metrics(call: Call) -> Result<Response, Refusal> {
    let text = call.app.metrics.text(&call.version);
    Ok(response(HeaderValue::from_static(CONTENT_TYPE), text))
}

fn answer(status: StatusCode, answer: &impl Serialize) -> Response {
    let mut body = Vec::new();
    append(answer, &mut body);
    body.push(b'\n');
    let mut response = response(JSON, body);
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
