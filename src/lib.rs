//! A routing rules engine with declarative config.

pub use handover_core::{diagnostic, engine, ruleset, wire};

pub use handover_core::diagnostic::Diagnostic;
pub use handover_core::engine::{Case, Engine, Handover, Recommendation, Verdict};
pub use handover_core::language::Lang;
pub use handover_core::ruleset::{LoadError, RuleSet};

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The examples of the page on compiled files, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/compiled.md")]
pub struct CompiledPage;
