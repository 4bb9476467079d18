//! Verdicts: whether a handover may be carried out, and what follows from it.

use super::Engine;
use super::case::{Action, Handover, Named};
use super::features::Features;
use super::fields::{MISSING, push};
use super::findings::Findings;
use super::intern::{InternedCase, InternedHandover};
use super::recommend::Recommendation;
use super::routes::Routes;
use crate::ruleset::FindingSeverity;

/// What a verdict says as a whole: the worst severity of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictDecision {
    /// It may be carried out.
    Allow,
    /// It may be carried out, but think again.
    Warn,
    /// A person has to decide.
    Manual,
    /// It may not be carried out.
    Refuse,
}

/// The answer to a handover, lent by the engine. Complete ones are answered without allocating.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// The answer as a whole.
    pub decision: VerdictDecision,
    /// The receiver is alerted by SMS if this is carried out.
    pub sms: bool,
    /// What to mind, the most serious first.
    pub findings: Findings<'a>,
    /// What is recommended for the case; its methods are those of this request's state.
    pub recommendation: Recommendation<'a>,
    /// The steps of the actor, by index; none when refused.
    pub steps: &'a [usize],
    /// The messages to start from, by index.
    pub templates: &'a [usize],
    /// What may happen next: lifecycle and transition, by index.
    pub next: &'a [(usize, usize)],
}

impl Engine {
    /// Validates a handover. Linear in the free text, constant in all else.
    #[must_use]
    pub fn validate<'a>(&'a self, handover: &Handover<'a>) -> Verdict<'a> {
        self.validate_interned(&self.intern_handover(handover))
    }

    /// Validates a handover that [`Engine::intern_handover`] has prepared. Allocates nothing where the case is complete.
    #[must_use]
    pub fn validate_interned<'a>(&'a self, interned: &InternedHandover<'a>) -> Verdict<'a> {
        let (handover, case) = (&interned.handover, &interned.case.case);
        let routes = self.routes(&interned.case);
        let (mut recommendation, features) =
            self.judge_by(&interned.case, &routes, handover.to.unit);
        recommendation.methods =
            self.prepared.methods(features.same_provider, case.accepted, handover.state);
        let read = self.routed_checks(&features, interned.checks.case);
        let read = self.chosen_checks(&handover.to, &recommendation.target, read);
        let mut fields = interned.fields;
        let missing = recommendation.missing.iter();
        missing.for_each(|missing| push(&mut fields, MISSING, missing.field));
        if interned.may_need != 0 {
            self.add_needed_fields(interned.may_need, &read, &mut fields);
        }
        let findings = self.findings(&interned.checks, &read, fields);

        let decision = match findings.worst() {
            None | Some(FindingSeverity::Info) => VerdictDecision::Allow,
            Some(FindingSeverity::Warning) => VerdictDecision::Warn,
            Some(FindingSeverity::Manual) => VerdictDecision::Manual,
            Some(FindingSeverity::Refuse) => VerdictDecision::Refuse,
        };
        let refused = decision == VerdictDecision::Refuse;
        let following = self.prepared.following(handover.method, handover.action, handover.state);
        let (steps, templates, next) = following.map_or((&[][..], &[][..], &[][..]), |following| {
            (&*following.steps, &*following.templates, &*following.next)
        });
        Verdict {
            decision,
            sms: self.alerts(handover.priority) && !refused && handover.action == Action::HandOver,
            findings,
            recommendation,
            steps: if refused { &[] } else { steps },
            templates,
            next,
        }
    }

    /// What is recommended for the case, with the features of the receiver that is chosen, if one is.
    pub(super) fn judge_by<'a>(
        &'a self,
        interned: &InternedCase<'a>,
        routes: &Routes<'a>,
        chosen: Named<'a>,
    ) -> (Recommendation<'a>, Features) {
        let (recommendation, recommended) = self.recommend_by(interned, routes);
        let features = match chosen {
            Named::Absent => recommended,
            chosen if chosen == recommendation.target.unit => recommended,
            chosen => self.features(interned, routes, chosen),
        };
        (recommendation, features)
    }

    /// The lifecycles of a method that follow the request's state, by index.
    #[must_use]
    pub fn lifecycles_of(&self, method: Option<usize>) -> &[usize] {
        let followed = method.and_then(|method| self.prepared.lifecycles.get(method));
        followed.map_or(&[], |lifecycles| lifecycles.as_slice())
    }
}
