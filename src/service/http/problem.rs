//! Refusals, and their answers: problem details (RFC 9457) with the contract's `error`.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use handover_core::language::{Lang, Text, text};
use handover_core::wire::report::Diagnostic;
use handover_core::wire::v1::{ErrorBody, RequestError};
use schemars::JsonSchema;
use serde::Serialize;

use super::respond::append;
use crate::state::latency::RequestOutcome;
use crate::state::permission::Permission;

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    /// The request cannot be parsed.
    Misunderstood(RequestError),
    /// A rule set in the request has faults, which are all there is to answer.
    Faulty(Vec<Diagnostic>),
    /// The path does not exist.
    NotFound,
    /// The path does not have the method.
    WrongMethod,
    /// The content type is not supported.
    WrongType,
    /// The content type is not JSON, and the path supports no other.
    NotJson,
    /// The content type names another encoding than UTF-8.
    OtherEncoding,
    /// The request comes from a web page of elsewhere, or is for a name that is not this machine's.
    Foreign,
    /// The body is longer than this many bytes.
    TooLarge(usize),
    /// The body did not arrive in time.
    SlowBody,
    /// The body ended early.
    BrokenBody,
    /// The key is missing or wrong.
    NoKey,
    /// The key does not have the permission.
    OutOfScope(Permission),
    /// The client exceeds its rate; the time until the next request.
    Limited(Duration),
    /// A limit on concurrent work is reached.
    Overloaded,
    /// The answer took too long.
    TimedOut,
    /// The service has a bug.
    Failed,
}

/// Problem details.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Problem {
    /// The kind of problem: `urn:handover:problem:` and the error's code.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem in words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong and how to fix it.
    detail: String,
    /// The error, as in batches and on the command line.
    error: ErrorBody,
    /// The faults of the rules, if these are the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<Diagnostic>>,
}

impl From<RequestError> for Refusal {
    fn from(error: RequestError) -> Self {
        Self::Misunderstood(error)
    }
}

impl Refusal {
    /// The status of its answer.
    fn status(&self) -> StatusCode {
        match self {
            Self::Misunderstood(error) => match error.code() {
                "not_json" | "unknown_parameter" | "bad_parameter" => StatusCode::BAD_REQUEST,
                "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::Faulty(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::WrongType | Self::NotJson | Self::OtherEncoding => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenBody => StatusCode::BAD_REQUEST,
            Self::NoKey => StatusCode::UNAUTHORIZED,
            Self::OutOfScope(_) => StatusCode::FORBIDDEN,
            Self::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Overloaded | Self::TimedOut => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Misunderstood(error) => error.code(),
            Self::Faulty(_) => "faulty_rules",
            Self::NotFound => "not_found",
            Self::WrongMethod => "wrong_method",
            Self::WrongType | Self::NotJson | Self::OtherEncoding => "wrong_content_type",
            Self::Foreign => "foreign_origin",
            Self::TooLarge(_) => "too_large",
            Self::SlowBody => "slow_body",
            Self::BrokenBody => "broken_body",
            Self::NoKey => "no_key",
            Self::OutOfScope(_) => "out_of_scope",
            Self::Limited(_) => "too_often",
            Self::Overloaded => "overloaded",
            Self::TimedOut => "timed_out",
            Self::Failed => "failed",
        }
    }

    fn title(&self) -> Text {
        match self {
            Self::Misunderstood(_) => {
                text("frågan går inte att förstå", "the request cannot be understood")
            }
            Self::Faulty(_) => text("reglerna har fel", "the rules have faults"),
            Self::NotFound => text("sökvägen finns inte", "there is no such path"),
            Self::WrongMethod => text("fel metod för sökvägen", "the wrong method for the path"),
            Self::WrongType | Self::NotJson => text("fel innehållstyp", "the wrong content type"),
            Self::OtherEncoding => {
                text("frågan är inte kodad som UTF-8", "the request is not encoded as UTF-8")
            }
            Self::Foreign => text(
                "frågan kommer från en webbsida, eller gäller ett annat namn än datorns",
                "the request comes from a web page, or is for another name than the machine's",
            ),
            Self::TooLarge(_) => text("frågan är för stor", "the request is too large"),
            Self::SlowBody => text("frågan kom för långsamt", "the request came too slowly"),
            Self::BrokenBody => {
                text("frågan kom inte fram hel", "the request did not arrive whole")
            }
            Self::NoKey => text("nyckel saknas eller gäller inte", "no key, or not a valid one"),
            Self::OutOfScope(_) => text("nyckeln räcker inte", "the key does not suffice"),
            Self::Limited(_) => text("för många frågor", "too many requests"),
            Self::Overloaded => text("tjänsten är fullt upptagen", "the service is fully occupied"),
            Self::TimedOut => text("svaret tog för lång tid", "the answer took too long"),
            Self::Failed => text("ett fel i tjänsten", "a fault in the service"),
        }
    }

    fn hint(&self) -> Option<Text> {
        Some(match self {
            Self::Misunderstood(error) => return error.hint().cloned(),
            Self::Faulty(_) => text(
                "`diagnostics` säger vad, var och hur det rättas",
                "`diagnostics` tells what, where, and how to mend it",
            ),
            Self::NotFound => text("`/docs` visar vad som finns", "`/docs` shows what there is"),
            Self::WrongMethod => text(
                "`/docs` visar metoden; svaret nämner den i `Allow`",
                "`/docs` shows the method; the answer names it in `Allow`",
            ),
            Self::WrongType => text(
                "sänd `application/json`, eller `application/x-ndjson` för en fråga per rad",
                "send `application/json`, or `application/x-ndjson` for one request a line",
            ),
            Self::NotJson => text("sänd `application/json`", "send `application/json`"),
            Self::OtherEncoding => text(
                "sänd `application/json` i UTF-8, utan `charset` eller med `charset=utf-8`",
                "send `application/json` in UTF-8, without `charset` or with `charset=utf-8`",
            ),
            Self::Foreign => text(
                "utan nyckel svarar tjänsten program på datorn, under `localhost` eller en IP-adress; sänd en nyckel",
                "without a key the service answers programs on its machine, as `localhost` or an IP address; send a key",
            ),
            Self::TooLarge(limit) => text(
                format!("högst {limit} byte läses; sänd större mängder som `application/x-ndjson`"),
                format!("at most {limit} bytes are read; send more as `application/x-ndjson`"),
            ),
            Self::SlowBody | Self::BrokenBody => text("sänd den igen", "send it again"),
            Self::NoKey => text(
                "sänd `Authorization: Bearer` med en nyckel från `handover key new`",
                "send `Authorization: Bearer` with a key of `handover key new`",
            ),
            Self::OutOfScope(permission) => {
                let scope = permission.as_str();
                text(
                    format!("använd en nyckel som får `{scope}`"),
                    format!("use a key that may `{scope}`"),
                )
            }
            Self::Limited(_) | Self::Overloaded | Self::TimedOut => text(
                "vänta så länge som `Retry-After` säger, och fråga igen",
                "wait for as long as `Retry-After` says, and ask again",
            ),
            Self::Failed => text(
                "felet är loggat under svarets `x-request-id`; säg till den som driver tjänsten",
                "it is logged under the `x-request-id` of the answer; tell whoever runs the service",
            ),
        })
    }

    /// Its outcome in metrics and logs.
    fn outcome(&self) -> RequestOutcome {
        match self {
            Self::Limited(_) => RequestOutcome::Limited,
            Self::Overloaded => RequestOutcome::Shed,
            Self::TimedOut => RequestOutcome::TimedOut,
            Self::Failed => RequestOutcome::Failed,
            _ => RequestOutcome::Refused,
        }
    }

    /// Its answer.
    fn response(&self, lang: Lang) -> Response {
        let status = self.status();
        let hint = self.hint();
        let error = match self {
            Self::Misunderstood(error) => error.answer(lang).error,
            _ => {
                let hint = hint.as_ref().map(|hint| hint.get(lang));
                ErrorBody::new(self.code(), self.title().get(lang), hint)
            }
        };
        let problem = Problem {
            kind: format!("urn:handover:problem:{}", error.code),
            title: self.title().get(lang).to_owned(),
            status: status.as_u16(),
            detail: match &error.hint {
                Some(hint) => format!("{}; {hint}", error.message),
                None => error.message.clone(),
            },
            error,
            diagnostics: match self {
                Self::Faulty(diagnostics) => Some(diagnostics.clone()),
                _ => None,
            },
        };
        let mut body = Vec::new();
        append(&problem, &mut body);
        body.push(b'\n');
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self {
            Self::Limited(wait) => {
                headers.insert(RETRY_AFTER, wait.as_secs().saturating_add(1).into());
            }
            Self::Overloaded | Self::TimedOut => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            Self::NoKey => {
                let realm = HeaderValue::from_static("Bearer realm=\"handover\"");
                headers.insert(WWW_AUTHENTICATE, realm);
            }
            _ => {}
        }
        response
    }
}

/// A mark on the response to a refusal, by which the guard counts it.
#[derive(Debug, Clone, Copy)]
struct RefusalMark(RequestOutcome);

/// The response to a refusal.
pub(super) fn refuse(refusal: &Refusal, lang: Lang) -> Response {
    let mut response = refusal.response(lang);
    response.extensions_mut().insert(RefusalMark(refusal.outcome()));
    response
}

/// The outcome of a response.
pub(super) fn outcome_of(response: &Response) -> RequestOutcome {
    response.extensions().get::<RefusalMark>().map_or(RequestOutcome::Answered, |refused| refused.0)
}
