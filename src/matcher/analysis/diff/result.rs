//! The result of a diff: the likeness of outcomes, and the cases that are answered differently.

use super::super::blocks::Block;
use crate::table::{Answer, Condition};

/// How the outcomes of two rules compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// They mean the same.
    Same,
    /// They mean different things.
    Different,
    /// They mean the same in cases where all of these conditions on joint inputs hold, else not.
    Where(Vec<Condition>),
}

/// The difference of two tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The number of combinations of values; none if it takes more than 128 bits.
    ///
    /// All unlisted values count as one, and dates are not counted.
    pub cases: Option<u128>,
    /// The number of combinations whose answers differ on some day.
    pub changed: Option<u128>,
    /// The changes by answers before and after, those with the most cases first.
    pub changes: Vec<Changed>,
    /// Whether the blocks hold all changed cases. If there are too many to read, some are left out.
    pub complete: bool,
    /// The number of rows visited, each visit counted.
    pub steps: usize,
}

/// Cases with the same answer before, and the same answer after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The answer before.
    pub before: Outcomes,
    /// The answer after.
    pub after: Outcomes,
    /// The number of combinations, as in [`Diff::changed`].
    pub cases: Option<u128>,
    /// The cases, as disjoint blocks over the joint inputs.
    pub blocks: Vec<ChangedBlock>,
}

/// A set of cases, with the rules that answer them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedBlock {
    /// The cases.
    pub block: Block,
    /// The rules that decide some of the cases before, by index, ascending.
    pub before: Vec<u32>,
    /// The rules that decide some of the cases after.
    pub after: Vec<u32>,
}

/// An answer without its rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcomes {
    /// No rule matches.
    None,
    /// One outcome.
    One(u32),
    /// The outcomes of contradicting rules, or of all matching rules; ascending.
    Several(Vec<u32>),
}

impl Outcomes {
    pub(super) fn of(answer: &Answer, outcome: impl Fn(u32) -> u32) -> Self {
        match answer {
            Answer::None => Self::None,
            Answer::One { outcome, .. } => Self::One(*outcome),
            Answer::Conflict { rules } | Answer::All { rules } => {
                let mut outcomes: Vec<u32> = rules.iter().map(|&rule| outcome(rule)).collect();
                outcomes.sort_unstable();
                outcomes.dedup();
                Self::Several(outcomes)
            }
        }
    }
}
