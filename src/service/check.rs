//! Rule sets that are sent, as maps of file names to texts: every fault of one (`check`), what is proved of it (`analyse`),
//! and what changes from one to another (`diff`).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::app::{self, App, Route};
use super::ask::JSON;
use super::body::read_json;
use super::guard;
use super::problem::Refusal;
use super::query::Query;
use super::rules::Version;
use handover_core::document::Files;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::report::{CheckReport, diagnostics};
use handover_core::wire::v1::RequestError;
use handover_matcher::DIFF_STEPS;
use handover_proof::analysis::{
    DEFAULT_DAYS, MAX_DAYS, Proofs, Surveyed, Window, prove_loaded, report,
};
use handover_proof::compare::{Compared, Comparison};

/// A rule set as it is sent: the texts of its files by name.
type Sent = BTreeMap<String, String>;

/// Two rule sets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Sides {
    /// The rule set before; the rules in force where left out.
    #[serde(default)]
    before: Option<Sent>,
    /// The rule set after.
    after: Sent,
}

/// What is to be done with rule sets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    /// Tell every fault.
    Check,
    /// Tell what is proved.
    Analyse,
    /// Tell what changes.
    Diff,
}

impl Task {
    fn route(self) -> &'static Route {
        match self {
            Self::Check => &app::CHECK,
            Self::Analyse => &app::ANALYSE,
            Self::Diff => &app::DIFF,
        }
    }
}

/// Does what is to be done with the rule sets of a request.
pub(super) async fn answer(State(app): State<Arc<App>>, task: Task, request: Request) -> Response {
    let version = app.rules.current();
    let lang = app.lang(request.headers(), &version);
    let (head, body) = request.into_parts();
    let answered = answered(&app, version, task, lang, &head, body).await;
    answered.unwrap_or_else(|refusal| guard::refuse(&refusal, lang))
}

async fn answered(
    app: &Arc<App>,
    version: Arc<Version>,
    task: Task,
    lang: Lang,
    head: &Parts,
    body: Body,
) -> Result<Response, Refusal> {
    let query = Query::of(&head.uri, task.route().parameters)?;
    let at = query.day("at")?.unwrap_or_else(|| app.today());
    let days = query.number("days", (1, MAX_DAYS))?.unwrap_or(DEFAULT_DAYS);
    let body = read_json(app, &head.headers, body).await?;
    let permit = app.job()?;
    let job = spawn_blocking(move || {
        let _permit = permit;
        match task {
            Task::Check => checked(&body, lang),
            Task::Analyse => analysed(&body, lang, Window::of(at, days)),
            Task::Diff => compared(&body, lang, &version, at),
        }
    });
    let answer = job.await.map_err(|_| {
        app.metrics.panics.inc();
        Refusal::Failed
    })??;
    let mut response = Response::new(Body::from(answer));
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    Ok(response)
}

fn checked(body: &[u8], lang: Lang) -> Result<Vec<u8>, Refusal> {
    let mut loaded = loaded(rule_set(body)?, Scope::RulesAndTests);
    let proved = prove_loaded(&mut loaded).as_ref().map_or(0, Proofs::proved);
    json(&CheckReport::new(loaded.rule_set.as_ref(), proved, &loaded.diagnostics, lang))
}

fn analysed(body: &[u8], lang: Lang, window: Window) -> Result<Vec<u8>, Refusal> {
    let mut loaded = loaded(rule_set(body)?, Scope::Rules);
    match Surveyed::new(&mut loaded, window) {
        Some(surveyed) => json(&report(&surveyed, lang)),
        None => Err(Refusal::Faulty(diagnostics(&loaded.diagnostics, lang))),
    }
}

fn compared(body: &[u8], lang: Lang, version: &Version, at: Date) -> Result<Vec<u8>, Refusal> {
    let sides: Sides = serde_json::from_slice(body)
        .map_err(|error| RequestError::no_rule_sets(error.is_data(), true))?;
    let before = sides.before.map(|files| loaded(files, Scope::Rules));
    let after = loaded(sides.after, Scope::Rules);
    // What is wrong with either is told at once.
    let mut faults = Vec::new();
    for (side, loaded) in [("before", before.as_ref()), ("after", Some(&after))] {
        let Some(loaded) = loaded.filter(|loaded| loaded.rule_set.is_none()) else { continue };
        let mut own = diagnostics(&loaded.diagnostics, lang);
        for place in own.iter_mut().flat_map(|fault| &mut fault.places) {
            place.file = format!("{side}/{}", place.file);
        }
        faults.append(&mut own);
    }
    let before = match &before {
        None => Some(version.compared()),
        Some(loaded) => compared_of(loaded),
    };
    let Some((before, after)) = before.zip(compared_of(&after)) else {
        return Err(Refusal::Faulty(faults));
    };
    json(&Comparison::new(before, after, DIFF_STEPS).report(lang, at))
}

fn compared_of(loaded: &Loaded) -> Option<Compared<'_>> {
    let rule_set = loaded.rule_set.as_ref()?;
    Some(Compared { rule_set, invariants: &loaded.invariants })
}

/// The rule set that a body is.
fn rule_set(body: &[u8]) -> Result<Sent, RequestError> {
    serde_json::from_slice(body).map_err(|error| RequestError::no_rule_sets(error.is_data(), false))
}

fn loaded(files: Sent, scope: Scope) -> Loaded {
    let files = files.into_iter().map(|(name, text)| (name, text.into_bytes()));
    load(&Files::Memory(files.collect()), scope)
}

/// An answer in the bytes of the command line.
fn json(answer: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    let mut json = serde_json::to_vec_pretty(answer).map_err(|_| Refusal::Failed)?;
    json.push(b'\n');
    Ok(json)
}
