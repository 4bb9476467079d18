//! Bodies that report the progress of a request to the slot of its connection.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::slots::{Activity, Slot};

/// The body of a request, which reports how far it has arrived.
#[derive(Debug)]
pub(super) struct RequestBody<B> {
    body: B,
    slot: Arc<Slot>,
}

impl<B: Body> RequestBody<B> {
    pub(super) fn new(body: B, slot: Arc<Slot>) -> Self {
        let request = Self { body, slot };
        request.report(request.body.is_end_stream());
        request
    }

    fn report(&self, whole: bool) {
        if whole { self.slot.set_answering() } else { self.slot.set_receiving() }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for RequestBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        // The answer may begin before the request has ended.
        if let Poll::Ready(part) = &frame
            && self.slot.activity() != Activity::Answering
        {
            self.report(part.is_none() || self.body.is_end_stream());
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

/// The body of a response, which reports on drop that it was sent.
#[derive(Debug)]
pub(super) struct ResponseBody<B> {
    body: B,
    slot: Arc<Slot>,
}

impl<B> ResponseBody<B> {
    pub(super) fn new(body: B, slot: Arc<Slot>) -> Self {
        slot.set_answering();
        Self { body, slot }
    }
}

impl<B> Drop for ResponseBody<B> {
    fn drop(&mut self) {
        self.slot.set_idle();
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for ResponseBody<B> {
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
    use std::convert::Infallible;

    use futures_util::{StreamExt, stream};

    use super::super::slots::Slots;
    use super::super::slots::tests::free;
    use super::*;

    #[tokio::test]
    async fn bodies_report_their_progress() {
        let slots = Arc::new(Slots::new(1));
        let lease = free(slots.acquire());
        let slot = || Arc::clone(&lease.slot);
        let empty = RequestBody::new(axum::body::Body::empty(), slot());
        assert_eq!(lease.slot.activity(), Activity::Answering);
        drop((empty, ResponseBody::new(axum::body::Body::from("x"), slot())));
        assert_eq!(lease.slot.activity(), Activity::Idle);
        let parts = stream::iter([Ok::<_, Infallible>("a"), Ok("b")]);
        let body = RequestBody::new(axum::body::Body::from_stream(parts), slot());
        let mut body = axum::body::Body::new(body).into_data_stream();
        for _ in 0..2 {
            assert_eq!(lease.slot.activity(), Activity::Receiving);
            body.next().await.unwrap().unwrap();
        }
        assert!(body.next().await.is_none());
        assert_eq!(lease.slot.activity(), Activity::Answering);
        drop(ResponseBody::new(axum::body::Body::empty(), slot()));
        assert_eq!(lease.slot.activity(), Activity::Idle);
    }
}
