//! `recommend`, `validate` and `explain`: one request, an array, or a stream of one a line.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;

use super::app::{self, App, Route};
use super::body;
use super::guard;
use super::problem::Refusal;
use super::query::Query;
use super::rules::Version;
use super::stream::{self, Answers, Requests};
use handover_core::language::{Lang, text};
use handover_core::wire::batch::{self, Frame};
use handover_core::wire::v1::{self, RequestError, Writer};

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
    fn route(self) -> &'static Route {
        match self {
            Self::Recommend => &app::RECOMMEND,
            Self::Validate => &app::VALIDATE,
            Self::Explain => &app::EXPLAIN,
        }
    }
}

/// A question as it was asked.
struct Asked {
    question: Question,
    /// The rule that is asked about, where an explanation is asked for.
    rule: Option<String>,
}

impl Asked {
    /// Appends the answer to a request.
    fn answer(
        &self,
        writer: &Writer<'_>,
        request: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), RequestError> {
        match self.question {
            Question::Recommend => writer.recommend(request, out).map(drop),
            Question::Validate => writer.validate(request, out).map(drop),
            Question::Explain => writer.explain(request, self.rule.as_deref(), out).map(drop),
        }
    }

    /// Answers a batch. A request that cannot be understood touches only its own answer.
    fn answer_all(
        &self,
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
    let answered = match asked(&app, &version, question, &request) {
        Ok((asked, Form::Lines)) => lines(&app, version, asked, lang, request.into_body()),
        Ok((asked, Form::Document)) => {
            document(&app, version, asked, lang, request.into_body()).await
        }
        Err(refusal) => Err(refusal),
    };
    let mut response = answered.unwrap_or_else(|refusal| guard::refuse(&refusal, lang));
    response.headers_mut().insert(RULE_SET, fingerprint);
    response
}

/// What is asked, and in which form.
fn asked(
    app: &App,
    version: &Version,
    question: Question,
    request: &Request,
) -> Result<(Asked, Form), Refusal> {
    let query = Query::of(request.uri(), question.route().parameters)?;
    let asked = Asked { question, rule: query.get("rule").map(str::to_owned) };
    if let Some(rule) = &asked.rule {
        let lang = app.lang(request.headers(), version);
        v1::read_rule(version.writer(lang, app.today()).context(), rule)?;
    }
    Ok((asked, form(request.headers(), &query)?))
}

fn lines(
    app: &Arc<App>,
    version: Arc<Version>,
    asked: Asked,
    lang: Lang,
    body: Body,
) -> Result<Response, Refusal> {
    if body.is_end_stream() {
        return Err(RequestError::nothing().into());
    }
    let permit = app.job()?;
    let today = app.today();
    let mut requests = Requests::new(app, body);
    let body = stream::body(app, permit, move |answers: &mut Answers| {
        asked.answer_all(&version.writer(lang, today), &mut requests, answers)
    });
    Ok(answer_of(NDJSON, body))
}

async fn document(
    app: &Arc<App>,
    version: Arc<Version>,
    asked: Asked,
    lang: Lang,
    body: Body,
) -> Result<Response, Refusal> {
    let body = body::read(app, body).await?;
    let today = app.today();
    let written = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body).trim_ascii();
    let mut out = Vec::with_capacity(2048);
    if written.is_empty() {
        return Err(RequestError::nothing().into());
    }
    // An array that is not valid JSON is answered as what it is, a request that cannot be understood.
    let array = (written.first() == Some(&b'[')).then(|| count(written)).flatten();
    let writer = || version.writer(lang, today);
    match array {
        None => {
            asked.answer(&writer(), written, &mut out)?;
            out.push(b'\n');
        }
        Some(count) if count > app.config.limits.batch => {
            return Err(RequestError::too_many(app.config.limits.batch).into());
        }
        Some(count) if count > FEW => {
            let permit = app.job()?;
            let written = body.slice_ref(written);
            let answers = stream::body(app, permit, move |answers: &mut Answers| {
                // Held until the last of it is answered.
                let _whole = body;
                asked.answer_all(&version.writer(lang, today), &*written, answers)
            });
            return Ok(answer_of(JSON, answers));
        }
        Some(_) => {
            let answered = asked.answer_all(&writer(), written, &mut out);
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

fn form(headers: &HeaderMap, query: &Query) -> Result<Form, Refusal> {
    let lines = match query.get("format") {
        None => false,
        Some("ndjson") => true,
        Some(_) => {
            let wanted = text(
                "ange `ndjson` för en fråga per rad, eller utelämna den",
                "give `ndjson` for one request a line, or leave it out",
            );
            return Err(RequestError::bad_parameter("format", &wanted).into());
        }
    };
    match body::content_type(headers).as_deref() {
        Some("application/x-ndjson" | "application/ndjson" | "application/jsonl") => {
            Ok(Form::Lines)
        }
        None | Some("application/json") if lines => Ok(Form::Lines),
        None | Some("application/json") => Ok(Form::Document),
        Some(_) => Err(Refusal::WrongType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_follows_from_content_type_and_query() {
        let form = |content_type: Option<&str>, uri: &str| {
            let query = Query::of(&uri.parse().unwrap(), &["format"]).unwrap();
            let mut headers = HeaderMap::new();
            if let Some(value) = content_type {
                headers.insert(CONTENT_TYPE, value.parse().unwrap());
            }
            form(&headers, &query).ok()
        };
        assert_eq!(form(None, "/"), Some(Form::Document));
        assert_eq!(form(Some("Application/JSON; charset=utf-8"), "/"), Some(Form::Document));
        assert_eq!(form(Some("application/x-ndjson"), "/"), Some(Form::Lines));
        assert_eq!(form(Some("application/json"), "/?format=ndjson"), Some(Form::Lines));
        assert_eq!(form(Some("text/plain"), "/?format=ndjson"), None);
        assert_eq!(form(Some("application/x-www-form-urlencoded"), "/"), None);
        assert_eq!(form(Some("application/x-ndjson"), "/?format=json"), None);
        assert_eq!(form(None, "/?format="), None);
    }
}
