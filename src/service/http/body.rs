//! Bodies that are held whole, within limits on their size and on the memory of all bodies.

use std::mem;
use std::ops::Deref;
use std::pin::pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt;

use super::deadline::within;
use super::problem::Refusal;
use crate::state::app::App;
use crate::state::limit::Permit;

/// The longest body, in bytes, that does not count towards the bytes held of all bodies. So long bodies on their way never
/// keep other clients from asking about a case.
const SHORT: usize = 16 << 10;

/// The whole body of a request, which counts as running until this is dropped.
#[derive(Debug)]
pub(super) struct Whole {
    bytes: Bytes,
    _running: Permit,
    _held: Option<Permit>,
}

impl Deref for Whole {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.bytes
    }
}

/// The content type without its parameters, in lower case; `None` if there is none.
///
/// # Errors
/// If it names another encoding than UTF-8, which would be misread.
pub(super) fn content_type(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(None) };
    let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        (name.trim() == "charset").then(|| value.trim().trim_matches('"'))
    });
    match charset {
        None | Some("utf-8" | "utf8" | "us-ascii") => Ok(Some(kind.to_owned())),
        Some(_) => Err(Refusal::OtherEncoding),
    }
}

/// Reads a JSON body.
pub(super) async fn read_json(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<Whole, Refusal> {
    match content_type(headers)?.as_deref() {
        None | Some("application/json") => read(app, body).await,
        Some(_) => Err(Refusal::NotJson),
    }
}

/// Reads a body.
pub(super) async fn read(app: &App, body: Body) -> Result<Whole, Refusal> {
    let limits = &app.config.limits;
    let too_large = || Refusal::TooLarge(limits.body_bytes);
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Err(too_large());
    }
    let hold = |bytes| app.acquire(&app.bodies, bytes).ok_or(Refusal::Overloaded);
    let reading = async {
        let mut parts = body.into_data_stream();
        let mut whole = Bytes::new();
        let mut several: Vec<u8> = Vec::new();
        let mut held: Option<Permit> = None;
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Refusal::BrokenBody)?;
            let length = several.len() + whole.len() + part.len();
            if length > limits.body_bytes {
                return Err(too_large());
            }
            if length > SHORT {
                match &mut held {
                    None => held = Some(hold(length)?),
                    Some(held) => held.merge(hold(part.len())?),
                }
            }
            // Most bodies arrive in one part, which needs no copy.
            if whole.is_empty() && several.is_empty() {
                whole = part;
                continue;
            }
            several.extend_from_slice(&mem::take(&mut whole));
            several.extend_from_slice(&part);
        }
        let bytes = if several.is_empty() { whole } else { several.into() };
        let running = app.acquire(&app.running, 1).ok_or(Refusal::Overloaded)?;
        Ok(Whole { bytes, _running: running, _held: held })
    };
    within(limits.body_time, pin!(reading)).await.unwrap_or(Err(Refusal::SlowBody))
}
