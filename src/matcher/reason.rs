//! Why a plan has its strategy, in words and with the figures that were compared.

use std::fmt;

/// How a table is compiled.
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

/// Something needed more memory or more steps than it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The bytes in use, or gone through, when it stopped.
    pub bytes: usize,
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped at {} bytes, over the budget", self.bytes)
    }
}

impl std::error::Error for OverBudget {}

/// Why a table was not compiled by some strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbuilt {
    /// It takes too much memory.
    OverBudget(OverBudget),
    /// It takes too long for a table of this size.
    TooLong {
        /// The rows that had been looked at, over and over, when it stopped.
        rows: usize,
    },
    /// It could not win.
    Slower,
}

impl fmt::Display for Unbuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OverBudget(over) => over.fmt(f),
            Self::TooLong { rows } => {
                write!(f, "stopped after looking at {rows} rows, which is too long")
            }
            Self::Slower => f.write_str("not built, since it could not win"),
        }
    }
}

/// The figures of a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The memory that deciding would use.
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

impl From<OverBudget> for Unbuilt {
    fn from(over: OverBudget) -> Self {
        Self::OverBudget(over)
    }
}

/// Why a plan has its strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The strategy was asked for.
    Asked,
    /// The table collects, so a diagram would have a leaf for each set of rules.
    Collects,
    /// Its decisions are estimated to be the fastest.
    Fastest {
        /// Its figures.
        weight: Weight,
        /// The next best strategy with its figures.
        next: Option<(Strategy, Weight)>,
    },
    /// No strategy fits the budget, and this one needs the least.
    Smallest {
        /// The memory that it takes.
        bytes: usize,
        /// The budget.
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
