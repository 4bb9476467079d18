//! The library behind `handover`: rule sets are read, checked and compiled, and answer.
//!
//! Each room uses only those below it:
//!
//! | floor | room |
//! | --- | --- |
//! | 0 | [`language`] |
//! | 1 | [`diagnostic`], and the crate `handover-matcher` |
//! | 2 | [`document`] |
//! | 3 | [`ruleset`] |
//! | 4 | [`engine`] |
//! | 5 | [`wire`] |
//!
//! What it offers may change with any release; programs depend on the crate `handover`.

pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod language;
pub mod ruleset;
pub mod wire;
