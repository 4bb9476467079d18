//! What stands before every path: ids for logs, keys and limits, panics caught, everything counted.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::FutureExt;
use tokio::task::spawn_blocking;
use tower_service::Service;

use super::Anonymous;
use super::app::{App, ROUTES};
use super::keys::Key;
use super::latency::{self, Ending};
use super::pace::within;
use super::problem::Refusal;
use super::rate::Client;
use super::scope::{Scope, Scopes};
use handover_core::language::Lang;
use handover_core::language::identity;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// The longest id of a request that is taken over, in bytes.
const MAX_REQUEST_ID_BYTES: usize = 100;

/// Where a request comes from; part of each request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// A refusal that became an answer, so that it is counted once.
#[derive(Debug, Clone, Copy)]
struct Refused(Ending);

/// A refusal as an answer.
pub(super) fn refuse(refusal: &Refusal, lang: Lang) -> Response {
    let mut response = refusal.response(lang);
    let ending = match refusal {
        Refusal::Limited(_) => Ending::Limited,
        Refusal::Overloaded => Ending::Shed,
        Refusal::TimedOut => Ending::TimedOut,
        Refusal::Failed => Ending::Failed,
        _ => Ending::Refused,
    };
    response.extensions_mut().insert(Refused(ending));
    response
}

/// The path has another method.
pub(super) async fn wrong_method(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    refuse(&Refusal::WrongMethod, app.lang(&headers, &app.rules.current()))
}

/// Lets a request through to its path, or refuses it; whatever happens, it is answered, counted and logged. What is not one
/// of [`ROUTES`] reaches no path, so that none is open by mistake.
pub(super) async fn answer(app: &Arc<App>, paths: &Router, request: Request) -> Response {
    let started = Instant::now();
    let route = ROUTES.iter().position(|route| route.path == request.uri().path());
    let id = request_id(request.headers());
    let trace = request.headers().get(TRACE_PARENT).and_then(trace_id);
    let lang = app.lang(request.headers(), &app.rules.current());
    let method = request.method().clone();

    let running = Running::new(app);
    let answered = AssertUnwindSafe(admitted(app, paths, route, request)).catch_unwind().await;
    drop(running);
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refuse(&refusal, lang),
        Err(_) => {
            app.metrics.panics.inc();
            refuse(&Refusal::Failed, lang)
        }
    };

    let refused = response.extensions().get::<Refused>();
    let ending = refused.map_or(Ending::Answered, |refused| refused.0);
    let time = started.elapsed();
    app.metrics.latencies.observe(route, ending, time);
    let (path, outcome) = (latency::name_of(route), ending.as_str());
    let (status, micros) = (response.status().as_u16(), time.as_micros() as u64);
    let shown = id.to_str().unwrap_or_default();
    let (method, trace) = (method.as_str(), trace.as_deref());
    // Paths are those of the routes, so neither they nor anything else here is text that a client wrote.
    if response.status() >= StatusCode::INTERNAL_SERVER_ERROR {
        tracing::warn!(method, path, status, outcome, micros, request = shown, trace, "answered");
    } else {
        tracing::debug!(method, path, status, outcome, micros, request = shown, trace, "answered");
    }
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// A request that is being answered, or whose client has gone.
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

async fn admitted(
    app: &Arc<App>,
    paths: &Router,
    route: Option<usize>,
    request: Request,
) -> Result<Response, Refusal> {
    let route = route.and_then(|route| ROUTES.get(route)).ok_or(Refusal::NotFound)?;
    let Some(scope) = route.scope else {
        // Whether the service lives is told however much it has to do.
        return Ok(call(paths, request).await);
    };
    let address = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    admit(app, scope, request.headers(), address).await?;
    let answering = pin!(call(paths, request));
    within(app.config.limits.answer_time, answering).await.ok_or(Refusal::TimedOut)
}

/// Whether a client may use a path, and does so no more often than it may.
async fn admit(
    app: &Arc<App>,
    scope: Scope,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Result<(), Refusal> {
    let (client, scopes) = client(app, headers, address).await?;
    if let Some(rates) = &app.rates {
        rates.take(&client).map_err(|wait| limited(app, wait))?;
    }
    if !scopes.holds(scope) {
        let keyed = matches!(client, Client::Key(_));
        return Err(if keyed { Refusal::OutOfScope(scope) } else { Refusal::NoKey });
    }
    Ok(())
}

fn call(paths: &Router, request: Request) -> impl Future<Output = Response> {
    // Neither waits nor fails: the router itself is always ready.
    let answering = paths.clone().call(request);
    async move {
        match answering.await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

fn limited(app: &App, wait: std::time::Duration) -> Refusal {
    app.metrics.limited.inc();
    Refusal::Limited(wait)
}

/// Who asks, and what it may do.
async fn client(
    app: &Arc<App>,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Result<(Client, Scopes), Refusal> {
    let network = Client::from(address.unwrap_or(IpAddr::from([0; 4])));
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Ok((network, without_key(app, address)));
    };
    let presented = header.to_str().ok().and_then(|header| {
        let (scheme, key) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
    });
    let presented = presented.ok_or(Refusal::NoKey)?;
    let keys = app.keys.load();
    let key = Arc::clone(keys.claimed(presented).ok_or(Refusal::NoKey)?);
    let right = match key.is_right(presented) {
        Some(right) => right,
        // Seldom, and not to be carried along by every other request.
        None => Box::pin(verify(app, &key, presented, &network)).await?,
    };
    if !right {
        return Err(Refusal::NoKey);
    }
    Ok((Client::Key(Arc::clone(&key.id)), key.scopes))
}

/// Computes the slow hash of a key that nobody has presented rightly before. One request does so for all that present the
/// key at the same time; a network that has guessed wrong too often has to wait.
async fn verify(
    app: &App,
    key: &Arc<Key>,
    presented: &str,
    network: &Client,
) -> Result<bool, Refusal> {
    let _others = key.proving.lock().await;
    // Closed never, so there is always leave to be had in the end.
    let _permit = app.verifying.acquire().await;
    if let Some(right) = key.is_right(presented) {
        return Ok(right);
    }
    app.guesses.left(network).map_err(|wait| limited(app, wait))?;
    let (tried, presented) = (Arc::clone(key), presented.to_owned());
    let right = spawn_blocking(move || tried.verify(&presented)).await;
    let right = right.map_err(|_| Refusal::Failed)?;
    if !right {
        // What is left is asked for before each guess.
        let _ = app.guesses.take(network);
    }
    Ok(right)
}

/// What a client without a key may do: ask, where anonymous questions are switched on; and everything on a machine of
/// its own, where there are no keys at all.
fn without_key(app: &App, address: Option<IpAddr>) -> Scopes {
    let local = address.is_some_and(|address| address.to_canonical().is_loopback());
    match app.config.anonymous {
        Anonymous::Nobody => Scopes::default(),
        Anonymous::Local if !local => Scopes::default(),
        _ if local && app.config.keys.is_none() => Scopes::all(),
        _ => [Scope::Query].into_iter().collect(),
    }
}

/// The id of a request: the one that it has, if that can be shown, or a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let shown = |value: &&HeaderValue| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let bytes = value.as_bytes();
        !bytes.is_empty()
            && bytes.len() <= MAX_REQUEST_ID_BYTES
            && bytes.iter().all(plain)
            && value.to_str().is_ok_and(|text| !identity::contains(text))
    };
    headers.get(REQUEST_ID).filter(shown).cloned().unwrap_or_else(new_id)
}

/// An id that no other request has had, in this process or, most probably, in any other.
fn new_id() -> HeaderValue {
    static PROCESS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:016x}", PROCESS.hash_one(count));
    HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("none"))
}

/// The id of the trace that a W3C `traceparent` names.
fn trace_id(value: &HeaderValue) -> Option<String> {
    let mut parts = value.to_str().ok()?.split('-');
    let (version, trace, span) = (parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, length: usize| {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        part.len() == length && part.bytes().all(digit)
    };
    let told = hex(version, 2) && version != "ff" && hex(trace, 32) && hex(span, 16);
    (told && trace.bytes().any(|byte| byte != b'0')).then(|| trace.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_traces_in_the_form_of_the_standard_are_taken_over() {
        let trace = |text: &'static str| trace_id(&HeaderValue::from_static(text));
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        let told = trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(told.as_deref(), Some(id));
        for other in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(trace(other), None, "{other}");
        }
    }

    #[test]
    fn ids_of_requests_are_taken_over_unless_they_cannot_be_shown() {
        let id = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, value.parse().unwrap());
            request_id(&headers) == value
        };
        assert!(id("a1-b2_c3.d4"));
        assert!(!id("a b") && !id("") && !id(&"x".repeat(101)));
        assert_ne!(request_id(&HeaderMap::new()), request_id(&HeaderMap::new()));
    }
}
