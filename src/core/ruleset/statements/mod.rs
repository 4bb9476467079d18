//! Statements of the documents, place by place, and their carriers.
//!
//! A statement is carried by the rules, checks, steps and so on that name its place as their source, or by those that
//! it names itself; or it is declined with a reason. A document with any statements must have them for all its places.
//! Answers need none of this, so an omission is a warning, given when a rule set is checked.

mod carriers;
mod judge;
mod read;
mod statement;

pub use carriers::{Carrier, CarrierKind};
pub use statement::{Statement, Statements, Status, Unstated};

pub(super) use read::read;
