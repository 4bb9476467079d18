//! Complete interned cases are answered without heap allocations.

use std::hint::black_box;

use allocation_counter::measure;
use handover_core::engine::{Action, Case, Chosen, Decision, Engine, Handover, Named};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::fields::{Booleans, RequestField};
use jiff::civil::date;

/// Every case type, level and specialty of the shipped rule set, with units and days that matter.
fn cases(engine: &Engine) -> Vec<Case<'static>> {
    let v = &engine.rule_set().vocabulary;
    let count =
        |words: &handover_core::ruleset::names::Words| u32::try_from(words.all().len()).unwrap();
    let mut cases = Vec::new();
    for case_type in (0..count(&v.case_types)).map(Named::Listed).chain([Named::Unlisted("Annat")])
    {
        for level in 0..count(&v.care_levels) {
            for specialty in 0..count(&v.specialties) {
                for (at, unit) in [
                    (date(2025, 10, 1), engine.unit("valbo")),
                    (date(2026, 10, 1), engine.unit("andersberg")),
                    (date(2025, 12, 1), Named::Unlisted("Utanför katalogen")),
                ] {
                    cases.push(Case {
                        case_type,
                        care_level: Some(level),
                        specialty: Named::Listed(specialty),
                        unit,
                        original_role: Some(specialty % count(&v.roles)),
                        priority: Some(i64::from(specialty % 12) + 1),
                        from: engine.unit("valbo"),
                        ..Case::on(at)
                    });
                }
            }
        }
    }
    cases
}

#[test]
fn recommendations_allocate_nothing() {
    let engine = Engine::new(RuleSet::embedded().unwrap());
    let mut routed = 0;
    for case in cases(&engine) {
        let interned = engine.intern(&case);
        let mut decision = Decision::Incomplete;
        let allocated = measure(|| {
            let answer = black_box(engine.recommend_interned(black_box(&interned)));
            decision = answer.decision;
            black_box(answer.findings.iter().count());
        });
        assert_eq!(allocated.count_total, 0, "{case:?}");
        routed += usize::from(decision == Decision::Route);
    }
    assert!(routed > 300, "{routed}");
}

#[test]
fn verdicts_allocate_nothing() {
    let engine = Engine::new(RuleSet::embedded().unwrap());
    for (number, case) in cases(&engine).into_iter().enumerate() {
        let handover = Handover {
            case,
            action: Action::ALL[number % 4],
            method: Some(number % engine.rule_set().methods.all.len()),
            to: Chosen { unit: engine.unit("andersberg"), ..Chosen::default() },
            priority: 4,
            role_reason: None,
            message: (number % 3 > 0).then_some("Hör till er."),
            booleans: Booleans::NONE.with(RequestField::RelatedVisit, Some(number % 2 == 0)),
            state: 0,
        };
        let interned = engine.intern_handover(&handover);
        let allocated = measure(|| {
            black_box(engine.validate_interned(black_box(&interned)));
        });
        assert_eq!(allocated.count_total, 0, "{handover:?}");
    }
}
