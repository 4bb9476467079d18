//! A routing rules engine with declarative config.
//!
//! A rule set in YAML says which kind of case, at which care level, goes to which unit, role and
//! specialty, by which method and at which priority. It is read and checked ([`ruleset`]), compiled to a
//! fast matcher ([`matcher`]) and put into service ([`engine`]); [`wire`] speaks JSON; [`expect`] runs its tests.
//!
//! Each module uses only those below it:
//!
//! | floor | module |
//! | --- | --- |
//! | 0 | [`language`] |
//! | 1 | [`diagnostic`], [`matcher`] |
//! | 2 | [`document`] |
//! | 3 | [`ruleset`] |
//! | 4 | [`engine`] |
//! | 5 | [`wire`] |
//! | 6 | [`analysis`] |
//! | 6 | [`compare`] |
//! | 6 | [`expect`] |
//! | 6 | [`provenance`] |
//! | 7 | [`render`] |
//! | 8 | `service` |
//! | 9 | `cli` |

pub mod analysis;
pub mod compare;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod expect;
pub mod language;
pub mod matcher;
pub mod provenance;
pub mod render;
pub mod ruleset;
pub mod wire;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "service")]
pub mod service;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The examples of the page on compiled files, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/compiled.md")]
pub struct CompiledPage;

pub use diagnostic::Diagnostic;
pub use engine::{Case, Engine, Handover, Recommendation, Verdict};
pub use language::Lang;
pub use ruleset::RuleSet;
