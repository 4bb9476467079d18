//! Verdicts: the hit policy of a table in compiled form, from a set of matching rules to an answer.
//!
//! Used when leaves of diagrams are made, and when rules found in other ways are combined.

#![expect(clippy::indexing_slicing, reason = "rules are numbered by the table that they come from")]

use std::borrow::Cow;

use crate::table::{AnswerRef, HitPolicy, Table};

/// The hit policy of a table, with what it needs of the rules.
#[derive(Clone, Debug)]
pub(crate) struct Verdicts {
    pub(crate) policy: HitPolicy,
    outcomes: Vec<u32>,
    /// By rule, the end of its overridden rules in `overridden`; empty if no rule overrides any.
    ends: Vec<u32>,
    overridden: Vec<u32>,
}

impl Verdicts {
    pub(crate) fn new(table: &Table) -> Self {
        let (mut ends, mut overridden) = (Vec::new(), Vec::new());
        // Overrides have a meaning in unique tables only.
        let silences = table.policy() == HitPolicy::Unique
            && table.rules().iter().any(|rule| !rule.overrides.is_empty());
        if silences {
            for rule in table.rules() {
                overridden.extend(rule.overrides.iter().map(|&rule| rule as u32));
                ends.push(overridden.len() as u32);
            }
        }
        let outcomes = table.rules().iter().map(|rule| rule.outcome).collect();
        Self { policy: table.policy(), outcomes, ends, overridden }
    }

    pub(crate) fn rules(&self) -> usize {
        self.outcomes.len()
    }

    pub(crate) fn outcome(&self, rule: u32) -> u32 {
        self.outcomes[rule as usize]
    }

    pub(crate) fn overrides(&self, rule: u32) -> &[u32] {
        let rule = rule as usize;
        match self.ends.get(rule) {
            None => &[],
            Some(&end) => {
                let start = if rule == 0 { 0 } else { self.ends[rule - 1] };
                &self.overridden[start as usize..end as usize]
            }
        }
    }

    /// Removes the rules that have no part in the answer: all but the first, or those overridden. The matching rules
    /// are sorted and distinct.
    pub(crate) fn settle(&self, matching: &mut Vec<u32>) {
        match self.policy {
            HitPolicy::First => matching.truncate(1),
            HitPolicy::Collect => {}
            HitPolicy::Unique if self.ends.is_empty() => {}
            HitPolicy::Unique => {
                let mut silenced: Vec<u32> =
                    matching.iter().flat_map(|&rule| self.overrides(rule)).copied().collect();
                silenced.sort_unstable();
                matching.retain(|rule| silenced.binary_search(rule).is_err());
            }
        }
    }

    /// The answer of settled rules. Overrides have no circle, so if any rule matches, one remains.
    pub(crate) fn of_settled<'a>(&self, settled: Cow<'a, [u32]>) -> AnswerRef<'a> {
        let Some(&first) = settled.first() else {
            return AnswerRef::None;
        };
        let outcome = self.outcome(first);
        match self.policy {
            HitPolicy::First => AnswerRef::One { outcome, rules: settled },
            HitPolicy::Collect => AnswerRef::All { rules: settled },
            HitPolicy::Unique if settled.iter().all(|&rule| self.outcome(rule) == outcome) => {
                AnswerRef::One { outcome, rules: settled }
            }
            HitPolicy::Unique => AnswerRef::Conflict { rules: settled },
        }
    }

    /// The answer of the matching rules, which are sorted and distinct.
    pub(crate) fn answer(&self, mut matching: Vec<u32>) -> AnswerRef<'static> {
        self.settle(&mut matching);
        self.of_settled(Cow::Owned(matching))
    }

    /// The answer of one row, or none if there is no such row. `rules` has the rule of each row.
    #[inline]
    pub(crate) fn of_row<'a>(&self, rules: &'a [u32], row: u32) -> AnswerRef<'a> {
        match rules.get(row as usize..).and_then(|rules| rules.get(..1)) {
            Some(rules) => {
                AnswerRef::One { outcome: self.outcome(rules[0]), rules: Cow::Borrowed(rules) }
            }
            None => AnswerRef::None,
        }
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.outcomes) + size_of_val(&*self.ends) + size_of_val(&*self.overridden)
    }
}
