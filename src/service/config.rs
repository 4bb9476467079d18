//! The service's configuration.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use handover_core::document::Files;
use handover_core::language::Lang;
use jiff::civil::Date;

/// The configuration of a service.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The files of the rule set.
    pub files: Files,
    /// Whether the rules are reloaded when their files change.
    pub watch: bool,
    /// The file of keys.
    pub keys: Option<PathBuf>,
    /// Who may use the service without a key.
    pub anonymous: Anonymous,
    /// The certificate, if the service speaks TLS.
    pub tls: Option<Tls>,
    /// Whether it may listen beyond this machine without TLS.
    pub insecure: bool,
    /// The language of answers to clients that ask for none; the default is the rule set's first.
    pub lang: Option<Lang>,
    /// The day of answers to requests that name none; the default is today.
    pub today: Option<Date>,
    /// Limits on sizes, counts and times.
    pub limits: Limits,
}

impl Config {
    /// The default configuration for the rules in `files`.
    #[must_use]
    pub fn new(listen: SocketAddr, files: Files) -> Self {
        Self {
            listen,
            files,
            watch: false,
            keys: None,
            anonymous: Anonymous::Local,
            tls: None,
            insecure: false,
            lang: None,
            today: None,
            limits: Limits::default(),
        }
    }
}

/// Who may use the service without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anonymous {
    /// Nobody.
    Nobody,
    /// Programs on this machine.
    Local,
    /// Anybody.
    Anybody,
}

/// The files of a certificate.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate and its chain, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// Limits on sizes, counts and times. What exceeds one is refused, never queued.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a body that is held whole; streams are exempt.
    pub body_bytes: usize,
    /// Requests in an array; streams may have any number.
    pub batch: usize,
    /// Concurrent connections.
    pub connections: usize,
    /// Requests answered concurrently, counted once they have arrived whole.
    pub running: usize,
    /// Bytes of all bodies held at once; short bodies do not count.
    pub held_bytes: usize,
    /// Concurrent streams, large arrays and checks, each with a thread.
    pub jobs: usize,
    /// Requests a second of a client, with bursts of twice as many; `None` is no limit.
    pub rate: Option<u32>,
    /// Time for the head of a request to arrive, and for a connection to be idle.
    pub head_time: Duration,
    /// Time for the body of a request to arrive, except for streams.
    pub body_time: Duration,
    /// Time until an answer begins.
    pub answer_time: Duration,
    /// Time without a byte, from a client that sends a stream or to one that reads.
    pub idle_time: Duration,
    /// Time for a whole stream.
    pub stream_time: Duration,
    /// Time between reporting "not ready" and refusing connections.
    pub drain_time: Duration,
    /// Time for running requests to end when the service stops.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 4 << 20,
            batch: 10_000,
            connections: 4_096,
            running: 256,
            held_bytes: 64 << 20,
            jobs: 8,
            rate: None,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(30),
            idle_time: Duration::from_secs(30),
            stream_time: Duration::from_secs(600),
            drain_time: Duration::ZERO,
            stop_time: Duration::from_secs(20),
        }
    }
}
