//! `handover serve`: the same answers over HTTP.

use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::panic::{self, Location};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};
use tokio::runtime::Runtime;
use tracing::level_filters::LevelFilter;

use super::args::Shared;
use super::exit::ExitStatus;
use handover_core::language::Lang;
use handover_service::{Anonymous, Config, Limits, Server, StartError, Tls};

/// Requests a second of a client, where the service is open to others and nothing else is asked for.
const RATE: u32 = 500;

/// Arguments of `serve`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover serve
  handover serve --rules rules/gavleborg --watch
  handover serve --rules rules/gavleborg --listen 0.0.0.0:8443 --keys keys.txt \\
      --tls-certificate certificate.pem --tls-key private.pem --log json

SIGHUP reads rules, keys and certificate again; SIGTERM and ctrl-c end the service in order.")]
pub struct ServeArgs {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Read the rules again when their files change; rules with faults leave those in force
    #[arg(long, requires = "rules")]
    pub watch: bool,
    /// File of keys, as `handover key new` writes it
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// Who may ask without a key
    #[arg(long, value_enum, default_value_t = AnonymousArg::Local)]
    pub anonymous: AnonymousArg,
    /// Certificate and those that vouch for it, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Listen beyond this machine without TLS, where something else encrypts the traffic
    #[arg(long)]
    pub insecure: bool,
    /// Form of the log, on standard error
    #[arg(long, value_enum, default_value_t = LogArg::Text)]
    pub log: LogArg,
    /// How much is logged; `debug` has every request
    #[arg(long, value_enum, default_value_t = LevelArg::Info)]
    pub log_level: LevelArg,
    /// What is too much.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Who may ask without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnonymousArg {
    /// Nobody
    Nobody,
    /// Programs on this machine
    Local,
    /// Anybody
    Anybody,
}

/// A form of log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    /// Plain text for people
    Text,
    /// One JSON object a line, for programs
    Json,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Faults
    Error,
    /// Answers that failed, too
    Warn,
    /// Changes of the rules, too
    Info,
    /// Every request and connection, too
    Debug,
}

/// What is too much.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Bytes of a body, streams apart
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body_bytes)]
    pub max_body: usize,
    /// Requests in an array; streams may have any number
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().batch)]
    pub max_batch: usize,
    /// Connections at once; a new one gets the place of one that keeps the service waiting
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().connections, value_parser = at_once)]
    pub max_connections: usize,
    /// Bytes of all bodies held at once, those up to 16 KiB apart; what is over it gets 503
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().held_bytes)]
    pub max_bodies: usize,
    /// Requests answered at once, once they have come whole; one more gets 503
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().running, value_parser = at_once)]
    pub max_running: usize,
    /// Streams, large arrays and checks at once, each with a thread; one more gets 503
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().jobs, value_parser = at_once)]
    pub max_jobs: usize,
    /// Requests a second of a client, by key or address, twice as many at once; 0 is no limit
    /// [default: 500, or 0 where only this machine is listened to]
    #[arg(long, value_name = "NUMBER")]
    pub max_rate: Option<u32>,
    /// Seconds for the head of a request to come, and for a connection to lie idle
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().head_time.as_secs())]
    pub head_time: u64,
    /// Seconds for the body of a request to come, streams apart
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().body_time.as_secs())]
    pub body_time: u64,
    /// Seconds for an answer to begin
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().answer_time.as_secs())]
    pub answer_time: u64,
    /// Seconds without a byte, from a client that sends a stream or to one that reads
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().idle_time.as_secs())]
    pub idle_time: u64,
    /// Seconds for a whole stream
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stream_time.as_secs())]
    pub stream_time: u64,
    /// Seconds between telling that the service is not ready and refusing connections
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().drain_time.as_secs())]
    pub drain_time: u64,
    /// Seconds for running requests to end when the service stops
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stop_time.as_secs())]
    pub stop_time: u64,
}

/// A number of things at once: at least one.
fn at_once(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(number @ 1..=1_000_000) => Ok(number),
        _ => Err("a number from 1 to 1000000 is wanted".to_owned()),
    }
}

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
            today: shared.at,
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
    // What has not ended in time is left: a stream whose client neither sends nor goes away, say.
    runtime.shutdown_background();
    ended
}

async fn serve(shared: &Shared, config: Config, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let lang = shared.text_lang(Lang::Sv);
    let server = match Server::bind(config).await {
        Ok(server) => server,
        Err(StartError::RuleSet(loaded)) => {
            shared.tell(&loaded)?;
            return Ok(ExitStatus::RuleSet);
        }
        Err(error) => {
            writeln!(io::stderr(), "handover: {}", error.message().get(lang))?;
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

/// Files that the service has open beside connections: rules while they are read, the log, what the runtime needs.
const OWN_FILES: u64 = 64;

/// Raises the limit of open files as far as is wanted and allowed, and tells it; `None` is no limit.
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

/// What the process is told.
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

/// Sends events to standard error. What a panic says may hold something of a request, so only its place is logged.
fn log(args: &ServeArgs) {
    let level = match args.log_level {
        LevelArg::Error => LevelFilter::ERROR,
        LevelArg::Warn => LevelFilter::WARN,
        LevelArg::Info => LevelFilter::INFO,
        LevelArg::Debug => LevelFilter::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr);
    // Fails where the process has a log already, which then is used.
    let _ = match args.log {
        LogArg::Json => {
            tracing::subscriber::set_global_default(log.json().flatten_event(true).finish())
        }
        LogArg::Text => {
            let log = log.with_ansi(io::stderr().is_terminal());
            tracing::subscriber::set_global_default(log.finish())
        }
    };
    panic::set_hook(Box::new(|panic| {
        let place = panic.location();
        let (file, line) = (place.map(Location::file), place.map(Location::line));
        tracing::error!(file, line, "a panic was caught");
    }));
}
