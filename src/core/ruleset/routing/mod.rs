//! Routing rules, lowered to one table with one answer for each case.
//!
//! Validity dates become conditions on `at`. A unit's own rules become conditions on `unit` and `from_unit` and
//! override the region's, so they decide only cases within that unit, by construction.

mod read;
mod table;

pub use table::{RoleTarget, Routing, RuleInfo, SpecialtyTarget, Target, UnitTarget};

pub(super) use read::RoutingReader;
