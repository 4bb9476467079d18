//! What changes from one rule set to another: to whom cases go, which checks fire, what methods require, which priorities
//! alert, all exact over every complete case; and texts, steps, words and the like, compared as they are written.
//!
//! Words correspond by their ids, or as the `was` of a word tells (see [`words`]), so that a mere renaming changes
//! nothing. What is found becomes a [`DiffReport`], the same for programs and for people.

pub mod cases;
mod items;
mod plain;
mod receiver;
mod request;
mod tables;
mod telling;
mod wording;
pub mod words;

use jiff::civil::Date;

use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::invariants::Invariants;
use handover_core::wire::report::DiffReport;

/// A rule set that is compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The rule set.
    pub rule_set: &'a RuleSet,
    /// Its invariants, which are read beside it.
    pub invariants: &'a Invariants,
}

/// What was found, before it is told in a language.
#[derive(Debug)]
pub struct Comparison<'a> {
    before: Compared<'a>,
    after: Compared<'a>,
    words: words::Correspondence,
    routing: tables::Compared,
    firing: Vec<tables::Firing>,
}

impl<'a> Comparison<'a> {
    /// Compares two rule sets. Each table is looked at for at most `steps` steps; a table that takes more is told as not
    /// proved.
    #[must_use]
    pub fn new(before: Compared<'a>, after: Compared<'a>, steps: usize) -> Self {
        let words = words::Correspondence::new(before.rule_set, after.rule_set);
        let routing = tables::routing(before.rule_set, after.rule_set, &words, steps);
        let firing = tables::firing(before.rule_set, after.rule_set, &words, steps);
        Self { before, after, words, routing, firing }
    }

    /// What was found, in a language. Requests to try are for the day `at`, where the rules do not ask for another.
    #[must_use]
    pub fn report(&self, lang: Lang, at: Date) -> DiffReport {
        telling::report(self, lang, at)
    }
}
