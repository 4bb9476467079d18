//! What the documents state, place by place, and what carries it.
//!
//! A statement is carried by the rules, checks, steps and so on that name its place as their source, or by those that
//! it names itself; or it is declined with a reason. A document that lists statements lists them for all its places.
//! Answers need none of this, so what is missing is a warning, told where a rule set is checked.

mod carriers;
mod judge;
mod read;
mod statement;

pub use carriers::{Carrier, Kind};
pub use statement::{Statement, Statements, Status, Unstated};

pub(super) use read::read;
