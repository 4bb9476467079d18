//! Checks of inputs and rules before they become a table.

use std::collections::BTreeSet;
use std::fmt;

use super::input::{Domain, Input, UNLISTED};
use super::rule::{MAX_INPUTS, MAX_ROWS, MAX_RULES, MAX_WORDS, Rule};

/// Why inputs and rules do not make a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// More of something than a table can hold.
    TooMany {
        /// The kind of thing that there are too many of.
        what: &'static str,
        /// The largest number allowed.
        limit: usize,
    },
    /// An input whose domain has no values.
    EmptyDomain {
        /// The name of the input.
        input: String,
    },
    /// An input that lists a word twice, or the reserved word `unlisted`.
    UnfitWord {
        /// The name of the input.
        input: String,
        /// The word.
        word: String,
    },
    /// A condition on an input that the table lacks.
    NoSuchInput {
        /// The rule's id.
        rule: String,
        /// The index of the input.
        input: usize,
    },
    /// A condition that accepts values outside the input's domain.
    UnfitValues {
        /// The rule's id.
        rule: String,
        /// The name of the input.
        input: String,
    },
    /// A rule that overrides a rule that the table lacks.
    NoSuchRule {
        /// The rule's id.
        rule: String,
        /// The index of the overridden rule.
        overridden: usize,
    },
    /// Rules that override each other in a circle, so that none would remain.
    OverrideCycle {
        /// The id of a rule in the circle.
        rule: String,
    },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { what, limit } => write!(f, "more than {limit} {what}"),
            Self::EmptyDomain { input } => write!(f, "input `{input}` has no values"),
            Self::UnfitWord { input, word } if word == UNLISTED => {
                write!(f, "input `{input}` lists the reserved word `{word}`")
            }
            Self::UnfitWord { input, word } => write!(f, "input `{input}` lists `{word}` twice"),
            Self::NoSuchInput { rule, input } => {
                write!(f, "rule `{rule}` tests input {input}, which does not exist")
            }
            Self::UnfitValues { rule, input } => {
                write!(f, "rule `{rule}` tests `{input}` for values outside its domain")
            }
            Self::NoSuchRule { rule, overridden } => {
                write!(f, "rule `{rule}` overrides rule {overridden}, which does not exist")
            }
            Self::OverrideCycle { rule } => write!(f, "rule `{rule}` overrides itself in a circle"),
        }
    }
}

impl std::error::Error for TableError {}

/// Checks limits first, then inputs, rules, and overrides.
pub(crate) fn check(inputs: &[Input], rules: &[Rule]) -> Result<(), TableError> {
    let rows = rules.iter().map(|rule| rule.alternatives.len()).sum();
    limit("inputs", inputs.len(), MAX_INPUTS)?;
    limit("rules", rules.len(), MAX_RULES)?;
    limit("alternatives", rows, MAX_ROWS)?;
    inputs.iter().try_for_each(check_input)?;
    rules.iter().try_for_each(|rule| check_rule(rule, inputs, rules.len()))?;
    check_overrides(rules)
}

fn limit(what: &'static str, count: usize, limit: usize) -> Result<(), TableError> {
    if count > limit { Err(TableError::TooMany { what, limit }) } else { Ok(()) }
}

fn check_input(input: &Input) -> Result<(), TableError> {
    if let Domain::Words { words, .. } = &input.domain {
        limit("words of one input", words.len(), MAX_WORDS)?;
        let mut seen = BTreeSet::new();
        if let Some(word) = words.iter().find(|word| *word == UNLISTED || !seen.insert(*word)) {
            return Err(TableError::UnfitWord { input: input.name.clone(), word: word.clone() });
        }
    }
    let empty = match &input.domain {
        Domain::Words { words, open } => words.is_empty() && !open,
        Domain::Integer { min, max } => min > max,
        Domain::Boolean | Domain::Date => false,
    };
    if empty { Err(TableError::EmptyDomain { input: input.name.clone() }) } else { Ok(()) }
}

fn check_rule(rule: &Rule, inputs: &[Input], rules: usize) -> Result<(), TableError> {
    for condition in rule.alternatives.iter().flatten() {
        let Some(input) = inputs.get(condition.input) else {
            return Err(TableError::NoSuchInput { rule: rule.id.clone(), input: condition.input });
        };
        if !condition.accepts.fits(&input.domain) {
            return Err(TableError::UnfitValues {
                rule: rule.id.clone(),
                input: input.name.clone(),
            });
        }
    }
    match rule.overrides.iter().find(|&&overridden| overridden >= rules) {
        Some(&overridden) => Err(TableError::NoSuchRule { rule: rule.id.clone(), overridden }),
        None => Ok(()),
    }
}

/// Removes rules that no remaining rule overrides, until only circles are left.
fn check_overrides(rules: &[Rule]) -> Result<(), TableError> {
    let mut overriders = vec![0_usize; rules.len()];
    for &overridden in rules.iter().flat_map(|rule| &rule.overrides) {
        if let Some(count) = overriders.get_mut(overridden) {
            *count += 1;
        }
    }
    let mut free: Vec<&Rule> = rules
        .iter()
        .zip(&overriders)
        .filter_map(|(rule, &count)| (count == 0).then_some(rule))
        .collect();
    while let Some(rule) = free.pop() {
        for &overridden in &rule.overrides {
            if let (Some(count), Some(next)) =
                (overriders.get_mut(overridden), rules.get(overridden))
            {
                *count -= 1;
                if *count == 0 {
                    free.push(next);
                }
            }
        }
    }
    match rules.iter().zip(&overriders).find(|&(_, &count)| count > 0) {
        Some((rule, _)) => Err(TableError::OverrideCycle { rule: rule.id.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::Condition;
    use super::super::samples::{level, primary, rule};
    use super::super::values::Values;
    use super::*;

    #[test]
    fn refuses_what_does_not_fit() {
        let refused =
            |inputs: Vec<Input>, rules: Vec<Rule>| check(&inputs, &rules).unwrap_err().to_string();
        let with = |alternatives| vec![rule("r", alternatives, vec![])];
        assert_eq!(
            refused(vec![level()], with(vec![vec![primary(1)]])),
            "rule `r` tests input 1, which does not exist"
        );
        let wrong = Condition { input: 0, accepts: Values::Ranges(vec![(1, 2)]) };
        assert_eq!(
            refused(vec![level()], with(vec![vec![wrong]])),
            "rule `r` tests `level` for values outside its domain"
        );
        let circle = vec![rule("a", vec![], vec![1]), rule("b", vec![], vec![0])];
        assert_eq!(refused(vec![], circle), "rule `a` overrides itself in a circle");
        assert_eq!(
            refused(vec![], vec![rule("a", vec![], vec![3])]),
            "rule `a` overrides rule 3, which does not exist"
        );
        let empty = Input { name: "n".to_owned(), domain: Domain::Integer { min: 1, max: 0 } };
        assert_eq!(refused(vec![empty], vec![]), "input `n` has no values");
        assert_eq!(refused(vec![level(); MAX_INPUTS + 1], vec![]), "more than 64 inputs");
    }
}
