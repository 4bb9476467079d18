//! Connections: slots for them, eviction, deadlines, TLS.

pub(crate) mod connection;
mod progress;
pub(crate) mod slots;
pub(crate) mod tls;
mod write_timeout;
