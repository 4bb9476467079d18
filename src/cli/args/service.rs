//! Arguments of `serve` and `key`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use handover_service::{Limits, MAX_ID_BYTES, is_id};

/// Arguments of `serve`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover serve
  handover serve --rules rules/gavleborg --watch
  handover serve --rules rules/gavleborg --listen 0.0.0.0:8443 --keys keys.txt \\
      --tls-certificate certificate.pem --tls-key private.pem --log json

SIGHUP reloads rules, keys and certificate; SIGTERM and ctrl-c stop the service gracefully.")]
pub struct ServeArgs {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Reload the rules when their files change; rules with faults do not replace those in force
    #[arg(long, requires = "rules")]
    pub watch: bool,
    /// File of keys, written by `handover key new`
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
    /// Who may use the service without a key
    #[arg(long, value_enum, default_value_t = AnonymousArg::Local)]
    pub anonymous: AnonymousArg,
    /// Certificate and its chain, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// Private key of the certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Listen beyond this machine without TLS, if something else encrypts the traffic
    #[arg(long)]
    pub insecure: bool,
    /// Format of the log on standard error
    #[arg(long, value_enum, default_value_t = LogArg::Text)]
    pub log: LogArg,
    /// Log level; `debug` has every request
    #[arg(long, value_enum, default_value_t = LevelArg::Info)]
    pub log_level: LevelArg,
    /// Limits.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Who may use the service without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnonymousArg {
    /// Nobody
    Nobody,
    /// Programs on this machine
    Local,
    /// Anybody
    Anybody,
}

/// A format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    /// Plain text for people
    Text,
    /// One JSON object a line, for programs
    Json,
}

/// A log level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Faults
    Error,
    /// Failed answers too
    Warn,
    /// Changes of the rules too
    Info,
    /// Every request and connection too
    Debug,
}

/// Limits on sizes, counts and times.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Bytes of a body, except for streams
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body_bytes)]
    pub max_body: usize,
    /// Requests in an array; streams may have any number
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().batch)]
    pub max_batch: usize,
    /// Concurrent connections; a new one evicts one that keeps the service waiting
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().connections, value_parser = at_once)]
    pub max_connections: usize,
    /// Bytes of all bodies held at once, except those up to 16 KiB; more get 503
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().held_bytes)]
    pub max_bodies: usize,
    /// Requests answered concurrently, counted once they have arrived; more get 503
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().running, value_parser = at_once)]
    pub max_running: usize,
    /// Concurrent streams, large arrays and checks, each with a thread; more get 503
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().jobs, value_parser = at_once)]
    pub max_jobs: usize,
    /// Requests a second of a client, by key or address, with bursts of twice as many; 0 is no limit
    /// [default: 500, or 0 if the service listens to this machine only]
    #[arg(long, value_name = "NUMBER")]
    pub max_rate: Option<u32>,
    /// Seconds for the head of a request to arrive, and for a connection to be idle
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().head_time.as_secs())]
    pub head_time: u64,
    /// Seconds for the body of a request to arrive, except for streams
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().body_time.as_secs())]
    pub body_time: u64,
    /// Seconds until an answer begins
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().answer_time.as_secs())]
    pub answer_time: u64,
    /// Seconds without a byte, from a client that sends a stream or to one that reads
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().idle_time.as_secs())]
    pub idle_time: u64,
    /// Seconds for a whole stream
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stream_time.as_secs())]
    pub stream_time: u64,
    /// Seconds between reporting "not ready" and refusing connections
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().drain_time.as_secs())]
    pub drain_time: u64,
    /// Seconds for running requests to end when the service stops
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().stop_time.as_secs())]
    pub stop_time: u64,
}

/// Parses a number of concurrent things: at least one.
fn at_once(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(number @ 1..=1_000_000) => Ok(number),
        _ => Err("a number from 1 to 1000000 is wanted".to_owned()),
    }
}

/// Arguments of `key`.
#[derive(Debug, ClapArgs)]
pub struct KeyArgs {
    /// The command
    #[command(subcommand)]
    pub command: KeyCommand,
}

/// Commands for keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Create a key for a client: the key is shown once, and its line is added to the file of keys
    New(NewArgs),
}

/// Arguments of `key new`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover key new journal --file keys.txt
  handover key new monitoring --scopes admin --file keys.txt

To withdraw a key, remove its line and send the service SIGHUP.")]
pub struct NewArgs {
    /// Id of the client: lower case letters a-z, digits and hyphens
    #[arg(value_parser = id)]
    pub id: String,
    /// Permissions of the key
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [PermissionArg::Query])]
    pub scopes: Vec<PermissionArg>,
    /// File of keys to add the line to [default: the line is printed]
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// A permission of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PermissionArg {
    /// Ask for recommendations, verdicts and explanations, and read the rule set
    Query,
    /// Have rule sets checked
    Check,
    /// Read the metrics
    Admin,
}

/// Parses the id of a key.
fn id(written: &str) -> Result<String, String> {
    if is_id(written) {
        return Ok(written.to_owned());
    }
    Err(format!("at most {MAX_ID_BYTES} lower case letters a-z, digits and hyphens are wanted"))
}
