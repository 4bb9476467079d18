//! How answers are timed: the time of one, with questions asked again and again in their order, or each waiting for the
//! last answer, or after the caches have been swept.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "each benchmark uses a part"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkGroup, Throughput, measurement::WallTime};

/// More than the last cache of the machines that this runs on.
const SWEPT_BYTES: usize = 64 << 20;
const LINE_BYTES: usize = 64;
/// The questions between two sweeps.
const COLD_QUESTIONS: u64 = 8;

/// Benchmarks of one thing under many conditions.
pub type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// Few samples, so that many benchmarks end in reasonable time.
pub fn brief(group: &mut Group<'_>) {
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
}

/// Questions one after the other; a processor works on several at once where they are short.
pub fn throughput<Q, A>(
    group: &mut Group<'_>,
    name: &str,
    questions: &[Q],
    mut answer: impl FnMut(&Q) -> A,
) {
    group.throughput(Throughput::Elements(1));
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|count| {
            let start = Instant::now();
            for question in questions.iter().cycle().take(count as usize) {
                black_box(answer(black_box(question)));
            }
            start.elapsed()
        });
    });
}

/// Each question known only once the last answer is, a number below 2³¹.
pub fn latency<Q>(
    group: &mut Group<'_>,
    name: &str,
    questions: &[Q],
    mut answer: impl FnMut(&Q) -> u32,
) {
    group.throughput(Throughput::Elements(1));
    group.bench_function(name, |bencher| {
        let mut at = 0;
        bencher.iter_custom(|count| {
            let start = Instant::now();
            at = chained(questions, at, count, &mut answer);
            start.elapsed()
        });
    });
}

/// As [`latency`], but a few questions at a time, before which the caches are swept, untimed: code and questions are cold
/// as well.
pub fn cold<Q>(
    group: &mut Group<'_>,
    name: &str,
    questions: &[Q],
    mut answer: impl FnMut(&Q) -> u32,
) {
    group.throughput(Throughput::Elements(1));
    let sweep = vec![1_u8; SWEPT_BYTES];
    group.bench_function(name, |bencher| {
        let mut at = 0;
        bencher.iter_custom(|count| {
            let mut left = count;
            let mut timed = Duration::ZERO;
            while left > 0 {
                let few = left.min(COLD_QUESTIONS);
                black_box(
                    sweep.iter().step_by(LINE_BYTES).map(|&byte| u64::from(byte)).sum::<u64>(),
                );
                let start = Instant::now();
                at = chained(questions, at, few, &mut answer);
                timed += start.elapsed();
                left -= few;
            }
            timed
        });
    });
}

/// Asks the given number of questions in their order, starting at one, and returns the last position.
///
/// Numbers of answers are below 2³¹, so they change nothing, but the next question is not known before the last answer.
fn chained<Q>(
    questions: &[Q],
    mut at: usize,
    count: u64,
    answer: &mut impl FnMut(&Q) -> u32,
) -> usize {
    for _ in 0..count {
        let number = answer(black_box(&questions[at]));
        at += 1 + (number >> 31) as usize;
        if at >= questions.len() {
            at = 0;
        }
    }
    black_box(at)
}
