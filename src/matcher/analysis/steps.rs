//! Steps: what an analysis may take, counted the same on every machine.

/// A step is one cube looked at in one part of the space, one class met there, or 64 rows looked up together: some
/// nanoseconds. Every analysis counts its own and ends when there are more than the limit.
pub const DEFAULT_STEPS: u64 = 200_000_000;

/// What is known after an analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof<T> {
    /// The exact result, up to the limits that were asked for.
    Exact(T),
    /// Nothing is known either way.
    NotProved {
        /// The steps after which it was given up: more than the limit, unless looking on would have taken too much memory.
        steps: u64,
    },
}

impl<T> Proof<T> {
    /// The result, where there is one.
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

/// There were more steps than the limit.
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
