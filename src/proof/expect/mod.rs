//! Tests of a rule set: each expectation is asked as any request is, through [`handover_core::wire`], and what it names of the
//! answer is compared. [`coverage`] tells what of the rules no expectation holds to its word.
//!
//! ```
//! use handover_core::engine::Engine;
//! use handover_proof::expect::{self, Options};
//! use handover_core::ruleset::{Scope, embedded_files, load};
//!
//! let loaded = load(&embedded_files(), Scope::RulesAndTests);
//! let engine = Engine::new(loaded.rule_set.unwrap());
//! let report = expect::run(&engine, &loaded.expectations, &Options::default());
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

/// How expectations are run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language of the report.
    pub lang: Lang,
    /// The day of a test that names none; else [`default_day`].
    pub at: Option<Date>,
    /// Only tests whose name or file holds one of these, whatever their case; all where there are none.
    pub filter: Vec<String>,
    /// Whether coverage is told.
    pub coverage: bool,
    /// Whether tests are suggested for what is not covered.
    pub suggest: bool,
}

/// The day of a test that names none: the first day that the governing document holds, else the day that it was decided.
/// It is never today, since a test that is right must stay right; and the rules hold on it.
#[must_use]
pub fn default_day(rule_set: &RuleSet) -> Date {
    let governing = rule_set.sources.governing();
    let day = governing.and_then(|document| document.valid_from.or(document.decided));
    day.unwrap_or(Date::constant(1970, 1, 1))
}

/// Runs the expectations, in order. Linear in them, but for the suggestions of coverage, which have a budget.
#[must_use]
pub fn run(engine: &Engine, expectations: &[Expectation], options: &Options) -> TestReport {
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
        // What fails holds no rule to its word.
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

/// One expectation: how it went, and what it held the rules to.
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
