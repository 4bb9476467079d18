//! The targets of the matcher, beside the measured values.

use std::fmt::Write;

use crate::report::{FLOOR, OWN, Report, bytes, ratio, rules, time};

/// A target at a size: an upper limit, in the unit of its kind.
struct Target {
    size: &'static str,
    kind: Kind,
    at_most: f64,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A decision, in times of the floor.
    Floors,
    /// A decision, in nanoseconds.
    Decision,
    /// Building, in nanoseconds.
    Building,
    /// Memory of a rule in bytes, names not counted.
    Memory,
    /// From strings: at least so many times faster than the best peer.
    Faster,
}

const fn target(kind: Kind, size: &'static str, at_most: f64) -> Target {
    Target { size, kind, at_most }
}

const TARGETS: [Target; 18] = [
    target(Kind::Floors, "SEED", 2.5),
    target(Kind::Decision, "1000", 25.0),
    target(Kind::Decision, "10000", 50.0),
    target(Kind::Decision, "100000", 80.0),
    target(Kind::Decision, "1000000", 150.0),
    target(Kind::Building, "SEED", 1e6),
    target(Kind::Building, "1000", 5e6),
    target(Kind::Building, "10000", 50e6),
    target(Kind::Building, "100000", 0.5e9),
    target(Kind::Building, "1000000", 10e9),
    target(Kind::Memory, "1000", 300.0),
    target(Kind::Memory, "10000", 300.0),
    target(Kind::Memory, "100000", 300.0),
    target(Kind::Memory, "1000000", 300.0),
    target(Kind::Faster, "SEED", 50.0),
    target(Kind::Faster, "1000", 100.0),
    target(Kind::Faster, "10000", 100.0),
    target(Kind::Faster, "100000", 200.0),
];

/// A row for each target whose size was measured.
pub fn table(report: &Report<'_>) -> String {
    let mut table =
        String::from("| | rules | target | reached | |\n| --- | --- | --- | --- | --- |\n");
    for target in &TARGETS {
        let Some(reached) = reached(report, target) else {
            continue;
        };
        let least = matches!(target.kind, Kind::Faster);
        let met = if least { reached >= target.at_most } else { reached <= target.at_most };
        let (what, show): (&str, fn(f64) -> String) = match target.kind {
            Kind::Floors => ("decision, times the floor", ratio),
            Kind::Decision => ("decision", time),
            Kind::Building => ("building", time),
            Kind::Memory => ("memory per rule, without names", bytes),
            Kind::Faster => ("from strings, times faster than the best peer", ratio),
        };
        let bound = if least { "at least" } else { "at most" };
        let verdict = if met { "met" } else { "**missed**" };
        let (limit, reached) = (show(target.at_most), show(reached));
        writeln!(
            table,
            "| {what} | {} | {bound} {limit} | {reached} | {verdict} |",
            rules(target.size)
        )
        .expect("strings take all");
    }
    table
}

fn reached(report: &Report<'_>, target: &Target) -> Option<f64> {
    let (built, timed) = (report.built(OWN, target.size)?, report.timed(OWN, target.size)?);
    match target.kind {
        Kind::Floors => {
            let floor = report.timed(FLOOR, target.size)?.evaluation.median;
            Some(timed.evaluation.median / floor)
        }
        Kind::Decision => Some(timed.evaluation.median),
        Kind::Building => Some(built.compile.as_nanos() as f64),
        Kind::Memory => Some((built.bytes - built.names_bytes) as f64 / built.rules as f64),
        Kind::Faster => {
            let peers = report.peers().into_iter();
            let times = peers.filter_map(|peer| report.timed(peer, target.size));
            let best = times.map(|timed| timed.strings.median).min_by(f64::total_cmp)?;
            Some(best / timed.strings.median)
        }
    }
}
