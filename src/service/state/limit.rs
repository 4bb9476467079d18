//! Counting limits with permits. Taking one never waits and takes no lock: it succeeds or fails at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A limit on how many units of something are in use at once.
#[derive(Debug)]
pub(crate) struct Limit {
    max: usize,
    used: AtomicUsize,
}

impl Limit {
    pub(crate) fn new(max: usize) -> Arc<Self> {
        Arc::new(Self { max, used: AtomicUsize::new(0) })
    }

    /// A permit for this many units, unless that would exceed the limit.
    pub(crate) fn try_acquire(self: &Arc<Self>, units: usize) -> Option<Permit> {
        let used = self.used.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |used| {
            used.checked_add(units).filter(|&all| all <= self.max)
        });
        used.ok().map(|_| Permit { limit: Arc::clone(self), units })
    }
}

/// Units of a limit, given back on drop.
#[derive(Debug)]
pub(crate) struct Permit {
    limit: Arc<Limit>,
    units: usize,
}

impl Permit {
    /// Takes over the units of another permit of the same limit.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.units += std::mem::take(&mut other.units);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.limit.used.fetch_sub(self.units, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_never_exceed_the_limit_and_dropped_ones_are_free() {
        let limit = Limit::new(3);
        let mut two = limit.try_acquire(1).unwrap();
        two.merge(limit.try_acquire(1).unwrap());
        assert!(limit.try_acquire(2).is_none() && limit.try_acquire(usize::MAX).is_none());
        let one = limit.try_acquire(1).unwrap();
        assert!(limit.try_acquire(1).is_none());
        drop(two);
        assert!(limit.try_acquire(2).is_some());
        drop(one);
        assert!(limit.try_acquire(3).is_some());
    }
}
