//! Time of the exact difference of two generated tables: equal ones, ones that differ in a few rules, and ones that
//! differ in the order of two rules.
//!
//! A plain run has SEED to 10,000 rules; `BENCH_SIZES=100000 cargo bench -p handover-benches --bench diff` has a large one.
#![allow(
    missing_docs,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a benchmark"
)]

mod common;

use std::hint::black_box;

use common::generator::Work;
use common::measure::brief;
use common::sizes::{Size, sizes};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use handover_matcher::{DIFF_STEPS, Diff, HitPolicy, Joint, Likeness, Proof, Rule, Table, diff};

/// The edits that are measured.
fn edits(table: &Table) -> Vec<(&'static str, Vec<Rule>)> {
    let rules = table.rules();
    let middle = rules.len() / 2;
    let mut answer = rules.to_vec();
    for at in [rules.len() / 4, middle, rules.len() * 3 / 4] {
        answer[at].outcome = u32::MAX;
    }
    let mut removed = rules.to_vec();
    removed.remove(rules.len() / 3);
    let mut condition = rules.to_vec();
    condition[middle].alternatives[0].pop();
    let mut order = rules.to_vec();
    order.swap(rules.len() / 3, middle);
    vec![
        ("nothing", rules.to_vec()),
        ("three answers", answer),
        ("a rule removed", removed),
        ("a condition dropped", condition),
        ("two rules swapped", order),
    ]
}

fn compared(joint: &Joint, before: &Table, after: &Table) -> Diff {
    let likeness = |before: u32, after: u32| match before == after {
        true => Likeness::Same,
        false => Likeness::Different,
    };
    match diff(joint, (before, after), &[], likeness, DIFF_STEPS) {
        Proof::Exact(diff) => diff,
        Proof::NotProved { steps } => panic!("not proved within {steps} steps"),
    }
}

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let work = match size {
            Size::Seed => Work::seed(),
            Size::Rules(rules) => Work::of(rules),
        };
        let before = work.table(HitPolicy::First);
        let joint = Joint::new(before.inputs(), before.inputs(), &[]).unwrap();
        let mut group = criterion.benchmark_group(format!("diff/{size}"));
        brief(&mut group);
        group.sample_size(10);
        group.throughput(Throughput::Elements(work.rules.len() as u64));
        for (name, rules) in edits(&before) {
            let after = Table::new("route", before.inputs().to_vec(), rules, HitPolicy::First);
            let after = after.unwrap();
            let found = compared(&joint, &before, &after);
            assert_eq!(found.changes.is_empty(), name == "nothing" || found.changed == Some(0));
            group.bench_function(name, |bencher| {
                bencher.iter(|| compared(black_box(&joint), &before, &after));
            });
        }
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
