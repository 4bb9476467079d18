//! Outputs of the engine: recommendations and verdicts, with their parts.

use std::borrow::Cow;

use super::case::Named;
use super::field_lists::FieldLists;
use crate::ruleset::FindingSeverity;
use crate::ruleset::checks::{About, Check};
use crate::ruleset::fields::RequestField;
use handover_matcher::RuleBits as Fired;

/// Overall result of a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The target is known.
    Route,
    /// The rules leave the choice to a person; part of the target is empty.
    Manual,
    /// An absent field could still change the outcome or fill an empty part of the target.
    Incomplete,
}

/// A receiver; unknown parts are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The unit.
    pub unit: Named<'a>,
    /// The role.
    pub role: Option<u32>,
    /// The capability, where the rules ask for one.
    pub capability: Option<u32>,
    /// The specialty.
    pub specialty: Option<u32>,
}

/// The values of a missing field that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingValues {
    /// Any value.
    Any,
    /// These words, as indices into the field's vocabulary.
    Words(Vec<u32>),
}

/// An absent field that could still change the outcome or fill an empty part of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// The field of the case.
    pub field: RequestField,
    /// The values that matter.
    pub values: MissingValues,
}

/// Whether a method may be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MethodAdvice {
    /// The method, by its index in the rule set.
    pub method: usize,
    /// Whether it may be used; `None` where an absent field decides.
    pub allowed: Option<bool>,
    /// The deciding inputs: `accepted`, `same_provider`, `other_provider`, `state` …
    pub because: Vec<&'static str>,
}

/// Advice on every method: one of the lists that an engine prepares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AdviceList<'a> {
    /// The number of the list; equal numbers are equal lists.
    pub list: usize,
    /// The advice, in the order of the rule set.
    pub advice: &'a [MethodAdvice],
}

/// A check that fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The check, by its index in the rule set.
    pub check: usize,
    /// The field that it concerns.
    pub field: RequestField,
}

/// Findings in order of severity. Held as a set of checks and expanded while iterating, so that nothing is allocated.
#[derive(Debug, Clone)]
pub struct Findings<'a> {
    pub(super) checks: &'a [Check],
    pub(super) fired: Fired,
    pub(super) fields: FieldLists,
}

impl Findings<'_> {
    /// The findings, most serious first: checks are sorted by severity.
    pub fn iter(&self) -> impl Iterator<Item = Finding> {
        self.fired.iter().flat_map(|check| {
            let check = check as usize;
            let (only, several) = match self.checks.get(check).map(|check| check.about) {
                Some(About::Field(field)) => (Some(field), None),
                Some(About::FirstOf(list)) => (self.fields.of(list).next(), None),
                Some(About::ForEach(list)) => (None, Some(list)),
                None => (None, None),
            };
            let several = several.into_iter().flat_map(|list| self.fields.of(list));
            only.into_iter().chain(several).map(move |field| Finding { check, field })
        })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fired.is_empty()
    }

    /// The worst severity.
    #[must_use]
    pub fn worst(&self) -> Option<FindingSeverity> {
        let first = self.fired.iter().next()?;
        self.checks.get(first as usize).map(|check| check.severity)
    }
}

/// The answer to a case. Borrows from the engine, and names outside the vocabularies from the case; for complete cases
/// nothing is allocated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recommendation<'a> {
    /// Overall result.
    pub decision: Decision,
    /// The receiver: the parts that all possible targets agree on.
    pub target: Target<'a>,
    /// Every possible target, where the case is incomplete.
    pub candidates: Vec<Target<'a>>,
    /// The fields to ask for, most useful question first.
    pub missing: Vec<Missing>,
    /// Advice on each method.
    pub methods: AdviceList<'a>,
    /// The incoming priority, and whether it alerts the receiver.
    pub priority: Option<(i64, bool)>,
    /// Findings, most serious first.
    pub findings: Findings<'a>,
    /// The deciding routing rules, by index; none where several outcomes are possible.
    pub rules: Cow<'a, [u32]>,
}

/// Overall result of a verdict: the worst severity among its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictDecision {
    /// The handover may be carried out.
    Allow,
    /// The handover may be carried out after a second thought.
    Warn,
    /// A person has to decide.
    Manual,
    /// The handover may not be carried out.
    Refuse,
}

/// The answer to a handover. Borrows from the engine; for complete cases nothing is allocated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Verdict<'a> {
    /// Overall result.
    pub decision: VerdictDecision,
    /// Whether the receiver is alerted by SMS if the handover is carried out.
    pub sms: bool,
    /// Findings, most serious first.
    pub findings: Findings<'a>,
    /// The recommendation for the case; its advice on methods is for the state of this request.
    pub recommendation: Recommendation<'a>,
    /// The steps of the actor, by index; none when refused.
    pub steps: &'a [usize],
    /// The message templates, by index.
    pub templates: &'a [usize],
    /// The possible next transitions: lifecycle and transition, by index.
    pub next: &'a [(usize, usize)],
}
