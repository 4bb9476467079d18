//! Recommendations: target, missing fields, methods and findings of a routed case.

use std::borrow::Cow;

use super::features::Features;
use super::findings::findings;
use crate::engine::answer::{Decision, Findings, Missing, MissingValues, Recommendation, Target};
use crate::engine::case::{FIRST_STATE, Named};
use crate::engine::field_lists::{CLOSED_RECEIVERS, FieldLists, MISSING};
use crate::engine::intern::{InternedCase, is_closed};
use crate::engine::prepared::Prepared;
use crate::engine::route::{Route, Routes, filling_words};
use crate::ruleset::FindingSeverity;
use crate::ruleset::fields::RequestField;

/// The recommendation for a routed case, with the features that it rests on.
pub(in crate::engine) fn recommend<'a>(
    prepared: &'a Prepared,
    interned: &InternedCase<'a>,
    routes: &Routes<'a>,
) -> (Recommendation<'a>, Features) {
    let case = &interned.case;
    let target = common(routes.possible());
    let features = Features::new(prepared, interned, routes, target.unit);
    let missing = missing(prepared, routes);
    let mut fields = interned.fields;
    missing.iter().for_each(|missing| fields.push(MISSING, missing.field));
    add_closed(prepared, interned, &target, &mut fields);
    let reads = features.add_to(prepared, interned.checks.case);
    let findings = findings(prepared, &interned.checks, &reads, fields);
    let rules = match routes.possible() {
        [only] => only.rules.clone(),
        _ => Cow::Borrowed(&[][..]),
    };
    let recommendation = Recommendation {
        decision: decision(&missing, &findings, target),
        target,
        candidates: if missing.is_empty() { Vec::new() } else { targets(routes.possible()) },
        missing,
        methods: prepared.methods(features.same_provider, case.accepted, FIRST_STATE),
        priority: case.priority.map(|priority| (priority, prepared.alerts(priority))),
        findings,
        rules,
    };
    (recommendation, features)
}

/// Adds the unit concerned where the receiver does not exist on the day.
pub(super) fn add_closed(
    prepared: &Prepared,
    interned: &InternedCase<'_>,
    recommended: &Target<'_>,
    fields: &mut FieldLists,
) {
    if is_closed(prepared, recommended.unit, &interned.case) {
        fields.push(CLOSED_RECEIVERS, RequestField::Unit);
    }
}

/// The fields to ask for, most useful question first.
fn missing(prepared: &Prepared, routes: &Routes<'_>) -> Vec<Missing> {
    let missing = |field, words: Vec<u32>| {
        let values =
            if words.is_empty() { MissingValues::Any } else { MissingValues::Words(words) };
        Missing { field, values }
    };
    match routes {
        // Where one place is left, the fields that fill it are equally useful.
        Routes::One(route) => route
            .destination
            .unfilled
            .fields()
            .map(|field| missing(field, filling_words(&prepared.rule_set, field)))
            .collect(),
        Routes::Open { questions, .. } => {
            questions.iter().map(|asked| missing(asked.field, asked.words.clone())).collect()
        }
    }
}

fn decision(missing: &[Missing], findings: &Findings<'_>, target: Target<'_>) -> Decision {
    if !missing.is_empty() {
        return Decision::Incomplete;
    }
    let serious = findings.worst() >= Some(FindingSeverity::Manual);
    if serious || target.role.is_none() { Decision::Manual } else { Decision::Route }
}

/// The distinct targets.
fn targets<'a>(routes: &[Route<'a>]) -> Vec<Target<'a>> {
    let mut targets: Vec<Target<'a>> = Vec::new();
    for route in routes {
        if !targets.contains(&route.destination.target) {
            targets.push(route.destination.target);
        }
    }
    targets
}

/// The parts that all targets agree on.
fn common<'a>(routes: &[Route<'a>]) -> Target<'a> {
    let nothing = Target { unit: Named::Absent, role: None, capability: None, specialty: None };
    let mut targets = routes.iter().map(|route| route.destination.target);
    let Some(first) = targets.next() else {
        return nothing;
    };
    targets.fold(first, |common, target| Target {
        unit: if common.unit == target.unit { common.unit } else { Named::Absent },
        role: common.role.filter(|_| common.role == target.role),
        capability: common.capability.filter(|_| common.capability == target.capability),
        specialty: common.specialty.filter(|_| common.specialty == target.specialty),
    })
}
