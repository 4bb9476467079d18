//! The least that any service does with a request: axum's own server parses the JSON, takes it as a case, and answers a
//! fixed body as long as that of the service. Usage: `handover-floor ADDRESS:PORT FILE-WITH-THE-ANSWER`.

use std::error::Error;
use std::{env, fs};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Response, StatusCode};
use axum::routing::post;
use handover::wire::v1::Case;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

async fn answer(State(answer): State<Bytes>, request: Bytes) -> Result<Response<Body>, StatusCode> {
    let value: serde_json::Value =
        serde_json::from_slice(&request).map_err(|_| StatusCode::BAD_REQUEST)?;
    let case = Case::deserialize(&value).map_err(|_| StatusCode::BAD_REQUEST)?;
    if case.case_type.is_none() {
        return Err(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let response = Response::builder().header(CONTENT_TYPE, "application/json");
    response.body(Body::from(answer)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (address, file) = arguments.next().zip(arguments.next()).ok_or("ADDRESS:PORT FILE")?;
    let body = Bytes::from(fs::read(file)?);
    Runtime::new()?.block_on(async {
        let listener = TcpListener::bind(address).await?;
        axum::serve(listener, Router::new().route("/", post(answer)).with_state(body)).await
    })?;
    Ok(())
}
