//! Recommendations: to whom, by which methods, at which priority, and what to mind.

use std::borrow::Cow;

use super::Engine;
use super::case::{Case, Named};
use super::features::Features;
use super::fields::{MISSING, push};
use super::findings::Findings;
use super::intern::InternedCase;
use super::methods::{FIRST_STATE, Methods};
use super::questions::filling_words;
use super::routes::{Route, Routes};
use crate::ruleset::FindingSeverity;
use crate::ruleset::fields::RequestField;

/// What a recommendation says as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The target is known.
    Route,
    /// The rules leave the choice to a person; a part of the target is empty.
    Manual,
    /// A field that is absent could still change the outcome or fill an empty part of the target.
    Incomplete,
}

/// A receiver; parts that are not known are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The unit.
    pub unit: Named<'a>,
    /// The role.
    pub role: Option<u32>,
    /// The capability, where one is asked for.
    pub capability: Option<u32>,
    /// The specialty.
    pub specialty: Option<u32>,
}

/// Which values of a missing field matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Any value does.
    Any,
    /// These words, as indices into the field's vocabulary.
    Words(Vec<u32>),
}

/// A field that could still change the outcome or fill an empty part of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The field of the case.
    pub field: RequestField,
    /// The values that matter.
    pub values: Values,
}

/// The answer to a case, lent by the engine; borrows names outside the vocabularies from the case. Complete cases are
/// answered without allocating.
#[derive(Debug, Clone)]
pub struct Recommendation<'a> {
    /// The answer as a whole.
    pub decision: Decision,
    /// The receiver: what all targets that are still possible agree on.
    pub target: Target<'a>,
    /// Every target that is still possible, where the case is incomplete.
    pub candidates: Vec<Target<'a>>,
    /// The fields that are asked for, the most useful question first.
    pub missing: Vec<Missing>,
    /// Which methods may be used.
    pub methods: Methods<'a>,
    /// The incoming priority, and whether it alerts.
    pub priority: Option<(i64, bool)>,
    /// What to mind, the most serious first.
    pub findings: Findings<'a>,
    /// The routing rules that decided, by index; none where several outcomes are possible.
    pub rules: Cow<'a, [u32]>,
}

impl Engine {
    /// Recommends a receiver. One walk of the routing plan for a complete case; an incomplete one
    /// explores what is absent, under a budget.
    #[must_use]
    pub fn recommend<'a>(&'a self, case: &Case<'a>) -> Recommendation<'a> {
        self.recommend_interned(&self.intern(case))
    }

    /// Recommends a receiver for a case that [`Engine::intern`] has prepared. Allocates nothing where the case is complete.
    #[must_use]
    pub fn recommend_interned<'a>(&'a self, case: &InternedCase<'a>) -> Recommendation<'a> {
        self.recommend_by(case, &self.routes(case)).0
    }

    /// The recommendation that follows from where the case can go, with the features that it rests on.
    pub(super) fn recommend_by<'a>(
        &'a self,
        interned: &InternedCase<'a>,
        routes: &Routes<'a>,
    ) -> (Recommendation<'a>, Features) {
        let case = &interned.case;
        let target = common(routes.possible());
        let features = self.features(interned, routes, target.unit);
        let missing = self.missing(routes);
        let mut fields = interned.fields;
        missing.iter().for_each(|missing| push(&mut fields, MISSING, missing.field));
        let findings = self.findings(
            &interned.checks,
            &self.routed_checks(&features, interned.checks.case),
            fields,
        );
        let rules = match routes.possible() {
            [only] => only.rules.clone(),
            _ => Cow::Borrowed(&[][..]),
        };
        let recommendation = Recommendation {
            decision: decision(&missing, &findings, target),
            target,
            candidates: if missing.is_empty() { Vec::new() } else { targets(routes.possible()) },
            missing,
            methods: self.prepared.methods(features.same_provider, case.accepted, FIRST_STATE),
            priority: case.priority.map(|priority| (priority, self.alerts(priority))),
            findings,
            rules,
        };
        (recommendation, features)
    }

    /// Whether a priority alerts the receiver.
    pub(super) fn alerts(&self, priority: i64) -> bool {
        self.rule_set().priority.level(priority).is_some_and(|level| level.notification.sms)
    }

    /// The fields to ask for, the most useful question first.
    fn missing(&self, routes: &Routes<'_>) -> Vec<Missing> {
        let missing = |field, words: Vec<u32>| {
            let values = if words.is_empty() { Values::Any } else { Values::Words(words) };
            Missing { field, values }
        };
        match routes {
            // Where one place is left, a field that fills a part of it is as useful as another.
            Routes::One(route) => route
                .place
                .unfilled
                .fields()
                .map(|field| missing(field, filling_words(self.rule_set(), field)))
                .collect(),
            Routes::Open { questions, .. } => {
                questions.iter().map(|asked| missing(asked.field, asked.words.clone())).collect()
            }
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

/// The targets, each once.
fn targets<'a>(routes: &[Route<'a>]) -> Vec<Target<'a>> {
    let mut targets: Vec<Target<'a>> = Vec::new();
    for route in routes {
        if !targets.contains(&route.place.target) {
            targets.push(route.place.target);
        }
    }
    targets
}

/// The parts that all targets agree on.
fn common<'a>(routes: &[Route<'a>]) -> Target<'a> {
    let nothing = Target { unit: Named::Absent, role: None, capability: None, specialty: None };
    let mut targets = routes.iter().map(|route| route.place.target);
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
