//! Metrics, in the text format of Prometheus.

use std::sync::Arc;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::latency::Latencies;
use super::rules::{ReloadOutcome, Version};

/// The content type of [`Metrics::text`].
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A label and its value; clients can choose neither.
type Label = (&'static str, &'static str);

/// All metrics.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    /// Durations of requests.
    pub(crate) latencies: Arc<Latencies>,
    reloads: Family<[Label; 1], Counter>,
    /// Open connections.
    pub(crate) connections: Gauge,
    /// Connections refused because every other one was being answered.
    pub(crate) refused_connections: Counter,
    /// Connections evicted to make room for others.
    pub(crate) evicted_connections: Counter,
    /// Requests that are being answered.
    pub(crate) running: Gauge,
    /// Requests refused because of too much load.
    pub(crate) shed: Counter,
    /// Requests refused because of their client's rate.
    pub(crate) limited: Counter,
    /// Caught panics.
    pub(crate) panics: Counter,
    rule_set: Family<Vec<(&'static str, String)>, Gauge>,
    loaded: Gauge,
}

impl Metrics {
    pub(crate) fn new(routes: Vec<&'static str>) -> Self {
        let metrics = Self {
            registry: Registry::with_prefix("handover"),
            latencies: Arc::new(Latencies::new(routes)),
            reloads: Family::default(),
            connections: Gauge::default(),
            refused_connections: Counter::default(),
            evicted_connections: Counter::default(),
            running: Gauge::default(),
            shed: Counter::default(),
            limited: Counter::default(),
            panics: Counter::default(),
            rule_set: Family::default(),
            loaded: Gauge::default(),
        };
        // Every outcome is exported from the start, so that zero differs from unknown.
        for outcome in ReloadOutcome::ALL {
            drop(metrics.reloads.get_or_create(&[("outcome", outcome.as_str())]));
        }
        metrics.registered()
    }

    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register_collector(Box::new(Arc::clone(&self.latencies)));
        registry.register("reloads", "Attempts to change the rules", self.reloads.clone());
        registry.register("connections", "Connections that are open", self.connections.clone());
        registry.register(
            "refused_connections",
            "Connections refused, since all others were being answered",
            self.refused_connections.clone(),
        );
        registry.register(
            "displaced_connections",
            "Connections ended to make room for others, since they waited longest",
            self.evicted_connections.clone(),
        );
        registry.register(
            "running_requests",
            "Requests that are being answered",
            self.running.clone(),
        );
        registry.register(
            "shed_requests",
            "Requests refused, since there was too much to do",
            self.shed.clone(),
        );
        registry.register(
            "limited_requests",
            "Requests refused, since their client asked too often",
            self.limited.clone(),
        );
        registry.register("panics", "Panics that were caught", self.panics.clone());
        registry.register("ruleset", "The rules in force", self.rule_set.clone());
        registry.register(
            "ruleset_loaded_timestamp_seconds",
            "When the rules in force were taken into service",
            self.loaded.clone(),
        );
        self
    }

    /// Counts a reload.
    pub(crate) fn count_reload(&self, outcome: ReloadOutcome) {
        self.reloads.get_or_create(&[("outcome", outcome.as_str())]).inc();
    }

    /// The current values as text.
    pub(crate) fn text(&self, version: &Version) -> String {
        let rule_set = version.engine.rule_set();
        let labels =
            vec![("id", rule_set.id.clone()), ("fingerprint", rule_set.fingerprint.clone())];
        self.rule_set.clear();
        self.rule_set.get_or_create(&labels).set(1);
        self.loaded.set(version.since.as_second());
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
