//! Requests and answers over HTTP.
//!
//! Adding an endpoint takes two steps: write a handler in `handlers`, and add its line to the table in `routes`.

pub(crate) mod access;
mod body;
mod deadline;
mod endpoint;
pub(crate) mod guard;
mod handlers;
mod lang;
pub(crate) mod openapi;
mod origin;
mod problem;
mod query;
mod request_id;
mod respond;
pub(crate) mod router;
pub(crate) mod routes;
mod stream;
