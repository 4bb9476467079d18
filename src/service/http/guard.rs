//! The guard before every route: admits, catches panics, counts and logs.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::FutureExt;
use tower_service::Service;

use super::access::{Peer, admit};
use super::deadline::within;
use super::lang;
use super::problem::{Refusal, outcome_of, refuse};
use super::request_id::{REQUEST_ID, method_name, request_id, trace_id};
use super::routes::ROUTES;
use crate::state::app::App;

/// Answers a request: by its route, or with a refusal. A path that is not in [`ROUTES`] never reaches the router, so that
/// none is open by mistake.
pub(crate) async fn answer(app: &Arc<App>, router: &Router, request: Request) -> Response {
    let started = Instant::now();
    let route = ROUTES.iter().position(|route| route.path == request.uri().path());
    let id = request_id(request.headers());
    let trace = trace_id(request.headers());
    let lang = lang::of_answer(app, request.headers(), &app.rules.current());
    let method = request.method().clone();

    let running = Running::new(app);
    let answered = AssertUnwindSafe(admitted(app, router, route, request)).catch_unwind().await;
    drop(running);
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refuse(&refusal, lang),
        Err(_) => {
            app.metrics.panics.inc();
            refuse(&Refusal::Failed, lang)
        }
    };

    let outcome = outcome_of(&response);
    let time = started.elapsed();
    let path = app.metrics.latencies.observe(route, outcome, time);
    let (status, micros) = (response.status().as_u16(), time.as_micros() as u64);
    let (method, outcome) = (method_name(&method), outcome.as_str());
    let (request, trace) = (id.to_str().unwrap_or_default(), trace.as_deref());
    // Methods and paths are those that are known, and ids hold no number, so no field repeats other text of a client.
    if response.status() >= StatusCode::INTERNAL_SERVER_ERROR {
        tracing::warn!(method, path, status, outcome, micros, request, trace, "answered");
    } else {
        tracing::debug!(method, path, status, outcome, micros, request, trace, "answered");
    }
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Counts a request as running until dropped, even if its client goes away.
struct Running<'a>(&'a App);

impl<'a> Running<'a> {
    fn new(app: &'a App) -> Self {
        app.metrics.running.inc();
        Self(app)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.metrics.running.dec();
    }
}

/// Admits a request, and answers it within the time for answers.
async fn admitted(
    app: &App,
    router: &Router,
    route: Option<usize>,
    request: Request,
) -> Result<Response, Refusal> {
    let route = route.and_then(|route| ROUTES.get(route)).ok_or(Refusal::NotFound)?;
    let Some(permission) = route.permission else {
        // Open routes report on the service itself, so no limit applies to them.
        return Ok(call(router, request).await);
    };
    let address = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    admit(app, permission, request.headers(), address).await?;
    let answering = pin!(call(router, request));
    within(app.config.limits.answer_time, answering).await.ok_or(Refusal::TimedOut)
}

fn call(router: &Router, request: Request) -> impl Future<Output = Response> {
    // A router is always ready and never fails.
    let answering = router.clone().call(request);
    async move {
        match answering.await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}
