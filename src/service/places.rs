//! Places for connections. When all are taken, a new client gets the place of one that keeps the service waiting: first of
//! clients that never sent a whole request, then of those that have waited longest since their last. So clients that only
//! hold connections push each other out, and not those that ask.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::Notify;

/// What [`Place::waits`] is while a request is answered.
const ANSWERING: u64 = u64::MAX;
/// Set in [`Place::waits`] once a whole request has come.
const ASKED: u64 = 1 << 62;
/// Set in [`Place::waits`] while a request is on its way.
const ARRIVING: u64 = 1;

/// The places.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    start: Instant,
    taken: Mutex<Taken>,
    closed: AtomicBool,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    places: BTreeMap<u64, Arc<Place>>,
}

/// Whether a client that is new got a place.
#[derive(Debug)]
pub(super) enum Given {
    /// There was one.
    Free(Seat),
    /// Another client had to leave.
    Displaced(Seat),
    /// Every other client is being answered.
    None,
}

impl Places {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            start: Instant::now(),
            taken: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // Nothing panics while it is held, and if something did, the places would still be those that are taken.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new client. Linear in the number of places where all are taken.
    pub(super) fn give(self: &Arc<Self>) -> Given {
        let mut taken = self.taken();
        let displaced = if taken.places.len() < self.most {
            false
        } else {
            let waits = |place: &Place| place.waits.load(Ordering::Relaxed);
            let longest = taken.places.iter().min_by_key(|(_, place)| waits(place));
            let Some((&id, place)) = longest.filter(|(_, place)| waits(place) != ANSWERING) else {
                return Given::None;
            };
            place.leave.notify_one();
            taken.places.remove(&id);
            true
        };
        let id = taken.next;
        taken.next += 1;
        let place = Arc::new(Place::new(self.start));
        taken.places.insert(id, Arc::clone(&place));
        let seat = Seat { places: Arc::clone(self), id, place };
        if displaced { Given::Displaced(seat) } else { Given::Free(seat) }
    }

    /// Gives the places of those up that have waited so long for a request to begin, as if another client had come. A body
    /// that is on its way has a deadline of its own.
    pub(super) fn give_up(&self, patience: Duration) {
        let patience = u64::try_from(patience.as_nanos()).unwrap_or(u64::MAX);
        let late = now(self.start).saturating_sub(patience);
        self.taken().places.retain(|_, place| {
            let waits = place.waits.load(Ordering::Relaxed);
            let waited = waits & ARRIVING == 0 && waits & !ASKED < late;
            if waited {
                place.leave.notify_one();
            }
            !waited
        });
    }

    /// Tells every connection to end; no more places are to be given.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.taken().places.values().for_each(|place| place.leave.notify_one());
    }
}

/// Why a connection has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// The service stops: what was asked for is still answered.
    Closed,
    /// Another client got its place, while it was doing this.
    Displaced(Doing),
}

/// A place that a connection has until this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    places: Arc<Places>,
    id: u64,
    pub(super) place: Arc<Place>,
}

impl Seat {
    /// Waits until the connection has to end.
    pub(super) async fn leave(&self) -> Leave {
        self.place.leave.notified().await;
        if self.places.closed.load(Ordering::Acquire) {
            Leave::Closed
        } else {
            Leave::Displaced(self.place.doing())
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.places.taken().places.remove(&self.id);
    }
}

/// A place, and what its connection waits for.
#[derive(Debug)]
pub(super) struct Place {
    start: Instant,
    /// Since when it waits, with marks; less is less dear. [`ANSWERING`] where it does not wait.
    waits: AtomicU64,
    /// Told when the connection has to end.
    leave: Notify,
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// A request is on its way, or the first has yet to begin: the client is owed nothing.
    Arriving,
    /// The last request was answered, and the next has yet to begin.
    Idle,
    /// A request is being answered.
    Answering,
}

impl Place {
    /// The place of a connection that begins to wait.
    fn new(start: Instant) -> Self {
        Self { start, waits: AtomicU64::new(now(start)), leave: Notify::new() }
    }

    /// A request is on its way. How long it has waited is counted from the answer before.
    fn arriving(&self) {
        let waits = self.waits.load(Ordering::Relaxed);
        self.waits.store(waits | ARRIVING, Ordering::Relaxed);
    }

    /// A whole request has come, or its answer is ready.
    fn answering(&self) {
        self.waits.store(ANSWERING, Ordering::Relaxed);
    }

    /// The answer has been handed over, or there is none.
    fn idle(&self) {
        self.waits.store(now(self.start) | ASKED, Ordering::Relaxed);
    }

    pub(super) fn doing(&self) -> Doing {
        match self.waits.load(Ordering::Relaxed) {
            ANSWERING => Doing::Answering,
            waits if waits & ASKED == 0 || waits & ARRIVING != 0 => Doing::Arriving,
            _ => Doing::Idle,
        }
    }
}

/// The time that has gone by, in nanoseconds, with room for the marks.
fn now(start: Instant) -> u64 {
    let now = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    now & (ASKED - 1) & !ARRIVING
}

/// A body that tells its place how far it has come.
#[derive(Debug)]
pub(super) struct Arriving<B> {
    body: B,
    place: Arc<Place>,
}

impl<B: Body> Arriving<B> {
    pub(super) fn new(body: B, place: Arc<Place>) -> Self {
        let arriving = Self { body, place };
        arriving.note(arriving.body.is_end_stream());
        arriving
    }

    fn note(&self, whole: bool) {
        if whole { self.place.answering() } else { self.place.arriving() }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Arriving<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        // The answer may have begun before the request has ended.
        if let Poll::Ready(part) = &frame
            && self.place.doing() != Doing::Answering
        {
            self.note(part.is_none() || self.body.is_end_stream());
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer that tells its place when it has been handed over.
#[derive(Debug)]
pub(super) struct Leaving<B> {
    body: B,
    place: Arc<Place>,
}

impl<B> Leaving<B> {
    pub(super) fn new(body: B, place: Arc<Place>) -> Self {
        place.answering();
        Self { body, place }
    }
}

impl<B> Drop for Leaving<B> {
    fn drop(&mut self) {
        self.place.idle();
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Leaving<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(given: Given) -> Seat {
        match given {
            Given::Free(seat) => seat,
            other => panic!("{other:?}"),
        }
    }

    /// Whether a client was told to leave.
    fn told(seat: &Seat) -> bool {
        let left = futures_util::FutureExt::now_or_never(seat.leave());
        left == Some(Leave::Displaced(seat.place.doing()))
    }

    #[test]
    fn who_never_asked_leaves_first_then_who_has_waited_longest_and_never_who_is_answered() {
        let places = Arc::new(Places::new(4));
        let [answered, asked, later, silent] = std::array::from_fn(|_| free(places.give()));
        answered.place.answering();
        asked.place.idle();
        later.place.idle();
        // A request that is on its way is dearer than none, not than a whole one.
        later.place.arriving();
        silent.place.arriving();
        assert_eq!(silent.place.doing(), Doing::Arriving);
        assert_eq!(later.place.doing(), Doing::Arriving);
        assert_eq!(asked.place.doing(), Doing::Idle);
        let mut new = Vec::new();
        for leaving in [&silent, &asked, &later] {
            let Given::Displaced(seat) = places.give() else { panic!() };
            assert!(told(leaving));
            seat.place.answering();
            new.push(seat);
        }
        assert!(matches!(places.give(), Given::None));
        assert!(!told(&answered));
        // What left has no place to give back; what has one gives it back once.
        drop((silent, asked, later));
        assert_eq!(places.taken().places.len(), 4);
        drop(new.pop());
        drop(free(places.give()));
        assert_eq!(places.taken().places.len(), 3);
        places.close();
        let left = futures_util::FutureExt::now_or_never(answered.leave());
        assert_eq!(left, Some(Leave::Closed));
    }

    #[test]
    fn who_waits_too_long_is_given_up_unless_a_request_is_on_its_way() {
        let places = Arc::new(Places::new(9));
        let [silent, asked, arriving, answered] = std::array::from_fn(|_| free(places.give()));
        asked.place.idle();
        arriving.place.arriving();
        answered.place.answering();
        places.give_up(Duration::from_secs(60));
        assert_eq!(places.taken().places.len(), 4);
        std::thread::sleep(Duration::from_millis(2));
        places.give_up(Duration::from_millis(1));
        assert!(told(&silent) && told(&asked));
        assert!(!told(&arriving) && !told(&answered));
        assert_eq!(places.taken().places.len(), 2);
    }

    #[tokio::test]
    async fn bodies_tell_how_far_they_have_come() {
        use futures_util::{StreamExt, stream};
        let places = Arc::new(Places::new(1));
        let seat = free(places.give());
        let place = || Arc::clone(&seat.place);
        let empty = Arriving::new(axum::body::Body::empty(), place());
        assert_eq!(seat.place.doing(), Doing::Answering);
        drop((empty, Leaving::new(axum::body::Body::from("x"), place())));
        assert_eq!(seat.place.doing(), Doing::Idle);
        let parts = stream::iter([Ok::<_, std::convert::Infallible>("a"), Ok("b")]);
        let body = Arriving::new(axum::body::Body::from_stream(parts), place());
        let mut body = axum::body::Body::new(body).into_data_stream();
        for _ in 0..2 {
            assert_eq!(seat.place.doing(), Doing::Arriving);
            body.next().await.unwrap().unwrap();
        }
        assert!(body.next().await.is_none());
        assert_eq!(seat.place.doing(), Doing::Answering);
        drop(Leaving::new(axum::body::Body::empty(), place()));
        assert_eq!(seat.place.doing(), Doing::Idle);
    }
}
