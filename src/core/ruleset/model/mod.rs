//! Rule set files as they are written: one type for each thing that a person writes.
//!
//! The JSON Schemas in `schemas/` are generated from these types, so an editor completes exactly what the program
//! reads. Names are still text here; [`super::load`] resolves them.

mod expectations;
mod handover;
mod header;
mod procedures;
mod routing;
mod statements;
mod text;
mod vocabulary;

pub use expectations::{
    Common, Expectation, ExpectationRow, Expected, ExpectedFindings, Invariant, SomeFindings,
};
pub use handover::{Check, FindingSeverity, Method, Notification, Priority, PriorityRule};
pub use header::{AfterExpiry, Header, Source};
pub use procedures::{Actor, Follows, Lifecycle, Procedure, Step, StepEntry, Template, Transition};
pub use routing::{Local, OtherRole, Routing, RoutingRule, Then};
pub use statements::Statement;
pub use text::{Language, Name, Texts};
pub use vocabulary::{
    CareLevel, DatedProvider, Directory, Membership, Unit, UnitResource, Vocabulary, Word,
};
