//! Bounds: what checks and invariants may read of the requests of a node.
//!
//! ```text
//! Node ── Routes ──> Places ── Relations ──> RouteFacts ─┐
//!   └────────────────────────────────────────────────────┴── Seen ──> classes of each feature, and what to split
//! ```
//!
//! A bound is never too narrow: it has each class that the engine gives some request of the node. It is exact where the
//! node is one request and the rules answer every case once.

mod concerned;
mod facts;
mod features;
mod narrow;
mod relations;
mod routes;
mod seen;
mod split;

pub(in crate::analysis) use features::{Extra, Features};
pub(in crate::analysis) use seen::Seen;

#[cfg(test)]
pub(in crate::analysis) use features::Feature;
