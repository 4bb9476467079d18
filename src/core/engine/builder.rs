//! Cases built from names, with every name that cannot be used reported at once.

use std::fmt;

use jiff::civil::Date;

use super::case::{Case, Named};
use super::messages::repeatable;
use super::names;
use crate::language::near::nearest;
use crate::ruleset::RuleSet;
use crate::ruleset::fields::RequestField;
use crate::ruleset::names::{Word, Words};

/// Builder of a [`Case`]: names are read as the contract reads them.
///
/// A name may be an id, a label or an alias, in any case and with space around it; a blank one counts as absent. Case
/// types, specialties and units outside the lists are allowed, since the rules answer for them. Care levels and roles
/// outside theirs, and priorities off the scale, are errors.
///
/// ```
/// use handover_core::engine::{Decision, Engine};
/// use handover_core::ruleset::RuleSet;
/// use jiff::civil::date;
///
/// let engine = Engine::new(RuleSet::embedded()?);
/// let case = engine
///     .case(date(2025, 10, 1))
///     .case_type("Intyg")
///     .care_level("PV")
///     .unit("valbo")
///     .from("andersberg")
///     .build()?;
/// assert_eq!(engine.recommend(&case).decision, Decision::Route);
///
/// let error = engine.case(date(2025, 10, 1)).care_level("Primervård").original_role("läkar").build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`Primervård` is no known value of `care_level`: did you mean `Primärvård`?; \
///      `läkar` is no known value of `original_role`: did you mean `Läkare`?",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CaseBuilder<'e, 'a> {
    rule_set: &'e RuleSet,
    case: Case<'a>,
    faults: Vec<CaseFault>,
}

impl<'e, 'a> CaseBuilder<'e, 'a> {
    pub(super) fn new(rule_set: &'e RuleSet, at: Date) -> Self {
        Self { rule_set, case: Case::on(at), faults: Vec::new() }
    }

    /// Sets the case type.
    #[must_use]
    pub fn case_type(mut self, name: &'a str) -> Self {
        self.case.case_type = self.open(&self.rule_set.vocabulary.case_types, name);
        self
    }

    /// Sets the contact reason, and the case type that it stands for unless a case type is set.
    #[must_use]
    pub fn contact_reason(mut self, reason: &'a str) -> Self {
        self.case.contact_reason = Some(reason);
        self
    }

    /// Sets the care level of the receiver.
    #[must_use]
    pub fn care_level(mut self, name: &'a str) -> Self {
        let levels = &self.rule_set.vocabulary.care_levels;
        self.case.care_level = self.closed(RequestField::CareLevel, levels, name);
        self
    }

    /// Sets the specialty concerned.
    #[must_use]
    pub fn specialty(mut self, name: &'a str) -> Self {
        self.case.specialty = self.open(&self.rule_set.vocabulary.specialties, name);
        self
    }

    /// Sets the unit concerned.
    #[must_use]
    pub fn unit(mut self, name: &'a str) -> Self {
        self.case.unit = self.open(&self.rule_set.directory.units, name);
        self
    }

    /// Sets the role that first received the case.
    #[must_use]
    pub fn original_role(mut self, name: &'a str) -> Self {
        let roles = &self.rule_set.vocabulary.roles;
        self.case.original_role = self.closed(RequestField::OriginalRole, roles, name);
        self
    }

    /// Sets the incoming priority.
    #[must_use]
    pub fn priority(mut self, priority: i64) -> Self {
        let scale = &self.rule_set.priority;
        if scale.on_scale(priority).is_some() {
            self.case.priority = Some(priority);
        } else {
            let (min, max) = (scale.min, scale.max);
            self.faults.push(CaseFault::OffScale { priority, min, max });
        }
        self
    }

    /// Sets whether the sender has accepted the case.
    #[must_use]
    pub fn accepted(mut self, accepted: bool) -> Self {
        self.case.accepted = accepted;
        self
    }

    /// Sets the sending unit.
    #[must_use]
    pub fn from(mut self, name: &'a str) -> Self {
        self.case.from = self.open(&self.rule_set.directory.units, name);
        self
    }

    /// Sets whether sender and receiver have the same care provider, in place of the directory's answer.
    #[must_use]
    pub fn same_provider(mut self, same: bool) -> Self {
        self.case.same_provider = Some(same);
        self
    }

    /// The case.
    ///
    /// # Errors
    /// Every name that is outside a closed list, and a priority off the scale.
    pub fn build(self) -> Result<Case<'a>, CaseError> {
        if !self.faults.is_empty() {
            return Err(CaseError { faults: self.faults });
        }
        let mut case = self.case;
        if let (Named::Absent, Some(reason)) =
            (case.case_type, case.contact_reason.and_then(written))
        {
            (case.case_type, case.continued_reason) = names::contact_reason(self.rule_set, reason);
        }
        Ok(case)
    }

    /// A name of a list that may be open.
    fn open(&self, words: &Words, name: &'a str) -> Named<'a> {
        written(name).map_or(Named::Absent, |name| names::named(words, name))
    }

    /// A name of a closed list; one outside it is a fault.
    fn closed(&mut self, field: RequestField, words: &Words, name: &str) -> Option<u32> {
        let name = written(name)?;
        let found = words.find(name);
        if found.is_none() {
            let lang = self.rule_set.first_language();
            self.faults.push(CaseFault::UnknownName {
                field,
                name: repeatable(name),
                nearest: nearest(name, words.all().iter().flat_map(Word::names)).map(str::to_owned),
                known: words.all().iter().map(|word| word.label(lang).to_owned()).collect(),
            });
        }
        found
    }
}

/// A name without the space around it; `None` where it is blank.
fn written(name: &str) -> Option<&str> {
    Some(name.trim()).filter(|name| !name.is_empty())
}

/// Error of a case that cannot be built: every fault, in the order of the calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseError {
    faults: Vec<CaseFault>,
}

impl CaseError {
    /// The faults; at least one.
    #[must_use]
    pub fn faults(&self) -> &[CaseFault] {
        &self.faults
    }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CaseError {}

/// A value that a case cannot have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CaseFault {
    /// A name outside a closed list.
    #[non_exhaustive]
    UnknownName {
        /// The field.
        field: RequestField,
        /// The name, on one line and without identity numbers.
        name: String,
        /// The known name that was probably meant.
        nearest: Option<String>,
        /// The labels of the list.
        known: Vec<String>,
    },
    /// A priority off the scale.
    #[non_exhaustive]
    OffScale {
        /// The priority.
        priority: i64,
        /// The least value of the scale.
        min: i64,
        /// The greatest value of the scale.
        max: i64,
    },
}

impl fmt::Display for CaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName { field, name, nearest, known } => {
                write!(f, "`{name}` is no known value of `{}`: ", field.path_in_case())?;
                match nearest {
                    Some(near) => write!(f, "did you mean `{near}`?"),
                    None => write!(f, "the values are `{}`", known.join("`, `")),
                }
            }
            Self::OffScale { priority, min, max } => {
                write!(f, "priority {priority} is outside the scale {min}–{max}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn builder(rule_set: &RuleSet) -> CaseBuilder<'_, 'static> {
        CaseBuilder::new(rule_set, date(2025, 10, 1))
    }

    #[test]
    fn names_are_read_as_in_requests() {
        let rules = RuleSet::embedded().unwrap();
        let case = builder(&rules)
            .case_type(" intyg ")
            .care_level("  ")
            .specialty("Kirurgi?")
            .unit("valbo")
            .priority(3)
            .build()
            .unwrap();
        assert!(case.case_type.listed().is_some());
        assert_eq!(case.care_level, None);
        assert_eq!(case.specialty, Named::Unlisted("Kirurgi?"));
        assert_eq!((case.unit.listed().is_some(), case.from), (true, Named::Absent));
        assert_eq!(case.priority, Some(3));
    }

    #[test]
    fn a_contact_reason_stands_for_a_case_type_unless_one_is_set() {
        let rules = RuleSet::embedded().unwrap();
        let alone = builder(&rules).contact_reason("Okänd orsak").build().unwrap();
        assert_eq!(alone.case_type, Named::Unlisted("Okänd orsak"));
        let both =
            builder(&rules).contact_reason("Okänd orsak").case_type("Intyg").build().unwrap();
        assert!(both.case_type.listed().is_some());
        assert_eq!(both.contact_reason, Some("Okänd orsak"));
    }

    #[test]
    fn every_fault_is_reported_without_identity_numbers() {
        let rules = RuleSet::embedded().unwrap();
        let number = format!("{}-{}", "19121212", "1212");
        let error = CaseBuilder::new(&rules, date(2025, 10, 1))
            .care_level(&number)
            .original_role("Rymdpilot")
            .priority(0)
            .build()
            .unwrap_err();
        assert_eq!(error.faults().len(), 3);
        let message = error.to_string();
        assert!(!message.contains("1212"), "{message}");
        assert!(message.contains("the values are `"), "{message}");
        assert!(message.contains("priority 0 is outside the scale"), "{message}");
    }
}
