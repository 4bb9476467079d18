//! Cases and handovers as the engine takes them: names looked up, a day, no text but what is free text.

use jiff::civil::Date;

/// A word of a closed list, a name outside it, or nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Named<'a> {
    /// Nothing is told.
    #[default]
    Absent,
    /// A word, by its index.
    Listed(u32),
    /// A name that the list does not have.
    Unlisted(&'a str),
}

impl<'a> Named<'a> {
    /// The word's index, if it is one of the list.
    #[must_use]
    pub fn listed(self) -> Option<u32> {
        match self {
            Self::Listed(index) => Some(index),
            Self::Absent | Self::Unlisted(_) => None,
        }
    }

    /// The name outside the list, if it is one.
    #[must_use]
    pub fn unlisted(self) -> Option<&'a str> {
        match self {
            Self::Unlisted(name) => Some(name),
            Self::Absent | Self::Listed(_) => None,
        }
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_absent(self) -> bool {
        self == Self::Absent
    }
}

/// What is asked about. Everything but the day may be left out.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Kind of case; where the request names only a contact reason, what that stands for.
    pub case_type: Named<'a>,
    /// The contact reason, if the request has one: free text, looked through for identity numbers.
    pub contact_reason: Option<&'a str>,
    /// Care level of the receiver.
    pub care_level: Option<u32>,
    /// Specialty concerned.
    pub specialty: Named<'a>,
    /// Unit concerned.
    pub unit: Named<'a>,
    /// The role that the case first came in to.
    pub original_role: Option<u32>,
    /// The priority that it came in with.
    pub priority: Option<i64>,
    /// The sender has accepted the case.
    pub accepted: bool,
    /// The sending unit.
    pub from: Named<'a>,
    /// Whether sender and receiver have the same care provider; `None` leaves it to the directory.
    pub same_provider: Option<bool>,
    /// The day that the answer is for.
    pub at: Date,
}

impl Case<'_> {
    /// A case of which nothing is told but the day.
    #[must_use]
    pub fn on(at: Date) -> Self {
        Self {
            case_type: Named::Absent,
            contact_reason: None,
            care_level: None,
            specialty: Named::Absent,
            unit: Named::Absent,
            original_role: None,
            priority: None,
            accepted: false,
            from: Named::Absent,
            same_provider: None,
            at,
        }
    }
}

/// What is about to be done (fixed by the contract). The order is that of
/// [`crate::ruleset::kinds::ACTIONS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Action {
    /// The sender hands the case over.
    #[default]
    HandOver,
    /// The receiver takes it.
    Receive,
    /// The sender takes it back.
    Cancel,
    /// A case is closed.
    Close,
}

impl Action {
    /// Every action, in order.
    pub const ALL: [Self; 4] = [Self::HandOver, Self::Receive, Self::Cancel, Self::Close];
}

/// The resource that is chosen; each part may be left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The unit.
    pub unit: Named<'a>,
    /// The role.
    pub role: Named<'a>,
    /// The capability.
    pub capability: Named<'a>,
    /// The specialty.
    pub specialty: Named<'a>,
    /// The string that the parts were read from, if they were: free text, looked through for identity numbers.
    pub resource: Option<&'a str>,
}

/// What someone is about to do.
#[derive(Debug, Clone, Copy)]
pub struct Handover<'a> {
    /// The case.
    pub case: Case<'a>,
    /// What is about to be done.
    pub action: Action,
    /// How, by the method's index in the rule set.
    pub method: Option<usize>,
    /// The receiver chosen; what is left out is as recommended.
    pub to: Chosen<'a>,
    /// The chosen priority.
    pub priority: i64,
    /// Why another role is chosen.
    pub role_reason: Option<&'a str>,
    /// Message, or problem description.
    pub message: Option<&'a str>,
    /// The related visit is attached.
    pub related_visit: bool,
    /// Text of the case is pasted in.
    pub case_text_included: Option<bool>,
    /// The patient has been told.
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    pub patient_has_read: Option<bool>,
    /// Where the request stands, by its index in [`crate::ruleset::kinds::STATES`].
    pub state: u32,
}
