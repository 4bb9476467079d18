//! What a diff gives: how outcomes compare, and the cases that are answered differently.

use crate::matcher::table::{Answer, Condition};

use super::super::blocks::Block;

/// How the outcomes of two rules compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// They mean the same.
    Same,
    /// They mean different things.
    Different,
    /// They mean the same in cases in which all of these hold, which are about the joint inputs, and else not.
    Where(Vec<Condition>),
}

/// What two tables answer differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// How many combinations of values there are, all unlisted values counted as one and dates not counted; none where
    /// the number takes more than 128 bits.
    pub cases: Option<u128>,
    /// In how many of them the answers differ, on some day.
    pub changed: Option<u128>,
    /// What changed, by the answers before and after; those that most cases have first.
    pub changes: Vec<Changed>,
    /// Whether the blocks hold all cases that changed. Where they would be too many to read, some are left out.
    pub complete: bool,
    /// The rows that were looked at.
    pub steps: usize,
}

/// Cases that were all answered alike before, and all are after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What is answered before.
    pub before: Told,
    /// What is answered after.
    pub after: Told,
    /// How many combinations of values, as [`Diff::changed`].
    pub cases: Option<u128>,
    /// The cases, as disjoint blocks over the joint inputs.
    pub blocks: Vec<ChangedBlock>,
}

/// A set of cases, with the rules that answer them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedBlock {
    /// The cases.
    pub block: Block,
    /// The rules that decide some of them before, by index, ascending.
    pub before: Vec<u32>,
    /// The rules that decide some of them after.
    pub after: Vec<u32>,
}

/// An answer without its rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// No rule matches.
    None,
    /// One outcome.
    One(u32),
    /// The outcomes of rules that contradict each other, or of all rules that match; ascending.
    Several(Vec<u32>),
}

impl Told {
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
