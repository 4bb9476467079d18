//! Durations of requests, by route and outcome. Counted without locks: if the scheduler preempted a thread that held
//! one, every other request would wait for that thread.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;

/// Upper bounds of the buckets, in seconds.
const BOUNDS: [f64; 14] =
    [5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 0.1, 0.5, 1.0, 5.0, 30.0];

/// The outcome of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestOutcome {
    /// It was answered.
    Answered,
    /// It was refused for its content or its client's permissions.
    Refused,
    /// It was refused because of its client's rate.
    Limited,
    /// It was refused because of too much load.
    Shed,
    /// Its answer took too long.
    TimedOut,
    /// It failed because of a bug.
    Failed,
}

impl RequestOutcome {
    const ALL: [Self; 6] =
        [Self::Answered, Self::Refused, Self::Limited, Self::Shed, Self::TimedOut, Self::Failed];

    /// Its label in metrics and logs.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Limited => "limited",
            Self::Shed => "shed",
            Self::TimedOut => "timed_out",
            Self::Failed => "failed",
        }
    }
}

/// Durations of the requests of one route with one outcome.
#[derive(Debug, Default)]
struct Histogram {
    /// Requests by the smallest bound that they did not exceed; the last counter is for those above every bound.
    counts: [AtomicU64; BOUNDS.len() + 1],
    /// The sum of all durations, in nanoseconds.
    sum: AtomicU64,
}

impl Histogram {
    fn observe(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        let bucket = BOUNDS.partition_point(|&bound| bound < seconds);
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.sum.fetch_add(nanos, Ordering::Relaxed);
    }
}

/// The label of requests without a route.
const UNKNOWN: &str = "unknown";

/// Durations of requests.
#[derive(Debug)]
pub(crate) struct Latencies {
    /// By label; the last is [`UNKNOWN`].
    routes: Vec<(&'static str, [Histogram; RequestOutcome::ALL.len()])>,
}

impl Latencies {
    /// Histograms for the routes with these labels.
    pub(crate) fn new(routes: Vec<&'static str>) -> Self {
        let labels = routes.into_iter().chain([UNKNOWN]);
        Self { routes: labels.map(|label| (label, Default::default())).collect() }
    }

    /// Counts a request to a route, by its index, and returns the route's label.
    pub(crate) fn observe(
        &self,
        route: Option<usize>,
        outcome: RequestOutcome,
        time: Duration,
    ) -> &'static str {
        let found = route.and_then(|route| self.routes.get(route)).or(self.routes.last());
        let Some((label, histograms)) = found else { return UNKNOWN };
        if let Some(histogram) = histograms.get(outcome as usize) {
            histogram.observe(time);
        }
        label
    }
}

impl Collector for Latencies {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = encoder.encode_descriptor(
            "request_duration",
            "Time from the head of a request to the head of its answer",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for (route, histograms) in &self.routes {
            for (outcome, histogram) in RequestOutcome::ALL.iter().zip(histograms) {
                let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
                let counts: Vec<u64> = histogram.counts.iter().map(read).collect();
                let count = counts.iter().sum();
                if count == 0 {
                    continue;
                }
                let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
                let buckets: Vec<(f64, u64)> = bounds.zip(counts).collect();
                let labels = [("route", *route), ("outcome", outcome.as_str())];
                let sum = Duration::from_nanos(read(&histogram.sum)).as_secs_f64();
                let mut encoder = family.encode_family(&labels)?;
                encoder.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::text::encode;
    use prometheus_client::registry::Registry;

    use super::*;

    #[test]
    fn histograms_have_their_route_outcome_and_bounds() {
        let latencies = Latencies::new(vec!["/v1/recommend"]);
        for micros in [40, 50, 51, 60_000_000] {
            latencies.observe(Some(0), RequestOutcome::Answered, Duration::from_micros(micros));
        }
        latencies.observe(None, RequestOutcome::Refused, Duration::from_micros(700));
        let mut registry = Registry::with_prefix("handover");
        registry.register_collector(Box::new(latencies));
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        let labels = "route=\"/v1/recommend\",outcome=\"answered\"";
        for line in [
            "# TYPE handover_request_duration_seconds histogram".to_owned(),
            format!("handover_request_duration_seconds_count{{{labels}}} 4"),
            format!("handover_request_duration_seconds_sum{{{labels}}} 60.000141"),
            format!("handover_request_duration_seconds_bucket{{le=\"0.00005\",{labels}}} 2"),
            format!("handover_request_duration_seconds_bucket{{le=\"30.0\",{labels}}} 3"),
            format!("handover_request_duration_seconds_bucket{{le=\"+Inf\",{labels}}} 4"),
            "handover_request_duration_seconds_count{route=\"unknown\",outcome=\"refused\"} 1"
                .to_owned(),
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line}\n{text}");
        }
        assert_eq!(text.matches("_count{").count(), 2);
    }
}
