//! What requests share, and the paths that answer them.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::ask::Question;
use super::check::Task;
use super::keys::Keys;
use super::limit::{Leave, Limit};
use super::metrics::Metrics;
use super::problem::Refusal;
use super::rate::Rates;
use super::rules::{Rules, Version};
use super::scope::Scope;
use super::{Config, StartError, about, ask, check, docs, guard, health, lang};
use handover_core::document::{Files, Watch};
use handover_core::language::Lang;

/// How many slow hashes are computed at once.
const VERIFYING: usize = 1;
/// Wrong keys that a client may present each second; those of keys that were presented rightly before cost nothing, and are
/// not counted.
const GUESSES_PER_SECOND: u32 = 2;
/// Wrong keys that a client may present at once.
const GUESSES_AT_ONCE: u32 = 20;

/// What requests share.
#[derive(Debug)]
pub(super) struct App {
    pub(super) config: Config,
    /// The folder of the rules, looked at before they were first read; taken by what watches it.
    pub(super) watch: Mutex<Option<Watch>>,
    pub(super) rules: Rules,
    pub(super) keys: ArcSwap<Keys>,
    pub(super) metrics: Metrics,
    /// Requests that may be answered at once, once they have come whole.
    pub(super) running: Arc<Limit>,
    /// Bytes of long bodies that may be held at once.
    pub(super) bodies: Arc<Limit>,
    /// Threads that may answer what takes long.
    pub(super) jobs: Arc<Limit>,
    /// Slow hashes that may be computed at once.
    pub(super) verifying: Semaphore,
    /// How often each client asks.
    pub(super) rates: Option<Rates>,
    /// How often each client presents a wrong key.
    pub(super) guesses: Rates,
    /// Set when the service has been told to stop.
    pub(super) stopping: AtomicBool,
}

impl App {
    pub(super) fn new(config: Config) -> Result<Self, StartError> {
        let keys = match &config.keys {
            Some(file) => Keys::read(file).map_err(StartError::Keys)?,
            None => Keys::default(),
        };
        let limits = &config.limits;
        let watch = match &config.files {
            Files::Folder(folder) if config.watch => Some(Watch::new(folder)),
            _ => None,
        };
        Ok(Self {
            watch: Mutex::new(watch),
            rules: Rules::open(config.files.clone())?,
            keys: ArcSwap::from_pointee(keys),
            metrics: Metrics::new(),
            running: Limit::new(limits.running),
            bodies: Limit::new(limits.held_bytes),
            jobs: Limit::new(limits.jobs),
            verifying: Semaphore::new(VERIFYING),
            rates: limits.rate.map(|rate| Rates::new(rate, rate.saturating_mul(2))),
            guesses: Rates::new(GUESSES_PER_SECOND, GUESSES_AT_ONCE),
            stopping: AtomicBool::new(false),
            config,
        })
    }

    /// The day that answers are for where a request names none.
    pub(super) fn today(&self) -> Date {
        self.config.today.unwrap_or_else(|| ZonedDateTime::now().date())
    }

    /// The language of an answer: as the client asks, else as the service is set up, else the rule set's first.
    pub(super) fn lang(&self, headers: &HeaderMap, version: &Version) -> Lang {
        let set_up = || self.config.lang;
        let asked = lang::asked_for(headers).or_else(set_up);
        asked.unwrap_or_else(|| version.engine.rule_set().first_language())
    }

    /// Leave to take a thread for what takes long.
    ///
    /// # Errors
    /// Where all are taken.
    pub(super) fn job(&self) -> Result<Leave, Refusal> {
        self.leave(&self.jobs, 1)
    }

    /// Leave to do so much more of something.
    ///
    /// # Errors
    /// Where that would be too much.
    pub(super) fn leave(&self, limit: &Arc<Limit>, more: usize) -> Result<Leave, Refusal> {
        limit.take(more).ok_or_else(|| {
            self.metrics.shed.inc();
            Refusal::Overloaded
        })
    }
}

/// A path.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) path: &'static str,
    /// What a client has to be allowed to use it; `None` is for all.
    pub(super) scope: Option<Scope>,
    /// The parameters of its query.
    pub(super) parameters: &'static [&'static str],
}

const fn route(
    path: &'static str,
    scope: Option<Scope>,
    parameters: &'static [&'static str],
) -> Route {
    Route { path, scope, parameters }
}

pub(super) const RECOMMEND: Route = route("/v1/recommend", Some(Scope::Query), &["format"]);
pub(super) const VALIDATE: Route = route("/v1/validate", Some(Scope::Query), &["format"]);
pub(super) const EXPLAIN: Route = route("/v1/explain", Some(Scope::Query), &["format", "rule"]);
pub(super) const RULE_SET: Route = route("/v1/ruleset", Some(Scope::Query), &[]);
pub(super) const SOURCES: Route = route("/v1/sources", Some(Scope::Query), &["at", "within"]);
pub(super) const CHECK: Route = route("/v1/check", Some(Scope::Check), &[]);
pub(super) const ANALYSE: Route = route("/v1/analyse", Some(Scope::Check), &["at", "days"]);
pub(super) const DIFF: Route = route("/v1/diff", Some(Scope::Check), &["at"]);
pub(super) const HEALTH: Route = route("/healthz", None, &[]);
pub(super) const READY: Route = route("/readyz", None, &[]);
pub(super) const METRICS: Route = route("/metrics", Some(Scope::Admin), &[]);

pub(super) const OPENAPI: Route = route("/openapi.json", None, &[]);
pub(super) const DOCS: Route = route("/docs", None, &[]);

/// Every path.
pub(super) const ROUTES: [&Route; 13] = [
    &RECOMMEND, &VALIDATE, &EXPLAIN, &RULE_SET, &SOURCES, &CHECK, &ANALYSE, &DIFF, &HEALTH, &READY,
    &METRICS, &OPENAPI, &DOCS,
];

/// What answers requests that [`guard`] lets through.
pub(super) fn router(app: &Arc<App>) -> Router {
    let asked =
        |question: Question| post(move |state, request| ask::answer(state, question, request));
    let rules = |task: Task| post(move |state, request| check::answer(state, task, request));
    Router::new()
        .route(RECOMMEND.path, asked(Question::Recommend))
        .route(VALIDATE.path, asked(Question::Validate))
        .route(EXPLAIN.path, asked(Question::Explain))
        .route(RULE_SET.path, get(about::rule_set))
        .route(SOURCES.path, get(about::sources))
        .route(CHECK.path, rules(Task::Check))
        .route(ANALYSE.path, rules(Task::Analyse))
        .route(DIFF.path, rules(Task::Diff))
        .route(HEALTH.path, get(health::alive))
        .route(READY.path, get(health::ready))
        .route(METRICS.path, get(health::metrics))
        .route(OPENAPI.path, get(docs::openapi))
        .route(DOCS.path, get(docs::page))
        .method_not_allowed_fallback(guard::wrong_method)
        .with_state(Arc::clone(app))
}
