//! The inputs of every table: name, kind of value, the request field that states it, labels and meaning.
//!
//! Rules decide; code only computes these plain features (see [`crate::engine`]). The JSON Schemas, the lowering of
//! cells, the lexicon and the questions asked about an incomplete case all use this list.

#![expect(clippy::indexing_slicing, reason = "constants, evaluated by the compiler")]

use super::fields::RequestField;
use super::kinds::{
    ACTIONS, BAND, CHANGE, CHOSEN, DECISIONS, GIVEN, Kind, OTHER_ROLE, STATES, WRITTEN,
};

/// An input of a table.
#[derive(Debug, Clone, Copy)]
pub struct InputSpec {
    /// Its name in rules.
    pub name: &'static str,
    /// Its values.
    pub kind: Kind,
    /// The field of a request that states it, or from which it is derived.
    pub field: Option<RequestField>,
    /// Labels of a derived input in Swedish and in English. A stated input has the labels of its field.
    pub called: Option<(&'static str, &'static str)>,
    /// Its meaning.
    pub meaning: &'static str,
}

/// An input that a field of the request states.
const fn stated(
    name: &'static str,
    kind: Kind,
    field: RequestField,
    meaning: &'static str,
) -> InputSpec {
    InputSpec { name, kind, field: Some(field), called: None, meaning }
}

/// An input computed from one or more fields.
const fn derived(
    name: &'static str,
    kind: Kind,
    field: Option<RequestField>,
    called: (&'static str, &'static str),
    meaning: &'static str,
) -> InputSpec {
    InputSpec { name, kind, field, called: Some(called), meaning }
}

const CASE_TYPE: InputSpec = stated(
    "case_type",
    Kind::CaseType,
    RequestField::CaseType,
    "kind of case, from the contact reason where it is left out",
);
const CARE_LEVEL: InputSpec =
    stated("care_level", Kind::CareLevel, RequestField::CareLevel, "care level of the receiver");
const SPECIALTY: InputSpec = stated(
    "specialty",
    Kind::Specialty,
    RequestField::Specialty,
    "specialty concerned, or the care level's default",
);
const UNIT: InputSpec = stated("unit", Kind::Unit, RequestField::Unit, "unit concerned");
const FROM_UNIT: InputSpec =
    stated("from_unit", Kind::Unit, RequestField::FromUnit, "sending unit");
const AT: InputSpec = stated("at", Kind::Date, RequestField::At, "the day that the answer is for");
const PRIORITY: InputSpec =
    stated("priority", Kind::Priority, RequestField::Priority, "the chosen priority");
const SAME_PROVIDER: InputSpec = stated(
    "same_provider",
    Kind::Boolean,
    RequestField::SameProvider,
    "sender and receiver have the same care provider",
);
const ACCEPTED: InputSpec =
    stated("accepted", Kind::Boolean, RequestField::Accepted, "the sender has accepted the case");
const METHOD: InputSpec =
    stated("method", Kind::Method, RequestField::Method, "how the case is handed over");
const ACTION: InputSpec =
    stated("action", Kind::Words(&ACTIONS), RequestField::Action, "what is about to be done");
const STATE: InputSpec =
    stated("state", Kind::Words(&STATES), RequestField::State, "where the request stands");

/// The routing table's inputs, those that rules may name first. Validity dates become conditions on `at`; a local rule's
/// unit becomes conditions on `unit` and `from_unit`.
pub const ROUTING: &[InputSpec] = &[CASE_TYPE, CARE_LEVEL, SPECIALTY, UNIT, FROM_UNIT, AT];
/// Those of [`ROUTING`] that rules may name.
pub const ROUTING_WRITTEN: &[InputSpec] = ROUTING.split_at(4).0;
/// The priority table's input.
pub const PRIORITIES: &[InputSpec] = &[PRIORITY];
/// The inputs that a method may require.
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
    RelatedVisit = stated("related_visit", Kind::Boolean, RequestField::RelatedVisit, "the related visit is attached");
    CaseTextIncluded = stated("case_text_included", Kind::Boolean, RequestField::CaseTextIncluded, "text of the case is pasted in");
    PatientInformed = stated("patient_informed", Kind::Boolean, RequestField::PatientInformed, "the patient has been told");
    PatientHasRead = stated("patient_has_read", Kind::Boolean, RequestField::PatientHasRead, "the patient has read the last message");
    Message = stated("message", Kind::Words(&WRITTEN), RequestField::Message, "whether there is a message");
    RoleReason = stated("role_reason", Kind::Words(&WRITTEN), RequestField::RoleReason, "whether a reason for another role is given");
    RecommendedRole = derived("recommended_role", Kind::Words(&GIVEN), None, ("Roll enligt reglerna", "Role by the rules"), "whether the recommendation names a role");
    OtherRole = derived("other_role", Kind::Words(&OTHER_ROLE), None, ("Annan roll", "Another role"), "whether the routing rule lets a person choose another role");
    ChosenUnit = derived("chosen_unit", Kind::Words(&CHOSEN), Some(RequestField::ToUnit), ("Vald mottagning", "Chosen unit"), "the chosen unit against the recommended one");
    ChosenRole = derived("chosen_role", Kind::Words(&CHOSEN), Some(RequestField::ToRole), ("Vald roll", "Chosen role"), "the chosen role and capability against the recommended ones");
    ChosenSpecialty = derived("chosen_specialty", Kind::Words(&CHOSEN), Some(RequestField::ToSpecialty), ("Vald specialitet", "Chosen specialty"), "the chosen specialty against the recommended one");
    OwnUnit = derived("own_unit", Kind::Boolean, None, ("Inom samma enhet", "Within the same unit"), "sender and receiver are the same unit");
    PriorityChange = derived("priority_change", Kind::Words(&CHANGE), Some(RequestField::Priority), ("Prioriteten mot den inkomna", "Priority against the incoming one"), "the chosen priority against the incoming one");
    PriorityListed = derived("priority_listed", Kind::Boolean, Some(RequestField::Priority), ("Det styrande dokumentet nämner prioriteten", "The governing document mentions the priority"), "the governing document says something about the priority");
    SmsBand = derived("sms_band", Kind::Words(&BAND), Some(RequestField::Priority), ("Prioriteten mot dem som ger sms", "Priority against those that alert"), "the chosen priority against the band that alerts");
    SourceExpired = derived("source_expired", Kind::Boolean, Some(RequestField::At), ("Det styrande dokumentet har gått ut", "The governing document has expired"), "the document that the answer rests on is past its last day");
    SourceNotYetValid = derived("source_not_yet_valid", Kind::Boolean, Some(RequestField::At), ("Det styrande dokumentet gäller inte än", "The governing document is not valid yet"), "the document that the answer rests on has not reached its first day");
}

/// The check inputs that are booleans of a handover as stated: positions in [`CHECKS`], and the fields.
pub const STATED_BOOLEANS: [(usize, RequestField); count_booleans()] = {
    let mut found = [(0, RequestField::Action); _];
    let (mut at, mut input) = (0, 0);
    while input < CHECKS.len() {
        if let Some(field) = stated_boolean(&CHECKS[input]) {
            found[at] = (input, field);
            at += 1;
        }
        input += 1;
    }
    found
};

const fn count_booleans() -> usize {
    let (mut count, mut input) = (0, 0);
    while input < CHECKS.len() {
        count += stated_boolean(&CHECKS[input]).is_some() as usize;
        input += 1;
    }
    count
}

/// The field of a check input that is a boolean of a handover as stated.
const fn stated_boolean(spec: &InputSpec) -> Option<RequestField> {
    match (spec.kind, spec.field, spec.called) {
        (Kind::Boolean, Some(field), None) if field.is_stated_boolean() => Some(field),
        _ => None,
    }
}

/// The lists of fields that a check may iterate over (`first_of`, `for_each`), with their contents.
pub const FIELD_LISTS: &[(&str, &str)] = &[
    ("missing_fields", "fields that could still change the outcome, and those that a check needs"),
    ("unknown_specialties", "fields with a specialty that is not in the vocabulary"),
    ("unlisted_units", "fields with a unit that is not in the directory"),
    ("fields_with_identity_number", "fields with a Swedish identity number in free text"),
    (
        "closed_receivers",
        "fields with a receiver that is in the directory, but not on the day: the unit concerned or recommended, the chosen one",
    ),
    ("closed_senders", "fields with a sender that is in the directory, but not on the day"),
    (
        "continued_reasons",
        "fields with a contact reason that goes on behind the one it is taken as",
    ),
];

/// The answers, which invariants may name besides the inputs.
pub const ANSWERS: &[InputSpec] = &[
    derived(
        "decision",
        Kind::Words(&DECISIONS),
        None,
        ("Utfall", "Decision"),
        "the verdict's decision",
    ),
    derived(
        "sms",
        Kind::Boolean,
        None,
        ("Sms till mottagaren", "SMS to the receiver"),
        "the receiver is alerted by SMS",
    ),
    derived(
        "role",
        Kind::Role,
        None,
        ("Rekommenderad roll", "Recommended role"),
        "the recommended role, `original` or `not_given`",
    ),
    derived(
        "capability",
        Kind::Capability,
        None,
        ("Rekommenderad kapabilitet", "Recommended capability"),
        "the recommended capability",
    ),
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
