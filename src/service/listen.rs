//! Connections: accepted up to a limit, with deadlines for everything that a client may delay, and ended in order.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::app::{App, router};
use super::guard::{self, Peer};
use super::pace::Paced;
use super::places::{Arriving, Doing, Given, Leave, Leaving, Places, Seat};
use super::{Anonymous, Config, StartError, reload, tls};
use handover_core::language::{Lang, text};

/// The most that is held of a connection's input, in bytes; the head of a request has to have room in it.
const BUFFER: usize = 32 << 10;
/// The most headers of a request.
const HEADERS: usize = 64;
/// How many connections the system holds until they are accepted. With the few that are usual, a burst makes clients wait
/// a second until they try again.
const BACKLOG: u32 = 4096;
/// How long the end of an answer may take, where another client got the connection's place.
const LINGER: Duration = Duration::from_secs(1);
/// How long to wait where the system has no more descriptors, and at least between two looks at who waits.
const BREATH: Duration = Duration::from_millis(50);

/// A service that listens.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    /// Taken when the service runs, and closed when it stops.
    listener: Mutex<Option<TcpListener>>,
    address: SocketAddr,
    tls: ArcSwapOption<TlsSetup>,
}

/// What a handshake needs.
struct TlsSetup(TlsAcceptor);

impl std::fmt::Debug for TlsSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsSetup")
    }
}

impl Server {
    /// Reads the rules, the keys and the certificate, and listens.
    ///
    /// # Errors
    /// What cannot be used, or why it would be unwise.
    pub async fn bind(config: Config) -> Result<Self, StartError> {
        refuse_exposure(&config)?;
        let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
        let tls = ArcSwapOption::from(tls.map(|acceptor| Arc::new(TlsSetup(acceptor))));
        let app = Arc::new(App::new(config)?);
        let listener = listen(app.config.listen).map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        Ok(Self { app, listener: Mutex::new(Some(listener)), address, tls })
    }

    /// Where it listens, as the clients on this machine would write it.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.app.config.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Id and fingerprint of the rules in force.
    #[must_use]
    pub fn rules(&self) -> (String, String) {
        let version = self.app.rules.current();
        let rule_set = version.engine.rule_set();
        (rule_set.id.clone(), rule_set.fingerprint.clone())
    }

    /// Reads the rules, the keys and the certificate again. What cannot be used leaves what is in force as it is.
    pub async fn reload(&self) {
        reload::rules(&self.app).await;
        reload::keys(&self.app).await;
        let Some(files) = &self.app.config.tls else {
            return;
        };
        match tls::acceptor(files) {
            Ok(acceptor) => self.tls.store(Some(Arc::new(TlsSetup(acceptor)))),
            Err(error) => {
                let why = error.message().get(Lang::En).to_owned();
                tracing::error!(why, "the certificate stays as it was");
            }
        }
    }

    /// Answers until `stop` is done; then tells that it is not ready, lets running requests end, and returns. Runs once.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let Some(listener) = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take()
        else {
            return;
        };
        let watching = self.app.config.watch.then(|| tokio::spawn(reload::watch(self.app.clone())));
        // Every connection holds an end, so that it is known when the last has ended.
        let (ended, mut all_ended) = mpsc::channel(1);
        let limits = &self.app.config.limits;
        let places = Arc::new(Places::new(limits.connections));
        tokio::select! {
            () = self.accept(&listener, &places, &ended) => {}
            () = sweep(&places, limits.head_time) => {}
            () = async {
                stop.await;
                self.app.stopping.store(true, Ordering::Relaxed);
                sleep(limits.drain_time).await;
            } => {}
        }
        drop((listener, ended));
        places.close();
        // What has not ended in time is cut off with the runtime.
        let ending = async {
            tokio::select! {
                _ = all_ended.recv() => {}
                () = sweep(&places, limits.head_time) => {}
            }
        };
        let _ended = timeout(limits.stop_time, ending).await;
        if let Some(watching) = watching {
            watching.abort();
        }
    }

    /// Accepts connections. Never ends.
    async fn accept(
        &self,
        listener: &TcpListener,
        places: &Arc<Places>,
        ended: &mpsc::Sender<Infallible>,
    ) {
        let router = router(&self.app);
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    // A client that went away, or no more descriptors, which passes.
                    tracing::debug!(kind = %error.kind(), "a connection was not accepted");
                    sleep(BREATH).await;
                    continue;
                }
            };
            let seat = match places.give() {
                Given::Free(seat) => seat,
                Given::Displaced(seat) => {
                    self.app.metrics.displaced_connections.inc();
                    seat
                }
                Given::None => {
                    self.app.metrics.refused_connections.inc();
                    continue;
                }
            };
            let connection =
                Connection { app: Arc::clone(&self.app), router: router.clone(), address, seat };
            let tls = self.tls.load_full();
            let ended = ended.clone();
            tokio::spawn(async move {
                let _ended = ended;
                connection.app.metrics.connections.inc();
                connection.start(stream, tls.as_deref()).await;
                connection.app.metrics.connections.dec();
            });
        }
    }
}

/// A connection with a client.
struct Connection {
    app: Arc<App>,
    router: Router,
    address: SocketAddr,
    seat: Seat,
}

impl Connection {
    async fn start(&self, stream: TcpStream, tls: Option<&TlsSetup>) {
        // Answers are written whole, so there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let Some(TlsSetup(acceptor)) = tls else {
            return self.serve(stream).await;
        };
        let shaken = timeout(self.app.config.limits.head_time, acceptor.accept(stream));
        let shaken = tokio::select! {
            shaken = shaken => shaken,
            _ = self.seat.leave() => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.serve(stream).await,
            Ok(Err(error)) => tracing::debug!(kind = %error.kind(), "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn serve(&self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let limits = &self.app.config.limits;
        let (peer, place) = (Peer(self.address), &self.seat.place);
        let service = service_fn(|request: Request<Incoming>| {
            let place = Arc::clone(place);
            let mut request =
                request.map(|body| Body::new(Arriving::new(body, Arc::clone(&place))));
            request.extensions_mut().insert(peer);
            async move {
                let response = guard::answer(&self.app, &self.router, request).await;
                Ok::<_, Infallible>(response.map(|body| Leaving::new(body, place)))
            }
        });
        let connection = http1::Builder::new()
            // A timer for each head would cost more than reading it; `sweep` ends who takes too long.
            .header_read_timeout(None)
            .max_buf_size(BUFFER)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(Paced::new(stream, limits.idle_time)), service);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            biased;
            ended = connection.as_mut() => ended,
            leave = self.seat.leave() => {
                connection.as_mut().graceful_shutdown();
                match leave {
                    Leave::Displaced(Doing::Arriving) => return,
                    Leave::Displaced(Doing::Idle) => {
                        timeout(LINGER, connection).await.unwrap_or(Ok(()))
                    }
                    Leave::Displaced(Doing::Answering) => connection.await,
                    // Who is silent all the while is given up.
                    Leave::Closed => tokio::select! {
                        biased;
                        ended = connection => ended,
                        _ = self.seat.leave() => return,
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

/// Ends connections whose client takes too long to begin, or to go on asking. Never ends.
async fn sweep(places: &Places, patience: Duration) {
    loop {
        // A patience of nothing is still no reason to look all the time.
        sleep((patience / 4).max(BREATH)).await;
        places.give_up(patience);
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // So that the service can be started again at once. On Windows that would share the port with others.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Refuses to stand open to others unless that was asked for.
fn refuse_exposure(config: &Config) -> Result<(), StartError> {
    if config.listen.ip().is_loopback() {
        return Ok(());
    }
    if config.tls.is_none() && !config.insecure {
        return Err(StartError::Exposed(text(
            "utanför den egna maskinen ska tjänsten ha ett certifikat; ange `--tls-certificate` och `--tls-key`, \
             eller `--insecure` där något annat krypterar trafiken",
            "beyond its own machine the service has to have a certificate; give `--tls-certificate` and `--tls-key`, \
             or `--insecure` where something else encrypts the traffic",
        )));
    }
    if config.keys.is_none() && config.anonymous != Anonymous::Anybody {
        return Err(StartError::Exposed(text(
            "utanför den egna maskinen ska tjänsten ha nycklar; ange `--keys`, eller `--anonymous anybody` där vem som \
             helst får fråga",
            "beyond its own machine the service has to have keys; give `--keys`, or `--anonymous anybody` where \
             anybody may ask",
        )));
    }
    Ok(())
}
