//! The service: what the command line answers, over HTTP. `recommend`, `validate` and `explain` answer in the same bytes;
//! rule sets are checked; the rules in force are changed without a gap. It knows nothing of the command line.
//!
//! | file | holds |
//! | --- | --- |
//! | `app` | what requests share, and the paths |
//! | `guard` | what stands before every path: ids, panics, keys, limits, counts |
//! | `body` | bodies that are held whole |
//! | `ask`, `stream`, `check`, `about`, `health` | what paths answer |
//! | `openapi`, `docs` | how that is described |
//! | `query`, `lang` | what a request asks for beside its body |
//! | `problem` | what is answered instead |
//! | `rules`, `reload` | the rules in force, and how they change |
//! | `keys`, `rate`, `limit` | who may ask, how often, and how much at once |
//! | `metrics`, `latency` | what is counted |
//! | `listen`, `places`, `pace`, `tls` | connections |
//!
//! Handlers only convert: what is answered is decided in `wire` and below.

mod about;
mod app;
mod ask;
mod body;
mod check;
mod docs;
mod guard;
mod health;
mod keys;
mod lang;
mod latency;
mod limit;
mod listen;
mod metrics;
pub mod openapi;
mod pace;
mod places;
mod problem;
mod query;
mod rate;
mod reload;
mod rules;
mod scope;
mod stream;
#[cfg(test)]
mod tests;
mod tls;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;

use handover_core::document::Files;
use handover_core::language::{Lang, Text, text};
use handover_core::ruleset::Loaded;

pub use keys::{KeysError, MAX_ID_BYTES, MAX_KEYS, NewKey, is_id, new_key};
pub use listen::Server;
pub use rules::FailedTest;
pub use scope::Scope;

/// How the service is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The files of the rule set.
    pub files: Files,
    /// Whether the files are read again when they change.
    pub watch: bool,
    /// The file of keys.
    pub keys: Option<PathBuf>,
    /// Who may ask without a key.
    pub anonymous: Anonymous,
    /// The certificate, where it speaks TLS.
    pub tls: Option<Tls>,
    /// Whether it may listen beyond this machine without TLS.
    pub insecure: bool,
    /// The language of answers where a client asks for none; the rule set's first where left out.
    pub lang: Option<Lang>,
    /// The day that answers are for where a request names none; today where left out.
    pub today: Option<Date>,
    /// What is too much.
    pub limits: Limits,
}

impl Config {
    /// The defaults, for the rules in these files.
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

/// Who may ask without a key.
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
    /// The certificate and those that vouch for it, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// What is too much. What is over a limit is refused, never queued.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a body that is held whole; streams are not.
    pub body_bytes: usize,
    /// Requests in an array; streams may have any number.
    pub batch: usize,
    /// Connections at once.
    pub connections: usize,
    /// Requests answered at once, once they have come whole.
    pub running: usize,
    /// Bytes of all bodies held at once; short ones do not count.
    pub held_bytes: usize,
    /// Streams, large arrays and checks at once, each with a thread.
    pub jobs: usize,
    /// Requests a second of a client, twice as many at once; no limit where left out.
    pub rate: Option<u32>,
    /// Time for the head of a request to come, and for a connection to lie idle.
    pub head_time: Duration,
    /// Time for the body of a request to come, streams apart.
    pub body_time: Duration,
    /// Time for an answer to begin.
    pub answer_time: Duration,
    /// Time without a byte, from a client that sends a stream or to one that reads.
    pub idle_time: Duration,
    /// Time for a whole stream.
    pub stream_time: Duration,
    /// Time between telling that the service is not ready and refusing connections.
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

/// The most failed tests that are named.
const MAX_NAMED: usize = 5;

/// Why the service does not start.
#[derive(Debug)]
pub enum StartError {
    /// The rule set does not load.
    RuleSet(Box<Loaded>),
    /// Tests of the rule set fail.
    Tests(Vec<FailedTest>),
    /// The file of keys cannot be used.
    Keys(KeysError),
    /// The certificate cannot be used.
    Tls(Text),
    /// It would stand open to others, which has to be asked for.
    Exposed(Text),
    /// The address cannot be listened on.
    Listen(io::Error),
}

impl StartError {
    /// What is wrong, and how it is mended; faults of a rule set are told by themselves.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::RuleSet(_) => text("reglerna har fel", "the rules have faults"),
            Self::Tests(failed) => {
                let names: Vec<String> = (failed.iter().take(MAX_NAMED))
                    .map(|failed| format!("{}: {}", failed.file, failed.test))
                    .collect();
                let (count, names) = (failed.len(), names.join("; "));
                text(
                    format!(
                        "{count} av reglernas tester håller inte ({names}); `handover test` visar varför"
                    ),
                    format!(
                        "{count} of the rules' tests fail ({names}); `handover test` shows why"
                    ),
                )
            }
            Self::Keys(error) => error.message(),
            Self::Tls(told) | Self::Exposed(told) => told.clone(),
            Self::Listen(error) => text(
                format!("adressen går inte att lyssna på: {error}"),
                format!("the address cannot be listened on: {error}"),
            ),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for StartError {}
