//! Rule sets with which a proof was once wrong, each with the kind of fault.

use handover_core::engine::Engine;

use super::bounds::bounds_hold_of;
use super::brute_force::agree_on;
use super::routing::Dice;
use super::small::{ALIKE, Drawn, Parts};
use crate::analysis::{Conflict, ProofResult, Proofs, prove};

fn parts() -> Parts {
    Parts {
        defaults: ["x", ""],
        units: "",
        second: "",
        provider: "one",
        most_urgent: "3",
        listed: "true",
        requires: Default::default(),
        lifecycles: "",
        routing: String::new(),
        checks: "  - {id: check, severity: info, source: 1/all, field: state, when: {state: started}, sv: S, en: E}\n".to_owned(),
        invariants: "  - {id: i, source: 1/all, when: {state: new}, then: {state: new}}\n".to_owned(),
    }
}

fn drawn(parts: &Parts, fields: &[&'static str]) -> Drawn {
    Drawn::new(parts, fields.iter().copied().collect())
        .unwrap_or_else(|| panic!("{}", parts.yaml()))
}

fn proofs(parts: &Parts) -> Proofs {
    let Drawn { rule_set, loaded, .. } = drawn(parts, &[]);
    prove(&Engine::new(rule_set), &loaded.invariants)
}

/// The outcome of the first invariant.
fn outcome(parts: &Parts) -> ProofResult {
    proofs(parts).invariants.remove(0).outcome
}

/// Without care level and specialty, the default of each level is tried, so that a single rule may lead to several places.
/// The bound took one outcome for one place.
#[test]
fn one_rule_leads_to_a_place_for_each_default_specialty() {
    let parts = Parts {
        routing: "    - {id: rule-1, source: 1/all, when: {case_type: a, unit: u}, then: {unit: u, role: nurse, specialty: concerned}}
    - {id: rule-2, source: 1/all, when: {case_type: a, unit: {not: u}}, then: {unit: concerned, role: not_given, specialty: concerned, capability: general}}
    - {id: rule-3, source: 1/all, when: {case_type: b, care_level: p}, then: {unit: concerned, role: physician, specialty: concerned, other_role: with_reason}}
    - {id: rule-4, source: 1/all, when: {case_type: b, care_level: s}, then: {unit: concerned, role: not_given, specialty: concerned, capability: general}}
    - {id: rule-5, source: 1/all, when: {case_type: unlisted}, then: {unit: concerned, role: physician, specialty: concerned}}
".to_owned(),
        invariants: "  - {id: i, source: 1/all, when: {recommended_role: {not: not_given}, capability: general}, then: {recommended_role: {not: absent}}}\n".to_owned(),
        ..parts()
    };
    let fields = ["case_type", "care_level", "specialty", "unit", "original"];
    agree_on("default by level", drawn(&parts, &fields));
}

/// Where the default of every level is the specialty that another rule names, both lead to one place. The bound took them
/// for two, since the absent level has no default.
#[test]
fn a_default_specialty_is_the_one_that_another_rule_names() {
    let parts = Parts {
        defaults: ["x", "x"],
        units: ALIKE,
        routing: "    - {id: rule-1, source: 1/all, when: {case_type: a}, then: {unit: u, role: nurse, specialty: concerned}}
    - {id: rule-2, source: 1/all, when: {case_type: [b, unlisted]}, then: {unit: u, role: nurse, specialty: x}}
".to_owned(),
        ..parts()
    };
    bounds_hold_of(drawn(&parts, &[]), &mut Dice(1), 1_000, "default named by a rule");
}

/// A case without an answer goes to nobody. The bound had only the places that some rule leads to.
#[test]
fn a_case_without_an_answer_is_no_proof() {
    let parts = Parts {
        routing: "    - {id: rule-1, source: 1/all, when: {case_type: a, specialty: x}, then: {unit: concerned, role: nurse, specialty: x}}
    - {id: rule-2, source: 1/all, when: {case_type: [b, unlisted]}, then: {unit: concerned, role: physician, specialty: x}}
".to_owned(),
        invariants: "  - {id: i, source: 1/all, when: {case_type: a, recommended_role: {not: absent}}, then: {recommended_role: given}}\n".to_owned(),
        ..parts()
    };
    assert!(matches!(outcome(&parts), ProofResult::Refuted(_)), "{:?}", outcome(&parts));
}

/// A unit outside the directory is one unit, however often it is named. An identity number was written into one of its
/// names only, which made two units of it, so that the request was not confirmed and dropped.
#[test]
fn an_identity_number_stands_in_every_name_of_a_unit() {
    let refused = [
        "message: written",
        "role_reason: written",
        "case_type: [a, b, unlisted]",
        "specialty: [x, y, unlisted]",
    ];
    let checks = refused.iter().enumerate().map(|(at, when)| {
        format!("  - {{id: check_{at}, severity: refuse, source: 1/all, field: state, when: {{{when}}}, sv: S, en: E}}\n")
    });
    let number = "  - {id: number, severity: warning, source: 1/all, when: always, for_each: fields_with_identity_number, sv: S, en: E}\n";
    let parts = Parts {
        defaults: ["", ""],
        routing: "    - {id: rule, source: 1/all, when: {}, then: {unit: concerned, role: nurse, specialty: x}}\n".to_owned(),
        checks: checks.chain([number.to_owned()]).collect(),
        invariants: "  - {id: i, source: 1/all, when: {decision: warn, unit: unlisted, own_unit: true, chosen_unit: absent, chosen_role: absent}, then: {priority: 1}}\n".to_owned(),
        ..parts()
    };
    assert!(matches!(outcome(&parts), ProofResult::Refuted(_)), "{:?}", outcome(&parts));
}

/// A method may be ruled out though it is not known whether the provider is the same. Such requests were not covered.
#[test]
fn a_method_is_ruled_out_also_where_the_provider_is_not_known() {
    let parts = Parts {
        requires: [String::new(), ", requires: {accepted: false}".to_owned()],
        routing: "    - {id: rule, source: 1/all, when: {}, then: {unit: concerned, role: nurse, specialty: x}}\n".to_owned(),
        checks: "  - {id: check, severity: info, source: 1/all, field: method, when: {same_provider: [true, false]}, sv: S, en: E}\n".to_owned(),
        ..parts()
    };
    let proofs = proofs(&parts);
    assert!(proofs.methods_done);
    let unspoken = proofs.methods.iter().filter(|found| found.conflict == Conflict::Unspoken);
    assert_eq!(unspoken.map(|found| found.method).collect::<Vec<_>>(), [1]);
}
