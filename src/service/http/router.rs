//! The router: hands requests to the handlers of their routes.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodFilter, on};

use super::endpoint::{Call, Endpoint, Payload};
use super::lang;
use super::problem::{Refusal, refuse};
use super::query::Query;
use super::respond::RULE_SET;
use super::routes::ROUTES;
use crate::state::app::App;

/// A router over all routes.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let routes = ROUTES.iter().fold(Router::new(), |router, endpoint| {
        // Every method of the table is one that axum knows.
        let method = MethodFilter::try_from(endpoint.method.clone()).unwrap_or(MethodFilter::GET);
        router.route(
            endpoint.path,
            on(method, move |State(app): State<Arc<App>>, request| answer(app, endpoint, request)),
        )
    });
    routes.method_not_allowed_fallback(wrong_method).with_state(Arc::clone(app))
}

/// Calls the handler of an endpoint.
async fn answer(app: Arc<App>, endpoint: &'static Endpoint, request: Request) -> Response {
    let version = app.rules.current();
    let lang = lang::of_answer(&app, request.headers(), &version);
    let fingerprint = version.fingerprint.clone();
    let query = endpoint.query.map_or_else(
        || Ok(Query::default()),
        |known| Query::parse(request.uri(), known).map_err(Refusal::from),
    );
    let answered = match query {
        Ok(query) => {
            let (head, body) = request.into_parts();
            let headers = head.headers;
            let call = Call { app, version, lang, query, headers, body, routes: &ROUTES };
            (endpoint.handler)(call).await
        }
        Err(refusal) => Err(refusal),
    };
    let mut response = answered.unwrap_or_else(|refusal| refuse(&refusal, lang));
    if let Payload::Batch(_) = endpoint.request {
        response.headers_mut().insert(RULE_SET, fingerprint);
    }
    response
}

/// Refuses a method that a path does not have.
async fn wrong_method(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let lang = lang::of_answer(&app, &headers, &app.rules.current());
    refuse(&Refusal::WrongMethod, lang)
}
