//! YAML files read with positions, and checked against JSON Schemas.
//!
//! [`files`] fetches the bytes, [`yaml`] turns them into a [`Document`] in which every key and value knows where it
//! stands, and [`schema`] says where a document departs from its schema. This is the only module that names the YAML
//! and the schema crate. All faults of a file are told in one run.

mod build;
pub mod files;
mod lines;
mod scalar;
pub mod schema;
mod syntax;
pub mod watch;
pub mod yaml;

pub use files::Files;
pub use schema::Schema;
pub use watch::Watch;
pub use yaml::{Document, Entry, MAX_FILE_BYTES, Node, NodeValue};
