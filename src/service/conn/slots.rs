//! Slots for connections, and eviction.
//!
//! When every slot is taken, a new client evicts a connection that keeps the service waiting: first of those that have
//! never sent a whole request, then of those whose last answer is longest ago. So clients that only hold connections evict
//! each other, and not those that ask.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The value of [`Slot::rank`] while a request is being answered.
const ANSWERING: u64 = u64::MAX;
/// The bit of [`Slot::rank`] that is set once a whole request has arrived.
const SERVED: u64 = 1 << 62;
/// The bit of [`Slot::rank`] that is set while a request is arriving.
const RECEIVING: u64 = 1;

/// The slots.
#[derive(Debug)]
pub(crate) struct Slots {
    max: usize,
    start: Instant,
    taken: Mutex<Taken>,
    closed: AtomicBool,
}

/// The slots that are taken, in no order.
#[derive(Debug, Default)]
struct Taken(Vec<Arc<Slot>>);

impl Taken {
    fn push(&mut self, slot: Arc<Slot>) {
        slot.index.store(self.0.len(), Ordering::Relaxed);
        self.0.push(slot);
    }

    fn remove(&mut self, index: usize) {
        self.0.swap_remove(index);
        if let Some(moved) = self.0.get(index) {
            moved.index.store(index, Ordering::Relaxed);
        }
    }

    /// The index of the slot with the lowest rank; `None` if all are being answered.
    fn lowest(&self) -> Option<usize> {
        // A plain loop, since every new connection runs it while all slots are taken.
        let mut lowest = (ANSWERING, None);
        for (index, slot) in self.0.iter().enumerate() {
            let rank = slot.rank.load(Ordering::Relaxed);
            if rank < lowest.0 {
                lowest = (rank, Some(index));
            }
        }
        lowest.1
    }

    /// Tells the connection of a slot to close, and frees the slot.
    fn evict(&mut self, index: usize) {
        if let Some(slot) = self.0.get(index) {
            slot.close.notify_one();
            self.remove(index);
        }
    }
}

/// The slot of a new connection.
#[derive(Debug)]
pub(crate) enum Acquired {
    /// It was free.
    Free(Lease),
    /// Another connection was evicted from it.
    Evicted(Lease),
    /// There is none: every other connection is being answered.
    None,
}

impl Slots {
    pub(crate) fn new(max: usize) -> Self {
        Self { max, start: Instant::now(), taken: Mutex::default(), closed: AtomicBool::new(false) }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // Nothing panics under the lock.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A slot for a new connection. Linear in the number of slots if all are taken.
    pub(crate) fn acquire(self: &Arc<Self>) -> Acquired {
        let mut taken = self.taken();
        let full = taken.0.len() >= self.max;
        if full {
            let Some(lowest) = taken.lowest() else { return Acquired::None };
            taken.evict(lowest);
        }
        let slot = Arc::new(Slot::new(self.start));
        taken.push(Arc::clone(&slot));
        let lease = Lease { slots: Arc::clone(self), slot };
        if full { Acquired::Evicted(lease) } else { Acquired::Free(lease) }
    }

    /// Evicts the connections that have waited this long for a request to begin. A body that is arriving has its own deadline.
    pub(crate) fn evict_idle(&self, timeout: Duration) {
        let timeout = u64::try_from(timeout.as_nanos()).unwrap_or(u64::MAX);
        let latest = now(self.start).saturating_sub(timeout);
        let mut taken = self.taken();
        let mut index = 0;
        while let Some(slot) = taken.0.get(index) {
            let rank = slot.rank.load(Ordering::Relaxed);
            if rank & RECEIVING == 0 && rank & !SERVED < latest {
                taken.evict(index);
            } else {
                index += 1;
            }
        }
    }

    /// Closes every connection. No slot may be acquired afterwards.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.taken().0.iter().for_each(|slot| slot.close.notify_one());
    }
}

/// Why a connection has to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseReason {
    /// The service stops. Requests that have arrived are still answered.
    Shutdown,
    /// It is evicted, during this activity.
    Evicted(Activity),
}

/// A connection's hold on its slot, released on drop.
#[derive(Debug)]
pub(crate) struct Lease {
    slots: Arc<Slots>,
    pub(super) slot: Arc<Slot>,
}

impl Lease {
    /// Waits until the connection has to close.
    pub(crate) async fn closed(&self) -> CloseReason {
        self.slot.close.notified().await;
        if self.slots.closed.load(Ordering::Acquire) {
            CloseReason::Shutdown
        } else {
            CloseReason::Evicted(self.slot.activity())
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut taken = self.slots.taken();
        let index = self.slot.index.load(Ordering::Relaxed);
        // After an eviction the slot is another's.
        if taken.0.get(index).is_some_and(|slot| Arc::ptr_eq(slot, &self.slot)) {
            taken.remove(index);
        }
    }
}

/// A slot, and the activity of its connection.
#[derive(Debug)]
pub(super) struct Slot {
    start: Instant,
    /// The eviction rank: the start of the wait in nanoseconds, plus two flag bits. The lowest rank is evicted first,
    /// [`ANSWERING`] never.
    rank: AtomicU64,
    /// Its index among the slots that are taken; changed under their lock.
    index: AtomicUsize,
    /// Notified when the connection has to close.
    close: Notify,
}

/// The activity of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    /// A request is arriving, or the first has yet to begin: the client is owed nothing.
    Receiving,
    /// The last request was answered, and the next has yet to begin.
    Idle,
    /// A request is being answered.
    Answering,
}

impl Slot {
    /// The slot of a new connection, whose wait begins.
    fn new(start: Instant) -> Self {
        let (rank, index) = (AtomicU64::new(now(start)), AtomicUsize::new(0));
        Self { start, rank, index, close: Notify::new() }
    }

    /// Notes that a request is arriving. The wait still counts from the answer before.
    pub(super) fn set_receiving(&self) {
        let rank = self.rank.load(Ordering::Relaxed);
        self.rank.store(rank | RECEIVING, Ordering::Relaxed);
    }

    /// Notes that a whole request has arrived, or that its answer is ready.
    pub(super) fn set_answering(&self) {
        self.rank.store(ANSWERING, Ordering::Relaxed);
    }

    /// Notes that the answer was sent or dropped: a new wait begins.
    pub(super) fn set_idle(&self) {
        self.rank.store(now(self.start) | SERVED, Ordering::Relaxed);
    }

    pub(super) fn activity(&self) -> Activity {
        match self.rank.load(Ordering::Relaxed) {
            ANSWERING => Activity::Answering,
            rank if rank & SERVED == 0 || rank & RECEIVING != 0 => Activity::Receiving,
            _ => Activity::Idle,
        }
    }
}

/// The time since `start` in nanoseconds, with the flag bits cleared.
fn now(start: Instant) -> u64 {
    let now = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    now & (SERVED - 1) & !RECEIVING
}

#[cfg(test)]
pub(super) mod tests {
    use futures_util::FutureExt;
    use proptest::prelude::*;

    use super::*;

    pub(in crate::conn) fn free(acquired: Acquired) -> Lease {
        match acquired {
            Acquired::Free(lease) => lease,
            other => panic!("{other:?}"),
        }
    }

    fn evicted(lease: &Lease) -> bool {
        let closed = lease.closed().now_or_never();
        closed == Some(CloseReason::Evicted(lease.slot.activity()))
    }

    #[test]
    fn silent_connections_are_evicted_first_then_the_longest_idle_and_never_those_being_answered() {
        let slots = Arc::new(Slots::new(4));
        let [answered, asked, later, silent] = std::array::from_fn(|_| free(slots.acquire()));
        answered.slot.set_answering();
        asked.slot.set_idle();
        later.slot.set_idle();
        // A request that is arriving ranks above none, but not above a whole one.
        later.slot.set_receiving();
        silent.slot.set_receiving();
        assert_eq!(silent.slot.activity(), Activity::Receiving);
        assert_eq!(later.slot.activity(), Activity::Receiving);
        assert_eq!(asked.slot.activity(), Activity::Idle);
        let mut new = Vec::new();
        for victim in [&silent, &asked, &later] {
            let Acquired::Evicted(lease) = slots.acquire() else { panic!() };
            assert!(evicted(victim));
            lease.slot.set_answering();
            new.push(lease);
        }
        assert!(matches!(slots.acquire(), Acquired::None));
        assert!(!evicted(&answered));
        // An evicted connection has no slot to release; every other releases one.
        drop((silent, asked, later));
        assert_eq!(slots.taken().0.len(), 4);
        drop(new.pop());
        drop(free(slots.acquire()));
        assert_eq!(slots.taken().0.len(), 3);
        slots.close();
        assert_eq!(answered.closed().now_or_never(), Some(CloseReason::Shutdown));
    }

    proptest! {
        #[test]
        fn the_lowest_rank_is_evicted(steps in prop::collection::vec((0..5_u8, 0..8_usize), 0..200)) {
            let slots = Arc::new(Slots::new(6));
            let mut leases: Vec<Lease> = Vec::new();
            for (step, at) in steps {
                let lease = leases.get(at % leases.len().max(1));
                match (step, lease) {
                    (0, Some(lease)) => lease.slot.set_receiving(),
                    (1, Some(lease)) => lease.slot.set_answering(),
                    (2, Some(lease)) => lease.slot.set_idle(),
                    (3, Some(_)) => drop(leases.swap_remove(at % leases.len())),
                    _ => {
                        let rank = |lease: &Lease| lease.slot.rank.load(Ordering::Relaxed);
                        let lowest = leases.iter().map(rank).min();
                        let new = match slots.acquire() {
                            Acquired::Free(lease) => {
                                prop_assert!(leases.len() < 6);
                                lease
                            }
                            Acquired::Evicted(lease) => {
                                prop_assert_eq!(leases.len(), 6);
                                let victim = leases.iter().position(evicted).unwrap();
                                prop_assert_eq!(Some(rank(&leases[victim])), lowest);
                                leases.swap_remove(victim);
                                lease
                            }
                            Acquired::None => {
                                prop_assert_eq!(lowest, Some(ANSWERING));
                                continue;
                            }
                        };
                        leases.push(new);
                    }
                }
                prop_assert_eq!(slots.taken().0.len(), leases.len());
            }
        }
    }

    #[test]
    fn idle_connections_are_evicted_unless_a_request_is_arriving() {
        let slots = Arc::new(Slots::new(9));
        let [silent, asked, receiving, answered] = std::array::from_fn(|_| free(slots.acquire()));
        asked.slot.set_idle();
        receiving.slot.set_receiving();
        answered.slot.set_answering();
        slots.evict_idle(Duration::from_secs(60));
        assert_eq!(slots.taken().0.len(), 4);
        std::thread::sleep(Duration::from_millis(2));
        slots.evict_idle(Duration::from_millis(1));
        assert!(evicted(&silent) && evicted(&asked));
        assert!(!evicted(&receiving) && !evicted(&answered));
        assert_eq!(slots.taken().0.len(), 2);
    }
}
