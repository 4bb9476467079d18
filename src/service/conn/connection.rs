//! A connection with a client, from the handshake to its end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::progress::{RequestBody, ResponseBody};
use super::slots::{Activity, CloseReason, Lease};
use super::tls::Acceptor;
use super::write_timeout::WriteTimeout;
use crate::http::access::Peer;
use crate::http::guard;
use crate::state::app::App;

/// The size of a connection's input buffer, in bytes; the head of a request has to fit.
const MAX_BUFFER: usize = 32 << 10;
/// The most headers of a request.
const MAX_HEADERS: usize = 64;
/// The time for the end of an answer to reach the client of an evicted connection.
const LINGER: Duration = Duration::from_secs(1);

/// A connection with a client.
pub(crate) struct Connection {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) address: SocketAddr,
    pub(crate) lease: Lease,
}

impl Connection {
    /// Serves the client until the connection ends.
    pub(crate) async fn run(&self, stream: TcpStream, tls: Option<&Acceptor>) {
        self.app.metrics.connections.inc();
        self.shake_hands(stream, tls).await;
        self.app.metrics.connections.dec();
    }

    async fn shake_hands(&self, stream: TcpStream, tls: Option<&Acceptor>) {
        // Answers are written whole, so delaying small segments gains nothing.
        let _ = stream.set_nodelay(true);
        let Some(Acceptor(acceptor)) = tls else {
            return self.serve(stream).await;
        };
        let handshake = timeout(self.app.config.limits.head_time, acceptor.accept(stream));
        let handshake = tokio::select! {
            handshake = handshake => handshake,
            _ = self.lease.closed() => return,
        };
        match handshake {
            Ok(Ok(stream)) => self.serve(stream).await,
            Ok(Err(error)) => tracing::debug!(kind = %error.kind(), "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn serve(&self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let (peer, slot) = (Peer(self.address), &self.lease.slot);
        let service = service_fn(|request: Request<Incoming>| {
            let slot = Arc::clone(slot);
            let mut request =
                request.map(|body| Body::new(RequestBody::new(body, Arc::clone(&slot))));
            request.extensions_mut().insert(peer);
            async move {
                let response = guard::answer(&self.app, &self.router, request).await;
                Ok::<_, Infallible>(response.map(|body| ResponseBody::new(body, slot)))
            }
        });
        let stream = WriteTimeout::new(stream, self.app.config.limits.idle_time);
        let connection = http1::Builder::new()
            // A timer per head would cost more than parsing it; idle connections are evicted by a sweep instead.
            .header_read_timeout(None)
            .max_buf_size(MAX_BUFFER)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            biased;
            ended = connection.as_mut() => ended,
            reason = self.lease.closed() => {
                connection.as_mut().graceful_shutdown();
                match reason {
                    CloseReason::Evicted(Activity::Receiving) => return,
                    CloseReason::Evicted(Activity::Idle) => {
                        timeout(LINGER, connection).await.unwrap_or(Ok(()))
                    }
                    CloseReason::Evicted(Activity::Answering) => connection.await,
                    // A client that stays silent meanwhile is evicted.
                    CloseReason::Shutdown => tokio::select! {
                        biased;
                        ended = connection => ended,
                        _ = self.lease.closed() => return,
                    },
                }
            }
        };
        if let Err(error) = ended {
            let (slow, broken) = (error.is_timeout(), error.is_parse());
            tracing::debug!(slow, broken, "a connection was broken off");
        }
    }
}
