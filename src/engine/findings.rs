//! Findings: the checks that fired, with the fields that they are about.

use super::Engine;
use super::features::CheckValues;
use super::fields::{FieldList, FieldLists, MISSING, push};
use crate::matcher::{RuleSet as Fired, Value};
use crate::ruleset::FindingSeverity;
use crate::ruleset::checks::{About, Check};
use crate::ruleset::inputs::{CHECKS, RequestField};

/// A check that fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The check, by its index in the rule set.
    pub check: usize,
    /// The field that it is about.
    pub field: RequestField,
}

/// What to mind, the most serious first. A set of checks, told one finding at a time.
#[derive(Debug, Clone)]
pub struct Findings<'a> {
    checks: &'a [Check],
    fired: Fired,
    fields: FieldLists,
}

impl Findings<'_> {
    /// The findings. Checks stand in the order of their severity, so these do.
    pub fn iter(&self) -> impl Iterator<Item = Finding> {
        let fired = self.fired.iter().map(|check| check as usize);
        let checks = fired.filter_map(|index| Some((index, self.checks.get(index)?)));
        checks.flat_map(|(check, Check { about, .. })| {
            let list = |list: usize| self.fields.get(list).map(FieldList::as_slice);
            let (only, several) = match *about {
                About::Field(field) => (Some(field), None),
                About::FirstOf(index) => (list(index).and_then(|l| l.first().copied()), None),
                About::ForEach(index) => (None, list(index)),
            };
            let fields = only.into_iter().chain(several.unwrap_or_default().iter().copied());
            fields.map(move |field| Finding { check, field })
        })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The worst severity.
    #[must_use]
    pub fn worst(&self) -> Option<FindingSeverity> {
        let first = self.iter().next()?;
        self.checks.get(first.check).map(|check| check.severity)
    }
}

impl Engine {
    /// The checks that fire.
    pub(super) fn findings(&self, values: &CheckValues, fields: FieldLists) -> Findings<'_> {
        let checks = &self.rule_set().checks;
        let mut fired = Fired::new();
        if let Some(bitmap) = checks.plan.bitmap() {
            bitmap.fired(values, &mut fired);
        }
        Findings { checks: &checks.all, fired, fields }
    }

    /// Adds the fields that a check needs and that alone keep it from firing.
    pub(super) fn add_needed_fields(&self, values: &CheckValues, lists: &mut FieldLists) {
        let checks = &self.rule_set().checks;
        let Some(bitmap) = checks.plan.bitmap() else {
            return;
        };
        let mut waiting = Fired::new();
        for &(input, field) in &self.prepared.needs {
            if values.get(input) != Some(&Value::Absent) {
                continue;
            }
            bitmap.waiting_for(values, input, &mut waiting);
            let needs = |index: u32| checks.all.get(index as usize).and_then(|check| check.needs);
            if waiting.iter().any(|index| needs(index) == Some(input)) {
                push(lists, MISSING, field);
            }
        }
    }
}

/// The inputs that some check needs, with the fields that tell them.
pub(super) fn needs(checks: &[Check]) -> Vec<(usize, RequestField)> {
    let mut needs = Vec::new();
    for input in checks.iter().filter_map(|check| check.needs) {
        let field = CHECKS.get(input).and_then(|spec| RequestField::at(spec.field));
        if let Some(field) = field
            && !needs.contains(&(input, field))
        {
            needs.push((input, field));
        }
    }
    needs
}
