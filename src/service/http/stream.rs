//! Batches too long to hold in memory. A thread reads requests and writes answers while both are in transit, in memory
//! that does not grow with the batch.

use std::io::{self, BufRead, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use futures_util::{StreamExt, stream};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout, timeout_at};

use crate::state::app::App;
use crate::state::limit::Permit;

/// The size of a chunk of answers, in bytes.
const CHUNK: usize = 64 << 10;
/// The most chunks that wait for the client to read them.
const MAX_WAITING: usize = 4;

/// A chunk of answers; `None` marks the end, which distinguishes a whole stream from one that broke off.
type BodyChunk = Option<Bytes>;

/// A body with the output of `work`, which runs on a thread of its own. If it fails or panics, the connection breaks off,
/// so that no client takes a part for the whole.
pub(super) fn body(
    app: &Arc<App>,
    permit: Permit,
    work: impl FnOnce(&mut AnswerWriter) -> io::Result<()> + Send + 'static,
) -> Body {
    let (sender, receiver) = mpsc::channel(MAX_WAITING);
    let deadline = Instant::now() + app.config.limits.stream_time;
    let app = Arc::clone(app);
    let handle = Handle::current();
    spawn_blocking(move || {
        let _permit = permit;
        let mut answers =
            AnswerWriter { sender, handle, deadline, held: Vec::with_capacity(CHUNK) };
        match catch_unwind(AssertUnwindSafe(|| work(&mut answers))) {
            Ok(Ok(())) => drop(answers.end()),
            // The client went away, was too slow or sent a malformed body, so there is nobody to inform.
            Ok(Err(error)) => tracing::debug!(kind = %error.kind(), "a stream was broken off"),
            Err(_) => drop(app.metrics.panics.inc()),
        }
    });
    Body::from_stream(stream::unfold(Some(receiver), next))
}

/// A step of the stream: a chunk, and the rest.
type NextChunk = Option<(io::Result<Bytes>, Option<Receiver<BodyChunk>>)>;

async fn next(receiver: Option<Receiver<BodyChunk>>) -> NextChunk {
    let mut receiver = receiver?;
    match receiver.recv().await {
        Some(Some(bytes)) => Some((Ok(bytes), Some(receiver))),
        Some(None) => None,
        None => Some((Err(io::ErrorKind::ConnectionAborted.into()), None)),
    }
}

/// Writes answers to a client, as fast as it reads them.
pub(super) struct AnswerWriter {
    sender: Sender<BodyChunk>,
    handle: Handle,
    deadline: Instant,
    held: Vec<u8>,
}

impl AnswerWriter {
    fn send(&self, chunk: BodyChunk) -> io::Result<()> {
        match self.handle.block_on(timeout_at(self.deadline, self.sender.send(chunk))) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    fn end(mut self) -> io::Result<()> {
        self.flush()?;
        self.send(None)
    }
}

impl Write for AnswerWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() + bytes.len() > CHUNK {
            self.flush()?;
        }
        if bytes.len() >= CHUNK {
            self.send(Some(Bytes::copy_from_slice(bytes)))?;
        } else {
            self.held.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let held = std::mem::replace(&mut self.held, Vec::with_capacity(CHUNK));
        self.send(Some(held.into()))
    }
}

/// Reads the requests of a client as they arrive.
pub(super) struct RequestReader {
    body: BodyDataStream,
    handle: Handle,
    /// The longest time without a byte.
    idle: Duration,
    deadline: Instant,
    held: Bytes,
}

impl RequestReader {
    pub(super) fn new(app: &App, body: Body) -> Self {
        let limits = &app.config.limits;
        Self {
            body: body.into_data_stream(),
            handle: Handle::current(),
            idle: limits.idle_time,
            deadline: Instant::now() + limits.stream_time,
            held: Bytes::new(),
        }
    }
}

impl BufRead for RequestReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.held.is_empty() {
            let idle = timeout(self.idle, self.body.next());
            match self.handle.block_on(timeout_at(self.deadline, idle)) {
                Ok(Ok(Some(Ok(bytes)))) => self.held = bytes,
                Ok(Ok(None)) => break,
                Ok(Ok(Some(Err(error)))) => return Err(io::Error::other(error)),
                Ok(Err(_)) | Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
        Ok(&self.held)
    }

    fn consume(&mut self, length: usize) {
        drop(self.held.split_to(length.min(self.held.len())));
    }
}

impl Read for RequestReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
