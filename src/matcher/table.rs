//! Tables: inputs, rules and the hit policy that says what several matching rules mean.

use std::fmt;
use std::sync::Arc;

use super::check::{TableError, check};
use super::input::Input;
use super::values::Values;

/// The most inputs that a table can have.
pub const MAX_INPUTS: usize = 64;
/// The most rules that a table can have.
pub const MAX_RULES: usize = 1_000_000;
/// The most rows (alternatives of rules) that a table can have.
pub const MAX_ROWS: usize = 4_000_000;
/// The most words that the domain of one input can have.
pub const MAX_WORDS: usize = 1_000_000;

/// What it means that several rules match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPolicy {
    /// One answer: rules may overlap only where they answer alike or one overrides the other.
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

/// A rule: it matches where all conditions of one of its alternatives hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the rule.
    pub id: String,
    /// Any of these; an alternative without conditions always holds, a rule without alternatives never.
    pub alternatives: Vec<Vec<Condition>>,
    /// The answer, opaque here: two rules answer alike if their outcomes are equal.
    pub outcome: u32,
    /// The indices of the rules that this one silences where it matches. Not transitive: a silenced rule still silences.
    pub overrides: Vec<usize>,
}

/// A decision table whose parts are known to fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    name: String,
    inputs: Arc<[Input]>,
    rules: Vec<Rule>,
    policy: HitPolicy,
}

/// What a table answers to a case. Rules are told by index, sorted.
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
    /// The rules that the answer rests on, sorted.
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

impl Table {
    /// Puts a table together.
    ///
    /// # Errors
    /// The first part found that does not fit: see [`TableError`].
    pub fn new(
        name: impl Into<String>,
        inputs: Vec<Input>,
        rules: Vec<Rule>,
        policy: HitPolicy,
    ) -> Result<Self, TableError> {
        check(&inputs, &rules)?;
        Ok(Self { name: name.into(), inputs: inputs.into(), rules, policy })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The inputs, in the order of a case's values.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    pub(super) fn shared_inputs(&self) -> &Arc<[Input]> {
        &self.inputs
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The hit policy.
    #[must_use]
    pub fn policy(&self) -> HitPolicy {
        self.policy
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "table `{}` ({})", self.name, self.policy)?;
        for (at, rule) in self.rules.iter().enumerate() {
            write!(f, "  {at} `{}` -> {}", rule.id, rule.outcome)?;
            for (at, &overridden) in rule.overrides.iter().enumerate() {
                let lead = if at == 0 { ", overrides " } else { ", " };
                let id = self.rules.get(overridden).map_or("", |rule| &rule.id);
                write!(f, "{lead}`{id}`")?;
            }
            writeln!(f)?;
            for conditions in &rule.alternatives {
                f.write_str("    ")?;
                if conditions.is_empty() {
                    f.write_str("always")?;
                }
                for (at, Condition { input, accepts }) in conditions.iter().enumerate() {
                    let separator = if at == 0 { "" } else { ", " };
                    if let Some(input) = self.inputs.get(*input) {
                        write!(f, "{separator}{}: {}", input.name, accepts.display(input))?;
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::Domain;
    use super::*;

    fn level() -> Input {
        Input {
            name: "level".to_owned(),
            domain: Domain::Words { words: vec!["primary".to_owned()], open: true },
        }
    }

    fn rule(id: &str, alternatives: Vec<Vec<Condition>>, overrides: Vec<usize>) -> Rule {
        Rule { id: id.to_owned(), alternatives, outcome: 7, overrides }
    }

    fn primary(input: usize) -> Condition {
        Condition { input, accepts: Values::Words { listed: vec![0], unlisted: false } }
    }

    #[test]
    fn displays_rules_with_their_cells() {
        let rules =
            vec![rule("a", vec![vec![primary(0)]], vec![1]), rule("b", vec![vec![]], vec![])];
        let table = Table::new("routing", vec![level()], rules, HitPolicy::Unique).unwrap();
        let text = "table `routing` (unique)\n  0 `a` -> 7, overrides `b`\n    level: primary\n  1 `b` -> 7\n    always\n";
        assert_eq!(table.to_string(), text);
    }
}
