//! How long a recommendation takes on the shipped rule set (SEED) and on made ones: from an interned case, with names looked
//! up, from strings, and from JSON to JSON; and one step of it, the routing decision, against the plain oracle.
//!
//! Times are of one answer to ten thousand cases in turn. A plain run has SEED to 10,000 routing rules;
//! `BENCH_SIZES=100000 cargo bench -p handover-benches --bench recommend` has a large one.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "a benchmark stops where something is wrong"
)]

mod common;

use common::measure::{brief, cold, latency, throughput};
use common::rule_set::Subject;
use common::sizes::sizes;
use criterion::{Criterion, criterion_group, criterion_main};
use handover_core::engine::{InternedCase, Recommendation};
use handover_core::wire::v1::{self, Writer};
use handover_matcher::Value;

fn benches(criterion: &mut Criterion) {
    for size in sizes() {
        let subject = Subject::of(size);
        let (engine, context) = (&subject.engine, subject.context());
        let requests = subject.parsed_cases();
        let cases: Vec<_> = requests.iter().map(|request| subject.read_case(request)).collect();
        let interned: Vec<_> = cases.iter().map(|case| engine.intern(case)).collect();

        let mut group = criterion.benchmark_group(format!("recommend/{size}"));
        brief(&mut group);
        let recommend = |case: &InternedCase<'_>| number(&engine.recommend_interned(case));
        // One alone stays in the first cache; ten thousand do not.
        throughput(&mut group, "interned, the same", interned.split_at(1).0, recommend);
        throughput(&mut group, "interned", &interned, |case| engine.recommend_interned(case));
        latency(&mut group, "interned, each waiting for the last", &interned, recommend);
        cold(&mut group, "interned, cold, each waiting for the last", &interned, recommend);
        throughput(&mut group, "names looked up", &cases, |case| engine.recommend(case).decision);
        throughput(&mut group, "from strings", &requests, |request| {
            engine.recommend(&subject.read_case(request)).decision
        });

        let writer = Writer::new(context);
        let mut out = Vec::new();
        let mut write = |json: &[u8]| {
            out.clear();
            writer.recommend(json, &mut out).expect("a case");
            out.len() as u32
        };
        throughput(&mut group, "JSON to JSON", &subject.cases, |json| write(json));
        latency(&mut group, "JSON to JSON, each waiting for the last", &subject.cases, |json| {
            write(json)
        });
        throughput(&mut group, "JSON to JSON through structs", &subject.cases, |json| {
            serde_json::to_vec(&v1::recommend(&context, json).expect("a case"))
        });
        group.finish();

        let routing = &engine.rule_set().routing;
        let values: Vec<Vec<Value>> =
            cases.iter().take(100).map(|case| engine.explain(case).values).collect();
        let mut group = criterion.benchmark_group(format!("routing table/{size}"));
        brief(&mut group);
        throughput(&mut group, "plan", &values, |case| routing.plan.decide(case));
        throughput(&mut group, "scan (oracle)", &values, |case| routing.table.scan(case));
        group.finish();
    }
}

/// A number that depends on the routing decision.
fn number(answer: &Recommendation<'_>) -> u32 {
    answer.rules.first().copied().unwrap_or(0)
}

criterion_group!(all, benches);
criterion_main!(all);
