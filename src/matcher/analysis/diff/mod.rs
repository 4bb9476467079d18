//! The exact difference of two tables: the cases that they answer differently, as few disjoint blocks.
//!
//! Both tables are put over [`Joint`] inputs and split into the same classes. Rules with an equal on the other side are
//! separated from those without, and both tables are walked at once, down to where no rule without an equal is left. So
//! the work depends on the change, not on the size of the tables. The result is a diagram of the cases with different
//! answers. It is exact: if it is empty, the tables are proved to agree.
//!
//! Only complete cases are compared; absence is not a value of a domain.

mod common;
mod diff;
mod graph;
mod joint;
mod leaves;
mod result;
mod walk;

pub use diff::{DIFF_STEPS, diff};
pub use joint::{Joint, Pair, Side};
pub use result::{Changed, ChangedBlock, Diff, Likeness, Outcomes};
