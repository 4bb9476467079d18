//! The rules in force: one version at a time, swapped whole, and what became of the last attempt to change it.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use axum::http::HeaderValue;
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::StartError;
use handover_core::diagnostic::{Diagnostic, Severity};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::statements::Statements;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::v1::{Context, Pieces, Writer};
use handover_core::wire::words::closed;
use handover_proof::analysis::prove_loaded;
use handover_proof::compare::Compared;
use handover_proof::expect::{self, Options};

/// A version of the rules, with everything that its answers have in common. A request holds one from start to end.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) engine: Engine,
    /// What the documents state and who carries it.
    pub(super) statements: Statements,
    invariants: Invariants,
    /// When it was taken into service.
    pub(super) since: Timestamp,
    /// The fingerprint, as a header.
    pub(super) fingerprint: HeaderValue,
    swedish: Arc<Pieces>,
    english: Arc<Pieces>,
}

impl Version {
    fn new(sound: Sound) -> Self {
        let Sound { engine, statements, invariants } = sound;
        let fingerprint = HeaderValue::from_str(&engine.rule_set().fingerprint);
        Self {
            since: Timestamp::now(),
            // Hexadecimal digits are a header.
            fingerprint: fingerprint.unwrap_or(HeaderValue::from_static("")),
            swedish: Arc::new(Pieces::new(&engine, Lang::Sv)),
            english: Arc::new(Pieces::new(&engine, Lang::En)),
            engine,
            statements,
            invariants,
        }
    }

    /// The version as it is compared with others.
    pub(super) fn compared(&self) -> Compared<'_> {
        Compared { rule_set: self.engine.rule_set(), invariants: &self.invariants }
    }

    /// What writes answers in a language, as of a day.
    pub(super) fn writer(&self, lang: Lang, today: Date) -> Writer<'_> {
        let pieces = match lang {
            Lang::Sv => &self.swedish,
            Lang::En => &self.english,
        };
        Writer::with_pieces(Context { engine: &self.engine, lang, today }, Arc::clone(pieces))
    }
}

/// The outcome of an attempt to change the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReloadOutcome", transform = closed)]
pub(super) enum Outcome {
    /// Other rules are in force.
    Changed,
    /// The rules read are those in force.
    Unchanged,
    /// The rules read have faults, and those in force stay.
    Refused,
}

impl Outcome {
    /// The word for it in metrics.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// An attempt to change the rules.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) at: Timestamp,
    pub(super) outcome: Outcome,
    /// What was told of the rules, errors among them where they were refused.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Their own tests that failed, for which they were refused too.
    pub(super) failed_tests: Vec<FailedTest>,
}

/// A test of a rule set that failed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FailedTest {
    /// Its file.
    pub file: String,
    /// What it is called.
    pub test: String,
}

/// The rules in force, and where they come from.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) files: Files,
    current: ArcSwap<Version>,
    last: ArcSwap<Attempt>,
    /// Held while rules are read, so that the last to ask is the last to change them.
    reading: Mutex<()>,
}

impl Rules {
    /// Reads the rules for the first time.
    ///
    /// # Errors
    /// What was read, where it has faults, or the tests that failed.
    pub(super) fn open(files: Files) -> Result<Self, StartError> {
        let mut read = Read::new(&files);
        let Some(sound) = read.sound.take() else {
            return Err(if read.failed_tests.is_empty() {
                StartError::RuleSet(Box::new(read.loaded))
            } else {
                StartError::Tests(read.failed_tests)
            });
        };
        let version = Version::new(sound);
        let last = read.attempt(version.since, Outcome::Changed);
        let (current, last) = (ArcSwap::from_pointee(version), ArcSwap::from_pointee(last));
        Ok(Self { files, current, last, reading: Mutex::new(()) })
    }

    /// The version in force.
    pub(super) fn current(&self) -> Arc<Version> {
        self.current.load_full()
    }

    /// The last attempt to change the rules.
    pub(super) fn last(&self) -> Arc<Attempt> {
        self.last.load_full()
    }

    /// Reads the rules again: builds everything, proves and tests it, and puts it in force at once if nothing is wrong. Takes
    /// as long as `check` and `test` do; requests are answered by the version in force meanwhile.
    pub(super) fn reload(&self) -> Arc<Attempt> {
        // A reader that panicked has changed nothing.
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = Read::new(&self.files);
        let in_force = self.current();
        let outcome = match read.sound.take() {
            None => Outcome::Refused,
            Some(sound)
                if sound.engine.rule_set().fingerprint
                    == in_force.engine.rule_set().fingerprint =>
            {
                Outcome::Unchanged
            }
            Some(sound) => {
                self.current.store(Arc::new(Version::new(sound)));
                Outcome::Changed
            }
        };
        let attempt = Arc::new(read.attempt(Timestamp::now(), outcome));
        self.last.store(Arc::clone(&attempt));
        attempt
    }
}

/// Rules with which nothing is wrong.
struct Sound {
    engine: Engine,
    statements: Statements,
    invariants: Invariants,
}

/// What came of reading rules.
struct Read {
    /// The rules, if nothing is wrong: no errors, every invariant holds, and so do all tests.
    sound: Option<Sound>,
    loaded: Loaded,
    failed_tests: Vec<FailedTest>,
}

impl Read {
    fn new(files: &Files) -> Self {
        let mut loaded = load(files, Scope::RulesAndTests);
        prove_loaded(&mut loaded);
        let failed = loaded.diagnostics.iter().any(|told| told.severity == Severity::Error);
        let engine = loaded.rule_set.take().filter(|_| !failed).map(Engine::new);
        let failed_tests = engine.as_ref().map_or_else(Vec::new, |engine| {
            let report = expect::run(engine, &loaded.expectations, &Options::default());
            let failed = report.tests.into_iter().filter(|tested| !tested.passed);
            failed.map(|tested| FailedTest { file: tested.file, test: tested.name }).collect()
        });
        let sound = engine.filter(|_| failed_tests.is_empty()).map(|engine| Sound {
            engine,
            statements: mem::take(&mut loaded.statements),
            invariants: mem::take(&mut loaded.invariants),
        });
        Self { sound, loaded, failed_tests }
    }

    fn attempt(self, at: Timestamp, outcome: Outcome) -> Attempt {
        let (diagnostics, failed_tests) = (self.loaded.diagnostics, self.failed_tests);
        Attempt { at, outcome, diagnostics, failed_tests }
    }
}
