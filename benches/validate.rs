//! How long a verdict takes on the shipped rule set (SEED) and on made ones: from an interned handover, with names looked up,
//! from strings, and from JSON to JSON; and the scan of free text for identity numbers, by the byte.
//!
//! Times are of one verdict on ten thousand handovers in turn. A plain run has SEED to 10,000 routing rules;
//! `BENCH_SIZES=100000 cargo bench -p handover-benches --bench validate` has a large one.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "a benchmark stops where something is wrong"
)]

mod common;

use std::hint::black_box;

use common::measure::{brief, cold, latency, throughput};
use common::rule_set::Subject;
use common::sizes::sizes;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use handover_core::engine::{InternedHandover, Verdict};
use handover_core::language::identity;
use handover_core::wire::v1::{self, Writer};

/// Free text without a digit, and free text with many that are no identity number, which all have to be looked at.
const TEXTS: [(&str, &str); 2] = [
    ("words", "Hör till er, vänligen ta över ärendet och svara patienten så snart det går. "),
    (
        "words and numbers",
        "Åter 2025-10-14 kl 13.30, ring 026-15 40 00 eller 070-174 06 05, rum 12, blodtryck 140/85. ",
    ),
];

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let subject = Subject::of(size);
        let (engine, context) = (&subject.engine, subject.context());
        let requests = subject.parsed_handovers();
        let handovers: Vec<_> =
            requests.iter().map(|request| subject.read_handover(request)).collect();
        let interned: Vec<_> =
            handovers.iter().map(|handover| engine.intern_handover(handover)).collect();

        let mut group = criterion.benchmark_group(format!("validate/{size}"));
        brief(&mut group);
        let validate =
            |handover: &InternedHandover<'_>| number(&engine.validate_interned(handover));
        // One alone stays in the first cache; ten thousand do not.
        throughput(&mut group, "interned, the same", interned.split_at(1).0, validate);
        throughput(&mut group, "interned", &interned, |handover| {
            engine.validate_interned(handover)
        });
        latency(&mut group, "interned, each waiting for the last", &interned, validate);
        cold(&mut group, "interned, cold, each waiting for the last", &interned, validate);
        throughput(&mut group, "names looked up", &handovers, |handover| {
            engine.validate(handover).decision
        });
        throughput(&mut group, "from strings", &requests, |request| {
            engine.validate(&subject.read_handover(request)).decision
        });

        let writer = Writer::new(context);
        let mut out = Vec::new();
        let mut write = |json: &[u8]| {
            out.clear();
            writer.validate(json, &mut out).expect("a handover");
            out.len() as u32
        };
        throughput(&mut group, "JSON to JSON", &subject.handovers, |json| write(json));
        latency(
            &mut group,
            "JSON to JSON, each waiting for the last",
            &subject.handovers,
            |json| write(json),
        );
        throughput(&mut group, "JSON to JSON through structs", &subject.handovers, |json| {
            serde_json::to_vec(&v1::validate(&context, json).expect("a handover"))
        });
        group.finish();
    }
}

/// A number that depends on the recommendation and on the checks.
fn number(verdict: &Verdict<'_>) -> u32 {
    verdict.recommendation.rules.first().copied().unwrap_or(0) + verdict.decision as u32
}

fn messages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("message scan");
    brief(&mut group);
    for (kind, sentence) in TEXTS {
        for length in [100, 1_000, 10_000] {
            let text = sentence.repeat(1 + length / sentence.len());
            assert!(!identity::contains(&text), "the text is scanned to its end");
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new(kind, text.len()), |bencher| {
                bencher.iter(|| identity::contains(black_box(&text)));
            });
        }
    }
    group.finish();
}

criterion_group!(all, benches, messages);
criterion_main!(all);
