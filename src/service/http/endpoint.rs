//! The type of endpoints, and of calls to their handlers.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use futures_util::future::BoxFuture;
use handover_core::language::Lang;
use schemars::Schema;
use schemars::generate::SchemaGenerator;

use super::problem::Refusal;
use super::query::{Parameter, Query};
use crate::state::app::App;
use crate::state::permission::Permission;
use crate::state::rules::Version;

/// The schema of a type, whose definition is added to a generator.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// An endpoint: everything that the router, the guard, the metrics and the description know of it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// Its method. `GET` also answers `HEAD`.
    pub(super) method: Method,
    /// Its path, without parameters.
    pub(crate) path: &'static str,
    /// What it answers, as a noun phrase.
    pub(super) summary: &'static str,
    /// The permission that it takes; `None` is open to all.
    pub(super) permission: Option<Permission>,
    /// The parameters of its query, beside which others are refused; `None` ignores the query.
    pub(super) query: Option<&'static [&'static Parameter]>,
    /// The body of a request.
    pub(super) request: Payload,
    /// The body of an answer; `None` is the description of the service, which does not describe itself.
    pub(super) answer: Option<AnswerPayload>,
    /// Other statuses of answers, with their descriptions.
    pub(super) other: &'static [(u16, &'static str)],
    /// The function that answers.
    pub(super) handler: Handler,
}

/// The body of a request.
#[derive(Debug)]
pub(super) enum Payload {
    /// None.
    Nothing,
    /// A question, an array of questions, or one question a line. Answers name the rules that gave them.
    Batch(SchemaOf),
    /// One JSON document.
    Json {
        /// What it holds.
        description: &'static str,
        schema: SchemaOf,
    },
}

/// The body of an answer.
#[derive(Debug)]
pub(super) enum AnswerPayload {
    /// JSON, or a batch of JSON where requests come in batches.
    Json(SchemaOf),
    /// Text.
    Text { content_type: &'static str, description: &'static str },
}

/// A function that answers calls.
pub(super) type Handler = fn(Call) -> BoxFuture<'static, Result<Response, Refusal>>;

/// A request on its way to a handler.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) app: Arc<App>,
    /// The rules in force when the request arrived.
    pub(super) version: Arc<Version>,
    /// The language of the answer.
    pub(super) lang: Lang,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// All routes, for the description of the service.
    pub(super) routes: &'static [Endpoint],
}
