//! Tables as people write them: inputs, cells, rules, hit policy, and the oracle that reads them cell by cell.
//!
//! ```text
//! day ──> input ──> values ──> cell ──> grammar ──> show        text of a cell <──> Cell ──> Values
//!                   values ──> rule ──> check ──> Table ──> scan ──> Answer
//! ```
//!
//! Everything else in the matcher is measured against [`Table::scan`].

mod answer;
mod cell;
mod check;
mod day;
mod grammar;
mod input;
mod rule;
#[cfg(test)]
mod samples;
mod scan;
mod show;
mod table;
mod values;

pub use answer::{Answer, AnswerRef};
pub use cell::{Cell, CellError, Item, ResolveError, ResolveErrorKind};
pub use check::TableError;
pub use day::{FIRST_DAY, LAST_DAY, day_number};
pub use input::{Domain, Input, UNLISTED, Value};
pub use rule::{Condition, HitPolicy, MAX_INPUTS, MAX_ROWS, MAX_RULES, MAX_WORDS, Rule};
pub use table::Table;
pub use values::Values;
