//! How many answers a batch gives: interned cases and handovers in a slice, and JSON lines as the command line reads them.
//! On all cores; `RAYON_NUM_THREADS=1` or `--no-default-features` keeps to one.
//!
//! A plain run has SEED (the shipped rule set) to 10,000 routing rules; `BENCH_SIZES=100000 cargo bench -p handover-benches --bench batch` has a
//! large one.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "a benchmark stops where something is wrong"
)]

mod common;

use std::io;

use common::measure::{Group, brief};
use common::rule_set::Subject;
use common::sizes::sizes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use handover_core::wire::batch::{self, Frame, Request};
use handover_core::wire::v1::{RequestError, Writer};

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let subject = Subject::of(size);
        let engine = &subject.engine;

        let mut group = criterion.benchmark_group(format!("batch/{size}"));
        brief(&mut group);
        let requests = subject.parsed_cases();
        let cases: Vec<_> =
            requests.iter().map(|request| engine.intern(&subject.read_case(request))).collect();
        group.throughput(Throughput::Elements(cases.len() as u64));
        let mut answers = Vec::new();
        group.bench_function("recommend_all", |bencher| {
            bencher.iter(|| engine.recommend_all(&cases, &mut answers));
        });

        let requests = subject.parsed_handovers();
        let handovers: Vec<_> = requests
            .iter()
            .map(|request| engine.intern_handover(&subject.read_handover(request)))
            .collect();
        group.throughput(Throughput::Elements(handovers.len() as u64));
        let mut verdicts = Vec::new();
        group.bench_function("validate_all", |bencher| {
            bencher.iter(|| engine.validate_all(&handovers, &mut verdicts));
        });

        let writer = Writer::new(subject.context());
        lines(&mut group, "recommend, JSON lines", &subject.cases, |json, out| {
            writer.recommend(json, out).map(drop)
        });
        lines(&mut group, "validate, JSON lines", &subject.handovers, |json, out| {
            writer.validate(json, out).map(drop)
        });
        group.finish();
    }
}

/// # Panics
/// If a request is invalid.
fn lines(
    group: &mut Group<'_>,
    name: &str,
    requests: &[Vec<u8>],
    answer: impl Fn(&[u8], &mut Vec<u8>) -> Result<(), RequestError> + Sync,
) {
    let input = requests.join(&b'\n');
    group.throughput(Throughput::ElementsAndBytes {
        elements: requests.len() as u64,
        bytes: input.len() as u64,
    });
    let answer_one = |request: Request<'_>, out: &mut Vec<u8>| match request {
        Request::Json(json) => answer(json, out).expect("a request that is understood"),
        Request::TooLong(_) => unreachable!("the requests are short"),
    };
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            batch::run(input.as_slice(), &mut io::sink(), Frame::AsAsked, answer_one, drop)
        });
    });
}

criterion_group!(all, benches);
criterion_main!(all);
