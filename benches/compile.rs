//! How long the matcher takes to compile made-up tables: by the strategy that it chooses, and by each that it can be held to.
//!
//! A plain run has SEED to 10,000 rules; `BENCH_SIZES=100000,1000000 cargo bench -p handover-benches --bench compile` has the large ones.
#![allow(missing_docs, clippy::allow_attributes, reason = "a benchmark")]

mod common;

use std::hint::black_box;
use std::time::Duration;

use common::generator::Work;
use common::measure::brief;
use common::sizes::{Size, sizes};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use handover_matcher::{HitPolicy, Plan, Strategy, default_budget};

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let work = match size {
            Size::Seed => Work::seed(),
            Size::Rules(rules) => Work::of(rules),
        };
        let table = work.table(HitPolicy::First);
        let budget = default_budget(work.rules.len());
        let mut group = criterion.benchmark_group(format!("compile/{size}"));
        brief(&mut group);
        group.throughput(Throughput::Elements(work.rules.len() as u64));
        if size.is_large() {
            group
                .sample_size(10)
                .sampling_mode(SamplingMode::Flat)
                .warm_up_time(Duration::from_millis(1));
        }
        group.bench_function("chosen", |bencher| {
            bencher.iter_with_large_drop(|| Plan::compile(black_box(&table), budget));
        });
        for strategy in Strategy::ALL {
            // What is over the budget is no plan, but it may be long in finding out.
            if Plan::compile_as(&table, strategy, budget).is_ok() {
                group.bench_function(strategy.to_string(), |bencher| {
                    bencher.iter_with_large_drop(|| {
                        Plan::compile_as(black_box(&table), strategy, budget)
                    });
                });
            }
        }
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
