//! Bodies that are held whole: their types, and how much of them is held at once.

use std::mem;
use std::ops::Deref;
use std::pin::pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt;

use super::app::App;
use super::limit::Leave;
use super::pace::within;
use super::problem::Refusal;

/// The longest body that does not count towards what is held of all, in bytes, so that long bodies on their way keep no
/// client from asking about a case.
const SHORT: usize = 16 << 10;

/// A request that has come whole, which is being answered until this is dropped.
#[derive(Debug)]
pub(super) struct Whole {
    bytes: Bytes,
    _running: Leave,
    _held: Option<Leave>,
}

impl Deref for Whole {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.bytes
    }
}

/// The content type without its parameters, in lower case; `None` where it is not told.
pub(super) fn content_type(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    Some(told.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// The body of a request that is JSON, whole.
pub(super) async fn read_json(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<Whole, Refusal> {
    match content_type(headers).as_deref() {
        None | Some("application/json") => read(app, body).await,
        Some(_) => Err(Refusal::NotJson),
    }
}

/// The body of a request, whole.
pub(super) async fn read(app: &App, body: Body) -> Result<Whole, Refusal> {
    let limits = &app.config.limits;
    let too_large = || Refusal::TooLarge(limits.body_bytes);
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Err(too_large());
    }
    let reading = async {
        let mut parts = body.into_data_stream();
        let mut whole = Bytes::new();
        let mut several: Vec<u8> = Vec::new();
        let mut held: Option<Leave> = None;
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Refusal::BrokenBody)?;
            let length = several.len() + whole.len() + part.len();
            if length > limits.body_bytes {
                return Err(too_large());
            }
            if length > SHORT {
                match &mut held {
                    None => held = Some(app.leave(&app.bodies, length)?),
                    Some(held) => held.extend(app.leave(&app.bodies, part.len())?),
                }
            }
            // Most bodies come in one part, which needs no copy.
            if whole.is_empty() && several.is_empty() {
                whole = part;
                continue;
            }
            several.extend_from_slice(&mem::take(&mut whole));
            several.extend_from_slice(&part);
        }
        let bytes = if several.is_empty() { whole } else { several.into() };
        Ok(Whole { bytes, _running: app.leave(&app.running, 1)?, _held: held })
    };
    within(limits.body_time, pin!(reading)).await.unwrap_or(Err(Refusal::SlowBody))
}
