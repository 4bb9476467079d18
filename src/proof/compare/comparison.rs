//! Two rule sets that are compared, and what was found.

use super::{tables, words};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::invariants::Invariants;

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
    pub(super) before: Compared<'a>,
    pub(super) after: Compared<'a>,
    pub(super) words: words::Correspondence,
    pub(super) routing: tables::TableComparison,
    pub(super) firing: Vec<tables::Firing>,
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
}
