//! What is proved, compared, tested and accounted for of a rule set, and how that is shown.
//!
//! | floor | room |
//! | --- | --- |
//! | 6 | [`analysis`], [`compare`], [`expect`], [`provenance`] |
//! | 7 | [`render`] |
//!
//! What it offers may change with any release; programs depend on the crate `handover`.

pub mod analysis;
pub mod compare;
pub mod expect;
pub mod provenance;
pub mod render;
