//! How long the matcher takes on made-up tables of 15 to 10,000 rules: to compile one, and to decide interned cases.
//!
//! Times of deciding are those of all questions of a size; the throughput is in decisions. `benches/RESULTS.md` has the
//! targets, and larger tables.
#![allow(missing_docs, clippy::allow_attributes, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::generator::Work;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use handover::matcher::{DEFAULT_BUDGET, HitPolicy, Plan};

fn benches(criterion: &mut Criterion) {
    let works = [Work::seed(), Work::of(100), Work::of(1_000), Work::of(10_000)];
    let mut group = criterion.benchmark_group("compile");
    for work in &works {
        let table = work.table(HitPolicy::First);
        group.bench_with_input(BenchmarkId::from_parameter(&work.name), &table, |b, table| {
            b.iter(|| Plan::compile(black_box(table), DEFAULT_BUDGET));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("decide");
    for work in &works {
        let table = work.table(HitPolicy::First);
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        let cases: Vec<_> = work.queries.iter().map(|query| work.case(query)).collect();
        group.throughput(Throughput::Elements(cases.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(&work.name), &cases, |b, cases| {
            b.iter(|| {
                for case in cases {
                    black_box(plan.decide(black_box(case)));
                }
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(20);
    targets = benches
}
criterion_main!(all);
