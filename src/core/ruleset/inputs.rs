//! The inputs of every table, in one place: name, kind of value, the field of the request that it comes
//! from, and what it means.
//!
//! Rules decide; code only computes these plain features (see [`crate::engine`]). The JSON Schemas, the
//! lowering of cells and the questions asked of an incomplete case all read this list.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of values an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A case type, or `unlisted`.
    CaseType,
    /// A care level.
    CareLevel,
    /// A specialty, or `unlisted`.
    Specialty,
    /// A unit of the directory, or `unlisted`.
    Unit,
    /// A role of the vocabulary.
    Role,
    /// A capability of the vocabulary.
    Capability,
    /// A handover method of the rule set.
    Method,
    /// A priority of the scale.
    Priority,
    /// A day.
    Date,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Words(&'static [&'static str]),
}

/// An input of a table.
#[derive(Debug, Clone, Copy)]
pub struct InputSpec {
    /// Its name in rules.
    pub name: &'static str,
    /// Its values.
    pub kind: Kind,
    /// The field of a request that states it, as a dotted path from the handover; empty for derived features.
    pub field: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn input(
    name: &'static str,
    kind: Kind,
    field: &'static str,
    meaning: &'static str,
) -> InputSpec {
    InputSpec { name, kind, field, meaning }
}

/// What may be done (fixed by the contract).
pub const ACTIONS: &[&str] = &["hand_over", "receive", "cancel", "close"];
/// Where a request may stand (fixed by the contract).
pub const STATES: &[&str] =
    &["new", "pending", "accepted_by_receiver", "started", "answered", "closed"];
/// Whether a text is there.
pub const WRITTEN: &[&str] = &["written", "blank"];
/// Whether the recommendation names a role.
pub const GIVEN: &[&str] = &["given", "not_given", "absent"];
/// Whether the routing rule lets a person choose another role.
pub const OTHER_ROLE: &[&str] = &["with_reason", "not_allowed"];
/// What is chosen, against what is recommended.
pub const CHOSEN: &[&str] = &["recommended", "another", "unjudged", "absent"];
/// The chosen priority against the incoming one.
pub const CHANGE: &[&str] = &["same", "raised", "lowered", "absent"];
/// The chosen priority against the band that alerts.
pub const BAND: &[&str] = &["inside", "more_urgent", "less_urgent", "absent"];
/// Decisions, as invariants may name them.
pub const DECISIONS: &[&str] = &["allow", "warn", "manual", "refuse"];

const CASE_TYPE: InputSpec = input(
    "case_type",
    Kind::CaseType,
    "case.case_type",
    "kind of case, from the contact reason where it is left out",
);
const CARE_LEVEL: InputSpec =
    input("care_level", Kind::CareLevel, "case.care_level", "care level of the receiver");
const SPECIALTY: InputSpec = input(
    "specialty",
    Kind::Specialty,
    "case.specialty",
    "specialty concerned, or the care level's default",
);
const UNIT: InputSpec = input("unit", Kind::Unit, "case.unit", "unit concerned");
const FROM_UNIT: InputSpec = input("from_unit", Kind::Unit, "case.from.unit", "sending unit");
const AT: InputSpec = input("at", Kind::Date, "case.at", "the day that the answer is for");
const PRIORITY: InputSpec = input("priority", Kind::Priority, "priority", "the chosen priority");
const SAME_PROVIDER: InputSpec = input(
    "same_provider",
    Kind::Boolean,
    "case.same_provider",
    "sender and receiver have the same care provider",
);
const ACCEPTED: InputSpec =
    input("accepted", Kind::Boolean, "case.accepted", "the sender has accepted the case");
const METHOD: InputSpec = input("method", Kind::Method, "method", "how the case is handed over");
const ACTION: InputSpec =
    input("action", Kind::Words(ACTIONS), "action", "what is about to be done");
const STATE: InputSpec = input("state", Kind::Words(STATES), "state", "where the request stands");

/// The routing table's inputs. Validity dates become conditions on `at`; a local rule's unit becomes
/// conditions on `unit` and `from_unit`.
pub const ROUTING: &[InputSpec] = &[CASE_TYPE, CARE_LEVEL, SPECIALTY, UNIT, FROM_UNIT, AT];
/// Those of [`ROUTING`] that rules may name.
pub const ROUTING_WRITTEN: &[InputSpec] = &[CASE_TYPE, CARE_LEVEL, SPECIALTY, UNIT];
/// The priority table's input.
pub const PRIORITIES: &[InputSpec] = &[PRIORITY];
/// What a method may require.
pub const METHODS: &[InputSpec] = &[SAME_PROVIDER, ACCEPTED, STATE];
/// The inputs of procedures and templates.
pub const PROCEDURES: &[InputSpec] = &[METHOD, ACTION, STATE];
/// The input of lifecycles.
pub const LIFECYCLES: &[InputSpec] = &[METHOD];

macro_rules! check_inputs {
    ($($variant:ident = $spec:expr;)*) => {
        /// The inputs of the checks, in the order of their table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CheckInput { $(#[doc = concat!("The input `", stringify!($variant), "`.")] $variant,)* }

        /// The specification of each [`CheckInput`].
        pub const CHECKS: &[InputSpec] = &[$($spec,)*];
    };
}

check_inputs! {
    Action = ACTION;
    Method = METHOD;
    State = STATE;
    CaseType = CASE_TYPE;
    CareLevel = CARE_LEVEL;
    Specialty = SPECIALTY;
    Priority = PRIORITY;
    SameProvider = SAME_PROVIDER;
    Accepted = ACCEPTED;
    RelatedVisit = input("related_visit", Kind::Boolean, "related_visit", "the related visit is attached");
    CaseTextIncluded = input("case_text_included", Kind::Boolean, "case_text_included", "text of the case is pasted in");
    PatientInformed = input("patient_informed", Kind::Boolean, "patient_informed", "the patient has been told");
    PatientHasRead = input("patient_has_read", Kind::Boolean, "patient_has_read", "the patient has read the last message");
    Message = input("message", Kind::Words(WRITTEN), "message", "whether there is a message");
    RoleReason = input("role_reason", Kind::Words(WRITTEN), "role_reason", "whether a reason for another role is given");
    RecommendedRole = input("recommended_role", Kind::Words(GIVEN), "", "whether the recommendation names a role");
    OtherRole = input("other_role", Kind::Words(OTHER_ROLE), "", "whether the routing rule lets a person choose another role");
    ChosenUnit = input("chosen_unit", Kind::Words(CHOSEN), "to.unit", "the chosen unit against the recommended one");
    ChosenRole = input("chosen_role", Kind::Words(CHOSEN), "to.role", "the chosen role and capability against the recommended ones");
    ChosenSpecialty = input("chosen_specialty", Kind::Words(CHOSEN), "to.specialty", "the chosen specialty against the recommended one");
    OwnUnit = input("own_unit", Kind::Boolean, "", "sender and receiver are the same unit");
    PriorityChange = input("priority_change", Kind::Words(CHANGE), "priority", "the chosen priority against the incoming one");
    PriorityListed = input("priority_listed", Kind::Boolean, "priority", "the governing document says something about the priority");
    SmsBand = input("sms_band", Kind::Words(BAND), "priority", "the chosen priority against the band that alerts");
    SourceExpired = input("source_expired", Kind::Boolean, "case.at", "the governing document is past its last day");
}

/// The lists of fields that a check may go through (`first_of`, `for_each`), with what they hold.
pub const FIELD_LISTS: &[(&str, &str)] = &[
    ("missing_fields", "fields that could still change the outcome, and those that a check needs"),
    ("unknown_specialties", "fields with a specialty that is not in the vocabulary"),
    ("unlisted_units", "fields with a unit that is not in the directory on the day"),
    ("fields_with_identity_number", "fields with a Swedish identity number in free text"),
];

macro_rules! request_fields {
    ($($variant:ident = $path:literal;)*) => {
        /// A field of a request: what `fields` and a check's `field` may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum RequestField { $(#[doc = concat!("The field `", $path, "`.")] $variant,)* }

        impl RequestField {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The field as a dotted path from the handover.
            #[must_use]
            pub fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)* }
            }
        }

        /// The fields of a request, as dotted paths from the handover.
        pub const REQUEST_FIELDS: &[&str] = &[$($path,)*];
    };
}

request_fields! {
    CaseType = "case.case_type";
    CareLevel = "case.care_level";
    Specialty = "case.specialty";
    Unit = "case.unit";
    OriginalRole = "case.original_role";
    IncomingPriority = "case.priority";
    Accepted = "case.accepted";
    FromUnit = "case.from.unit";
    SameProvider = "case.same_provider";
    At = "case.at";
    ContactReason = "case.contact_reason";
    Action = "action";
    Method = "method";
    ToUnit = "to.unit";
    ToRole = "to.role";
    ToCapability = "to.capability";
    ToSpecialty = "to.specialty";
    ToResource = "to.resource";
    Priority = "priority";
    RoleReason = "role_reason";
    Message = "message";
    RelatedVisit = "related_visit";
    CaseTextIncluded = "case_text_included";
    PatientInformed = "patient_informed";
    PatientHasRead = "patient_has_read";
    State = "state";
}

impl fmt::Display for RequestField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl RequestField {
    /// The field with this dotted path from the handover.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.path() == path)
    }

    /// The field as a dotted path from the case, if it is one of the case.
    #[must_use]
    pub fn path_in_case(self) -> &'static str {
        self.path().strip_prefix("case.").unwrap_or(self.path())
    }
}

/// What invariants may name beside the inputs: the answers.
pub const ANSWERS: &[InputSpec] = &[
    input("decision", Kind::Words(DECISIONS), "", "the verdict's decision"),
    input("sms", Kind::Boolean, "", "the receiver is alerted by SMS"),
    input("role", Kind::Role, "", "the recommended role, `original` or `not_given`"),
    input("capability", Kind::Capability, "", "the recommended capability"),
    UNIT,
];

/// The position of an input in a list, by its name.
#[must_use]
pub fn position(list: &[InputSpec], name: &str) -> Option<usize> {
    list.iter().position(|spec| spec.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_inputs_stand_in_the_order_of_their_enumeration() {
        for (input, name) in [
            (CheckInput::Action, "action"),
            (CheckInput::SameProvider, "same_provider"),
            (CheckInput::RecommendedRole, "recommended_role"),
            (CheckInput::SourceExpired, "source_expired"),
        ] {
            assert_eq!(CHECKS[input as usize].name, name);
        }
    }

    #[test]
    fn names_are_unique_in_each_list() {
        for list in [ROUTING, PRIORITIES, METHODS, PROCEDURES, LIFECYCLES, CHECKS] {
            for (index, spec) in list.iter().enumerate() {
                assert_eq!(position(list, spec.name), Some(index), "{}", spec.name);
            }
        }
    }
}
