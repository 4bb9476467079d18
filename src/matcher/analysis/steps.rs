//! Steps: the work of an analysis, counted equally on every machine.

/// Default limit of steps for each analysis.
///
/// A step is one cube visited in one part of the space, one class found there, or 64 rows looked up together: some
/// nanoseconds. Every analysis counts its own steps and ends when they exceed the limit.
pub const DEFAULT_STEPS: u64 = 200_000_000;

/// The result of an analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof<T> {
    /// The exact result, within the requested limits.
    Exact(T),
    /// No result: nothing is known either way.
    NotProved {
        /// The steps taken: more than the limit, unless going on would have taken too much memory.
        steps: u64,
    },
}

impl<T> Proof<T> {
    /// The result, if it is exact.
    pub fn exact(self) -> Option<T> {
        match self {
            Self::Exact(found) => Some(found),
            Self::NotProved { .. } => None,
        }
    }
}

/// The steps taken so far.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    used: u64,
    limit: u64,
}

/// The error of exceeding the limit of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

impl Steps {
    pub(super) fn new(limit: u64) -> Self {
        Self { used: 0, limit }
    }

    pub(super) fn take(&mut self, steps: usize) -> Result<(), Exhausted> {
        self.used += steps as u64;
        if self.used > self.limit { Err(Exhausted) } else { Ok(()) }
    }

    pub(super) fn used(&self) -> u64 {
        self.used
    }
}
