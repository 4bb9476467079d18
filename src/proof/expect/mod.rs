//! Tests of a rule set: runs each request through [`handover_core::wire`], and compares the answer with the expected
//! values.
//!
//! [`coverage`] reports the rules that no expectation covers.
//!
//! ```
//! use handover_core::engine::Engine;
//! use handover_proof::expect::{self, TestOptions};
//! use handover_core::ruleset::{Scope, embedded_files, load};
//!
//! let loaded = load(&embedded_files(), Scope::RulesAndTests);
//! let engine = Engine::new(loaded.rule_set.unwrap());
//! let report = expect::run(&engine, &loaded.expectations, &TestOptions::default());
//! assert!(report.succeeded());
//! ```

mod ask;
mod compare;
pub mod coverage;
mod identity;
mod why;

pub use compare::expected_of;

use jiff::civil::Date;

use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::language::identity::redact;
use handover_core::ruleset::{Expectation, RuleSet};
use handover_core::wire::report::{
    ReportName, ReportedRules, TestDifference, TestReport, TestResult, TestSummary,
};
use handover_core::wire::v1::Context;

/// Options for running expectations.
#[derive(Debug, Clone, Default)]
pub struct TestOptions {
    /// The language of the report.
    pub lang: Lang,
    /// The day of a test that names none; [`default_day`] otherwise.
    pub at: Option<Date>,
    /// Runs only tests whose name or file contains one of these, ignoring case; all if empty.
    pub filter: Vec<String>,
    /// Whether coverage is reported.
    pub coverage: bool,
    /// Whether tests are suggested for the gaps in coverage.
    pub suggest: bool,
}

/// The day of a test that names none: the first valid day of the governing document, or the day of its decision.
///
/// It is never today, since a passing test must not start to fail; and the rules are valid on it.
#[must_use]
pub fn default_day(rule_set: &RuleSet) -> Date {
    let governing = rule_set.sources.governing();
    let day = governing.and_then(|document| document.valid_from.or(document.decided));
    day.unwrap_or(Date::constant(1970, 1, 1))
}

/// Runs the expectations, in order. Linear in them, except for the suggestions of coverage, which have a budget.
#[must_use]
pub fn run(engine: &Engine, expectations: &[Expectation], options: &TestOptions) -> TestReport {
    let rule_set = engine.rule_set();
    let today = options.at.unwrap_or_else(|| default_day(rule_set));
    let context = Context { engine, lang: options.lang, today };
    let filter: Vec<String> = options.filter.iter().map(|text| text.to_lowercase()).collect();
    let chosen = expectations.iter().filter(|one| {
        let named = format!("{}\n{}", one.name, one.place.file).to_lowercase();
        filter.is_empty() || filter.iter().any(|text| named.contains(text))
    });
    let (mut tests, mut runs) = (Vec::new(), Vec::new());
    for expectation in chosen {
        let (tested, run) = one(&context, expectation);
        // A failing test covers nothing.
        runs.extend(run.filter(|_| tested.passed && options.coverage));
        tests.push(tested);
    }
    let coverage = options.coverage.then(|| {
        let requests = expectations.iter().map(|one| (one.request.clone(), one.validates));
        coverage::measure(&context, &runs, options.suggest.then(|| requests.collect()))
    });
    let failed = tests.iter().filter(|tested| !tested.passed).count();
    TestReport {
        report: ReportName::Test,
        ruleset: ReportedRules::new(rule_set, options.lang),
        at: today,
        summary: TestSummary {
            total: tests.len(),
            passed: tests.len() - failed,
            failed,
            left_out: expectations.len() - tests.len(),
        },
        tests,
        coverage,
    }
}

/// Runs one expectation. Returns its result, and the run for coverage.
fn one(context: &Context<'_>, expectation: &Expectation) -> (TestResult, Option<coverage::Run>) {
    let tested = |differences: Vec<TestDifference>, error: Option<String>, why| TestResult {
        name: redact(&expectation.name).into_owned(),
        row: expectation.row,
        file: expectation.place.file.clone(),
        line: expectation.place.span.map(|span| span.line),
        passed: differences.is_empty() && error.is_none(),
        differences,
        error,
        why,
    };
    match ask::ask(context, expectation) {
        Err(error) => (tested(Vec::new(), Some(error), None), None),
        Ok((answer, facts)) => {
            let differences = compare::differences(context, &expectation.expected, &answer);
            let why =
                (!differences.is_empty()).then(|| why::why(context, &differences, &answer, &facts));
            let run = coverage::Run::new(context.engine.rule_set(), facts, &expectation.expected);
            (tested(differences, None, why), Some(run))
        }
    }
}
