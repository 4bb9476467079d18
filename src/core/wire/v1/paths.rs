//! The field of a finding is a path into the request as it was sent: a request may tell the kind of case
//! by a contact reason, and the receiver by one string.

use std::borrow::Cow;

use super::request::{Case, Handover};
use crate::ruleset::fields::RequestField;

/// How fields are named in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// From the handover; else from the case.
    from_handover: bool,
    /// The kind of case was told by a contact reason.
    by_reason: bool,
    /// The receiver was told by a resource string.
    by_resource: bool,
}

impl Paths {
    /// Those of a request that is a case.
    #[must_use]
    pub fn of_case(case: &Case<'_>) -> Self {
        Self { from_handover: false, by_reason: by_reason(case), by_resource: false }
    }

    /// Those of a request that is a handover.
    #[must_use]
    pub fn of_handover(handover: &Handover<'_>) -> Self {
        let by_resource = handover.to.as_ref().is_some_and(|to| to.resource.is_some());
        Self { from_handover: true, by_reason: by_reason(&handover.case), by_resource }
    }

    /// The same for what is recommended for the case of the request.
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
