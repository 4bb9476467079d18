//! The rules in force: one version at a time, swapped as a whole, and the result of the last reload.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use axum::http::HeaderValue;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use handover_core::diagnostic::{Diagnostic, Severity};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::{Lang, zone};
use handover_core::ruleset::content::RuleSetContent;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::statements::Statements;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::v1::{Context, Pieces, Writer};
use handover_core::wire::words::closed;
use handover_proof::analysis::prove_loaded;
use handover_proof::compare::Compared;
use handover_proof::expect::{self, TestOptions};

/// A version of the rules, with everything that its answers share. A request uses one version from start to end.
#[derive(Debug)]
pub(crate) struct Version {
    pub(crate) engine: Engine,
    /// The statements of the documents and the rules that implement them.
    pub(crate) statements: Statements,
    invariants: Invariants,
    content: RuleSetContent,
    /// The time zone that the rules name.
    zone: Option<TimeZone>,
    /// When it was put in force.
    pub(crate) since: Timestamp,
    /// The fingerprint as a header.
    pub(crate) fingerprint: HeaderValue,
    swedish: Arc<Pieces>,
    english: Arc<Pieces>,
}

impl Version {
    fn new(sound: Sound) -> Self {
        let Sound { engine, statements, invariants, content } = sound;
        let fingerprint = HeaderValue::from_str(&engine.rule_set().fingerprint);
        Self {
            since: Timestamp::now(),
            zone: engine.rule_set().zone(),
            // Hexadecimal digits are always a valid header.
            fingerprint: fingerprint.unwrap_or(HeaderValue::from_static("")),
            swedish: Arc::new(Pieces::new(&engine, Lang::Sv)),
            english: Arc::new(Pieces::new(&engine, Lang::En)),
            engine,
            statements,
            invariants,
            content,
        }
    }

    /// Today, in the time zone of the rules or else of the machine.
    pub(crate) fn today(&self) -> Date {
        let now = Timestamp::now();
        match &self.zone {
            Some(zone) => zone::day(now, zone),
            None => zone::day(now, &TimeZone::system()),
        }
    }

    /// The version as one side of a comparison.
    pub(crate) fn compared(&self) -> Compared<'_> {
        Compared {
            rule_set: self.engine.rule_set(),
            invariants: &self.invariants,
            content: &self.content,
        }
    }

    /// A writer of answers in a language, as of a day.
    pub(crate) fn writer(&self, lang: Lang, today: Date) -> Writer<'_> {
        let pieces = match lang {
            Lang::Sv => &self.swedish,
            Lang::En => &self.english,
        };
        Writer::with_pieces(Context { engine: &self.engine, lang, today }, Arc::clone(pieces))
    }
}

/// The outcome of a reload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub(crate) enum ReloadOutcome {
    /// Other rules are in force.
    Changed,
    /// The files say the same as the rules in force.
    Unchanged,
    /// The files have faults, and the rules in force stay.
    Refused,
}

impl ReloadOutcome {
    /// Every outcome.
    pub(crate) const ALL: [Self; 3] = [Self::Changed, Self::Unchanged, Self::Refused];

    /// Its word in metrics.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// The result of a reload; the first is that of the start.
#[derive(Debug)]
pub(crate) struct Reloaded {
    pub(crate) at: Timestamp,
    pub(crate) outcome: ReloadOutcome,
    /// The diagnostics of the files; errors among them if they were refused.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The rule set's own tests that failed, for which it was refused too.
    pub(crate) failed_tests: Vec<FailedTest>,
}

/// A failed test of a rule set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FailedTest {
    /// Its file.
    pub file: String,
    /// Its name.
    pub test: String,
}

/// The rules in force and their files.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) files: Files,
    current: ArcSwap<Version>,
    last: ArcSwap<Reloaded>,
    /// Held during a reload, so that reloads take effect in the order of their reading.
    reading: Mutex<()>,
}

impl Rules {
    /// Reads the rules for the first time.
    ///
    /// # Errors
    /// If the rules have faults or their tests fail.
    pub(crate) fn open(files: Files) -> Result<Self, RulesError> {
        let mut candidate = ReadRules::new(&files);
        let Some(sound) = candidate.sound.take() else {
            return Err(if candidate.failed_tests.is_empty() {
                RulesError::Faulty(Box::new(candidate.loaded))
            } else {
                RulesError::FailedTests(candidate.failed_tests)
            });
        };
        let version = Version::new(sound);
        let last = candidate.reloaded(version.since, ReloadOutcome::Changed);
        let (current, last) = (ArcSwap::from_pointee(version), ArcSwap::from_pointee(last));
        Ok(Self { files, current, last, reading: Mutex::new(()) })
    }

    /// The version in force.
    pub(crate) fn current(&self) -> Arc<Version> {
        self.current.load_full()
    }

    /// The result of the last reload.
    pub(crate) fn last(&self) -> Arc<Reloaded> {
        self.last.load_full()
    }

    /// Reads the rules again: builds, proves and tests everything, then puts it in force at one moment if nothing is wrong.
    /// Takes as long as `check` and `test`; meanwhile the version in force answers requests.
    pub(crate) fn reload(&self) -> Arc<Reloaded> {
        // A reload that panicked has changed nothing.
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut candidate = ReadRules::new(&self.files);
        let in_force = self.current();
        let outcome = match candidate.sound.take() {
            None => ReloadOutcome::Refused,
            Some(sound)
                if sound.engine.rule_set().fingerprint
                    == in_force.engine.rule_set().fingerprint =>
            {
                ReloadOutcome::Unchanged
            }
            Some(sound) => {
                self.current.store(Arc::new(Version::new(sound)));
                ReloadOutcome::Changed
            }
        };
        let reloaded = Arc::new(candidate.reloaded(Timestamp::now(), outcome));
        self.last.store(Arc::clone(&reloaded));
        reloaded
    }
}

/// Why rules cannot be put in force.
#[derive(Debug)]
pub(crate) enum RulesError {
    /// They have faults.
    Faulty(Box<Loaded>),
    /// Their own tests fail.
    FailedTests(Vec<FailedTest>),
}

/// Rules that may be put in force.
struct Sound {
    engine: Engine,
    statements: Statements,
    invariants: Invariants,
    content: RuleSetContent,
}

/// Rules as read, checked, proved and tested.
struct ReadRules {
    /// The rules, if they have no errors and all invariants and tests hold.
    sound: Option<Sound>,
    loaded: Loaded,
    failed_tests: Vec<FailedTest>,
}

impl ReadRules {
    fn new(files: &Files) -> Self {
        let mut loaded = load(files, Scope::RulesAndTests);
        prove_loaded(&mut loaded);
        let failed =
            loaded.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        let engine = loaded.rule_set.take().filter(|_| !failed).map(Engine::new);
        let failed_tests = engine.as_ref().map_or_else(Vec::new, |engine| {
            let report = expect::run(engine, &loaded.expectations, &TestOptions::default());
            let failed = report.tests.into_iter().filter(|test| !test.passed);
            failed.map(|test| FailedTest { file: test.file, test: test.name }).collect()
        });
        let sound = engine.filter(|_| failed_tests.is_empty()).map(|engine| Sound {
            engine,
            statements: mem::take(&mut loaded.statements),
            invariants: mem::take(&mut loaded.invariants),
            content: mem::take(&mut loaded.content),
        });
        Self { sound, loaded, failed_tests }
    }

    fn reloaded(self, at: Timestamp, outcome: ReloadOutcome) -> Reloaded {
        let (diagnostics, failed_tests) = (self.loaded.diagnostics, self.failed_tests);
        Reloaded { at, outcome, diagnostics, failed_tests }
    }
}
