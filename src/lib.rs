//! A routing rules engine with declarative config.
//!
//! A [`RuleSet`] is loaded from YAML files and checked; an [`Engine`] compiles it, recommends receivers of cases and
//! validates handovers. [`wire::v1`] does the same from JSON to JSON, in the bytes of the command line and the service.
//!
//! ```
//! use handover::{Engine, RuleSet, wire::v1};
//! use jiff::civil::date;
//!
//! let engine = Engine::new(RuleSet::load("rules/gavleborg")?);
//! let case = engine.case(date(2025, 10, 1)).case_type("Intyg").care_level("PV").unit("valbo").build()?;
//! let recommendation = engine.recommend(&case);
//! assert!(recommendation.target.role.is_some());
//!
//! let context = v1::Context { engine: &engine, lang: engine.rule_set().first_language(), today: date(2025, 10, 1) };
//! let answer = v1::recommend(&context, br#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#)?;
//! assert!(serde_json::to_string(&answer)?.starts_with(r#"{"decision":"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate is a facade: its items are the supported ones. The crates below it (`handover-core` and others) divide the work
//! of the compiler, and may change in any release; `handover-matcher`, the decision tables, is usable by itself.

pub use handover_core::engine::{Case, CaseBuilder, CaseError, Engine, Handover};
pub use handover_core::language::{Lang, Text};
pub use handover_core::ruleset::{CompiledError, LoadError, RuleSet};

/// Requests by index, and answers.
pub mod engine {
    pub use handover_core::engine::{
        Action, AdviceList, CaseFault, Chosen, Decision, Explanation, Finding, Findings,
        InternedCase, InternedHandover, MethodAdvice, Missing, MissingValues, Named,
        Recommendation, Target, Verdict, VerdictDecision, WhyNot,
    };
}

/// Faults of rule sets, and their rendering.
pub mod diagnostic {
    pub use handover_core::diagnostic::render::{Options, human};
    pub use handover_core::diagnostic::{Code, Diagnostic, Place, Severity, Span};
}

/// Proofs about rule sets: gaps, overlaps, unused rules, faults in the days to come, invariants.
pub mod analysis {
    pub use handover_core::document::Files;
    pub use handover_core::ruleset::{Loaded, Scope, load};
    pub use handover_proof::analysis::{
        Detail, Survey, SurveyFinding, Surveyed, Window, prove_loaded, report,
    };
}

/// The JSON contract.
pub mod wire {
    /// Batches: many requests in, as many answers out.
    pub mod batch {
        pub use handover_core::wire::batch::{Frame, Request, run};
    }

    /// Version 1: requests, answers and errors.
    pub mod v1 {
        pub use handover_core::wire::v1::{
            Case, Context, ErrorAnswer, Explanation, Handover, Pieces, Recommendation,
            RequestError, Sender, To, Verdict, Writer, explain, parse_case, parse_handover,
            recommend, validate,
        };
    }
}

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The examples of the page on compiled files, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/compiled.md")]
pub struct CompiledPage;
