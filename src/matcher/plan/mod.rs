//! Plans: a table compiled by the strategy that suits it. All strategies give the same answers.
//!
//! ```text
//! Table ── choose ──┬─> Diagram (index) ─┐
//!           cost    ├─> Forest          ─┤
//!          reason   ├─> Tuples          ─┼─ compiled ──> Plan
//!                   └─> Bitmap (held)   ─┘
//! ```

mod bitmap;
mod choose;
mod compiled;
mod cost;
mod diagram;
mod forest;
mod held;
mod index;
mod outline;
mod plan;
mod reason;
mod tuples;

pub use bitmap::Bitmap;
pub use diagram::Diagram;
pub use forest::Forest;
pub use held::Held;
pub use outline::{Outline, OutlineEdge, OutlineNode};
pub use plan::{DEFAULT_BUDGET, Plan, Test, default_budget};
pub use reason::{Candidate, Reason, Strategy, Weight};
pub use tuples::Tuples;

pub(crate) use bitmap::WordBlock;
pub(crate) use compiled::Compiled;
pub(crate) use diagram::Vertex;
pub(crate) use forest::Position;
