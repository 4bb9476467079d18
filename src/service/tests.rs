//! Routes and the guard before them, without a socket.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode};
use axum::routing::post;
use handover_core::ruleset::embedded_files;
use jiff::civil::date;
use serde_json::Value;

use crate::http::access::Peer;
use crate::http::guard;
use crate::http::router::router;
use crate::http::routes::ROUTES;
use crate::state::app::App;
use crate::state::rate::Client;
use crate::state::reload;
use crate::{Anonymous, Config, Permission, StartError, new_key};

mod rule_sets;

const CASE: &str = r#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#;
const NEAR: [u8; 4] = [127, 0, 0, 1];
const FAR: [u8; 4] = [192, 0, 2, 7];

fn app(set_up: impl FnOnce(&mut Config)) -> Arc<App> {
    let mut config = Config::new(SocketAddr::from((NEAR, 0)), embedded_files());
    config.today = Some(date(2025, 10, 1));
    set_up(&mut config);
    Arc::new(start(config).unwrap())
}

fn start(config: Config) -> Result<App, StartError> {
    App::new(config, ROUTES.iter().map(|route| route.path).collect())
}

fn request(method: Method, path: &str, from: [u8; 4], body: &str) -> Request<Body> {
    let mut request = Request::new(Body::from(body.to_owned()));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().unwrap();
    request.extensions_mut().insert(Peer(SocketAddr::from((from, 1))));
    request
}

fn with(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

async fn ask(app: &Arc<App>, request: Request<Body>) -> Response<Body> {
    guard::answer(app, &router(app), request).await
}

async fn json_of(response: Response<Body>) -> Value {
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

async fn status(app: &Arc<App>, request: Request<Body>) -> u16 {
    ask(app, request).await.status().as_u16()
}

/// A file of keys in a folder of its own, removed when dropped.
struct KeyFile {
    path: PathBuf,
    keys: Vec<String>,
}

impl KeyFile {
    fn new(name: &str, clients: &[(&str, Permission)]) -> Self {
        let path =
            std::env::temp_dir().join(format!("handover-keys-{}-{name}", std::process::id()));
        let made = clients.iter().map(|(id, permission)| new_key(id, &[*permission]).unwrap());
        let (lines, keys): (Vec<_>, Vec<_>) = made.map(|made| (made.line, made.key)).unzip();
        fs::write(&path, lines.join("\n")).unwrap();
        Self { path, keys }
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[tokio::test]
async fn without_keys_only_this_machine_may_ask() {
    let app = app(|_| {});
    let paths = [("/v1/recommend", CASE), ("/v1/check", "{}")];
    for (path, body) in paths {
        assert_eq!(status(&app, request(Method::POST, path, NEAR, body)).await, 200, "{path}");
        assert_eq!(status(&app, request(Method::POST, path, FAR, body)).await, 401, "{path}");
    }
    assert_eq!(status(&app, request(Method::GET, "/metrics", NEAR, "")).await, 200);
    assert_eq!(status(&app, request(Method::GET, "/metrics", FAR, "")).await, 401);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(status(&app, request(Method::GET, path, FAR, "")).await, 200, "{path}");
    }
}

#[tokio::test]
async fn a_key_opens_what_it_is_for() {
    let file =
        KeyFile::new("scopes", &[("journal", Permission::Query), ("watch", Permission::Admin)]);
    let app = app(|config| config.keys = Some(file.path.clone()));
    let asked = |path: &str, key: &str| {
        let method = if path == "/metrics" { Method::GET } else { Method::POST };
        with(request(method, path, FAR, CASE), "authorization", &format!("Bearer {key}"))
    };
    let [journal, watch] = &file.keys[..] else { panic!() };
    // Twice: verified, then known.
    for _ in 0..2 {
        assert_eq!(status(&app, asked("/v1/recommend", journal)).await, 200);
    }
    assert_eq!(status(&app, asked("/metrics", journal)).await, 403);
    assert_eq!(status(&app, asked("/v1/recommend", watch)).await, 403);
    assert_eq!(status(&app, asked("/metrics", watch)).await, 200);
    let mut wrong = journal.clone();
    let last = if wrong.pop() == Some('0') { '1' } else { '0' };
    wrong.push(last);
    for key in [wrong.as_str(), "", "handover_other_00", "åäö"] {
        let response = ask(&app, asked("/v1/recommend", key)).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{key}");
        assert!(response.headers().contains_key("www-authenticate"));
    }
    // Without a key, this machine may still ask, and nothing else.
    assert_eq!(status(&app, request(Method::POST, "/v1/recommend", NEAR, CASE)).await, 200);
    assert_eq!(status(&app, request(Method::POST, "/v1/check", NEAR, "{}")).await, 401);
    assert_eq!(status(&app, request(Method::POST, "/v1/recommend", FAR, CASE)).await, 401);
}

#[tokio::test]
async fn keys_are_not_guessed_at_will() {
    let file = KeyFile::new("guesses", &[("journal", Permission::Query)]);
    let app = app(|config| config.keys = Some(file.path.clone()));
    // However slowly the hash is computed here, the client's bucket is empty when it guesses again.
    let refused = (0..20).any(|guess| {
        while app.guesses.try_take(&Client::from(IpAddr::from(FAR))).is_ok() {}
        let key = format!("Bearer handover_journal_{guess:064x}");
        let asked = with(request(Method::POST, "/v1/recommend", FAR, CASE), "authorization", &key);
        futures_util::FutureExt::now_or_never(ask(&app, asked))
            .is_some_and(|response| response.status() == StatusCode::TOO_MANY_REQUESTS)
    });
    assert!(refused);
    // From elsewhere the right key is taken meanwhile.
    let key = format!("Bearer {}", file.keys[0]);
    let asked = with(request(Method::POST, "/v1/recommend", NEAR, CASE), "authorization", &key);
    assert_eq!(status(&app, asked).await, 200);
}

#[tokio::test]
async fn many_who_begin_with_the_same_key_at_once_are_all_let_in() {
    let file = KeyFile::new("many", &[("journal", Permission::Query)]);
    let app = app(|config| config.keys = Some(file.path.clone()));
    let key = format!("Bearer {}", file.keys[0]);
    let asked = || with(request(Method::POST, "/v1/recommend", FAR, CASE), "authorization", &key);
    let all = futures_util::future::join_all((0..100).map(|_| status(&app, asked()))).await;
    assert!(all.iter().all(|status| *status == 200), "{all:?}");
    // Nor does anybody notice that keys are read again, even if no hash could be computed any more.
    reload::keys(&app).await;
    let _busy = app.verifying.acquire().await.unwrap();
    let at_once = futures_util::FutureExt::now_or_never(status(&app, asked()));
    assert_eq!(at_once, Some(200));
}

#[tokio::test]
async fn anonymous_questions_are_switched_on_and_off() {
    for (anonymous, near, far) in [
        (Anonymous::Nobody, 401, 401),
        (Anonymous::Local, 200, 401),
        (Anonymous::Anybody, 200, 200),
    ] {
        let app = app(|config| config.anonymous = anonymous);
        let asked = |from| request(Method::POST, "/v1/recommend", from, CASE);
        assert_eq!(status(&app, asked(NEAR)).await, near, "{anonymous:?}");
        assert_eq!(status(&app, asked(FAR)).await, far, "{anonymous:?}");
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_service_lives() {
    async fn fails() -> &'static str {
        panic!("a secret");
    }
    let app = app(|_| {});
    let paths = Router::new().route("/v1/recommend", post(fails));
    for count in 1..=3 {
        let asked = request(Method::POST, "/v1/recommend", NEAR, CASE);
        let response = guard::answer(&app, &paths, asked).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let problem = json_of(response).await;
        assert_eq!(problem["error"]["code"], "failed");
        assert!(!problem.to_string().contains("secret"));
        assert_eq!(app.metrics.panics.get(), count);
    }
    assert_eq!(status(&app, request(Method::POST, "/v1/recommend", NEAR, CASE)).await, 200);
}

#[tokio::test]
async fn what_is_too_much_is_shed() {
    let app = app(|config| {
        config.limits.running = 1;
        config.limits.jobs = 1;
        config.limits.held_bytes = 100_000;
    });
    let asked = || request(Method::POST, "/v1/recommend", NEAR, CASE);
    let running = app.running.try_acquire(1).unwrap();
    let response = ask(&app, asked()).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(json_of(response).await["error"]["code"], "overloaded");
    // Open routes still answer.
    assert_eq!(status(&app, request(Method::GET, "/healthz", NEAR, "")).await, 200);
    drop(running);
    assert_eq!(app.metrics.shed.get(), 1);

    let job = app.job().unwrap();
    let lines = || with(asked(), "content-type", "application/x-ndjson");
    assert_eq!(status(&app, lines()).await, 503);
    drop(job);
    assert_eq!(status(&app, lines()).await, 200);

    // What long bodies hold, they give back; short ones are read whatever is held.
    let long = || request(Method::POST, "/v1/recommend", NEAR, &format!("{CASE:>60000}"));
    assert_eq!(status(&app, long()).await, 200);
    let held = app.bodies.try_acquire(50_000).unwrap();
    assert_eq!(status(&app, long()).await, 503);
    assert_eq!(status(&app, asked()).await, 200);
    drop(held);
    assert_eq!(status(&app, long()).await, 200);
    assert!(app.bodies.try_acquire(100_000).is_some());
}

#[tokio::test]
async fn a_client_asks_no_more_often_than_it_may() {
    let app = app(|config| config.limits.rate = Some(1));
    let asked = |from| request(Method::POST, "/v1/recommend", from, CASE);
    assert_eq!(status(&app, asked(NEAR)).await, 200);
    assert_eq!(status(&app, asked(NEAR)).await, 200);
    let response = ask(&app, asked(NEAR)).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(response.headers().contains_key("retry-after"));
    assert_eq!(app.metrics.limited.get(), 1);
    // Another client has a bucket of its own.
    assert_eq!(status(&app, asked([127, 0, 0, 2])).await, 200);
}

#[tokio::test]
async fn batches_have_a_greatest_length() {
    let app = app(|config| config.limits.batch = 3);
    for (body, expected) in [("[{},{},{}]", 200), ("[{},{},{},{}]", 413)] {
        let asked = request(Method::POST, "/v1/recommend", NEAR, body);
        assert_eq!(status(&app, asked).await, expected, "{body}");
    }
}

#[tokio::test]
async fn the_rule_set_is_described_in_both_languages_and_not_sent_twice() {
    let app = app(|_| {});
    let asked = |lang| with(request(Method::GET, "/v1/ruleset", NEAR, ""), "accept-language", lang);
    let swedish = ask(&app, asked("sv")).await;
    let tag = swedish.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(swedish.headers()["vary"], "accept-language");
    let described = json_of(swedish).await;
    assert_eq!(described["ruleset"]["id"], "gavleborg");
    assert_eq!(described["tables"][0]["name"], "routing");
    assert_eq!(described["tables"][0]["rules"], 18);
    let names = |described: &Value| described["vocabulary"]["case_types"][0]["name"].clone();
    let english = json_of(ask(&app, asked("en")).await).await;
    assert_ne!(names(&described), names(&english));

    let again = ask(&app, with(asked("sv"), "if-none-match", &format!("\"x\", {tag}"))).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(to_bytes(again.into_body(), 1).await.unwrap().len(), 0);
    assert_eq!(status(&app, with(asked("en"), "if-none-match", &tag)).await, 200);
}

#[tokio::test]
async fn ids_and_languages_follow_the_request() {
    let app = app(|_| {});
    let asked = with(request(Method::POST, "/v1/explain", NEAR, CASE), "x-request-id", "abc-1");
    let response = ask(&app, with(asked, "accept-language", "en-GB")).await;
    assert_eq!(response.headers()["x-request-id"], "abc-1");
    assert_eq!(response.headers()["handover-ruleset"], app.rules.current().fingerprint);
    assert_eq!(json_of(response).await["path"][0]["label"], "Case type");
}
