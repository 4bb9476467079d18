//! Deadlines for futures.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::timeout;

/// The output of a future, unless it takes longer than `limit`. Most are ready at once and need no timer.
pub(super) async fn within<F: Future>(
    limit: Duration,
    mut future: Pin<&mut F>,
) -> Option<F::Output> {
    let at_once = poll_fn(|context| Poll::Ready(future.as_mut().poll(context)));
    if let Poll::Ready(done) = at_once.await {
        return Some(done);
    }
    timeout(limit, future).await.ok()
}
