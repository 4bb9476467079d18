//! `POST /v1/check`: every fault of a rule set that is sent as a map of file names to texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::task::spawn_blocking;

use super::app::App;
use super::ask::{JSON, append, read_json};
use super::guard;
use super::problem::Refusal;
use super::told::{Told, told};
use crate::analysis::prove_loaded;
use crate::diagnostic::{Lang, Severity};
use crate::document::Files;
use crate::ruleset::{Scope, load};
use crate::wire::v1::RequestError;

/// What came of checking a rule set.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Checked {
    /// Whether it can be put in force.
    sound: bool,
    /// What it would be called; null where it has errors.
    ruleset: Option<CheckedRules>,
    /// Everything that is to be told of it.
    diagnostics: Vec<Told>,
}

/// A rule set that is sound.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckedRules {
    /// Its id.
    id: String,
    /// SHA-256 over its content.
    fingerprint: String,
}

/// Checks a rule set.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request) -> Response {
    let version = app.rules.current();
    let lang = app.lang(request.headers(), &version);
    checked(&app, lang, request).await.unwrap_or_else(|refusal| guard::refuse(&refusal, lang))
}

async fn checked(app: &Arc<App>, lang: Lang, request: Request) -> Result<Response, Refusal> {
    let body = read_json(app, request).await?;
    let permit = app.job()?;
    let job = spawn_blocking(move || {
        let _permit = permit;
        answer(&body, lang)
    });
    let answer = job.await.map_err(|_| {
        app.metrics.panics.inc();
        Refusal::Failed
    })??;
    let mut response = Response::new(Body::from(answer));
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    Ok(response)
}

/// What is to be told of some files.
fn answer(body: &[u8], lang: Lang) -> Result<Vec<u8>, RequestError> {
    let files: BTreeMap<String, String> =
        serde_json::from_slice(body).map_err(|error| RequestError::no_files(error.is_data()))?;
    let files = files.into_iter().map(|(name, text)| (name, text.into_bytes()));
    let mut loaded = load(&Files::Memory(files.collect()), Scope::RulesAndTests);
    prove_loaded(&mut loaded);
    let faults = loaded.diagnostics.iter().any(|told| told.severity == Severity::Error);
    let ruleset = loaded
        .rule_set
        .as_ref()
        .filter(|_| !faults)
        .map(|rules| CheckedRules { id: rules.id.clone(), fingerprint: rules.fingerprint.clone() });
    let diagnostics = told(&loaded.diagnostics, lang);
    let mut answer = Vec::new();
    append(&Checked { sound: ruleset.is_some(), ruleset, diagnostics }, &mut answer);
    answer.push(b'\n');
    Ok(answer)
}
