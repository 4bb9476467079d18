//! How long requests took, by path and outcome. Counted without locks: a lock that a thread holds when it is set aside
//! would make every other request wait for that thread.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;

use super::app::ROUTES;

/// Upper bounds, in seconds.
const BOUNDS: [f64; 14] =
    [5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 0.1, 0.5, 1.0, 5.0, 30.0];

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was answered.
    Answered,
    /// It was refused for what it is.
    Refused,
    /// It was refused, since its client asks too often.
    Limited,
    /// It was refused, since there is too much to do.
    Shed,
    /// Its answer took too long.
    TimedOut,
    /// There is a bug.
    Failed,
}

impl Ending {
    const ALL: [Self; 6] =
        [Self::Answered, Self::Refused, Self::Limited, Self::Shed, Self::TimedOut, Self::Failed];

    /// The word for it in metrics and logs.
    pub(super) fn as_str(self) -> &'static str {
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

/// How long the requests of a path with an outcome took.
#[derive(Debug, Default)]
struct Histogram {
    /// How many took no longer than each bound and longer than the one before; the last, longer than all.
    counts: [AtomicU64; BOUNDS.len() + 1],
    /// All their times, in nanoseconds.
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

/// The paths, then what has none.
const PLACES: usize = ROUTES.len() + 1;

/// How long requests took.
#[derive(Debug, Default)]
pub(super) struct Latencies {
    all: [[Histogram; Ending::ALL.len()]; PLACES],
}

impl Latencies {
    /// Counts a request to a path, by its place in [`ROUTES`]; `None` is no path.
    pub(super) fn observe(&self, route: Option<usize>, ending: Ending, time: Duration) {
        let histograms = self.all.get(route.unwrap_or(ROUTES.len()));
        if let Some(histogram) = histograms.and_then(|all| all.get(ending as usize)) {
            histogram.observe(time);
        }
    }
}

/// The name of a path, by its place in [`ROUTES`].
pub(super) fn name_of(route: Option<usize>) -> &'static str {
    route.and_then(|route| ROUTES.get(route)).map_or("unknown", |route| route.path)
}

impl Collector for Latencies {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = encoder.encode_descriptor(
            "request_duration",
            "Time from the head of a request to the head of its answer",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for (route, histograms) in self.all.iter().enumerate() {
            for (ending, histogram) in Ending::ALL.iter().zip(histograms) {
                let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
                let counts: Vec<u64> = histogram.counts.iter().map(read).collect();
                let count = counts.iter().sum();
                if count == 0 {
                    continue;
                }
                let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
                let buckets: Vec<(f64, u64)> = bounds.zip(counts).collect();
                let labels = [("route", name_of(Some(route))), ("outcome", ending.as_str())];
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
    fn what_is_counted_is_told_with_its_path_outcome_and_bounds() {
        let latencies = Latencies::default();
        for micros in [40, 50, 51, 60_000_000] {
            latencies.observe(Some(0), Ending::Answered, Duration::from_micros(micros));
        }
        latencies.observe(None, Ending::Refused, Duration::from_micros(700));
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
            assert!(text.lines().any(|told| told == line), "{line}\n{text}");
        }
        assert_eq!(text.matches("_count{").count(), 2);
    }
}
