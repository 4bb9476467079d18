//! YAML files: read with positions, checked against JSON Schemas, and written.
//!
//! [`files`] fetches the bytes of a file, [`YamlDocument::parse`] turns them into a tree in which every key and value has
//! its place, and [`Schema`] reports where a document departs from its schema. [`write()`] turns values into YAML. All
//! faults of a file are reported in one run. No other module names the YAML and schema crates.

pub mod files;
pub mod limits;
mod lines;
mod node;
mod parsed;
pub mod pointer;
pub mod schema;
mod unseen;
pub mod watch;
mod write;
mod yaml;

pub use files::Files;
pub use limits::MAX_FILE_BYTES;
pub use lines::line_spans;
pub use node::{Entry, NodeValue, YamlNode};
pub use parsed::YamlDocument;
pub use schema::Schema;
pub use watch::Watch;
pub use write::{WriteError, write};
