//! What the rules in force are made of (`GET /v1/ruleset`), and what they rest on (`GET /v1/sources`).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::app::{self, App};
use super::ask::{JSON, RULE_SET};
use super::guard;
use super::problem::Refusal;
use super::query::Query;
use super::rules::Version;
use handover_core::language::Lang;
use handover_core::wire::v1::{Context, description};
use handover_proof::provenance::{self, DEFAULT_WITHIN};

/// Describes the rules in force.
pub(super) async fn rule_set(State(app): State<Arc<App>>, request: Request) -> Response {
    let version = app.rules.current();
    let lang = app.lang(request.headers(), &version);
    let described = || -> Result<Response, Refusal> {
        Query::of(request.uri(), app::RULE_SET.parameters)?;
        let context = Context { engine: &version.engine, lang, today: app.today() };
        tagged(request.headers(), &version, lang.as_str(), || {
            serde_json::to_vec(&description(&context))
        })
    };
    described().unwrap_or_else(|refusal| guard::refuse(&refusal, lang))
}

/// Tells what the documents state, and what carries it.
pub(super) async fn sources(State(app): State<Arc<App>>, request: Request) -> Response {
    let version = app.rules.current();
    let lang = app.lang(request.headers(), &version);
    let told = || told(&app, &request, &version, lang);
    told().unwrap_or_else(|refusal| guard::refuse(&refusal, lang))
}

fn told(app: &App, request: &Request, version: &Version, lang: Lang) -> Result<Response, Refusal> {
    let query = Query::of(request.uri(), app::SOURCES.parameters)?;
    let at = query.day("at")?.unwrap_or_else(|| app.today());
    let within = query.number("within", (0, u32::MAX))?.unwrap_or(DEFAULT_WITHIN);
    let what = format!("{}-{at}-{within}", lang.as_str());
    tagged(request.headers(), version, &what, || {
        let (rule_set, statements) = (version.engine.rule_set(), &version.statements);
        serde_json::to_vec_pretty(&provenance::report(rule_set, statements, at, within, lang))
    })
}

/// An answer about a version of the rules, unless the client has it already; `what` tells it from others about the same.
fn tagged(
    headers: &HeaderMap,
    version: &Version,
    what: &str,
    answer: impl FnOnce() -> serde_json::Result<Vec<u8>>,
) -> Result<Response, Refusal> {
    let fingerprint = &version.engine.rule_set().fingerprint;
    // Another build of the program may describe the same rules in other words.
    let build = env!("CARGO_PKG_VERSION");
    let tag = format!("\"{fingerprint}-{what}-{build}\"");
    let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| holds(value, &tag));
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut body = answer().map_err(|_| Refusal::Failed)?;
        body.push(b'\n');
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, HeaderValue::from_str(&tag).map_err(|_| Refusal::Failed)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    headers.insert(RULE_SET, version.fingerprint.clone());
    Ok(response)
}

/// Whether a tag is among those of `If-None-Match`; weak ones are as good, since the bytes are the same.
fn holds(value: &HeaderValue, tag: &str) -> bool {
    let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|known| known.strip_prefix("W/").unwrap_or(known))
        .any(|known| known == tag || known == "*")
}
