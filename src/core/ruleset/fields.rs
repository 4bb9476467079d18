//! The fields of a request, in one table: path, kind of value, whether it is required, labels.
//!
//! The shape of requests, limits of length, columns of recorded cases, questions, flags of the command line, the schema
//! of tests and the changes that a search makes to a request all follow from this table. A match on [`RequestField`]
//! keeps the types that JSON is read into ([`crate::wire::v1::Case`], [`crate::wire::v1::Handover`]) in step with it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kinds::{ACTIONS, Kind, STATES};

/// The kind of value that a field of a request holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A name of a list. One outside it is an error, or is accepted as `unlisted`.
    Name {
        /// The list.
        list: Kind,
        /// Whether a name outside the list is accepted.
        open: bool,
    },
    /// A contact reason: text that is looked up by its prefix.
    Reason,
    /// A resource string: the names of a receiver in one text.
    Resource,
    /// A method, or a word defined by the contract.
    Word(Kind),
    /// A priority.
    Priority,
    /// `true` or `false`; unknown if absent.
    Boolean,
    /// `true` or `false`; `false` if absent.
    Flag,
    /// A day.
    Day,
    /// Free text. It is searched for identity numbers, and otherwise not read.
    Text,
}

/// The longest resource string, in bytes.
pub const MAX_RESOURCE_BYTES: usize = 1_000;

/// The longest name that is read, in bytes. No list has one that long, so looking it up would waste time.
pub const MAX_NAME_BYTES: usize = 300;

impl FieldKind {
    /// The longest text of the field, in bytes; `None` if only the size of the request limits it.
    #[must_use]
    pub const fn max_bytes(self) -> Option<usize> {
        match self {
            Self::Name { .. } | Self::Reason | Self::Word(_) => Some(MAX_NAME_BYTES),
            Self::Resource => Some(MAX_RESOURCE_BYTES),
            Self::Priority | Self::Boolean | Self::Flag | Self::Day | Self::Text => None,
        }
    }
}

/// Description of a field of a request.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// The field as a dotted path from the handover.
    pub path: &'static str,
    /// Its values.
    pub kind: FieldKind,
    /// Whether a handover must have it.
    pub required: bool,
    /// Its labels in Swedish and in English, if the rule set defines none.
    pub called: (&'static str, &'static str),
    /// Its meaning, for authors of programs and command lines.
    pub meaning: &'static str,
}

/// The parts of a request that are objects, and whether a handover must have them.
pub const GROUPS: &[(&str, bool)] = &[("case", true), ("case.from", false), ("to", false)];

macro_rules! request_fields {
    ($($variant:ident = $path:literal, $kind:expr, $required:literal, ($sv:literal, $en:literal), $meaning:literal;)*) => {
        /// A field of a request.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum RequestField { $(#[doc = concat!("The field `", $path, "`.")] $variant,)* }

        impl RequestField {
            /// Every field, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The description of the field.
            #[must_use]
            pub const fn spec(self) -> &'static FieldSpec {
                match self {
                    $(Self::$variant => {
                        const SPEC: &FieldSpec = &FieldSpec {
                            path: $path,
                            kind: $kind,
                            required: $required,
                            called: ($sv, $en),
                            meaning: $meaning,
                        };
                        SPEC
                    })*
                }
            }
        }
    };
}

const fn name(list: Kind) -> FieldKind {
    FieldKind::Name { list, open: true }
}

const fn closed(list: Kind) -> FieldKind {
    FieldKind::Name { list, open: false }
}

request_fields! {
    CaseType = "case.case_type", name(Kind::CaseType), false, ("Ärendetyp", "Case type"),
        "Kind of case";
    CareLevel = "case.care_level", closed(Kind::CareLevel), false, ("Vårdnivå", "Care level"),
        "Care level of the receiver";
    Specialty = "case.specialty", name(Kind::Specialty), false, ("Specialitet", "Specialty"),
        "Specialty concerned";
    Unit = "case.unit", name(Kind::Unit), false, ("Mottagning", "Unit"),
        "Unit concerned";
    OriginalRole = "case.original_role", closed(Kind::Role), false,
        ("Rollen som ärendet kom in till", "The role that the case came in to"),
        "Role that the case first came in to";
    IncomingPriority = "case.priority", FieldKind::Priority, false,
        ("Prioritet när ärendet kom in", "Incoming priority"),
        "Priority that the case came in with";
    Accepted = "case.accepted", FieldKind::Flag, false,
        ("Ärendet är mottaget", "The case has been accepted"),
        "The sending unit has accepted the case";
    FromUnit = "case.from.unit", name(Kind::Unit), false,
        ("Avsändande mottagning", "Sending unit"),
        "Sending unit";
    SameProvider = "case.same_provider", FieldKind::Boolean, false,
        ("Samma vårdgivare", "The same care provider"),
        "Whether sender and receiver have the same care provider [default: by the directory]";
    At = "case.at", FieldKind::Day, false, ("Dag", "Day"),
        "Day that the answer is for";
    ContactReason = "case.contact_reason", FieldKind::Reason, false,
        ("Kontaktorsak", "Contact reason"),
        "Contact reason, used where the kind of case is left out";
    Action = "action", FieldKind::Word(Kind::Words(&ACTIONS)), false, ("Åtgärd", "Action"),
        "What is about to be done";
    Method = "method", FieldKind::Word(Kind::Method), false, ("Sätt att lämna över", "Method"),
        "How the case is handed over";
    ToUnit = "to.unit", name(Kind::Unit), false, ("Vald mottagning", "Chosen unit"),
        "Unit chosen";
    ToRole = "to.role", name(Kind::Role), false, ("Vald roll", "Chosen role"),
        "Role chosen";
    ToCapability = "to.capability", name(Kind::Capability), false,
        ("Vald kapabilitet", "Chosen capability"),
        "Capability chosen";
    ToSpecialty = "to.specialty", name(Kind::Specialty), false,
        ("Vald specialitet", "Chosen specialty"),
        "Specialty chosen";
    ToResource = "to.resource", FieldKind::Resource, false, ("Vald resurs", "Chosen resource"),
        "Resource chosen, as one string";
    Priority = "priority", FieldKind::Priority, true, ("Prioritet", "Priority"),
        "Priority chosen";
    RoleReason = "role_reason", FieldKind::Text, false,
        ("Skäl till annan roll", "Reason for another role"),
        "Why another role is chosen";
    Message = "message", FieldKind::Text, false, ("Meddelande", "Message"),
        "Message, or problem description";
    RelatedVisit = "related_visit", FieldKind::Flag, false,
        ("Det relaterade besöket är med", "The related visit is attached"),
        "The related visit is attached";
    CaseTextIncluded = "case_text_included", FieldKind::Boolean, false,
        ("Text ur ärendet är med", "Text from the case is included"),
        "Text of the case is pasted in";
    PatientInformed = "patient_informed", FieldKind::Boolean, false,
        ("Patienten är informerad", "The patient has been told"),
        "The patient has been told";
    PatientHasRead = "patient_has_read", FieldKind::Boolean, false,
        ("Patienten har läst", "The patient has read"),
        "The patient has read the last message";
    State = "state", FieldKind::Word(Kind::Words(&STATES)), false,
        ("Var förfrågan står", "Where the request stands"),
        "Where the request stands";
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

    /// The field as a dotted path from the handover.
    #[must_use]
    pub const fn path(self) -> &'static str {
        self.spec().path
    }

    /// The field as a dotted path from the case, if it is one of the case.
    #[must_use]
    pub fn path_in_case(self) -> &'static str {
        self.path().strip_prefix("case.").unwrap_or(self.path())
    }

    /// The command-line flag that states a field of a case, without its dashes: `case-type`, `from`.
    #[must_use]
    pub fn flag(self) -> String {
        let path = self.path_in_case();
        path.strip_suffix(".unit").unwrap_or(path).replace(['_', '.'], "-")
    }

    /// Whether the field belongs to a case.
    #[must_use]
    pub const fn is_of_case(self) -> bool {
        matches!(self.path().as_bytes(), [b'c', b'a', b's', b'e', b'.', ..])
    }

    /// Whether the field is a boolean of a handover, which checks may read as it is stated: one of [`Booleans`].
    #[must_use]
    pub const fn is_stated_boolean(self) -> bool {
        matches!(self.spec().kind, FieldKind::Boolean | FieldKind::Flag) && !self.is_of_case()
    }

    /// The list in which its names are looked up.
    #[must_use]
    pub fn list(self) -> Option<Kind> {
        match self.spec().kind {
            FieldKind::Name { list, .. } => Some(list),
            _ => None,
        }
    }

    /// Whether a name outside the list is accepted.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self.spec().kind, FieldKind::Name { open: true, .. })
    }

    /// The fields of a case.
    pub fn of_case() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|field| field.is_of_case())
    }

    /// The paths of all fields.
    pub fn paths() -> impl Iterator<Item = &'static str> + Clone {
        Self::ALL.iter().map(|field| field.path())
    }
}

/// The booleans that a handover states beside its case, by field: see [`RequestField::is_stated_boolean`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Booleans {
    known: u64,
    yes: u64,
}

// One bit for each field.
const _: () = assert!(RequestField::ALL.len() <= 64);

impl Booleans {
    /// No boolean.
    pub const NONE: Self = Self { known: 0, yes: 0 };

    /// The boolean of a field. One that is left out is `false` if the field is a flag, else unknown.
    #[must_use]
    pub const fn get(self, field: RequestField) -> Option<bool> {
        let bit = 1 << field as u64;
        if self.known & bit != 0 || matches!(field.spec().kind, FieldKind::Flag) {
            Some(self.yes & bit != 0)
        } else {
            None
        }
    }

    /// The same with the boolean of a field.
    #[must_use]
    pub const fn with(self, field: RequestField, value: Option<bool>) -> Self {
        let bit = 1 << field as u64;
        let (known, yes) = (self.known & !bit, self.yes & !bit);
        match value {
            None => Self { known, yes },
            Some(false) => Self { known: known | bit, yes },
            Some(true) => Self { known: known | bit, yes: yes | bit },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique_and_their_groups_known() {
        for &field in RequestField::ALL {
            assert_eq!(RequestField::at(field.path()), Some(field));
            if let Some((group, _)) = field.path().rsplit_once('.') {
                assert!(GROUPS.iter().any(|(known, _)| *known == group), "{field}");
            }
        }
    }

    #[test]
    fn names_are_looked_up_in_a_list() {
        for &field in RequestField::ALL {
            if let Some(kind) = field.list() {
                assert!(kind.list().is_some(), "{field}");
            }
        }
    }
    #[test]
    fn booleans_that_are_left_out_are_unknown_and_flags_false() {
        use RequestField::{PatientInformed as Informed, RelatedVisit as Flag};
        let booleans = Booleans::NONE;
        assert_eq!((booleans.get(Informed), booleans.get(Flag)), (None, Some(false)));
        let booleans = booleans.with(Informed, Some(true)).with(Flag, Some(true));
        assert_eq!((booleans.get(Informed), booleans.get(Flag)), (Some(true), Some(true)));
        let booleans = booleans.with(Informed, Some(false)).with(Flag, None);
        assert_eq!((booleans.get(Informed), booleans.get(Flag)), (Some(false), Some(false)));
    }
}
