//! What is proved of a rule set, as data for programs. `docs/analysis.md` tells what it holds.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::analysis::{self, Detail, Finding, PeriodFacts, Surveyed, TableFacts};
use handover_core::diagnostic::render::{Told, told};
use handover_core::language::Lang;

/// What is proved of a rule set. Counts are null where they take more than 64 bits, or are not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Analysis")]
pub struct Report {
    /// The rule set.
    pub ruleset: Analysed,
    /// The first day that was looked at.
    pub first: String,
    /// The last.
    pub last: String,
    /// Its decision tables.
    pub tables: Vec<Table>,
    /// What is wrong or in vain, the gravest first.
    pub findings: Vec<Found>,
    /// What else is told of the files.
    pub other_findings: Vec<Told>,
    /// The routing rules that decide a few cases only.
    pub seldom: Vec<SeldomRule>,
    /// How many invariants are proved; null where holes and overlaps have to be mended first.
    pub invariants: Option<Invariants>,
    /// What holds from day to day; null where that is not proved.
    pub periods: Option<Vec<Period>>,
    /// The first day on which something is wrong.
    pub first_break: Option<String>,
}

/// The rule set that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AnalysedRules")]
pub struct Analysed {
    /// Its id.
    pub id: String,
    /// SHA-256 over its content.
    pub fingerprint: String,
}

/// A decision table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AnalysedTable")]
pub struct Table {
    /// What it is called.
    pub table: String,
    /// How many rules it has.
    pub rules: usize,
    /// How many combinations of values there are, days not counted.
    pub combinations: Option<u64>,
    /// How many of them no rule answers.
    pub unanswered: Option<u64>,
    /// How many pairs of rules contradict each other.
    pub contradictions: Option<usize>,
    /// How many combinations each rule decides.
    pub wins: Option<Vec<Wins>>,
}

/// How many combinations a rule decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RuleWins")]
pub struct Wins {
    /// The rule.
    pub rule: String,
    /// How many.
    pub combinations: Option<u64>,
}

/// A finding: what is told of it, and what more is known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// What is told.
    #[serde(flatten)]
    pub told: Told,
    /// What it is about.
    pub topic: String,
    /// What more is known of it.
    pub detail: Known,
}

/// What more is known, by the kind of finding.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "FoundDetail")]
pub enum Known {
    /// No rule answers some cases.
    Gap {
        /// The table.
        table: String,
        /// The cases.
        cases: Cases,
        /// A rule that answers them, to paste.
        rule: String,
    },
    /// Two rules answer some cases differently.
    Overlap {
        /// The table.
        table: String,
        /// The rules.
        rules: [String; 2],
        /// What each answers.
        answers: [String; 2],
        /// How many combinations both answer.
        combinations: Option<u64>,
        /// Which, the first of them.
        cases: Vec<Cases>,
        /// What to do, what changes least first.
        remedies: Vec<String>,
    },
    /// A rule never decides.
    Dead {
        /// The table.
        table: String,
        /// The rule.
        rule: String,
        /// The rules that together go before it; none where it never holds.
        cover: Vec<String>,
        /// Whether no fewer would.
        smallest: bool,
        /// Whether every case is answered alike without it.
        removable: bool,
    },
    /// A rule decides, but others answer the same.
    Redundant {
        /// The table.
        table: String,
        /// The rule.
        rule: String,
        /// Rules with the same answer that hold for some of its cases.
        beside: Vec<String>,
    },
    /// The fixed target of a rule does not exist.
    Target {
        /// The rule.
        rule: String,
        /// The unit.
        unit: String,
        /// The first day on which the rule holds and the unit does not exist.
        first: String,
        /// The last.
        last: String,
    },
    /// A document is past its last day, or will be.
    Expired {
        /// The document.
        document: String,
        /// Its last day.
        valid_until: String,
    },
    /// Nothing rests on a place of a document.
    Unused {
        /// The place, as a source is written.
        source: String,
    },
    /// An invariant is refuted, idle or not proved.
    Invariant {
        /// The invariant.
        invariant: String,
        /// A request that breaks it.
        request: Option<Value>,
    },
    /// What a method requires and what checks say of it disagree.
    Method {
        /// The method, where one is found.
        method: Option<String>,
        /// A request that shows it.
        request: Option<Value>,
    },
    /// A proof took too long.
    NotProved {
        /// The table.
        table: String,
        /// The steps after which it was given up.
        steps: u64,
    },
}

/// A routing rule that decides a few cases only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeldomRule {
    /// The rule.
    pub rule: String,
    /// How many combinations it decides.
    pub combinations: Option<u64>,
    /// Which.
    pub cases: Vec<Cases>,
}

/// Some cases.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "SomeCases")]
pub struct Cases {
    /// Which, in words.
    pub words: String,
    /// How many combinations.
    pub combinations: Option<u64>,
    /// One of them, as a request; null of a table other than routing.
    pub request: Option<Value>,
}

/// How many invariants are proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ProvedInvariants")]
pub struct Invariants {
    /// Those that are proved.
    pub proved: usize,
    /// All of them.
    pub all: usize,
}

/// Days on which the same holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DayPeriod")]
pub struct Period {
    /// The first of them.
    pub first: String,
    /// The last.
    pub last: String,
    /// How many combinations no rule answers.
    pub unanswered: Option<u64>,
    /// How many pairs of rules contradict each other.
    pub contradictions: usize,
    /// Documents that have expired.
    pub expired: Vec<String>,
    /// Rules whose fixed target does not exist.
    pub target_missing: Vec<String>,
}

/// What is proved, with what else is told of the files, in a language.
#[must_use]
pub fn report(surveyed: &Surveyed, lang: Lang) -> Report {
    let (survey, rule_set) = (&surveyed.survey, surveyed.rule_set());
    let found = |finding: &Finding| Found {
        told: Told::new(&finding.diagnostic, lang),
        topic: finding.topic.as_str().to_owned(),
        detail: known(&finding.detail, lang),
    };
    let seldom = survey.seldom.iter().map(|rule| SeldomRule {
        rule: rule.rule.clone(),
        combinations: number(Some(rule.count)),
        cases: all_cases(&rule.cases, lang),
    });
    Report {
        ruleset: Analysed { id: rule_set.id.clone(), fingerprint: rule_set.fingerprint.clone() },
        first: survey.window.first.to_string(),
        last: survey.window.last.to_string(),
        tables: survey.tables.iter().map(table).collect(),
        findings: survey.findings.iter().map(found).collect(),
        other_findings: told(&surveyed.others, lang),
        seldom: seldom.collect(),
        invariants: survey.invariants.map(|(proved, all)| Invariants { proved, all }),
        periods: survey.periods.as_ref().map(|periods| periods.iter().map(period).collect()),
        first_break: survey.first_break().map(|period| period.first.to_string()),
    }
}

/// A count; none where it takes more than 64 bits, or is not known.
fn number(count: Option<u128>) -> Option<u64> {
    count.and_then(|count| u64::try_from(count).ok())
}

fn table(table: &TableFacts) -> Table {
    let wins = table.wins.as_ref().map(|wins| {
        let wins = wins.iter();
        wins.map(|(rule, count)| Wins { rule: rule.clone(), combinations: number(*count) })
            .collect()
    });
    Table {
        table: table.table.as_str().to_owned(),
        rules: table.rules,
        combinations: number(table.combinations),
        unanswered: number(table.unanswered),
        contradictions: table.contradictions,
        wins,
    }
}

fn period(period: &PeriodFacts) -> Period {
    Period {
        first: period.first.to_string(),
        last: period.last.to_string(),
        unanswered: number(period.unanswered),
        contradictions: period.contradictions,
        expired: period.expired.clone(),
        target_missing: period.targetless.clone(),
    }
}

fn all_cases(all: &[analysis::Cases], lang: Lang) -> Vec<Cases> {
    all.iter().map(|some| cases(some, lang)).collect()
}

fn cases(cases: &analysis::Cases, lang: Lang) -> Cases {
    Cases {
        words: cases.words.get(lang).to_owned(),
        combinations: number(cases.block.cases),
        request: cases.request.clone(),
    }
}

fn known(detail: &Detail, lang: Lang) -> Known {
    match detail.clone() {
        Detail::Gap { table, cases: some, rule } => {
            Known::Gap { table: table.as_str().to_owned(), cases: cases(&some, lang), rule }
        }
        Detail::Overlap { table, rules, answers, count, cases, remedies } => Known::Overlap {
            table: table.as_str().to_owned(),
            rules,
            answers: answers.map(|answer| answer.get(lang).to_owned()),
            combinations: number(count),
            cases: all_cases(&cases, lang),
            remedies: remedies.iter().map(|way| way.get(lang).to_owned()).collect(),
        },
        Detail::Dead { table, rule, cover, smallest, removable } => {
            Known::Dead { table: table.as_str().to_owned(), rule, cover, smallest, removable }
        }
        Detail::Redundant { table, rule, beside } => {
            Known::Redundant { table: table.as_str().to_owned(), rule, beside }
        }
        Detail::Target { rule, unit, days: (first, last) } => {
            Known::Target { rule, unit, first: first.to_string(), last: last.to_string() }
        }
        Detail::Expired { document, valid_until } => {
            Known::Expired { document, valid_until: valid_until.to_string() }
        }
        Detail::Unused { source } => Known::Unused { source },
        Detail::Invariant { invariant, request } => Known::Invariant { invariant, request },
        Detail::Method { method, request } => Known::Method { method, request },
        Detail::NotProved { table, steps } => {
            Known::NotProved { table: table.as_str().to_owned(), steps }
        }
    }
}
