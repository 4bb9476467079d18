//! How many instructions answers take, counted by valgrind: the same on every run, whatever else the machine does.
//!
//! `benches/instructions` runs this and compares the counts with the record. A count is of a thousand answers, or of
//! loading the shipped rule set once.
#![allow(missing_docs, clippy::expect_used, clippy::allow_attributes, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::generator::{INPUTS, Work};
use common::rule_set::Subject;
use common::sizes::Size;
use gungraun::{LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use handover_core::document::Files;
use handover_core::engine::{Engine, InternedCase, InternedHandover};
use handover_core::ruleset::{RuleSet, embedded_files};
use handover_core::wire::v1::Writer;
use handover_matcher::{HitPolicy, Plan, default_budget};

/// The answers that are counted.
const ANSWERS: usize = 1_000;

/// The shipped rule set; kept, so that taking it apart is not counted.
fn shipped() -> &'static Subject {
    Box::leak(Box::new(Subject::of(Size::Seed)))
}

fn cases() -> (&'static Engine, Vec<InternedCase<'static>>) {
    let subject = shipped();
    let requests = subject.parsed_cases().leak();
    let cases = requests.iter().map(|request| subject.engine.intern(&subject.read_case(request)));
    (&subject.engine, cases.take(ANSWERS).collect())
}

fn handovers() -> (&'static Engine, Vec<InternedHandover<'static>>) {
    let subject = shipped();
    let requests = subject.parsed_handovers().leak();
    let handovers = requests
        .iter()
        .map(|request| subject.engine.intern_handover(&subject.read_handover(request)));
    (&subject.engine, handovers.take(ANSWERS).collect())
}

/// A writer that has answered once, requests, and room for an answer.
type Writing = (Writer<'static>, &'static [Vec<u8>], Vec<u8>);

fn writing(requests: fn(&Subject) -> &[Vec<u8>]) -> Writing {
    let subject = shipped();
    (
        Writer::new(subject.context()),
        requests(subject).split_at(ANSWERS).0,
        Vec::with_capacity(1 << 16),
    )
}

fn plan(work: &Work) -> (&'static Plan, Vec<[u32; INPUTS.len()]>) {
    let plan = Plan::compile(&work.table(HitPolicy::First), default_budget(work.rules.len()));
    let plan: &Plan = Box::leak(Box::new(plan));
    let classes = |query| {
        let mut classes = [0; INPUTS.len()];
        plan.classify(&work.case(query), &mut classes);
        classes
    };
    (plan, work.queries.iter().take(ANSWERS).map(classes).collect())
}

#[library_benchmark]
#[bench::shipped(cases())]
fn recommend_interned((engine, cases): (&Engine, Vec<InternedCase<'static>>)) -> impl Sized {
    for case in &cases {
        black_box(engine.recommend_interned(black_box(case)));
    }
    cases
}

#[library_benchmark]
#[bench::shipped(handovers())]
fn validate_interned((engine, handovers): (&Engine, Vec<InternedHandover<'static>>)) -> impl Sized {
    for handover in &handovers {
        black_box(engine.validate_interned(black_box(handover)));
    }
    handovers
}

#[library_benchmark]
#[bench::shipped(writing(|subject| &subject.cases))]
fn recommend_json((writer, requests, mut out): Writing) -> impl Sized {
    for json in requests {
        out.clear();
        writer.recommend(black_box(json), &mut out).expect("a case");
        black_box(&out);
    }
    (writer, out)
}

#[library_benchmark]
#[bench::shipped(writing(|subject| &subject.handovers))]
fn validate_json((writer, requests, mut out): Writing) -> impl Sized {
    for json in requests {
        out.clear();
        writer.validate(black_box(json), &mut out).expect("a handover");
        black_box(&out);
    }
    (writer, out)
}

#[library_benchmark]
#[bench::rules_seed(plan(&Work::seed()))]
#[bench::rules_1_000(plan(&Work::of(1_000)))]
#[bench::rules_10_000(plan(&Work::of(10_000)))]
fn decide((plan, cases): (&Plan, Vec<[u32; INPUTS.len()]>)) -> impl Sized {
    for classes in &cases {
        black_box(plan.decide_classes(black_box(classes)));
    }
    cases
}

#[library_benchmark]
#[bench::shipped(embedded_files())]
fn load(files: Files) -> impl Sized {
    (RuleSet::from_files(black_box(&files)), files)
}

library_benchmark_group!(
    name = counts,
    benchmarks =
        [recommend_interned, validate_interned, recommend_json, validate_json, decide, load]
);

// On one thread, or the count would depend on who takes which part of the work.
main!(
    config = LibraryBenchmarkConfig::default().env("RAYON_NUM_THREADS", "1"),
    library_benchmark_groups = counts
);
