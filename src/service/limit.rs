//! How much there may be of something at once. What is over a limit is refused, so that nothing waits, and no lock is held.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A limit, and how much there is.
#[derive(Debug)]
pub(super) struct Limit {
    most: usize,
    taken: AtomicUsize,
}

impl Limit {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: AtomicUsize::new(0) })
    }

    /// So much more, unless that would be over the limit.
    pub(super) fn take(self: &Arc<Self>, more: usize) -> Option<Leave> {
        let taken = self.taken.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |taken| {
            taken.checked_add(more).filter(|&all| all <= self.most)
        });
        taken.ok().map(|_| Leave { limit: Arc::clone(self), taken: more })
    }
}

/// What was taken of a limit, until this is dropped.
#[derive(Debug)]
pub(super) struct Leave {
    limit: Arc<Limit>,
    taken: usize,
}

impl Leave {
    /// Holds what another of the same limit holds too.
    pub(super) fn extend(&mut self, mut other: Self) {
        self.taken += std::mem::take(&mut other.taken);
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        self.limit.taken.fetch_sub(self.taken, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_limit_is_taken_and_what_is_given_back_is_free() {
        let limit = Limit::new(3);
        let mut two = limit.take(1).unwrap();
        two.extend(limit.take(1).unwrap());
        assert!(limit.take(2).is_none() && limit.take(usize::MAX).is_none());
        let one = limit.take(1).unwrap();
        assert!(limit.take(1).is_none());
        drop(two);
        assert!(limit.take(2).is_some());
        drop(one);
        assert!(limit.take(3).is_some());
    }
}
