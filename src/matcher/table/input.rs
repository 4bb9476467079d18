//! Inputs of a table, and the values that a case gives for them.

use super::day::{FIRST_DAY, LAST_DAY};

/// The word in a cell for every value outside the words of an open domain.
pub const UNLISTED: &str = "unlisted";

/// The values that an input can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// One of a list of words; if `open`, also a value outside them.
    Words {
        /// The words, by their number.
        words: Vec<String>,
        /// Whether a case may hold a value outside the words.
        open: bool,
    },
    /// True or false.
    Boolean,
    /// A whole number from `min` to `max`, both included.
    Integer {
        /// The least number.
        min: i64,
        /// The greatest number.
        max: i64,
    },
    /// A day from 0001-01-01 to 9999-12-31, as days since 1970-01-01.
    Date,
}

impl Domain {
    /// The number of a listed word. Linear in the number of words.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<u32> {
        match self {
            Self::Words { words, .. } => {
                words.iter().position(|word| word == name).and_then(|at| u32::try_from(at).ok())
            }
            _ => None,
        }
    }

    /// The least and the greatest number, for integers and dates.
    pub(crate) fn bounds(&self) -> Option<(i64, i64)> {
        match *self {
            Self::Integer { min, max } => Some((min, max)),
            Self::Date => Some((FIRST_DAY, LAST_DAY)),
            Self::Words { .. } | Self::Boolean => None,
        }
    }
}

/// A named column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The name, as cells and messages use it.
    pub name: String,
    /// The values that the input can take.
    pub domain: Domain,
}

/// The value of one input in a case. A value outside the input's domain counts as absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// No value. It satisfies no condition.
    #[default]
    Absent,
    /// A listed word, by number.
    Word(u32),
    /// Any value outside the words of an open domain.
    Unlisted,
    /// True or false.
    Bool(bool),
    /// A whole number, or a day since 1970-01-01.
    Int(i64),
}
