//! `handover serve`: runs the service.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::panic::{self, Location};
use std::time::Duration;

use tokio::runtime::Runtime;
use tracing::level_filters::LevelFilter;

use super::args::{AnonymousArg, LevelArg, LimitArgs, LogArg, ServeArgs, Shared};
use super::exit::ExitStatus;
use super::tell::err;
use handover_core::language::Lang;
use handover_service::{Anonymous, Config, Limits, Server, StartError, Tls};

/// The default rate limit, in requests a second, if other machines can reach the service.
const RATE: u32 = 500;

impl LimitArgs {
    fn limits(&self, listen: SocketAddr) -> Limits {
        let own = if listen.ip().is_loopback() { 0 } else { RATE };
        Limits {
            body_bytes: self.max_body,
            batch: self.max_batch,
            connections: self.max_connections,
            running: self.max_running,
            held_bytes: self.max_bodies,
            jobs: self.max_jobs,
            rate: Some(self.max_rate.unwrap_or(own)).filter(|&rate| rate > 0),
            head_time: Duration::from_secs(self.head_time),
            body_time: Duration::from_secs(self.body_time),
            answer_time: Duration::from_secs(self.answer_time),
            idle_time: Duration::from_secs(self.idle_time),
            stream_time: Duration::from_secs(self.stream_time),
            drain_time: Duration::from_secs(self.drain_time),
            stop_time: Duration::from_secs(self.stop_time),
        }
    }
}

impl ServeArgs {
    fn config(&self, shared: &Shared) -> Config {
        let tls = self.tls_certificate.clone().zip(self.tls_key.clone());
        Config {
            watch: self.watch,
            keys: self.keys.clone(),
            anonymous: match self.anonymous {
                AnonymousArg::Nobody => Anonymous::Nobody,
                AnonymousArg::Local => Anonymous::Local,
                AnonymousArg::Anybody => Anonymous::Anybody,
            },
            tls: tls.map(|(certificate, key)| Tls { certificate, key }),
            insecure: self.insecure,
            lang: shared.lang.map(Lang::from),
            today: shared.at(),
            limits: self.limits.limits(self.listen),
            ..Config::new(self.listen, shared.files())
        }
    }
}

pub(super) fn run(
    shared: &Shared,
    args: &ServeArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let config = args.config(shared);
    if !shared.has_folder(&config.files)? {
        return Ok(ExitStatus::RuleSet);
    }
    log(args);
    let wanted = config.limits.connections as u64 + OWN_FILES;
    if let Some(open) = open_files(wanted).filter(|&open| open < wanted) {
        tracing::warn!(
            open,
            wanted,
            "the limit of open files leaves no room for --max-connections"
        );
    }
    let runtime = Runtime::new()?;
    let ended = runtime.block_on(serve(shared, config, out));
    // Without waiting for what has not ended in time, such as a stream whose client is silent.
    runtime.shutdown_background();
    ended
}

async fn serve(shared: &Shared, config: Config, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let lang = shared.text_lang(Lang::Sv);
    let server = match Server::bind(config).await {
        Ok(server) => server,
        Err(StartError::RuleSet(loaded)) => {
            shared.print_diagnostics(&loaded)?;
            return Ok(ExitStatus::RuleSet);
        }
        Err(error) => {
            writeln!(err(), "handover: {}", error.message().get(lang))?;
            let listening = matches!(error, StartError::Listen(_));
            return Ok(if listening { ExitStatus::Failed } else { ExitStatus::Usage });
        }
    };
    let ((id, fingerprint), url) = (server.rules(), server.url());
    let print = fingerprint.get(..12).unwrap_or_default();
    match lang {
        Lang::Sv => writeln!(out, "Svarar på {url} efter reglerna {id} ({print})")?,
        Lang::En => writeln!(out, "Answering at {url} by the rules {id} ({print})")?,
    }
    out.flush()?;
    tracing::info!(url, id, fingerprint, "started");
    let mut signals = Signals::new()?;
    let stop = async {
        while signals.next().await == Signal::Reload {
            tracing::info!("told to read everything again");
            server.reload().await;
        }
        tracing::info!("told to stop");
    };
    server.run(stop).await;
    tracing::info!("stopped");
    Ok(ExitStatus::Done)
}

/// The open files of the service beside connections: rules while they are read, the log, the runtime's own.
const OWN_FILES: u64 = 64;

/// Raises the limit of open files to `wanted` or as far as the system allows. Returns the limit unless it was high enough.
#[cfg(unix)]
fn open_files(wanted: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current.filter(|&current| current < wanted)?;
    let raised = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    let set = setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum });
    Some(if set.is_ok() { raised } else { current })
}

#[cfg(not(unix))]
fn open_files(_wanted: u64) -> Option<u64> {
    None
}

/// A signal to the process.
#[derive(Debug, PartialEq, Eq)]
enum Signal {
    Reload,
    Stop,
}

#[cfg(unix)]
struct Signals {
    hangup: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (hangup, terminate) = (SignalKind::hangup(), SignalKind::terminate());
        Ok(Self { hangup: signal(hangup)?, terminate: signal(terminate)? })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.hangup.recv() => Signal::Reload,
            _ = self.terminate.recv() => Signal::Stop,
            _ = tokio::signal::ctrl_c() => Signal::Stop,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        let _ = tokio::signal::ctrl_c().await;
        Signal::Stop
    }
}

/// Sends events to standard error. Messages of panics may repeat parts of a request, so only their locations are logged.
fn log(args: &ServeArgs) {
    let level = match args.log_level {
        LevelArg::Error => LevelFilter::ERROR,
        LevelArg::Warn => LevelFilter::WARN,
        LevelArg::Info => LevelFilter::INFO,
        LevelArg::Debug => LevelFilter::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(err);
    // Fails if the process has a log already, which then remains.
    let _ = match args.log {
        LogArg::Json => {
            tracing::subscriber::set_global_default(log.json().flatten_event(true).finish())
        }
        LogArg::Text => {
            let log = log.with_ansi(err().is_terminal());
            tracing::subscriber::set_global_default(log.finish())
        }
    };
    panic::set_hook(Box::new(|panic| {
        let place = panic.location();
        let (file, line) = (place.map(Location::file), place.map(Location::line));
        tracing::error!(file, line, "a panic was caught");
    }));
}
