//! The server: starts, accepts connections, reloads, and stops in order.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use handover_core::language::{Lang, text};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::config::{Anonymous, Config};
use crate::conn::connection::Connection;
use crate::conn::slots::{Acquired, Slots};
use crate::conn::tls::Acceptor;
use crate::error::StartError;
use crate::http::router::router;
use crate::http::routes::ROUTES;
use crate::state::app::App;
use crate::state::reload;

/// The most connections that the system queues until they are accepted. With the usual small queue, clients of a burst wait
/// a second until they retry.
const BACKLOG: u32 = 4096;
/// The pause after an accept that failed for want of descriptors, and the shortest interval of sweeps.
const PAUSE: Duration = Duration::from_millis(50);

/// A service that listens.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    /// Taken by [`Server::run`], and closed when it stops.
    listener: Mutex<Option<TcpListener>>,
    address: SocketAddr,
    tls: ArcSwapOption<Acceptor>,
}

impl Server {
    /// Reads rules, keys and certificate, and listens.
    ///
    /// # Errors
    /// If one of them cannot be used, or if the service would be exposed unintentionally.
    pub async fn bind(config: Config) -> Result<Self, StartError> {
        refuse_exposure(&config)?;
        let tls = config.tls.as_ref().map(Acceptor::read).transpose().map_err(StartError::Tls)?;
        let tls = ArcSwapOption::from(tls.map(Arc::new));
        let routes = ROUTES.iter().map(|route| route.path).collect();
        let app = Arc::new(App::new(config, routes)?);
        let listener = listen(app.config.listen).map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        Ok(Self { app, listener: Mutex::new(Some(listener)), address, tls })
    }

    /// The URL of the service for clients on this machine.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.app.config.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The id and fingerprint of the rules in force.
    #[must_use]
    pub fn rules(&self) -> (String, String) {
        let version = self.app.rules.current();
        let rule_set = version.engine.rule_set();
        (rule_set.id.clone(), rule_set.fingerprint.clone())
    }

    /// Reloads rules, keys and certificate. Those that cannot be used stay as they are.
    pub async fn reload(&self) {
        reload::rules(&self.app).await;
        reload::keys(&self.app).await;
        let Some(files) = &self.app.config.tls else {
            return;
        };
        match Acceptor::read(files) {
            Ok(acceptor) => self.tls.store(Some(Arc::new(acceptor))),
            Err(message) => {
                let why = message.get(Lang::En).to_owned();
                tracing::error!(why, "the certificate stays as it was");
            }
        }
    }

    /// Answers requests until `stop` is done. Then it reports "not ready", lets running requests end, and returns. Runs once.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let Some(listener) = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take()
        else {
            return;
        };
        let watching = self.app.config.watch.then(|| tokio::spawn(reload::watch(self.app.clone())));
        // Every connection holds a sender, so the channel closes when the last one ends.
        let (ended, mut all_ended) = mpsc::channel(1);
        let limits = &self.app.config.limits;
        let slots = Arc::new(Slots::new(limits.connections));
        tokio::select! {
            () = self.accept(&listener, &slots, &ended) => {}
            () = sweep(&slots, limits.head_time) => {}
            () = async {
                stop.await;
                self.app.stopping.store(true, Ordering::Relaxed);
                sleep(limits.drain_time).await;
            } => {}
        }
        drop((listener, ended));
        slots.close();
        // Connections that have not ended in time end with the runtime.
        let ending = async {
            tokio::select! {
                _ = all_ended.recv() => {}
                () = sweep(&slots, limits.head_time) => {}
            }
        };
        let _ended = timeout(limits.stop_time, ending).await;
        if let Some(watching) = watching {
            watching.abort();
        }
    }

    /// Accepts connections. Never returns.
    async fn accept(
        &self,
        listener: &TcpListener,
        slots: &Arc<Slots>,
        ended: &mpsc::Sender<Infallible>,
    ) {
        let router = router(&self.app);
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    // The client went away, or there is no descriptor left, which passes.
                    tracing::debug!(kind = %error.kind(), "a connection was not accepted");
                    sleep(PAUSE).await;
                    continue;
                }
            };
            let lease = match slots.acquire() {
                Acquired::Free(lease) => lease,
                Acquired::Evicted(lease) => {
                    self.app.metrics.evicted_connections.inc();
                    lease
                }
                Acquired::None => {
                    self.app.metrics.refused_connections.inc();
                    continue;
                }
            };
            let (app, router) = (Arc::clone(&self.app), router.clone());
            let connection = Connection { app, router, address, lease };
            let tls = self.tls.load_full();
            let ended = ended.clone();
            tokio::spawn(async move {
                let _ended = ended;
                connection.run(stream, tls.as_deref()).await;
            });
        }
    }
}

/// Evicts connections that take too long to begin a request, at intervals. Never returns.
async fn sweep(slots: &Slots, timeout: Duration) {
    loop {
        // Even a timeout of zero is no reason to sweep all the time.
        sleep((timeout / 4).max(PAUSE)).await;
        slots.evict_idle(timeout);
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Allows an immediate restart. On Windows it would share the port with other programs.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Refuses an address that other machines can reach, unless the configuration allows for it.
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
