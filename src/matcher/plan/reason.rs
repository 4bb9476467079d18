//! The reason for a plan's strategy, in words and with the compared figures.

use std::fmt;

use crate::compile::Unbuilt;

/// A way to compile a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strategy {
    /// One decision diagram.
    Diagram,
    /// One diagram for each class of the widest input, and one for the rows that leave it open.
    Forest,
    /// A hash table of the classes that rows test.
    Tuples,
    /// A set of rows for each class of each input.
    Bitmap,
}

impl Strategy {
    /// All strategies.
    pub const ALL: [Self; 4] = [Self::Diagram, Self::Forest, Self::Tuples, Self::Bitmap];
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Diagram => "diagram",
            Self::Forest => "forest",
            Self::Tuples => "tuples",
            Self::Bitmap => "bitmap",
        })
    }
}

/// The figures of a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The memory that decisions would use, in bytes.
    pub bytes: usize,
    /// The estimated time of a decision on a server core, in picoseconds.
    pub picoseconds: u64,
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.picoseconds / 100;
        write!(f, "{}.{} ns in {} bytes", tenths / 10, tenths % 10, self.bytes)
    }
}

/// A strategy that was weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The strategy.
    pub strategy: Strategy,
    /// Its figures, or why it was not built.
    pub weight: Result<Weight, Unbuilt>,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.weight {
            Ok(weight) => write!(f, "{}: {weight}", self.strategy),
            Err(unbuilt) => write!(f, "{}: {unbuilt}", self.strategy),
        }
    }
}

/// The reason for a plan's strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The strategy was requested.
    Asked,
    /// The table collects, so a diagram would have a leaf for each set of rules.
    Collects,
    /// Its decisions have the lowest estimated time.
    Fastest {
        /// Its figures.
        weight: Weight,
        /// The next best strategy with its figures.
        next: Option<(Strategy, Weight)>,
    },
    /// No strategy fits the budget, and this one needs the least.
    Smallest {
        /// The memory that it takes, in bytes.
        bytes: usize,
        /// The budget, in bytes.
        budget: usize,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("it was asked for"),
            Self::Collects => f.write_str("the table collects answers"),
            Self::Fastest { weight, next: None } => {
                write!(f, "a decision takes about {weight}, and nothing else fits")
            }
            Self::Fastest { weight, next: Some((strategy, other)) } => {
                write!(f, "a decision takes about {weight}, by {strategy} {other}")
            }
            Self::Smallest { bytes, budget } => {
                write!(f, "nothing fits {budget} bytes, and it needs the least, {bytes}")
            }
        }
    }
}
