//! Rules: conditions, alternatives, overrides, the hit policy, and the limits of a table.

use std::fmt;

use super::values::Values;

/// The most inputs that a table can have.
pub const MAX_INPUTS: usize = 64;
/// The most rules that a table can have.
pub const MAX_RULES: usize = 1_000_000;
/// The most rows (alternatives of rules) that a table can have.
pub const MAX_ROWS: usize = 4_000_000;
/// The most words that the domain of one input can have.
pub const MAX_WORDS: usize = 1_000_000;

/// The meaning of several matching rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPolicy {
    /// One answer: rules may overlap only if their outcomes are equal or one overrides the other.
    Unique,
    /// The first matching rule answers.
    First,
    /// All matching rules answer.
    Collect,
}

impl fmt::Display for HitPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unique => "unique",
            Self::First => "first",
            Self::Collect => "collect",
        })
    }
}

/// A test of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The index of the input.
    pub input: usize,
    /// The values that satisfy the test.
    pub accepts: Values,
}

/// A rule. It matches if all conditions of one of its alternatives hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the rule.
    pub id: String,
    /// The alternatives. One without conditions always holds; a rule without alternatives never matches.
    pub alternatives: Vec<Vec<Condition>>,
    /// The answer, opaque to this module. Rules with equal outcomes give the same answer.
    pub outcome: u32,
    /// The indices of the rules that this rule silences when it matches. Not transitive: a silenced rule still silences.
    pub overrides: Vec<usize>,
}
