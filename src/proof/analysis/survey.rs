//! Everything that is proved of a loaded rule set, in one go: holes and overlaps, what rules are good for, what breaks in
//! the days to come, and what is written in vain.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::invariants::{Outcome, prove};
use super::proof::Witness;
use super::subject::{Subject, TableName};
use super::{tables, time};
use handover_core::diagnostic::{Code, Diagnostic, Severity, sort_and_dedup};
use handover_core::engine::Engine;
use handover_core::language::Text;
use handover_core::ruleset::{Loaded, Places};
use handover_core::wire::report::Topic;
use handover_core::wire::v1::Case;
use handover_matcher::{Analysis, Block, DEFAULT_STEPS};

/// How many days are looked at where nothing else is asked for.
pub const DEFAULT_DAYS: u32 = 365;

/// The most days that are looked at: a hundred years.
pub const MAX_DAYS: u32 = 36_525;

/// What is looked at over time.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Window {
    /// So many days from one on; at least that one, and no further than the calendar goes.
    #[must_use]
    pub fn of(first: Date, days: u32) -> Self {
        let more = i64::from(days.max(1)) - 1;
        Self { first, last: first.checked_add(more.days()).unwrap_or(Date::MAX) }
    }
}

/// A set of cases that a finding tells.
#[derive(Debug, Clone)]
pub struct Cases {
    /// The set.
    pub block: Block,
    /// The set in words.
    pub words: Text,
    /// One of them as a request of the contract, which the engine has confirmed; none of a table other than routing.
    pub request: Option<Case<'static>>,
}

/// What is known of a finding beside its diagnostic.
#[derive(Debug, Clone)]
pub enum Detail {
    /// No rule answers some cases.
    Gap {
        /// The table.
        table: TableName,
        /// The cases.
        cases: Cases,
        /// A rule that answers them, to paste.
        rule: String,
    },
    /// Two rules answer some cases differently.
    Overlap {
        /// The table.
        table: TableName,
        /// The ids of the rules.
        rules: [String; 2],
        /// What each answers.
        answers: [Text; 2],
        /// How many cases there are; none where that takes more than 128 bits.
        count: Option<u128>,
        /// The cases, the first blocks of them.
        cases: Vec<Cases>,
        /// What to do, what changes least first.
        remedies: Vec<Text>,
    },
    /// A rule never decides.
    Dead {
        /// The table.
        table: TableName,
        /// Its id.
        rule: String,
        /// The rules that together go before it wherever it holds; none where it never holds.
        cover: Vec<String>,
        /// Whether no fewer would.
        smallest: bool,
        /// Whether every case is answered alike without it.
        removable: bool,
    },
    /// A rule decides, but others answer the same.
    Redundant {
        /// The table.
        table: TableName,
        /// Its id.
        rule: String,
        /// Rules with the same answer that hold for some of its cases.
        beside: Vec<String>,
    },
    /// A fixed target does not exist.
    Target {
        /// The rule's id.
        rule: String,
        /// The unit's id.
        unit: String,
        /// The days of the window on which the rule holds and the unit does not exist: first and last.
        days: (Date, Date),
    },
    /// A document is past its last day, or will be.
    Expired {
        /// The document's id.
        document: String,
        /// Its last day.
        valid_until: Date,
    },
    /// A place of a document that nothing names.
    Unused {
        /// The place, as a source is written.
        source: String,
    },
    /// An invariant is refuted, idle or not proved.
    Invariant {
        /// Its id.
        invariant: String,
        /// A request that breaks it, for `handover validate`.
        request: Option<Json>,
    },
    /// What a method requires and what checks say of it disagree, or could not be held to each other.
    Method {
        /// The method's id, where one is found.
        method: Option<String>,
        /// A request that shows it, for `handover validate`.
        request: Option<Json>,
    },
    /// A proof took too long.
    NotProved {
        /// The table.
        table: TableName,
        /// The steps after which it was given up.
        steps: u64,
    },
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// The finding in words, with its place and remedy.
    pub diagnostic: Diagnostic,
    /// The finding as data.
    pub detail: Detail,
}

/// A table, as far as it was proved.
#[derive(Debug, Clone)]
pub struct TableFacts {
    /// The table.
    pub table: TableName,
    /// How many rules it has.
    pub rules: usize,
    /// How many combinations of values there are, dates not counted; none where the number takes more than 128 bits.
    pub combinations: Option<u128>,
    /// How many of them no rule answers; none where that is not proved, or the number takes more than 128 bits.
    pub unanswered: Option<u128>,
    /// How many pairs of rules answer some of them differently; none where that is not proved.
    pub contradictions: Option<usize>,
    /// For each rule, how many combinations it decides; none where that is not proved.
    pub wins: Option<Vec<(String, Option<u128>)>>,
}

/// A rule that decides a few cases only.
#[derive(Debug, Clone)]
pub struct Seldom {
    /// Its id.
    pub rule: String,
    /// How many cases.
    pub count: u128,
    /// All of them.
    pub cases: Vec<Cases>,
}

/// Days on which the rules answer alike.
#[derive(Debug, Clone)]
pub struct PeriodFacts {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// How many combinations no rule answers; none where the number takes more than 128 bits.
    pub unanswered: Option<u128>,
    /// How many pairs of rules answer some case differently.
    pub contradictions: usize,
    /// The documents that have expired and that rules rest on, by id.
    pub expired: Vec<String>,
    /// The rules whose target does not exist, by id.
    pub targetless: Vec<String>,
}

impl PeriodFacts {
    /// Whether nothing is wrong on these days.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.unanswered == Some(0)
            && self.contradictions == 0
            && self.expired.is_empty()
            && self.targetless.is_empty()
    }
}

/// What is proved of a rule set.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The days that were looked at.
    pub window: Window,
    /// The tables.
    pub tables: Vec<TableFacts>,
    /// The findings, the gravest first, then by topic.
    pub findings: Vec<Finding>,
    /// The routing rules that decide a few cases only.
    pub seldom: Vec<Seldom>,
    /// What holds from day to day; none where that is not proved.
    pub periods: Option<Vec<PeriodFacts>>,
    /// How many invariants are proved, of how many; none where holes and overlaps have to be mended first.
    pub invariants: Option<(usize, usize)>,
}

impl Survey {
    /// The first day of the window on which something is wrong.
    #[must_use]
    pub fn first_break(&self) -> Option<&PeriodFacts> {
        self.periods.as_ref()?.iter().find(|period| !period.is_sound())
    }

    /// The findings as diagnostics, sorted.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> =
            self.findings.iter().map(|finding| finding.diagnostic.clone()).collect();
        sort_and_dedup(&mut all);
        all
    }

    /// How grave the gravest finding is.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.diagnostic.severity).min()
    }
}

/// What stands in for the proofs that are made while a rule set is loaded: everything of a survey tells the same at
/// greater length.
#[must_use]
pub(super) fn is_proof(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, Code::Gap | Code::Overlap | Code::UnreachableRule | Code::NotProved)
}

/// Surveys the rule set of an engine over some days. `loaded` is what it was made of; warnings of loading that are no
/// proofs are left to it. Each analysis has a budget of steps and says where it runs out.
#[must_use]
pub fn survey(engine: &Engine, loaded: &Loaded, window: Window) -> Survey {
    survey_within(engine, loaded, window, DEFAULT_STEPS)
}

/// The same with another number of steps for each analysis of a table.
#[must_use]
pub fn survey_within(engine: &Engine, loaded: &Loaded, window: Window, steps: u64) -> Survey {
    let rule_set = engine.rule_set();
    let places: &Places = &loaded.places;
    let mut survey = Survey {
        window,
        tables: Vec::new(),
        findings: Vec::new(),
        seldom: Vec::new(),
        periods: None,
        invariants: None,
    };
    for subject in Subject::all(rule_set, places) {
        let analysis = Analysis::new(subject.table).with_limit(steps);
        tables::survey(engine, &subject, &analysis, &mut survey);
        if subject.name == TableName::Routing {
            time::survey(&subject, &analysis, places, &mut survey);
        }
    }
    add_undated(&mut survey);
    let answers = |finding: &Finding| matches!(finding.topic, Topic::Gaps | Topic::Overlaps);
    if !survey.findings.iter().any(answers) {
        prove_invariants(engine, loaded, &mut survey);
    }
    survey.findings.sort_by_key(|finding| (finding.diagnostic.severity, finding.topic));
    survey
}

/// What is wrong with tables without dates is wrong every day.
fn add_undated(survey: &mut Survey) {
    let undated = survey.tables.iter().filter(|table| table.table != TableName::Routing);
    let (unanswered, contradictions) =
        undated.fold((Some(0_u128), 0), |(unanswered, contradictions), table| {
            let sum =
                unanswered.zip(table.unanswered).and_then(|(sum, more)| sum.checked_add(more));
            (sum, contradictions + table.contradictions.unwrap_or(0))
        });
    for period in survey.periods.iter_mut().flatten() {
        let sum = period.unanswered.zip(unanswered);
        period.unanswered = sum.and_then(|(sum, more)| sum.checked_add(more));
        period.contradictions += contradictions;
    }
}

/// Proves the invariants, and holds methods and checks to each other.
fn prove_invariants(engine: &Engine, loaded: &Loaded, survey: &mut Survey) {
    let (rule_set, all) = (engine.rule_set(), &loaded.invariants);
    let proofs = prove(engine, all);
    survey.invariants = Some((proofs.proved(), proofs.invariants.len()));
    let request = |witness: &Witness| serde_json::to_value(&witness.request).ok();
    // In the order in which they are told.
    let of_invariants = proofs.invariants.iter().filter_map(|proof| {
        let invariant = all.all.get(proof.invariant)?.id.clone();
        let request = match &proof.outcome {
            Outcome::Proved => return None,
            Outcome::Refuted(witness) => request(witness),
            Outcome::Idle | Outcome::NotProved => None,
        };
        Some(Detail::Invariant { invariant, request })
    });
    let of_methods = proofs.methods.iter().map(|found| Detail::Method {
        method: rule_set.methods.all.get(found.method).map(|method| method.id.clone()),
        request: request(&found.witness),
    });
    let given_up = Detail::Method { method: None, request: None };
    let details = of_invariants.chain(of_methods).chain((!proofs.methods_done).then_some(given_up));
    let told = proofs.diagnostics(rule_set, all, &loaded.places);
    let topic = Topic::Invariants;
    survey.findings.extend(told.into_iter().zip(details).map(|(diagnostic, detail)| Finding {
        topic,
        diagnostic,
        detail,
    }));
}
