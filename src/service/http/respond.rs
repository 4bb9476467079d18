//! Parts of responses that handlers share.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde::Serialize;

/// The header with the fingerprint of the rules that gave an answer.
pub(super) const RULE_SET: HeaderName = HeaderName::from_static("handover-ruleset");
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A response of status 200.
pub(super) fn response(content_type: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// Appends a value as JSON.
pub(super) fn append(value: &impl Serialize, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok(), "answers are plain data");
}

/// A value as JSON in the bytes of the command line: indented, with a line break at the end.
pub(super) fn pretty(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}
