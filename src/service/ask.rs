//! `recommend`, `validate` and `explain`: one request, an array, or a stream of one a line.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::Response;
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::timeout;

use super::app::App;
use super::guard;
use super::problem::Refusal;
use super::rules::Version;
use super::stream::{self, Answers, Requests};
use crate::wire::batch::{self, Frame};
use crate::wire::v1::{self, RequestError, Writer};

/// The header that names the version of the rules that answered.
pub(super) const RULE_SET: HeaderName = HeaderName::from_static("handover-ruleset");
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const NDJSON: HeaderValue = HeaderValue::from_static("application/x-ndjson");
/// The longest array that is answered where it was received; a longer one gets a thread.
const FEW: usize = 64;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Question {
    /// To whom a case goes.
    Recommend,
    /// Whether a handover may be done.
    Validate,
    /// Why a case goes where it goes.
    Explain,
}

impl Question {
    /// Appends the answer to a request.
    fn answer(
        self,
        writer: &Writer<'_>,
        request: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), RequestError> {
        match self {
            Self::Recommend => writer.recommend(request, out).map(drop),
            Self::Validate => writer.validate(request, out).map(drop),
            Self::Explain => {
                v1::explain(writer.context(), request).map(|answer| append(&answer, out))
            }
        }
    }

    /// Answers a batch. A request that cannot be understood touches only its own answer.
    fn answer_all(
        self,
        writer: &Writer<'_>,
        requests: impl io::BufRead,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let answer = |request: batch::Request<'_>, out: &mut Vec<u8>| {
            let answered = match request {
                batch::Request::Json(json) => self.answer(writer, json, out),
                batch::Request::TooLong(limit) => Err(RequestError::too_large(limit)),
            };
            if let Err(error) = answered {
                append(&error.answer(writer.context().lang), out);
            }
        };
        batch::run(requests, out, Frame::AsAsked, answer, |()| {}).map(drop)
    }
}

/// Appends a value as JSON.
pub(super) fn append(value: &impl Serialize, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok(), "answers are plain data");
}

/// Answers a question in the form in which it was asked.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    question: Question,
    request: Request,
) -> Response {
    let version = app.rules.current();
    let lang = app.lang(request.headers(), &version);
    let fingerprint = version.fingerprint.clone();
    let answered = match form(request.headers(), request.uri()) {
        Ok(Form::Lines) => lines(&app, version, question, request),
        Ok(Form::Document) => document(&app, version, question, request).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = answered.unwrap_or_else(|refusal| guard::refuse(&refusal, lang));
    response.headers_mut().insert(RULE_SET, fingerprint);
    response
}

fn lines(
    app: &Arc<App>,
    version: Arc<Version>,
    question: Question,
    request: Request,
) -> Result<Response, Refusal> {
    if request.body().is_end_stream() {
        return Err(RequestError::nothing().into());
    }
    let permit = app.job()?;
    let (lang, today) = (app.lang(request.headers(), &version), app.today());
    let mut requests = Requests::new(app, request.into_body());
    let body = stream::body(app, permit, move |answers: &mut Answers| {
        question.answer_all(&version.writer(lang, today), &mut requests, answers)
    });
    Ok(answer_of(NDJSON, body))
}

async fn document(
    app: &Arc<App>,
    version: Arc<Version>,
    question: Question,
    request: Request,
) -> Result<Response, Refusal> {
    let (lang, today) = (app.lang(request.headers(), &version), app.today());
    let body = read(app, request).await?;
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body).trim_ascii();
    let mut out = Vec::with_capacity(2048);
    if text.is_empty() {
        return Err(RequestError::nothing().into());
    }
    // An array that is not valid JSON is answered as what it is, a request that cannot be understood.
    let array = (text.first() == Some(&b'[')).then(|| count(text)).flatten();
    let writer = || version.writer(lang, today);
    match array {
        None => {
            question.answer(&writer(), text, &mut out)?;
            out.push(b'\n');
        }
        Some(count) if count > app.config.limits.batch => {
            return Err(RequestError::too_many(app.config.limits.batch).into());
        }
        Some(count) if count > FEW => {
            let permit = app.job()?;
            let text = body.slice_ref(text);
            let body = stream::body(app, permit, move |answers: &mut Answers| {
                question.answer_all(&version.writer(lang, today), &*text, answers)
            });
            return Ok(answer_of(JSON, body));
        }
        Some(_) => {
            let answered = question.answer_all(&writer(), text, &mut out);
            answered.map_err(|_| Refusal::Failed)?;
        }
    }
    Ok(answer_of(JSON, Body::from(out)))
}

/// How many requests an array has; `None` where it is not valid JSON.
fn count(array: &[u8]) -> Option<usize> {
    Some(serde_json::from_slice::<Vec<&RawValue>>(array).ok()?.len())
}

fn answer_of(content_type: HeaderValue, body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

/// In which form requests come.
#[derive(Debug, PartialEq, Eq)]
enum Form {
    /// One value: a request, or an array of them.
    Document,
    /// One request a line.
    Lines,
}

fn form(headers: &HeaderMap, uri: &Uri) -> Result<Form, Refusal> {
    let lines =
        uri.query().is_some_and(|query| query.split('&').any(|part| part == "format=ndjson"));
    let told = headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    let essence = told.map(|told| told.split(';').next().unwrap_or_default().trim());
    match essence.map(str::to_ascii_lowercase).as_deref() {
        Some("application/x-ndjson" | "application/ndjson" | "application/jsonl") => {
            Ok(Form::Lines)
        }
        None | Some("application/json") if lines => Ok(Form::Lines),
        None | Some("application/json") => Ok(Form::Document),
        Some(_) => Err(Refusal::WrongType),
    }
}

/// The body of a request that is JSON, whole.
pub(super) async fn read_json(app: &App, request: Request) -> Result<Bytes, Refusal> {
    match form(request.headers(), request.uri())? {
        Form::Document => read(app, request).await,
        Form::Lines => Err(Refusal::WrongType),
    }
}

/// The body of a request, whole.
async fn read(app: &App, request: Request) -> Result<Bytes, Refusal> {
    let limits = &app.config.limits;
    let body = request.into_body();
    let too_large = || Refusal::TooLarge(limits.body_bytes);
    let expected = body.size_hint().lower();
    if expected > limits.body_bytes as u64 {
        return Err(too_large());
    }
    let reading = async {
        let mut parts = body.into_data_stream();
        let mut whole = Bytes::new();
        let mut several: Vec<u8> = Vec::new();
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Refusal::BrokenBody)?;
            if several.len() + whole.len() + part.len() > limits.body_bytes {
                return Err(too_large());
            }
            // Most bodies come in one part, which needs no copy.
            if whole.is_empty() && several.is_empty() {
                whole = part;
                continue;
            }
            several.extend_from_slice(&std::mem::take(&mut whole));
            several.extend_from_slice(&part);
        }
        Ok(if several.is_empty() { whole } else { several.into() })
    };
    timeout(limits.body_time, reading).await.unwrap_or(Err(Refusal::SlowBody))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_from_content_type_and_query() {
        let form = |content_type: Option<&str>, uri: &str| {
            let mut headers = HeaderMap::new();
            if let Some(value) = content_type {
                headers.insert(CONTENT_TYPE, value.parse().unwrap());
            }
            form(&headers, &uri.parse().unwrap()).ok()
        };
        assert_eq!(form(None, "/"), Some(Form::Document));
        assert_eq!(form(Some("Application/JSON; charset=utf-8"), "/"), Some(Form::Document));
        assert_eq!(form(Some("application/x-ndjson"), "/"), Some(Form::Lines));
        assert_eq!(form(Some("application/json"), "/?x=1&format=ndjson"), Some(Form::Lines));
        assert_eq!(form(Some("text/plain"), "/?format=ndjson"), None);
        assert_eq!(form(Some("application/x-www-form-urlencoded"), "/"), None);
    }
}
