//! The state that all requests share.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;
use handover_core::document::{Files, Watch};
use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::keys::Keys;
use super::limit::{Limit, Permit};
use super::metrics::Metrics;
use super::rate::RateLimiter;
use super::rules::{Rules, Version};
use crate::config::Config;
use crate::error::StartError;

/// How many slow hashes of keys are computed at once.
const VERIFYING: usize = 1;
/// Wrong keys that a client may present each second. Keys that were verified before cost nothing and are not counted.
const GUESSES_PER_SECOND: u32 = 2;
/// Wrong keys that a client may present at once.
const GUESSES_AT_ONCE: u32 = 20;

/// The state that all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: Config,
    /// The watch on the folder of the rules, begun before they were first read; taken by the task that watches.
    pub(crate) watch: Mutex<Option<Watch>>,
    pub(crate) rules: Rules,
    pub(crate) keys: ArcSwap<Keys>,
    pub(crate) metrics: Metrics,
    /// Requests that are being answered, once they have arrived whole.
    pub(crate) running: Arc<Limit>,
    /// Bytes of long bodies that are held.
    pub(crate) bodies: Arc<Limit>,
    /// Threads for long work.
    pub(crate) jobs: Arc<Limit>,
    /// Slow hashes that are being computed.
    pub(crate) verifying: Semaphore,
    /// Requests of each client.
    pub(crate) rates: Option<RateLimiter>,
    /// Wrong keys of each client.
    pub(crate) guesses: RateLimiter,
    /// Set once the service stops.
    pub(crate) stopping: AtomicBool,
}

impl App {
    /// Reads keys and rules. `routes` are the labels of latencies, in the order in which they are observed.
    ///
    /// # Errors
    /// If the keys or the rules cannot be used.
    pub(crate) fn new(config: Config, routes: Vec<&'static str>) -> Result<Self, StartError> {
        let keys = match &config.keys {
            Some(file) => Keys::read(file)?,
            None => Keys::default(),
        };
        let limits = &config.limits;
        let watch = match &config.files {
            Files::Folder(folder) if config.watch => Some(Watch::new(folder)),
            _ => None,
        };
        Ok(Self {
            watch: Mutex::new(watch),
            rules: Rules::open(config.files.clone())?,
            keys: ArcSwap::from_pointee(keys),
            metrics: Metrics::new(routes),
            running: Limit::new(limits.running),
            bodies: Limit::new(limits.held_bytes),
            jobs: Limit::new(limits.jobs),
            verifying: Semaphore::new(VERIFYING),
            rates: limits.rate.map(|rate| RateLimiter::new(rate, rate.saturating_mul(2))),
            guesses: RateLimiter::new(GUESSES_PER_SECOND, GUESSES_AT_ONCE),
            stopping: AtomicBool::new(false),
            config,
        })
    }

    /// The day of answers to requests that name none.
    pub(crate) fn today(&self, version: &Version) -> Date {
        self.config.today.unwrap_or_else(|| version.today())
    }

    /// A permit for a thread for long work, if one is free.
    pub(crate) fn job(&self) -> Option<Permit> {
        self.acquire(&self.jobs, 1)
    }

    /// A permit for `units` of a limit, if they are free; a refusal is counted.
    pub(crate) fn acquire(&self, limit: &Arc<Limit>, units: usize) -> Option<Permit> {
        let permit = limit.try_acquire(units);
        if permit.is_none() {
            self.metrics.shed.inc();
        }
        permit
    }
}
