//! Two compared rule sets, and the result of comparing them.

use super::{tables, words};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::content::RuleSetContent;
use handover_core::ruleset::invariants::Invariants;

/// A rule set to compare.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The rule set.
    pub rule_set: &'a RuleSet,
    /// Its invariants, which are not part of it.
    pub invariants: &'a Invariants,
    /// Its content as written.
    pub content: &'a RuleSetContent,
}

/// The result of a comparison, independent of language.
#[derive(Debug)]
pub struct Comparison<'a> {
    pub(super) before: Compared<'a>,
    pub(super) after: Compared<'a>,
    pub(super) words: words::Correspondence,
    pub(super) routing: tables::TableComparison,
    pub(super) firing: Vec<tables::EntryComparison>,
}

impl<'a> Comparison<'a> {
    /// Compares two rule sets, with at most `steps` steps per table. A table that needs more is reported as not proved.
    #[must_use]
    pub fn new(before: Compared<'a>, after: Compared<'a>, steps: usize) -> Self {
        let words = words::Correspondence::new(before.rule_set, after.rule_set);
        let routing = tables::routing(before.rule_set, after.rule_set, &words, steps);
        let firing = tables::firing(before.rule_set, after.rule_set, &words, steps);
        Self { before, after, words, routing, firing }
    }
}
