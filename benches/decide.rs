//! How long the matcher takes to decide interned cases of made-up tables, by the strategy that it chooses and by each that
//! it can be held to: one after the other, each waiting for the last, and with cold caches. Then incomplete cases, and
//! collecting tables.
//!
//! Times are of one decision, but where all cases are decided in one call. A plain run has SEED to 10,000 rules;
//! `BENCH_SIZES=100000,1000000 cargo bench -p handover-benches --bench decide` has the large ones.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "a benchmark stops where something is wrong"
)]

mod common;

use std::hint::black_box;

use common::generator::{INPUTS, Work};
use common::measure::{Group, brief, cold, latency, throughput};
use common::sizes::{Size, sizes};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use handover_matcher::{Alike, HitPolicy, Plan, RuleBits, Strategy, Table, Value, default_budget};

/// An interned case: the class of each value.
type Classes = [u32; INPUTS.len()];

/// Incomplete cases of each size; one may take a thousand times as long as a complete one.
const INCOMPLETE: usize = 100;
/// Maximum number of tests of a rule while comparing answers with the oracle.
const TESTS: usize = 2_000_000;

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let work = match size {
            Size::Seed => Work::seed(),
            Size::Rules(rules) => Work::of(rules),
        };
        let table = work.table(HitPolicy::First);
        work.check(&table, TESTS);
        let budget = default_budget(work.rules.len());
        let cases: Vec<_> = work.queries.iter().map(|query| work.case(query)).collect();

        let plan = Plan::compile(&table, budget);
        let mut group = criterion.benchmark_group(format!("decide/{size}"));
        brief(&mut group);
        measure(&mut group, "chosen", &plan, &work, &cases);
        for strategy in Strategy::ALL {
            if let Ok(plan) = Plan::compile_as(&table, strategy, budget) {
                measure(&mut group, &strategy.to_string(), &plan, &work, &cases);
            }
        }
        group.finish();

        incomplete(criterion, size, &plan, &cases);
        collect(criterion, size, &work.table(HitPolicy::Collect), &cases, budget);
    }
}

/// # Panics
/// If an answer is wrong.
fn measure(
    group: &mut Group<'_>,
    name: &str,
    plan: &Plan,
    work: &Work,
    cases: &[[Value; INPUTS.len()]],
) {
    let questions = classified(plan, cases);
    for (classes, expected) in questions.iter().zip(&work.expected) {
        let answer = plan.decide_classes(classes);
        assert_eq!(answer.rules().first().copied(), *expected, "{name} of {}", work.name);
    }
    let decide = |classes: &Classes| plan.decide_classes(classes).outcome().unwrap_or(0);
    throughput(group, &format!("{name}, hot"), &questions, decide);
    latency(group, &format!("{name}, hot, each waiting for the last"), &questions, decide);
    cold(group, &format!("{name}, cold, each waiting for the last"), &questions, decide);
    throughput(group, &format!("{name}, hot, with classes looked up"), cases, |case| {
        plan.decide(case).outcome()
    });
    // The time is that of all of them.
    group.throughput(Throughput::Elements(questions.len() as u64));
    let (all, mut answers) = (questions.concat(), Vec::with_capacity(questions.len()));
    group.bench_function(format!("{name}, hot, all in one call"), |bencher| {
        bencher.iter(|| {
            answers.clear();
            plan.decide_all(black_box(&all), &mut answers);
        });
    });
}

/// The unit and the priority are not known yet.
fn incomplete(criterion: &mut Criterion, size: Size, plan: &Plan, cases: &[[Value; INPUTS.len()]]) {
    let unknown = [false, false, false, true, true];
    let questions: Vec<_> = cases.iter().step_by(cases.len() / INCOMPLETE + 1).copied().collect();
    let mut group = criterion.benchmark_group(format!("possible/{size}"));
    brief(&mut group);
    throughput(&mut group, "unit and priority unknown", &questions, |case| {
        plan.possible(case, &unknown, Alike::Outcome)
    });
    group.finish();
}

/// All rules that match, as a set.
fn collect(
    criterion: &mut Criterion,
    size: Size,
    table: &Table,
    cases: &[[Value; INPUTS.len()]],
    budget: usize,
) {
    let plan = Plan::compile(table, budget);
    let bitmap = plan.bitmap().expect("a table that collects is a bitmap");
    let questions = classified(&plan, cases);
    let mut group = criterion.benchmark_group(format!("collect/{size}"));
    brief(&mut group);
    let mut fired = RuleBits::new();
    throughput(&mut group, "all that match", &questions, |classes| {
        bitmap.fired_classes(classes, &mut fired);
        black_box(&fired).len()
    });
    group.finish();
}

fn classified(plan: &Plan, cases: &[[Value; INPUTS.len()]]) -> Vec<Classes> {
    let classes = |case: &[Value; INPUTS.len()]| {
        let mut classes = Classes::default();
        plan.classify(case, &mut classes);
        classes
    };
    cases.iter().map(classes).collect()
}

criterion_group!(all, benches);
criterion_main!(all);
