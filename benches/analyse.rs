//! Time of the proofs about a table: each analysis of generated tables, first-match or unique, and all analyses
//! together of those tables and of the tables of the shipped rule set.
#![allow(missing_docs, clippy::expect_used, clippy::allow_attributes, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::generator::Work;
use common::measure::{Group, brief};
use common::sizes::{Size, sizes};
use criterion::{Criterion, criterion_group, criterion_main};
use handover::Engine;
use handover_core::ruleset::{RuleSet, Scope, embedded_files, load};
use handover_matcher::{Analysis, Domain, HitPolicy, Proof, Table};
use handover_proof::analysis::{Window, survey};
use jiff::civil::date;

/// The detail of each finding, as on the command line.
const MAX_REPORTED: usize = 12;
/// A rule that decides no more cases than this is reported with them.
const FEW: u128 = 12;
/// The days of the analysis, from 2025-10-01.
const DAYS: (i64, i64) = (20_362, 20_727);

/// Runs all analyses; returns the number of findings.
fn everything(table: &Table) -> usize {
    let analysis = Analysis::new(table);
    let dates = table.inputs().iter().position(|input| input.domain == Domain::Date);
    let periods =
        dates.and_then(|input| analysis.periods(input, DAYS.0, DAYS.1, MAX_REPORTED).exact());
    analysis.gaps(MAX_REPORTED).exact().map_or(0, |gaps| gaps.blocks.len())
        + analysis.overlaps(MAX_REPORTED, 1).exact().map_or(0, |overlaps| overlaps.count)
        + analysis.dead().exact().map_or(0, |dead| dead.len())
        + analysis.wins(FEW).exact().map_or(0, |wins| wins.len())
        + analysis.redundant().exact().map_or(0, |redundant| redundant.len())
        + periods.map_or(0, |periods| periods.len())
}

fn each(group: &mut Group<'_>, table: &Table) {
    let proved = |name: &str, proved: bool| assert!(proved, "{name} is not proved");
    fn is_exact<T>(proof: &Proof<T>) -> bool {
        matches!(proof, Proof::Exact(_))
    }
    group.bench_function("made ready", |bencher| {
        bencher.iter_with_large_drop(|| Analysis::new(black_box(table)));
    });
    let analysis = Analysis::new(table);
    proved("gaps", is_exact(&analysis.gaps(MAX_REPORTED)));
    group.bench_function("gaps", |bencher| bencher.iter(|| analysis.gaps(MAX_REPORTED)));
    proved("overlaps", is_exact(&analysis.overlaps(MAX_REPORTED, 1)));
    group.bench_function("overlaps", |bencher| bencher.iter(|| analysis.overlaps(MAX_REPORTED, 1)));
    proved("dead", is_exact(&analysis.dead()));
    group.bench_function("dead", |bencher| bencher.iter(|| analysis.dead()));
    proved("wins", is_exact(&analysis.wins(FEW)));
    group.bench_function("wins", |bencher| bencher.iter(|| analysis.wins(FEW)));
    proved("redundant", is_exact(&analysis.redundant()));
    group.bench_function("redundant", |bencher| bencher.iter(|| analysis.redundant()));
    group.bench_function("everything", |bencher| bencher.iter(|| everything(black_box(table))));
}

fn made_up(criterion: &mut Criterion) {
    for size in sizes() {
        let mut work = match size {
            Size::Seed => Work::seed(),
            Size::Rules(rules) => Work::of(rules),
        };
        for policy in [HitPolicy::First, HitPolicy::Unique] {
            let mut group = criterion.benchmark_group(format!("analyse/{size}/{policy}"));
            brief(&mut group);
            each(&mut group, &work.table(policy));
            group.finish();
        }
        // Without the rule that takes every case, the gaps have to be reported.
        if size != Size::Seed {
            work.rules.pop();
            let mut group = criterion.benchmark_group(format!("analyse/{size}/open"));
            brief(&mut group);
            each(&mut group, &work.table(HitPolicy::First));
            group.finish();
        }
    }
}

fn shipped(criterion: &mut Criterion) {
    let rules = RuleSet::from_files(&embedded_files()).expect("the rules load");
    let tables = [
        &rules.routing.table,
        &rules.checks.table,
        &rules.priority.table,
        &rules.methods.table,
        &rules.procedures.procedure_choice.table,
        &rules.procedures.lifecycle_choice.table,
        &rules.procedures.template_choice.table,
    ];
    let mut group = criterion.benchmark_group("analyse/shipped");
    brief(&mut group);
    group.bench_function("routing", |bencher| bencher.iter(|| everything(tables[0])));
    group.bench_function("all tables", |bencher| {
        bencher.iter(|| tables.iter().map(|table| everything(black_box(table))).sum::<usize>());
    });
    let mut loaded = load(&embedded_files(), Scope::Rules);
    let engine = Engine::new(loaded.rule_set.take().expect("the rules load"));
    let window = Window::of(date(2025, 10, 1), 365);
    group.bench_function("survey", |bencher| bencher.iter(|| survey(&engine, &loaded, window)));
    group.finish();
}

criterion_group!(all, made_up, shipped);
criterion_main!(all);
