//! Answers of a table, owned and borrowed.

use std::borrow::Cow;
use std::fmt;

/// The answer of a table to a case. Rules are given by index, sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// No rule matches.
    None,
    /// One answer.
    One {
        /// The outcome of the rules.
        outcome: u32,
        /// The rules that decided.
        rules: Vec<u32>,
    },
    /// Rules of a unique table contradict each other.
    Conflict {
        /// The matching rules that no matching rule overrides.
        rules: Vec<u32>,
    },
    /// Every matching rule of a collecting table, at least one.
    All {
        /// The matching rules.
        rules: Vec<u32>,
    },
}

impl Answer {
    /// The rules behind the answer, sorted.
    #[must_use]
    pub fn rules(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One { rules, .. } | Self::Conflict { rules } | Self::All { rules } => rules,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => return f.write_str("none"),
            Self::One { outcome, .. } => write!(f, "{outcome} by")?,
            Self::Conflict { .. } => f.write_str("conflict of")?,
            Self::All { .. } => f.write_str("all of")?,
        }
        self.rules().iter().try_for_each(|rule| write!(f, " {rule}"))
    }
}

/// An [`Answer`] whose rules are borrowed from a plan where possible.
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
    /// The rules behind the answer, sorted.
    #[must_use]
    pub fn rules(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One { rules, .. } | Self::Conflict { rules } | Self::All { rules } => rules,
        }
    }

    /// The outcome, if there is exactly one answer.
    #[must_use]
    pub fn outcome(&self) -> Option<u32> {
        match self {
            Self::One { outcome, .. } => Some(*outcome),
            Self::None | Self::Conflict { .. } | Self::All { .. } => None,
        }
    }

    /// The owned answer, as the oracle gives it.
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
