//! How long an answer takes on the shipped rule set: from an interned case (names looked up before), from
//! strings, and from JSON to JSON; and the routing decision alone, against the plain oracle.
#![allow(missing_docs, clippy::unwrap_used, clippy::allow_attributes, reason = "a benchmark")]

use criterion::{Criterion, criterion_group, criterion_main};
use handover::diagnostic::Lang;
use handover::engine::{Case, Engine};
use handover::matcher::Value;
use handover::ruleset::RuleSet;
use handover::wire::v1::{self, Context, Names};
use jiff::civil::date;
use std::hint::black_box;

const CASE: &[u8] = br#"{"case_type": "medicine_prescription", "care_level": "specialised", "specialty": "Kardiologi",
    "unit": "hjartmottagning-sandviken", "priority": 8, "from": {"unit": "Valbo Din h\u00e4lsocentral"}, "at": "2025-10-01"}"#;
const HANDOVER: &[u8] = br#"{"case": {"case_type": "medicine_prescription", "care_level": "specialised",
    "specialty": "Kardiologi", "unit": "hjartmottagning-sandviken", "priority": 8,
    "from": {"unit": "Valbo Din h\u00e4lsocentral"}, "at": "2025-10-01"},
    "method": "move", "priority": 4, "message": "H\u00f6r till er, v\u00e4nligen ta \u00f6ver och svara patienten."}"#;

fn benches(criterion: &mut Criterion) {
    let engine = Engine::new(RuleSet::embedded().unwrap());
    let context = Context { engine: &engine, lang: Lang::Sv, today: date(2025, 10, 1) };
    let request = v1::parse_case(CASE).unwrap();
    let case: Case<'_> = v1::read_case(&context, &request, Names::Case).unwrap();
    let handover_request = v1::parse_handover(HANDOVER).unwrap();
    let handover = v1::read_handover(&context, &handover_request, None).unwrap();

    let mut group = criterion.benchmark_group("recommend");
    let interned = engine.intern(&case);
    group.bench_function("interned case", |b| {
        b.iter(|| engine.recommend_interned(black_box(&interned)));
    });
    group.bench_function("case with names looked up", |b| {
        b.iter(|| engine.recommend(black_box(&case)));
    });
    group.bench_function("from strings", |b| {
        b.iter(|| {
            let case = v1::read_case(&context, black_box(&request), Names::Case).unwrap();
            engine.recommend(&case).decision
        });
    });
    group.bench_function("from JSON to JSON", |b| {
        b.iter(|| serde_json::to_vec(&v1::recommend(&context, black_box(CASE)).unwrap()).unwrap());
    });
    group.finish();

    let mut group = criterion.benchmark_group("validate");
    let interned = engine.intern_handover(&handover);
    group.bench_function("interned handover", |b| {
        b.iter(|| engine.validate_interned(black_box(&interned)));
    });
    group.bench_function("handover with names looked up", |b| {
        b.iter(|| engine.validate(black_box(&handover)));
    });
    group.bench_function("from JSON to JSON", |b| {
        b.iter(|| {
            serde_json::to_vec(&v1::validate(&context, black_box(HANDOVER)).unwrap()).unwrap()
        });
    });
    group.finish();

    let routing = &engine.rule_set().routing;
    let values: Vec<Value> = engine.explain(&case).values;
    let mut group = criterion.benchmark_group("routing table");
    group.bench_function("diagram", |b| {
        b.iter(|| routing.plan.decide(black_box(&values)).rules().len());
    });
    group.bench_function("scan (oracle)", |b| {
        b.iter(|| routing.table.scan(black_box(&values)).rules().len());
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
