//! Equality of answers: by outcome, by what outcomes stand for, or by rules.

use crate::compile::Verdicts;
use crate::table::Answer;

/// When two answers count as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike<'a> {
    /// If their outcomes are equal, whatever the rules.
    Outcome,
    /// If their outcomes have the same class: `0[outcome]` is the class of an outcome.
    Class(&'a [u32]),
    /// If outcomes and rules are equal. Deciding inputs are then found by outcome.
    Rules,
}

impl Alike<'_> {
    /// The class of an outcome.
    fn class(self, outcome: u32) -> u32 {
        match self {
            Self::Class(classes) => classes.get(outcome as usize).copied().unwrap_or(outcome),
            Self::Outcome | Self::Rules => outcome,
        }
    }
}

/// An answer without its rules: the classes of its outcomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Meaning {
    None,
    One(u32),
    Conflict(Vec<u32>),
    All(Vec<u32>),
}

impl Meaning {
    /// The meaning of an answer.
    pub(crate) fn of(answer: &Answer, verdicts: &Verdicts, alike: Alike<'_>) -> Self {
        let outcomes = |rules: &[u32]| {
            let mut outcomes: Vec<u32> =
                rules.iter().map(|&rule| alike.class(verdicts.outcome(rule))).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            outcomes
        };
        match answer {
            Answer::None => Self::None,
            Answer::One { outcome, .. } => Self::One(alike.class(*outcome)),
            Answer::Conflict { rules } => Self::Conflict(outcomes(rules)),
            Answer::All { rules } => Self::All(outcomes(rules)),
        }
    }
}
