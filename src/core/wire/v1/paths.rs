//! Paths of findings, in terms of the request as sent.
//!
//! A request may give the kind of case as a contact reason, and the receiver as one string.

use std::borrow::Cow;

use super::request::{Case, Handover};
use crate::ruleset::fields::RequestField;

/// Form of the request, for the paths of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// Whether paths begin at the handover; otherwise at the case.
    from_handover: bool,
    /// Whether the kind of case was given by a contact reason.
    by_reason: bool,
    /// Whether the receiver was given by a resource string.
    by_resource: bool,
}

impl Paths {
    /// The paths of a request that is a case.
    #[must_use]
    pub fn of_case(case: &Case<'_>) -> Self {
        Self { from_handover: false, by_reason: by_reason(case), by_resource: false }
    }

    /// The paths of a request that is a handover.
    #[must_use]
    pub fn of_handover(handover: &Handover<'_>) -> Self {
        let by_resource = handover.to.as_ref().is_some_and(|to| to.resource.is_some());
        Self { from_handover: true, by_reason: by_reason(&handover.case), by_resource }
    }

    /// The paths of the recommendation for the request's case.
    pub(super) fn in_case(self) -> Self {
        Self { from_handover: false, by_resource: false, ..self }
    }

    /// The path of a field.
    pub(super) fn path(self, field: RequestField) -> &'static str {
        use RequestField as Field;
        let field = match field {
            Field::CaseType if self.by_reason => Field::ContactReason,
            Field::ToUnit | Field::ToRole | Field::ToCapability | Field::ToSpecialty
                if self.by_resource =>
            {
                Field::ToResource
            }
            other => other,
        };
        if self.from_handover { field.path() } else { field.path_in_case() }
    }
}

fn by_reason(case: &Case<'_>) -> bool {
    let blank = |name: &Option<Cow<'_, str>>| name.as_deref().is_none_or(|n| n.trim().is_empty());
    blank(&case.case_type) && !blank(&case.contact_reason)
}
