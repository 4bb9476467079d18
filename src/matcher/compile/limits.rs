//! Limits of building: bytes and work, and the errors of exceeding them.

use std::fmt;

/// The largest budget in bytes. It holds fewer nodes and children than a reference can number.
pub(crate) const MAX_BUDGET: usize = 1 << 31;

/// Limits of a build.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuildLimits {
    /// Bytes in use at any time.
    pub(crate) bytes: usize,
    /// Rows visited, each visit counted.
    pub(crate) work: usize,
}

/// The error of exceeding a budget of memory or steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The bytes in use, or read and written, when work stopped.
    pub bytes: usize,
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped at {} bytes, over the budget", self.bytes)
    }
}

impl std::error::Error for OverBudget {}

/// Why a strategy was not built for a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbuilt {
    /// It takes more memory than the budget.
    OverBudget(OverBudget),
    /// It takes too long for a table of this size.
    TooLong {
        /// The rows visited when building stopped, each visit counted.
        rows: usize,
    },
    /// It cannot be the fastest.
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

impl From<OverBudget> for Unbuilt {
    fn from(over: OverBudget) -> Self {
        Self::OverBudget(over)
    }
}
