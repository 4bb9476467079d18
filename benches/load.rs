//! How long it takes to read, check and compile rule sets, and to read them compiled: the shipped one, and one with
//! 10,000 routing rules.
//!
//! Target: at most 20 ms for the shipped one, most of it YAML (`tests/` is not read then), and 1 ms compiled.
#![allow(missing_docs, clippy::unwrap_used, clippy::allow_attributes, reason = "a benchmark")]

use criterion::{Criterion, criterion_group, criterion_main};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::ruleset::{RuleSet, Scope, embedded_files, load};
use handover_matcher::{DEFAULT_BUDGET, Plan};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;

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
    let compiled = compiled(&rule_set);
    group.bench_function("compiled", |b| {
        b.iter(|| RuleSet::read_compiled(black_box(compiled.as_slice())).unwrap());
    });
    group.bench_function("compile routing", |b| {
        b.iter(|| Plan::compile(black_box(&rule_set.routing.table), DEFAULT_BUDGET));
    });
    group.bench_function("compile checks", |b| {
        b.iter(|| Plan::compile(black_box(&rule_set.checks.table), DEFAULT_BUDGET));
    });
    group.finish();
    black_box(Engine::new(rule_set));
}

fn large(criterion: &mut Criterion) {
    let files = large_files(100);
    let mut group = criterion.benchmark_group("load 10,000 rules");
    group.sample_size(10);
    group.bench_function("rules", |b| {
        b.iter(|| RuleSet::from_files(black_box(&files)).unwrap());
    });
    let compiled = compiled(&RuleSet::from_files(&files).unwrap());
    group.bench_function("compiled", |b| {
        b.iter(|| RuleSet::read_compiled(black_box(compiled.as_slice())).unwrap());
    });
    group.finish();
}

fn compiled(rule_set: &RuleSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    rule_set.write_compiled(&mut bytes).unwrap();
    bytes
}

/// The small rule set of the tests, with a rule for each pair of so many units and so many specialties, and one for what
/// is neither.
fn large_files(side: usize) -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/base");
    let mut files = BTreeMap::new();
    for name in ["sources", "priority", "methods", "checks", "lifecycles"] {
        let name = format!("{name}.yaml");
        files.insert(name.clone(), fs::read(folder.join(name)).unwrap());
    }
    let mut add = |name: &str, text: String| drop(files.insert(name.to_owned(), text.into_bytes()));
    add(
        "ruleset.yaml",
        "ruleset: {id: large, title: {sv: Stor, en: Large}, languages: [sv, en], files: [sources.yaml, priority.yaml, \
         methods.yaml, checks.yaml, lifecycles.yaml, vocabulary.yaml, directory.yaml, routing.yaml]}"
            .to_owned(),
    );
    let mut words = "vocabulary:\n  case_type: {certificate: {sv: Intyg, en: Certificate}}\n  care_level: {primary: {sv: \
                     Primärvård, en: Primary care}}\n  role: {nurse: {sv: Sjuksköterska, en: Nurse}}\n  specialty:\n"
        .to_owned();
    let mut units = "directory:\n  providers: {region: Region}\n  units:\n".to_owned();
    let mut rules = "routing:\n  rules:\n    - {id: others, source: 1/cases, when: [{unit: unlisted}, {specialty: \
                     unlisted}], then: {unit: concerned, role: nurse, specialty: concerned}}\n"
        .to_owned();
    for one in 0..side {
        writeln!(words, "    s{one}: {{sv: Specialitet {one}, en: Specialty {one}}}").unwrap();
        writeln!(units, "    u{one}: {{name: Enhet {one}, provider: region}}").unwrap();
        for other in 0..side {
            writeln!(
                rules,
                "    - {{id: r{one}-{other}, source: 1/cases, when: {{unit: u{one}, specialty: s{other}}}, then: {{unit: \
                 u{}, role: nurse, specialty: concerned}}}}",
                (one + other) % side
            )
            .unwrap();
        }
    }
    add("vocabulary.yaml", words);
    add("directory.yaml", units);
    add("routing.yaml", rules);
    Files::Memory(files)
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(30);
    targets = benches, large
}
criterion_main!(all);
