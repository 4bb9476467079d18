//! Properties of the engine on the shipped rule set, against brute force.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use handover_core::engine::{Case, Decision, Engine, Named, Target};
use handover_core::language::Lang;
use handover_core::language::day;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::resource::Resource;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, UnitTarget};
use handover_core::wire::v1::{self, Context};
use handover_matcher::{Answer, Value};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::common::runs;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(RuleSet::embedded().unwrap()));

fn count(words: &handover_core::ruleset::names::Words) -> u32 {
    u32::try_from(words.all().len()).unwrap()
}

fn named(words: u32) -> impl Strategy<Value = Named<'static>> {
    prop_oneof![
        2 => Just(Named::Absent),
        1 => Just(Named::Unlisted("Utanför listan")),
        5 => (0..words).prop_map(Named::Listed),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (0..1000_i32).prop_map(|days| date(2024, 6, 1) + days.days())
}

fn case() -> impl Strategy<Value = Case<'static>> {
    let (v, d) = (&ENGINE.rule_set().vocabulary, &ENGINE.rule_set().directory);
    let (levels, roles) = (count(&v.care_levels), count(&v.roles));
    (
        named(count(&v.case_types)),
        prop::option::of(0..levels),
        named(count(&v.specialties)),
        named(count(&d.units)),
        prop::option::of(0..roles),
        prop::option::of(1..100_i64),
        any::<bool>(),
        named(count(&d.units)),
        (prop::option::of(any::<bool>()), day()),
    )
        .prop_map(
            |(
                case_type,
                care_level,
                specialty,
                unit,
                original_role,
                priority,
                accepted,
                from,
                last,
            )| Case {
                contact_reason: None,
                continued_reason: None,
                case_type,
                care_level,
                specialty,
                unit,
                original_role,
                priority,
                accepted,
                from,
                same_provider: last.0,
                at: last.1,
            },
        )
}

/// Every completion of a case. A name outside a list stands for all such names.
fn completions(case: &Case<'static>) -> Vec<Case<'static>> {
    let v = &ENGINE.rule_set().vocabulary;
    let outside = Named::Unlisted("Utanför listan");
    let names = |told: Named<'static>, words: u32| match told {
        Named::Absent => (0..words).map(Named::Listed).chain([outside]).collect(),
        told => vec![told],
    };
    let mut all = vec![*case];
    let mut each = |fill: &dyn Fn(&Case<'static>) -> Vec<Case<'static>>| {
        all = all.iter().flat_map(fill).collect();
    };
    each(&|case| match case.care_level {
        None => (0..count(&v.care_levels))
            .map(|level| Case { care_level: Some(level), ..*case })
            .collect(),
        Some(_) => vec![*case],
    });
    each(&|case| {
        names(case.case_type, count(&v.case_types))
            .into_iter()
            .map(|n| Case { case_type: n, ..*case })
            .collect()
    });
    // A case may use the care level's default specialty, so it stays absent there.
    each(&|case| {
        let default = case.care_level.and_then(|level| v.default_specialty[level as usize]);
        match (case.specialty, default) {
            (Named::Absent, Some(_)) => vec![*case],
            (told, _) => names(told, count(&v.specialties))
                .into_iter()
                .map(|n| Case { specialty: n, ..*case })
                .collect(),
        }
    });
    // Only the unit with rules of its own is distinguished by rules, so two units and an unknown one suffice.
    let own = ENGINE.unit("valbo");
    let units = |told: Named<'static>| match told {
        Named::Absent => vec![own, ENGINE.unit("andersberg"), outside],
        told => vec![told],
    };
    each(&|case| (units(case.from).into_iter()).map(|from| Case { from, ..*case }).collect());
    each(&|case| (units(case.unit).into_iter()).map(|unit| Case { unit, ..*case }).collect());
    all
}

/// The target of a complete case, and the parts that `case` leaves open, computed from the rules.
fn place(case: &Case<'static>, full: &Case<'static>) -> String {
    let rule_set = ENGINE.rule_set();
    let default =
        full.care_level.and_then(|level| rule_set.vocabulary.default_specialty[level as usize]);
    let or_default = |told: Named<'static>| match (told, default) {
        (Named::Absent, Some(default)) => Named::Listed(default),
        (told, _) => told,
    };
    let value = |named: Named<'_>| match named {
        Named::Absent => Value::Absent,
        Named::Listed(word) => Value::Word(word),
        Named::Unlisted(_) => Value::Unlisted,
    };
    let values = [
        value(full.case_type),
        Value::Word(full.care_level.unwrap()),
        value(or_default(full.specialty)),
        value(full.unit),
        value(full.from),
        Value::Int(day::number(full.at)),
    ];
    let outcome = rule_set.routing.plan.decide(&values).outcome().unwrap();
    let says = rule_set.routing.target(outcome).unwrap();
    let specialty = or_default(case.specialty);
    let unit = match says.unit {
        UnitTarget::Concerned => case.unit,
        UnitTarget::Fixed(unit) => Named::Listed(unit),
    };
    let role = match says.role {
        RoleTarget::Original => format!("{:?}", case.original_role),
        RoleTarget::Role(role) => format!("{:?}", Some(role)),
        RoleTarget::NotGiven => "not given".to_owned(),
    };
    let specialty = match says.specialty {
        // Names outside the list fill no part of a target.
        SpecialtyTarget::Concerned if specialty.unlisted().is_some() => "outside".to_owned(),
        SpecialtyTarget::Concerned => format!("{specialty:?}"),
        SpecialtyTarget::Fixed(specialty) => format!("{:?}", Named::Listed(specialty)),
    };
    format!("{unit:?} {role} {specialty} {:?} {:?}", says.capability, says.other_role)
}

/// The mean number of remaining targets of the case, over the values of a field.
fn places_left(case: &Case<'static>, field: RequestField) -> f64 {
    let (v, d) = (&ENGINE.rule_set().vocabulary, &ENGINE.rule_set().directory);
    let outside = Named::Unlisted("Utanför listan");
    let named = |words| (0..count(words)).map(Named::Listed).chain([outside]);
    let told: Vec<Case<'static>> = match field.path_in_case() {
        "case_type" => named(&v.case_types).map(|n| Case { case_type: n, ..*case }).collect(),
        "specialty" => named(&v.specialties).map(|n| Case { specialty: n, ..*case }).collect(),
        "unit" => named(&d.units).map(|n| Case { unit: n, ..*case }).collect(),
        "from.unit" => named(&d.units).map(|n| Case { from: n, ..*case }).collect(),
        "care_level" => (0..count(&v.care_levels))
            .map(|level| Case { care_level: Some(level), ..*case })
            .collect(),
        _ => (0..count(&v.roles)).map(|role| Case { original_role: Some(role), ..*case }).collect(),
    };
    let left = told.iter().map(|told| {
        completions(told).iter().map(|full| place(told, full)).collect::<BTreeSet<_>>().len()
    });
    left.sum::<usize>() as f64 / told.len() as f64
}

proptest! {
    #![proptest_config(runs(400))]

    #[test]
    fn the_compiled_routing_answers_as_the_oracle(case in case()) {
        let routing = &ENGINE.rule_set().routing;
        let values = ENGINE.explain(&case).values;
        prop_assert_eq!(routing.plan.decide(&values).to_answer(), routing.table.scan(&values));
    }

    #[test]
    fn checks_answer_as_the_oracle(picks in prop::collection::vec(0u32..6, handover_core::ruleset::inputs::CHECKS.len())) {
        let checks = &ENGINE.rule_set().checks;
        let values: Vec<Value> = picks.iter().zip(checks.table.inputs()).map(|(&pick, input)| {
            use handover_matcher::Domain;
            match (&input.domain, pick) {
                (_, 0) => Value::Absent,
                (Domain::Boolean, pick) => Value::Bool(pick % 2 == 0),
                (Domain::Integer { .. } | Domain::Date, pick) => Value::Int(i64::from(pick) * 3),
                (Domain::Words { words, open }, pick) => match (pick as usize) < words.len() {
                    true => Value::Word(pick),
                    false if *open => Value::Unlisted,
                    false => Value::Word(0),
                },
            }
        }).collect();
        let mut classes = vec![0; values.len()];
        checks.plan.classify(&values, &mut classes);
        let mut fired = handover_matcher::RuleBits::new();
        checks.plan.bitmap().unwrap().fired_classes(&classes, &mut fired);
        prop_assert_eq!(Answer::All { rules: fired.iter().collect() }, checks.table.scan(&values));
    }

    #[test]
    fn an_incomplete_answer_is_what_its_completions_agree_on(case in case()) {
        let answer = ENGINE.recommend(&case);
        // A part that was filled in only to complete the case is open in the answer.
        let targets: Vec<Target<'_>> = completions(&case)
            .iter()
            .map(|full| {
                let mut target = ENGINE.recommend(full).target;
                let specialty = if case.specialty.is_absent() && full.specialty != case.specialty { None } else { target.specialty };
                let unit = if case.unit.is_absent() && target.unit == full.unit { Named::Absent } else { target.unit };
                (target.unit, target.specialty) = (unit, specialty);
                target
            })
            .collect();
        let first = targets[0];
        if targets.iter().all(|target| *target == first) {
            prop_assert_eq!(answer.target.role, first.role);
            prop_assert_eq!(answer.target.capability, first.capability);
        } else {
            prop_assert_eq!(answer.decision, Decision::Incomplete);
        }
        for target in &targets {
            let known = answer.candidates.contains(target) || answer.target == *target;
            prop_assert!(known, "{:?} is possible, but not among {:?}", target, answer.candidates);
        }
        for candidate in &answer.candidates {
            prop_assert!(targets.contains(candidate), "{:?} is a candidate, but not possible", candidate);
        }
    }

    #[test]
    fn only_what_is_absent_is_asked_for(case in case()) {
        let answer = ENGINE.recommend(&case);
        prop_assert_eq!(answer.missing.is_empty(), answer.decision != Decision::Incomplete);
        for missing in &answer.missing {
            let told = match missing.field.path_in_case() {
                "case_type" => !case.case_type.is_absent(),
                "care_level" => case.care_level.is_some(),
                "specialty" => !case.specialty.is_absent(),
                "unit" => !case.unit.is_absent(),
                "original_role" => case.original_role.is_some(),
                "from.unit" => !case.from.is_absent(),
                other => panic!("`{other}` is asked for"),
            };
            prop_assert!(!told, "`{}` is told, and asked for", missing.field);
        }
    }

    #[test]
    fn a_resource_that_is_printed_reads_back(
        unit in 0..13u32, role in prop::option::of(0..8u32), specialty in prop::option::of(0..21u32),
        capability in prop::option::of(0..2u32), english in any::<bool>(),
    ) {
        let resource = Resource { unit: Some(unit), role, specialty, capability, ..Resource::default() };
        let lang = if english { Lang::En } else { Lang::Sv };
        let printed = resource.display(ENGINE.rule_set(), lang).to_string();
        prop_assert_eq!(Resource::read(ENGINE.rule_set(), &printed), resource, "{}", printed);
    }

    #[test]
    fn no_request_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,60}", priority in any::<i64>()) {
        let context = Context { engine: &ENGINE, lang: Lang::Sv, today: date(2025, 10, 1) };
        let _ = v1::recommend(&context, &bytes);
        let _ = v1::validate(&context, &bytes);
        let odd = serde_json::json!({
            "case": {"case_type": text, "care_level": "PV", "specialty": text, "unit": text, "contact_reason": text},
            "method": "move", "priority": priority, "message": text, "to": {"resource": text}, "state": text,
        });
        let _ = v1::validate(&context, odd.to_string().as_bytes());
        let odd = serde_json::json!({"case_type": text, "specialty": text, "unit": text, "priority": priority});
        let _ = v1::explain(&context, odd.to_string().as_bytes());
        let _ = Resource::read(ENGINE.rule_set(), &text);
    }
}

proptest! {
    // Each goes through every completion of the case, once for each field that is asked for.
    #![proptest_config(runs(60))]

    #[test]
    fn the_question_asked_first_leaves_the_fewest_places_on_average(case in case()) {
        let answer = ENGINE.recommend(&case);
        let left: Vec<f64> = answer.missing.iter().map(|missing| places_left(&case, missing.field)).collect();
        prop_assert!(left.is_sorted(), "{:?} leave {left:?}", answer.missing);
    }
}
