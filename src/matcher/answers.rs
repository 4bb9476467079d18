//! Answers lent by a plan, and the store that lends them.

#![expect(clippy::indexing_slicing, reason = "answers are numbered by their store")]

use std::borrow::Cow;
use std::fmt;

use super::rows::Sets;
use super::table::{Answer, HitPolicy};
use super::verdicts::Verdicts;

/// What a plan answers to a case. Rules are told by index, sorted; they are borrowed from the plan wherever it has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerRef<'a> {
    /// No rule matches.
    None,
    /// One answer.
    One {
        /// The outcome of the rules.
        outcome: u32,
        /// The rules that decided.
        rules: Cow<'a, [u32]>,
    },
    /// Rules of a unique table contradict each other.
    Conflict {
        /// The matching rules that no matching rule overrides.
        rules: Cow<'a, [u32]>,
    },
    /// Every matching rule of a collecting table, at least one.
    All {
        /// The matching rules.
        rules: Cow<'a, [u32]>,
    },
}

impl AnswerRef<'_> {
    /// The rules that the answer rests on, sorted.
    #[must_use]
    pub fn rules(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One { rules, .. } | Self::Conflict { rules } | Self::All { rules } => rules,
        }
    }

    /// The outcome, where there is exactly one answer.
    #[must_use]
    pub fn outcome(&self) -> Option<u32> {
        match self {
            Self::One { outcome, .. } => Some(*outcome),
            Self::None | Self::Conflict { .. } | Self::All { .. } => None,
        }
    }

    /// The answer on its own, as the oracle gives it.
    #[must_use]
    pub fn to_answer(&self) -> Answer {
        let rules = self.rules().to_vec();
        match *self {
            Self::None => Answer::None,
            Self::One { outcome, .. } => Answer::One { outcome, rules },
            Self::Conflict { .. } => Answer::Conflict { rules },
            Self::All { .. } => Answer::All { rules },
        }
    }
}

impl From<Answer> for AnswerRef<'_> {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::None => Self::None,
            Answer::One { outcome, rules } => Self::One { outcome, rules: Cow::Owned(rules) },
            Answer::Conflict { rules } => Self::Conflict { rules: Cow::Owned(rules) },
            Answer::All { rules } => Self::All { rules: Cow::Owned(rules) },
        }
    }
}

impl PartialEq<Answer> for AnswerRef<'_> {
    fn eq(&self, other: &Answer) -> bool {
        let alike = match (self, other) {
            (Self::None, Answer::None)
            | (Self::Conflict { .. }, Answer::Conflict { .. })
            | (Self::All { .. }, Answer::All { .. }) => true,
            (Self::One { outcome, .. }, Answer::One { outcome: other, .. }) => outcome == other,
            _ => false,
        };
        alike && self.rules() == other.rules()
    }
}

impl PartialEq<AnswerRef<'_>> for Answer {
    fn eq(&self, other: &AnswerRef<'_>) -> bool {
        other == self
    }
}

impl fmt::Display for AnswerRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_answer().fmt(f)
    }
}

/// The number of an answer that a plan has stored, see [`Plan::find`](super::Plan::find).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnswerId(pub(super) u32);

/// Answers by number.
#[derive(Clone, Debug)]
pub(super) enum Answers {
    /// Where the first rule answers: its outcome and itself. The number behind the last one is that of no answer.
    First(Vec<[u32; 2]>),
    /// Any answers, their rules in one array.
    Any { heads: Vec<Head>, rules: Vec<u32> },
}

/// An answer whose rules stand at `start`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    kind: Kind,
    outcome: u32,
    start: u32,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    None,
    One,
    Conflict,
    All,
}

impl Answers {
    /// The answers of sets of matching rules. Where the first rule answers, they are sorted, that without rules last.
    pub(super) fn new(sets: &Sets, verdicts: &Verdicts) -> Self {
        if verdicts.policy == HitPolicy::First {
            let first = |set: &[u32]| Some([verdicts.outcome(*set.first()?), *set.first()?]);
            return Self::First(sets.iter().filter_map(first).collect());
        }
        let (mut heads, mut rules) = (Vec::with_capacity(sets.len()), Vec::new());
        for set in sets.iter() {
            let mut settled = set.to_vec();
            verdicts.settle(&mut settled);
            let (kind, outcome) = match verdicts.told(Cow::Borrowed(&settled)) {
                AnswerRef::None => (Kind::None, 0),
                AnswerRef::One { outcome, .. } => (Kind::One, outcome),
                AnswerRef::Conflict { .. } => (Kind::Conflict, 0),
                AnswerRef::All { .. } => (Kind::All, 0),
            };
            let (start, len) = (rules.len() as u32, settled.len() as u32);
            heads.push(Head { kind, outcome, start, len });
            rules.append(&mut settled);
        }
        Self::Any { heads, rules }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::First(answers) => answers.len(),
            Self::Any { heads, .. } => heads.len(),
        }
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> AnswerRef<'_> {
        match self {
            Self::First(answers) => match answers.get(number as usize) {
                Some([outcome, rule]) => AnswerRef::One {
                    outcome: *outcome,
                    rules: Cow::Borrowed(std::slice::from_ref(rule)),
                },
                None => AnswerRef::None,
            },
            Self::Any { heads, rules } => {
                let Head { kind, outcome, start, len } = heads[number as usize];
                let rules = Cow::Borrowed(&rules[start as usize..][..len as usize]);
                match kind {
                    Kind::None => AnswerRef::None,
                    Kind::One => AnswerRef::One { outcome, rules },
                    Kind::Conflict => AnswerRef::Conflict { rules },
                    Kind::All => AnswerRef::All { rules },
                }
            }
        }
    }

    /// Memory in use.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::First(answers) => size_of_val(&**answers),
            Self::Any { heads, rules } => size_of_val(&**heads) + size_of_val(&**rules),
        }
    }
}
