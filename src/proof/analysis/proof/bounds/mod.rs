//! Bounds: what checks and invariants may read of the requests of a node.
//!
//! ```text
//! Node ── RouteBounds ──> targets ── Relations ──> RouteFacts ─┐
//!   └─────────────────────────────────────────────────────────┴── NodeBounds ──> classes of each feature, and what to split
//! ```
//!
//! A bound is never too narrow: it has each class that the engine gives some request of the node. It is exact where the
//! node is one request and the rules answer every case once.

mod concerned;
mod facts;
mod features;
mod narrow;
mod node;
mod relations;
mod routes;
mod split;

pub(in crate::analysis) use features::{Extra, FeatureSet};
pub(in crate::analysis) use node::NodeBounds;

#[cfg(test)]
pub(in crate::analysis) use features::Feature;
