//! The service: the answers of the command line over HTTP. `recommend`, `validate` and `explain` answer in the same bytes,
//! rule sets are checked, and the rules in force are reloaded without interruption. It knows nothing of the command line.
//!
//! A request goes down this table, and its answer comes back up. Each row imports only rows below it.
//!
//! | folder or file | contents |
//! | --- | --- |
//! | `server` | starting, accepting, reloading, stopping |
//! | `conn/connection` | a connection: handshake, HTTP, end |
//! | `conn/slots`, `progress` | slots for connections, eviction, progress of requests |
//! | `conn/write_timeout`, `tls` | deadlines for writes; the certificate |
//! | `http/guard`, `access`, `request_id` | before every endpoint: ids, panics, keys, rates, counts |
//! | `http/router`, `routes` | the table of endpoints |
//! | `http/handlers` | the answers of each endpoint |
//! | `http/openapi` | the description of the endpoints |
//! | `http/endpoint` | the type of endpoints and calls |
//! | `http/body`, `stream`, `query`, `lang`, `problem`, `respond`, `deadline` | parts of requests and answers |
//! | `error` | why the service does not start |
//! | `state/app`, `reload` | the shared state; reloads |
//! | `state/rules`, `keys`, `permission` | the rules in force; clients and what they may do |
//! | `state/limit`, `rate`, `metrics`, `latency` | limits and counts |
//! | `config` | the configuration |
//!
//! Handlers only convert: what an answer says is decided in `wire` and below.

mod config;
mod conn;
mod error;
mod http;
mod server;
mod state;
#[cfg(test)]
mod tests;

pub use config::{Anonymous, Config, Limits, Tls};
pub use error::StartError;
pub use server::Server;
pub use state::keys::{KeysError, MAX_ID_BYTES, MAX_KEYS, NewKey, is_id, new_key};
pub use state::permission::Permission;
pub use state::rules::FailedTest;

/// The OpenAPI document of the service; the same for every rule set.
#[must_use]
pub fn openapi() -> serde_json::Value {
    http::openapi::document(&http::routes::ROUTES)
}
