//! `recommend`, `validate` and `explain`: one request, an array, or one request a line.

use std::io::{self, Write};
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use handover_core::language::{Lang, text};
use handover_core::wire::batch::{self, Frame};
use handover_core::wire::v1::{self, RequestError, Writer};
use serde_json::value::RawValue;

use crate::http::body;
use crate::http::endpoint::Call;
use crate::http::problem::Refusal;
use crate::http::query::Query;
use crate::http::respond::{JSON, append, response};
use crate::http::stream::{self, AnswerWriter, RequestReader};
use crate::state::app::App;
use crate::state::rules::Version;

const NDJSON: HeaderValue = HeaderValue::from_static("application/x-ndjson");
/// The longest array that is answered on the thread that received it; a longer one gets a thread of its own.
const FEW: usize = 64;

/// Recommends to whom cases go.
pub(in crate::http) async fn recommend(call: Call) -> Result<Response, Refusal> {
    answer(call, Operation::Recommend).await
}

/// Validates handovers.
pub(in crate::http) async fn validate(call: Call) -> Result<Response, Refusal> {
    answer(call, Operation::Validate).await
}

/// Explains why cases go where they go and, if a rule is named, what would make that rule decide.
pub(in crate::http) async fn explain(call: Call) -> Result<Response, Refusal> {
    let rule = call.query.get("rule").map(str::to_owned);
    if let Some(rule) = &rule {
        v1::read_rule(
            call.version.writer(call.lang, call.app.today(&call.version)).context(),
            rule,
        )?;
    }
    answer(call, Operation::Explain { rule }).await
}

/// The question that every request of a call asks.
enum Operation {
    Recommend,
    Validate,
    Explain { rule: Option<String> },
}

impl Operation {
    /// Appends the answer to a request.
    fn answer(
        &self,
        writer: &Writer<'_>,
        request: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), RequestError> {
        match self {
            Self::Recommend => writer.recommend(request, out).map(drop),
            Self::Validate => writer.validate(request, out).map(drop),
            Self::Explain { rule } => writer.explain(request, rule.as_deref(), out).map(drop),
        }
    }

    /// Answers a batch. A request that cannot be parsed gets its error, and the others their answers.
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

/// Answers in the form of the requests.
async fn answer(call: Call, operation: Operation) -> Result<Response, Refusal> {
    let form = form(&call.headers, &call.query)?;
    let Call { app, version, lang, body, .. } = call;
    match form {
        BodyForm::Lines => lines(&app, version, operation, lang, body),
        BodyForm::Document => document(&app, version, operation, lang, body).await,
    }
}

fn lines(
    app: &Arc<App>,
    version: Arc<Version>,
    operation: Operation,
    lang: Lang,
    body: Body,
) -> Result<Response, Refusal> {
    if body.is_end_stream() {
        return Err(RequestError::nothing().into());
    }
    let permit = app.job().ok_or(Refusal::Overloaded)?;
    let today = app.today(&version);
    let mut requests = RequestReader::new(app, body);
    let body = stream::body(app, permit, move |answers: &mut AnswerWriter| {
        operation.answer_all(&version.writer(lang, today), &mut requests, answers)
    });
    Ok(response(NDJSON, body))
}

async fn document(
    app: &Arc<App>,
    version: Arc<Version>,
    operation: Operation,
    lang: Lang,
    body: Body,
) -> Result<Response, Refusal> {
    let body = body::read(app, body).await?;
    let today = app.today(&version);
    let json = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body).trim_ascii();
    let mut out = Vec::with_capacity(2048);
    if json.is_empty() {
        return Err(RequestError::nothing().into());
    }
    // An array that is not valid JSON is one request that cannot be parsed.
    let array = (json.first() == Some(&b'[')).then(|| count(json)).flatten();
    let writer = || version.writer(lang, today);
    match array {
        None => {
            operation.answer(&writer(), json, &mut out)?;
            out.push(b'\n');
        }
        Some(count) if count > app.config.limits.batch => {
            return Err(RequestError::too_many(app.config.limits.batch).into());
        }
        Some(count) if count > FEW => {
            let permit = app.job().ok_or(Refusal::Overloaded)?;
            let json = body.slice_ref(json);
            let answers = stream::body(app, permit, move |answers: &mut AnswerWriter| {
                // Counted as held until the last request is answered.
                let _whole = body;
                operation.answer_all(&version.writer(lang, today), &*json, answers)
            });
            return Ok(response(JSON, answers));
        }
        Some(_) => {
            let answered = operation.answer_all(&writer(), json, &mut out);
            answered.map_err(|_| Refusal::Failed)?;
        }
    }
    Ok(response(JSON, out))
}

/// The number of requests in an array; `None` if it is not valid JSON.
fn count(array: &[u8]) -> Option<usize> {
    Some(serde_json::from_slice::<Vec<&RawValue>>(array).ok()?.len())
}

/// The form of requests.
#[derive(Debug, PartialEq, Eq)]
enum BodyForm {
    /// One value: a request, or an array of them.
    Document,
    /// One request a line.
    Lines,
}

fn form(headers: &HeaderMap, query: &Query) -> Result<BodyForm, Refusal> {
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
    match body::content_type(headers)?.as_deref() {
        Some("application/x-ndjson" | "application/ndjson" | "application/jsonl") => {
            Ok(BodyForm::Lines)
        }
        None | Some("application/json") if lines => Ok(BodyForm::Lines),
        None | Some("application/json") => Ok(BodyForm::Document),
        Some(_) => Err(Refusal::WrongType),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::CONTENT_TYPE;
    use serde_json::Value;

    use super::*;
    use crate::http::query::Parameter;

    #[test]
    fn the_form_follows_from_content_type_and_query() {
        let form = |content_type: Option<&str>, uri: &str| {
            let format = Parameter { name: "format", description: "", schema: || Value::Null };
            let query = Query::parse(&uri.parse().unwrap(), &[&format]).unwrap();
            let mut headers = HeaderMap::new();
            if let Some(value) = content_type {
                headers.insert(CONTENT_TYPE, value.parse().unwrap());
            }
            form(&headers, &query).ok()
        };
        assert_eq!(form(None, "/"), Some(BodyForm::Document));
        assert_eq!(form(Some("Application/JSON; charset=utf-8"), "/"), Some(BodyForm::Document));
        assert_eq!(form(Some("application/x-ndjson"), "/"), Some(BodyForm::Lines));
        assert_eq!(form(Some("application/json"), "/?format=ndjson"), Some(BodyForm::Lines));
        assert_eq!(form(Some("text/plain"), "/?format=ndjson"), None);
        assert_eq!(form(Some("application/x-www-form-urlencoded"), "/"), None);
        assert_eq!(form(Some("application/x-ndjson"), "/?format=json"), None);
        assert_eq!(form(None, "/?format="), None);
    }
}
