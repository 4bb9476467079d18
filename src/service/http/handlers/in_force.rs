//! The rules in force: their content (`GET /v1/ruleset`) and their documents (`GET /v1/sources`).

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use handover_core::wire::v1::{Context, description};
use handover_proof::provenance::{self, DEFAULT_WITHIN};

use crate::http::endpoint::Call;
use crate::http::problem::Refusal;
use crate::http::respond::{JSON, RULE_SET, append, pretty, response};
use crate::state::rules::Version;

/// Describes the content of the rules in force.
pub(in crate::http) async fn rule_set(call: Call) -> Result<Response, Refusal> {
    let (version, lang) = (&call.version, call.lang);
    tagged(&call.headers, version, lang.as_str(), || {
        let context = Context { engine: &version.engine, lang, today: call.app.today(version) };
        let mut json = Vec::new();
        append(&description(&context), &mut json);
        json.push(b'\n');
        Ok(json)
    })
}

/// Reports the statements of the documents and the rules that implement them.
pub(in crate::http) async fn sources(call: Call) -> Result<Response, Refusal> {
    let at = call.query.day("at")?.unwrap_or_else(|| call.app.today(&call.version));
    let within = call.query.number("within", (0, u32::MAX))?.unwrap_or(DEFAULT_WITHIN);
    let (version, lang) = (&call.version, call.lang);
    tagged(&call.headers, version, &format!("{}-{at}-{within}", lang.as_str()), || {
        let (rule_set, statements) = (version.engine.rule_set(), &version.statements);
        let report = provenance::report(rule_set, statements, at, within, lang);
        pretty(&report).map_err(|_| Refusal::Failed)
    })
}

/// An answer about a version of the rules, or 304 if the client has it. `what` distinguishes it from other answers about the
/// same version.
fn tagged(
    headers: &HeaderMap,
    version: &Version,
    what: &str,
    answer: impl FnOnce() -> Result<Vec<u8>, Refusal>,
) -> Result<Response, Refusal> {
    let fingerprint = &version.engine.rule_set().fingerprint;
    // Another build of the program may describe the same rules in other words.
    let build = env!("CARGO_PKG_VERSION");
    let tag = format!("\"{fingerprint}-{what}-{build}\"");
    let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| has_tag(value, &tag));
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        response(JSON, answer()?)
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, HeaderValue::from_str(&tag).map_err(|_| Refusal::Failed)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    headers.insert(RULE_SET, version.fingerprint.clone());
    Ok(response)
}

/// Whether `If-None-Match` has a tag. Weak tags match too, since the bytes are the same.
fn has_tag(value: &HeaderValue, tag: &str) -> bool {
    let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|known| known.strip_prefix("W/").unwrap_or(known))
        .any(|known| known == tag || known == "*")
}
