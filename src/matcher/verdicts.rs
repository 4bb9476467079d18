//! Verdicts: what a set of matching rules answers, by the table's hit policy. The compiled form of the policy, used
//! when leaves of a diagram are made and when a bitmap is read.

#![expect(clippy::indexing_slicing, reason = "rules are numbered by the table that they come from")]

use super::possible::Alike;
use super::table::{Answer, HitPolicy, Table};

/// The hit policy of a table with what it needs to know of the rules.
#[derive(Clone, Debug)]
pub(super) struct Verdicts {
    pub(super) policy: HitPolicy,
    outcomes: Vec<u32>,
    overrides: Vec<Vec<u32>>,
}

/// What remains of an answer when rules that answer alike are not told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Meaning {
    None,
    One(u32),
    Conflict(Vec<u32>),
    All(Vec<u32>),
}

impl Verdicts {
    pub(super) fn new(table: &Table) -> Self {
        let overrides =
            |overrides: &Vec<usize>| overrides.iter().map(|&rule| rule as u32).collect();
        Self {
            policy: table.policy(),
            outcomes: table.rules().iter().map(|rule| rule.outcome).collect(),
            overrides: table.rules().iter().map(|rule| overrides(&rule.overrides)).collect(),
        }
    }

    pub(super) fn rules(&self) -> usize {
        self.outcomes.len()
    }

    pub(super) fn outcome(&self, rule: u32) -> u32 {
        self.outcomes[rule as usize]
    }

    pub(super) fn overrides(&self, rule: u32) -> &[u32] {
        &self.overrides[rule as usize]
    }

    /// The answer of the matching rules, which come sorted, each once.
    pub(super) fn answer(&self, mut matching: Vec<u32>) -> Answer {
        let Some(&first) = matching.first() else {
            return Answer::None;
        };
        match self.policy {
            HitPolicy::First => Answer::One { outcome: self.outcome(first), rules: vec![first] },
            HitPolicy::Collect => Answer::All { rules: matching },
            HitPolicy::Unique => {
                let mut silenced: Vec<u32> =
                    matching.iter().flat_map(|&rule| self.overrides(rule)).copied().collect();
                silenced.sort_unstable();
                matching.retain(|rule| silenced.binary_search(rule).is_err());
                // Overrides have no circle, so one is left.
                let outcome = matching.first().map_or(0, |&rule| self.outcome(rule));
                if matching.iter().all(|&rule| self.outcome(rule) == outcome) {
                    Answer::One { outcome, rules: matching }
                } else {
                    Answer::Conflict { rules: matching }
                }
            }
        }
    }

    /// The answer without the rules: by what its outcome stands for.
    pub(super) fn meaning(&self, answer: &Answer, alike: Alike<'_>) -> Meaning {
        let outcomes = |rules: &[u32]| {
            let mut outcomes: Vec<u32> =
                rules.iter().map(|&rule| alike.class(self.outcome(rule))).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            outcomes
        };
        match answer {
            Answer::None => Meaning::None,
            Answer::One { outcome, .. } => Meaning::One(alike.class(*outcome)),
            Answer::Conflict { rules } => Meaning::Conflict(outcomes(rules)),
            Answer::All { rules } => Meaning::All(outcomes(rules)),
        }
    }
}
