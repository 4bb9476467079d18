//! Destinations: where a case goes, with the parts of the target that the case itself fills.

use std::borrow::Cow;

use crate::engine::answer::Target;
use crate::engine::case::Named;
use crate::engine::intern::InternedCase;
use crate::ruleset::RuleSet;
use crate::ruleset::fields::RequestField;
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{self, RoleTarget, SpecialtyTarget, UnitTarget};

/// A possible destination, with the rules that lead there.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Route<'a> {
    pub(in crate::engine) destination: Destination<'a>,
    /// The role as the rules name it.
    pub(in crate::engine) role: RoleTarget,
    /// The deciding rules, by index.
    pub(in crate::engine) rules: Cow<'a, [u32]>,
}

/// Destination of a case. Two are equal if they mean the same receiver, lack the same fields and allow the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Destination<'a> {
    pub(in crate::engine) target: Target<'a>,
    /// Whether the rules leave the role to a person.
    pub(in crate::engine) not_given: bool,
    pub(in crate::engine) other_role: OtherRole,
    /// The fields that the case lacks to fill the target.
    pub(in crate::engine) unfilled: Unfilled,
}

/// The fields of a case that fill parts of a target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    unit: Named<'a>,
    original_role: Option<u32>,
    specialty: Named<'a>,
}

/// The absent fields that would fill parts of a target, as flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct Unfilled {
    unit: bool,
    original_role: bool,
    specialty: bool,
}

impl Unfilled {
    pub(in crate::engine) fn fields(self) -> impl Iterator<Item = RequestField> {
        let all = [
            (self.unit, RequestField::Unit),
            (self.original_role, RequestField::OriginalRole),
            (self.specialty, RequestField::Specialty),
        ];
        all.into_iter().filter(|(unfilled, _)| *unfilled).map(|(_, field)| field)
    }
}

impl<'a> Filling<'a> {
    pub(super) fn of(case: &InternedCase<'a>) -> Self {
        Self {
            unit: case.case.unit,
            original_role: case.case.original_role,
            specialty: case.specialty,
        }
    }

    /// The filling once a field has a value: a word, or some value that no rule names.
    pub(super) fn with(self, field: RequestField, word: Option<u32>) -> Self {
        let named = word.map_or(Named::Unlisted(""), Named::Listed);
        match field {
            RequestField::Unit => Self { unit: named, ..self },
            RequestField::OriginalRole => {
                Self { original_role: Some(word.unwrap_or(u32::MAX)), ..self }
            }
            RequestField::Specialty => Self { specialty: named, ..self },
            _ => self,
        }
    }

    /// The destination of a routing outcome; without an outcome, the case itself with no role given.
    pub(super) fn destination(&self, outcome: Option<&routing::Target>) -> Destination<'a> {
        match outcome {
            Some(outcome) => self.fill(outcome),
            // A loaded rule set has an answer for every case, unless the proof ran out of budget.
            None => Destination {
                target: Target {
                    unit: self.unit,
                    role: None,
                    capability: None,
                    specialty: self.specialty.listed(),
                },
                not_given: true,
                other_role: OtherRole::NotAllowed,
                unfilled: Unfilled::default(),
            },
        }
    }

    /// The destination of a routing outcome, its open parts filled from the case.
    pub(super) fn fill(&self, outcome: &routing::Target) -> Destination<'a> {
        let mut unfilled = Unfilled::default();
        let unit = match outcome.unit {
            UnitTarget::Fixed(unit) => Named::Listed(unit),
            UnitTarget::Concerned => {
                unfilled.unit = self.unit.is_absent();
                self.unit
            }
        };
        let role = match outcome.role {
            RoleTarget::Role(role) => Some(role),
            RoleTarget::NotGiven => None,
            RoleTarget::Original => {
                unfilled.original_role = self.original_role.is_none();
                self.original_role
            }
        };
        let specialty = match outcome.specialty {
            SpecialtyTarget::Fixed(specialty) => Some(specialty),
            SpecialtyTarget::Concerned => {
                unfilled.specialty = self.specialty.is_absent();
                self.specialty.listed()
            }
        };
        Destination {
            target: Target { unit, role, capability: outcome.capability, specialty },
            not_given: outcome.role == RoleTarget::NotGiven,
            other_role: outcome.other_role,
            unfilled,
        }
    }
}

/// Distinct destinations, each with the rules of all routes that lead to it.
pub(super) fn distinct<'a>(routes: impl Iterator<Item = Route<'a>>) -> Vec<Route<'a>> {
    let mut kept: Vec<Route<'a>> = Vec::new();
    for route in routes {
        match kept.iter_mut().find(|known| known.destination == route.destination) {
            Some(known) => {
                let rules = known.rules.to_mut();
                rules.extend(&*route.rules);
                rules.sort_unstable();
                rules.dedup();
            }
            None => kept.push(route),
        }
    }
    kept
}

/// The words to choose from for a field that fills a target; none for the unit, which may be any.
pub(in crate::engine) fn filling_words(rule_set: &RuleSet, field: RequestField) -> Vec<u32> {
    match field {
        RequestField::Unit => Vec::new(),
        _ => (0..words_of(rule_set, field).0).collect(),
    }
}

/// Number of words of a field, and whether names outside its list may occur.
pub(super) fn words_of(rule_set: &RuleSet, field: RequestField) -> (u32, bool) {
    let words =
        field.list().and_then(|list| rule_set.list(list)).map_or(0, |words| words.all().len());
    (u32::try_from(words).unwrap_or(u32::MAX), field.is_open())
}
