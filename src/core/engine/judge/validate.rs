//! Verdicts: whether a handover may be carried out, and what follows from it.

use super::choice::add_choice;
use super::features::Features;
use super::findings::{add_needed, findings};
use super::recommend::{add_closed, recommend};
use crate::engine::answer::{Recommendation, Verdict, VerdictDecision};
use crate::engine::case::{Action, Named};
use crate::engine::field_lists::MISSING;
use crate::engine::intern::{InternedCase, InternedHandover};
use crate::engine::prepared::Prepared;
use crate::engine::route::{Routes, routes};
use crate::ruleset::FindingSeverity;

/// Routes the case of a handover and judges both.
pub(in crate::engine) fn validate<'a>(
    prepared: &'a Prepared,
    interned: &InternedHandover<'a>,
) -> Verdict<'a> {
    let (handover, case) = (&interned.handover, &interned.case.case);
    let routes = routes(prepared, &interned.case);
    let (mut recommendation, features) =
        recommend_for(prepared, &interned.case, &routes, handover.to.unit);
    recommendation.methods =
        prepared.methods(features.same_provider, case.accepted, handover.state);
    let reads = features.add_to(prepared, interned.checks.case);
    let reads = add_choice(prepared, &handover.to, &recommendation.target, reads);
    let mut fields = interned.fields;
    let missing = recommendation.missing.iter();
    missing.for_each(|missing| fields.push(MISSING, missing.field));
    if handover.action == Action::HandOver {
        add_closed(prepared, &interned.case, &recommendation.target, &mut fields);
    }
    if interned.may_need != 0 {
        add_needed(prepared, interned.may_need, &reads, &mut fields);
    }
    let findings = findings(prepared, &interned.checks, &reads, fields);

    let decision = match findings.worst() {
        None | Some(FindingSeverity::Info) => VerdictDecision::Allow,
        Some(FindingSeverity::Warning) => VerdictDecision::Warn,
        Some(FindingSeverity::Manual) => VerdictDecision::Manual,
        Some(FindingSeverity::Refuse) => VerdictDecision::Refuse,
    };
    let refused = decision == VerdictDecision::Refuse;
    let following = prepared.following(handover.method, handover.action, handover.state);
    let (steps, templates, next) = following.map_or((&[][..], &[][..], &[][..]), |following| {
        (&*following.steps, &*following.templates, &*following.next)
    });
    Verdict {
        decision,
        sms: prepared.alerts(handover.priority) && !refused && handover.action == Action::HandOver,
        findings,
        recommendation,
        steps: if refused { &[] } else { steps },
        templates,
        next,
    }
}

/// The recommendation for a case, with the features of the chosen receiver, else of the recommended one.
pub(in crate::engine) fn recommend_for<'a>(
    prepared: &'a Prepared,
    interned: &InternedCase<'a>,
    routes: &Routes<'a>,
    chosen: Named<'a>,
) -> (Recommendation<'a>, Features) {
    let (recommendation, recommended) = recommend(prepared, interned, routes);
    let features = match chosen {
        Named::Absent => recommended,
        chosen if chosen == recommendation.target.unit => recommended,
        chosen => Features::new(prepared, interned, routes, chosen),
    };
    (recommendation, features)
}
