//! `GET /v1/ruleset`: what the rules in force are made of.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::app::App;
use super::ask::{JSON, RULE_SET};
use super::guard;
use super::problem::Refusal;
use crate::wire::v1::{Context, description};

/// Describes the rules in force, unless the client has that description already.
pub(super) async fn rule_set(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let version = app.rules.current();
    let lang = app.lang(&headers, &version);
    let context = Context { engine: &version.engine, lang, today: app.today() };
    let fingerprint = &version.engine.rule_set().fingerprint;
    // Another build of the program may describe the same rules in other words.
    let build = env!("CARGO_PKG_VERSION");
    let tag = format!("\"{fingerprint}-{}-{build}\"", lang.as_str());
    let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| holds(value, &tag));
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let Ok(mut body) = serde_json::to_vec(&description(&context)) else {
            return guard::refuse(&Refusal::Failed, lang);
        };
        body.push(b'\n');
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        response
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    headers.insert(RULE_SET, version.fingerprint.clone());
    response
}

/// Whether a tag is among those of `If-None-Match`; weak ones are as good, since the bytes are the same.
fn holds(value: &HeaderValue, tag: &str) -> bool {
    let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|known| known.strip_prefix("W/").unwrap_or(known))
        .any(|known| known == tag || known == "*")
}
