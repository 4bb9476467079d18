//! The field of a finding is a path into the request as it was sent: a request may tell the kind of case
//! by a contact reason, and the receiver by one string.

use std::borrow::Cow;

use super::answer::Finding;
use super::request::{Case, Handover};

/// Makes the fields of a case's findings those of its request.
pub(super) fn of_case(case: &Case<'_>, findings: &mut [Finding]) {
    rename(case, "", findings);
}

/// Makes the fields of a handover's findings those of its request.
pub(super) fn of_handover(handover: &Handover<'_>, findings: &mut [Finding]) {
    rename(&handover.case, "case.", findings);
    if handover.to.as_ref().is_some_and(|to| to.resource.is_some()) {
        for finding in findings.iter_mut().filter(|finding| finding.field.starts_with("to.")) {
            "to.resource".clone_into(&mut finding.field);
        }
    }
}

fn rename(case: &Case<'_>, prefix: &str, findings: &mut [Finding]) {
    let blank =
        |name: &Option<Cow<'_, str>>| name.as_deref().is_none_or(|name| name.trim().is_empty());
    if !blank(&case.case_type) || blank(&case.contact_reason) {
        return;
    }
    let case_type = format!("{prefix}case_type");
    for finding in findings.iter_mut().filter(|finding| finding.field == case_type) {
        finding.field = format!("{prefix}contact_reason");
    }
}
