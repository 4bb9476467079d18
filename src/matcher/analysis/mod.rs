//! Analysis: what can be proved of a table. It looks at the rows of the table in classes of values, as they are compiled
//! too, and depends on no strategy.
//!
//! ```text
//! Table ── Analysis::new ──> Analysis ──┬─ gaps, overlaps, periods ──> what has no answer, or several; and when
//!                                       ├─ dead, wins, redundant ───> what the rules are good for
//!                                       └─ why_not ────────────────> what a case lacks for a rule to decide it
//! ```
//!
//! All of it asks for regions ([`region`]): some cubes without others, such as a rule without the rules that go before it.
//! Since few rules have cases in common, each question is about a few rules, however many the table has.
//!
//! Gaps, overlaps and the counts of wins are about complete cases: absence is no value of a domain. Whether a rule can go
//! is about all cases, absent values included. Counts take all unlisted values for one, and do not count dates: a
//! combination of the other values counts once if there is any day for it.

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
pub use diff::{Changed, ChangedBlock, DIFF_STEPS, Diff, Joint, Likeness, Pair, Side, Told, diff};
pub use gaps::Gaps;
pub use overlaps::{Overlap, Overlaps};
pub use periods::Period;
pub use steps::{DEFAULT_STEPS, Proof};
pub use why_not::{Change, WhyNot};
pub use wins::Wins;
