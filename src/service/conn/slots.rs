//! Slots for connections, and eviction.
//!
//! When every slot is taken, a new client evicts a connection that keeps the service waiting: first of those that have
//! never sent a whole request, then of those whose last answer is longest ago. So clients that only hold connections evict
//! each other, and not those that ask.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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

#[derive(Debug, Default)]
struct Taken {
    next_id: u64,
    slots: BTreeMap<u64, Arc<Slot>>,
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
        // Nothing panics under the lock, and the map is consistent at every point.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A slot for a new connection. Linear in the number of slots if all are taken.
    pub(crate) fn acquire(self: &Arc<Self>) -> Acquired {
        let mut taken = self.taken();
        let full = taken.slots.len() >= self.max;
        if full {
            let rank = |slot: &Slot| slot.rank.load(Ordering::Relaxed);
            let lowest = taken.slots.iter().min_by_key(|(_, slot)| rank(slot));
            let Some((&id, slot)) = lowest.filter(|(_, slot)| rank(slot) != ANSWERING) else {
                return Acquired::None;
            };
            slot.close.notify_one();
            taken.slots.remove(&id);
        }
        let id = taken.next_id;
        taken.next_id += 1;
        let slot = Arc::new(Slot::new(self.start));
        taken.slots.insert(id, Arc::clone(&slot));
        let lease = Lease { slots: Arc::clone(self), id, slot };
        if full { Acquired::Evicted(lease) } else { Acquired::Free(lease) }
    }

    /// Evicts the connections that have waited this long for a request to begin. A body that is arriving has its own deadline.
    pub(crate) fn evict_idle(&self, timeout: Duration) {
        let timeout = u64::try_from(timeout.as_nanos()).unwrap_or(u64::MAX);
        let latest = now(self.start).saturating_sub(timeout);
        self.taken().slots.retain(|_, slot| {
            let rank = slot.rank.load(Ordering::Relaxed);
            let timed_out = rank & RECEIVING == 0 && rank & !SERVED < latest;
            if timed_out {
                slot.close.notify_one();
            }
            !timed_out
        });
    }

    /// Closes every connection. No slot may be acquired afterwards.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.taken().slots.values().for_each(|slot| slot.close.notify_one());
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
    id: u64,
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
        self.slots.taken().slots.remove(&self.id);
    }
}

/// A slot, and the activity of its connection.
#[derive(Debug)]
pub(super) struct Slot {
    start: Instant,
    /// The eviction rank: the start of the wait in nanoseconds, plus two flag bits. The lowest rank is evicted first,
    /// [`ANSWERING`] never.
    rank: AtomicU64,
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
        Self { start, rank: AtomicU64::new(now(start)), close: Notify::new() }
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
        assert_eq!(slots.taken().slots.len(), 4);
        drop(new.pop());
        drop(free(slots.acquire()));
        assert_eq!(slots.taken().slots.len(), 3);
        slots.close();
        assert_eq!(answered.closed().now_or_never(), Some(CloseReason::Shutdown));
    }

    #[test]
    fn idle_connections_are_evicted_unless_a_request_is_arriving() {
        let slots = Arc::new(Slots::new(9));
        let [silent, asked, receiving, answered] = std::array::from_fn(|_| free(slots.acquire()));
        asked.slot.set_idle();
        receiving.slot.set_receiving();
        answered.slot.set_answering();
        slots.evict_idle(Duration::from_secs(60));
        assert_eq!(slots.taken().slots.len(), 4);
        std::thread::sleep(Duration::from_millis(2));
        slots.evict_idle(Duration::from_millis(1));
        assert!(evicted(&silent) && evicted(&asked));
        assert!(!evicted(&receiving) && !evicted(&answered));
        assert_eq!(slots.taken().slots.len(), 2);
    }
}
