//! Answers stored by number, as the leaves of diagrams refer to them.

#![expect(clippy::indexing_slicing, reason = "answers are numbered by their store")]

use std::borrow::Cow;

use super::sets::Sets;
use super::verdicts::Verdicts;
use crate::table::{AnswerRef, HitPolicy};

/// The number of an answer that a plan stores; see [`Plan::find`](crate::Plan::find).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnswerId(pub(crate) u32);

/// Answers by number.
#[derive(Clone, Debug)]
pub(crate) enum Answers {
    /// For first-match tables: the outcome and the rule. The number after the last one means no answer.
    First(Vec<[u32; 2]>),
    /// Any answers, with their rules in one array.
    Any { heads: Vec<AnswerHead>, rules: Vec<u32> },
}

/// An answer whose rules begin at `start`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerHead {
    kind: AnswerKind,
    outcome: u32,
    start: u32,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
enum AnswerKind {
    None,
    One,
    Conflict,
    All,
}

impl Answers {
    /// The answers of sets of matching rules. In a first-match table they are sorted, with the set without rules last.
    pub(crate) fn new(sets: &Sets, verdicts: &Verdicts) -> Self {
        if verdicts.policy == HitPolicy::First {
            let first = |set: &[u32]| Some([verdicts.outcome(*set.first()?), *set.first()?]);
            return Self::First(sets.iter().filter_map(first).collect());
        }
        let (mut heads, mut rules) = (Vec::with_capacity(sets.len()), Vec::new());
        for set in sets.iter() {
            let mut settled = set.to_vec();
            verdicts.settle(&mut settled);
            let (kind, outcome) = match verdicts.of_settled(Cow::Borrowed(&settled)) {
                AnswerRef::None => (AnswerKind::None, 0),
                AnswerRef::One { outcome, .. } => (AnswerKind::One, outcome),
                AnswerRef::Conflict { .. } => (AnswerKind::Conflict, 0),
                AnswerRef::All { .. } => (AnswerKind::All, 0),
            };
            let (start, len) = (rules.len() as u32, settled.len() as u32);
            heads.push(AnswerHead { kind, outcome, start, len });
            rules.append(&mut settled);
        }
        Self::Any { heads, rules }
    }

    /// The number of answers.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::First(answers) => answers.len(),
            Self::Any { heads, .. } => heads.len(),
        }
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> AnswerRef<'_> {
        match self {
            Self::First(answers) => match answers.get(number as usize) {
                Some([outcome, rule]) => AnswerRef::One {
                    outcome: *outcome,
                    rules: Cow::Borrowed(std::slice::from_ref(rule)),
                },
                None => AnswerRef::None,
            },
            Self::Any { heads, rules } => {
                let AnswerHead { kind, outcome, start, len } = heads[number as usize];
                let rules = Cow::Borrowed(&rules[start as usize..][..len as usize]);
                match kind {
                    AnswerKind::None => AnswerRef::None,
                    AnswerKind::One => AnswerRef::One { outcome, rules },
                    AnswerKind::Conflict => AnswerRef::Conflict { rules },
                    AnswerKind::All => AnswerRef::All { rules },
                }
            }
        }
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::First(answers) => size_of_val(&**answers),
            Self::Any { heads, rules } => size_of_val(&**heads) + size_of_val(&**rules),
        }
    }
}
