//! How long it takes to read, check and compile the shipped rule set.
//!
//! Target: at most 20 ms, most of it YAML; `tests/` is not read then.
#![allow(missing_docs, clippy::unwrap_used, clippy::allow_attributes, reason = "a benchmark")]

use criterion::{Criterion, criterion_group, criterion_main};
use handover::engine::Engine;
use handover::matcher::{DEFAULT_BUDGET, Plan};
use handover::ruleset::{RuleSet, Scope, embedded_files, load};
use std::hint::black_box;

fn benches(criterion: &mut Criterion) {
    let files = embedded_files();
    let mut group = criterion.benchmark_group("load");
    group.bench_function("rules", |b| {
        b.iter(|| RuleSet::from_files(black_box(&files)).unwrap());
    });
    group.bench_function("rules and tests", |b| {
        b.iter(|| load(black_box(&files), Scope::RulesAndTests));
    });
    let rule_set = RuleSet::from_files(&files).unwrap();
    group.bench_function("compile routing", |b| {
        b.iter(|| Plan::compile(black_box(&rule_set.routing.table), DEFAULT_BUDGET));
    });
    group.bench_function("compile checks", |b| {
        b.iter(|| Plan::compile(black_box(&rule_set.checks.table), DEFAULT_BUDGET));
    });
    group.finish();
    black_box(Engine::new(rule_set));
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(30);
    targets = benches
}
criterion_main!(all);
