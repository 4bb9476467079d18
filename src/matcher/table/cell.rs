//! Cells: the text of one condition, and the values that it accepts.
//!
//! A cell is an item, a list of items (any of them), or the negation of either: `a`, `[a, b]`, `{not: a}`, `{not: [a,
//! b]}`. The input's domain decides what an item is: a word, `true` or `false`, a whole number or a date. The last two
//! also have ranges, `2..5`, `13..` and `..5`, with both ends included.

use std::fmt;

use super::input::{Domain, Input, UNLISTED, Value};
use super::values::Values;

/// One item of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word, listed or not.
    Word(String),
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day since 1970-01-01.
    Date(i64),
    /// Whole numbers between two ends, both included. A missing end is that of the domain.
    Range {
        /// The least number.
        from: Option<i64>,
        /// The greatest number.
        to: Option<i64>,
    },
    /// Days between two ends, both included. A missing end is that of the domain.
    DateRange {
        /// The first day.
        from: Option<i64>,
        /// The last day.
        to: Option<i64>,
    },
}

/// The condition that a person writes for one input of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whether the cell accepts everything but the items.
    pub negated: bool,
    /// The items, any of which may hold.
    pub items: Vec<Item>,
}

/// A text that is not a cell or not an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// The position of the fault in the text, in bytes.
    pub offset: usize,
    /// The fault.
    pub message: String,
    /// What is expected at this position.
    pub expected: &'static str,
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, expected {}", self.message, self.expected)
    }
}

impl std::error::Error for CellError {}

/// An item that its input cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolveError {
    /// The position of the item in the cell.
    pub item: usize,
    /// The fault of the item.
    pub kind: ResolveErrorKind,
}

/// Why an item cannot be resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolveErrorKind {
    /// The input has no such word, or the word is `unlisted` and the input is not open.
    UnknownWord,
    /// A number outside the input's domain.
    OutOfDomain,
    /// An item of another kind than the input's values.
    WrongKind,
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ResolveErrorKind::UnknownWord => "unknown word",
            ResolveErrorKind::OutOfDomain => "number outside the declared range",
            ResolveErrorKind::WrongKind => "value of another kind than the input's",
        })
    }
}

impl std::error::Error for ResolveError {}

impl Item {
    /// The values of the domain that the item accepts.
    fn values(&self, domain: &Domain) -> Result<Values, ResolveErrorKind> {
        let bounds = domain.bounds().ok_or(ResolveErrorKind::WrongKind);
        let range = |from: Option<i64>, to: Option<i64>| {
            let (min, max) = bounds?;
            let inside = |end: &i64| (min..=max).contains(end);
            if from.iter().chain(&to).all(inside) {
                Ok(Values::from_ranges(vec![(from.unwrap_or(min), to.unwrap_or(max))]))
            } else {
                Err(ResolveErrorKind::OutOfDomain)
            }
        };
        match (self, domain) {
            (Self::Word(word), Domain::Words { open, .. }) => {
                let value = if *open && word == UNLISTED {
                    Some(Value::Unlisted)
                } else {
                    domain.word(word).map(Value::Word)
                };
                value.map(Values::only).ok_or(ResolveErrorKind::UnknownWord)
            }
            (Self::Bool(value), Domain::Boolean) => Ok(Values::only(Value::Bool(*value))),
            (Self::Int(number), Domain::Integer { .. }) | (Self::Date(number), Domain::Date) => {
                range(Some(*number), Some(*number))
            }
            (Self::Range { from, to }, Domain::Integer { .. })
            | (Self::DateRange { from, to }, Domain::Date) => range(*from, *to),
            _ => Err(ResolveErrorKind::WrongKind),
        }
    }
}

impl Cell {
    /// The values of the input's domain that the cell accepts.
    ///
    /// The word `unlisted` stands for the values outside an open domain's words. A negated cell accepts them unless it
    /// names them.
    ///
    /// # Errors
    /// All items that the input cannot have.
    pub fn resolve(&self, input: &Input) -> Result<Values, Vec<ResolveError>> {
        let domain = &input.domain;
        let mut accepted = Values::none(domain);
        let mut errors = Vec::new();
        for (item, written) in self.items.iter().enumerate() {
            match written.values(domain) {
                Ok(values) => accepted = accepted.union(&values),
                Err(kind) => errors.push(ResolveError { item, kind }),
            }
        }
        match (errors.is_empty(), self.negated) {
            (true, false) => Ok(accepted),
            (true, true) => Ok(accepted.complement(domain)),
            (false, _) => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(domain: Domain) -> Input {
        Input { name: "x".to_owned(), domain }
    }

    fn words(open: bool) -> Domain {
        Domain::Words { words: ["a", "b", "c"].map(str::to_owned).to_vec(), open }
    }

    const SMALL: Domain = Domain::Integer { min: 1, max: 20 };

    #[test]
    fn cells_mean_what_they_say() {
        let accepts = |text: &str, domain: Domain| {
            Cell::parse(text, &domain).unwrap().resolve(&input(domain)).unwrap()
        };
        assert_eq!(accepts("2..5", SMALL), Values::Ranges(vec![(2, 5)]));
        assert_eq!(accepts("[13.., ..5]", SMALL), Values::Ranges(vec![(1, 5), (13, 20)]));
        assert_eq!(accepts("{not: [1, 3]}", SMALL), Values::Ranges(vec![(2, 2), (4, 20)]));
        assert_eq!(
            accepts("{not: a}", words(true)),
            Values::Words { listed: vec![1, 2], unlisted: true }
        );
        assert_eq!(
            accepts("{not: [a, unlisted]}", words(true)),
            Values::Words { listed: vec![1, 2], unlisted: false }
        );
        assert_eq!(accepts("true", Domain::Boolean), Values::Booleans { yes: true, no: false });
        assert_eq!(
            accepts("2025-03-25..", Domain::Date),
            Values::Ranges(vec![(20_172, super::super::day::LAST_DAY)])
        );
    }

    #[test]
    fn every_unfit_item_is_told() {
        let kinds = |text: &str, written: Domain, domain: Domain| {
            Cell::parse(text, &written)
                .unwrap()
                .resolve(&input(domain))
                .unwrap_err()
                .into_iter()
                .map(|error| (error.item, error.kind))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            kinds("[a, x, unlisted]", words(false), words(false)),
            [(1, ResolveErrorKind::UnknownWord), (2, ResolveErrorKind::UnknownWord)]
        );
        assert_eq!(
            kinds("[0, 5, 19..21]", SMALL, SMALL),
            [(0, ResolveErrorKind::OutOfDomain), (2, ResolveErrorKind::OutOfDomain)]
        );
        assert_eq!(kinds("a", words(false), SMALL), [(0, ResolveErrorKind::WrongKind)]);
    }
}
