//! Analysis: proofs about a table. It works on the rows in classes, like the compiler, and depends on no strategy.
//!
//! ```text
//! Table ── Analysis::new ──> Analysis ──┬─ gaps, overlaps, periods ──> cases with no answer or several, also over time
//!                                       ├─ dead, wins, redundant ────> the use of each rule
//!                                       └─ why_not ──────────────────> changes of a case by which a rule decides it
//! Table, Table ── diff ──> Diff                                        cases that two tables answer differently
//! ```
//!
//! Every analysis of one table asks about regions (`region`): some cubes without others, such as a rule without the
//! rules that take precedence over it. Since few rules share cases, each question is about a few rules, however many
//! the table has.
//!
//! Gaps, overlaps and the counts of wins are about complete cases: absence is not a value of a domain. Whether a rule
//! can be removed is about all cases, absent values included. Counts take all unlisted values for one, and do not count
//! dates: a combination of the other values counts once if there is any day for it.

mod analysis;
mod blocks;
mod cover;
mod dead;
mod diff;
mod gaps;
mod meeting;
mod overlaps;
mod periods;
mod redundant;
mod region;
mod removable;
mod space;
mod steps;
#[cfg(test)]
mod tests;
mod why_not;
mod wins;

pub use analysis::Analysis;
pub use blocks::Block;
pub use dead::{Cover, Dead};
pub use diff::{
    Changed, ChangedBlock, DIFF_STEPS, Diff, Joint, Likeness, Outcomes, Pair, Side, diff,
};
pub use gaps::Gaps;
pub use overlaps::{Overlap, Overlaps};
pub use periods::Period;
pub use steps::{DEFAULT_STEPS, Proof};
pub use why_not::{Change, WhyNot};
pub use wins::Wins;
