//! The exact difference of two tables: which cases they answer differently, told as few disjoint blocks.
//!
//! Both tables are put over [`Joint`] inputs and split into the same classes. Rules that have an equal on the other side
//! are told apart from those that have none, and both tables are walked at once, down to where no rule of the latter kind
//! is left; so the work follows what was changed, not how large the tables are. What comes of it is a diagram of the
//! cases that are answered differently. It is exact, and where it is empty, that is a proof.
//!
//! Only complete cases are compared; absence is no value of a domain.

mod common;
mod diff;
mod graph;
mod joint;
mod leaves;
mod result;
mod walk;

pub use diff::{DIFF_STEPS, diff};
pub use joint::{Joint, Pair, Side};
pub use result::{Changed, ChangedBlock, Diff, Likeness, Told};
