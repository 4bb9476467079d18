//! Inputs of the engine: cases and handovers whose names are looked up, with a day. Free text is the only text.

use jiff::civil::Date;

use crate::ruleset::fields::Booleans;

/// A word of a list, a name outside it, or no name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Named<'a> {
    /// No name is given.
    #[default]
    Absent,
    /// A word, by its index.
    Listed(u32),
    /// A name outside the list.
    Unlisted(&'a str),
}

impl<'a> Named<'a> {
    /// The word's index, if the name is in the list.
    #[must_use]
    pub fn listed(self) -> Option<u32> {
        match self {
            Self::Listed(index) => Some(index),
            Self::Absent | Self::Unlisted(_) => None,
        }
    }

    /// The name, if it is outside the list.
    #[must_use]
    pub fn unlisted(self) -> Option<&'a str> {
        match self {
            Self::Unlisted(name) => Some(name),
            Self::Absent | Self::Listed(_) => None,
        }
    }

    /// Whether no name is given.
    #[must_use]
    pub fn is_absent(self) -> bool {
        self == Self::Absent
    }
}

/// A case to route. All but the day may be absent.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Case type; where the request has only a contact reason, the type that the reason stands for.
    pub case_type: Named<'a>,
    /// Contact reason as written: free text, scanned for identity numbers.
    pub contact_reason: Option<&'a str>,
    /// The contact reason of the rule set that the written one continues, where the case type is from it.
    pub continued_reason: Option<u32>,
    /// Care level of the receiver.
    pub care_level: Option<u32>,
    /// Specialty concerned.
    pub specialty: Named<'a>,
    /// Unit concerned.
    pub unit: Named<'a>,
    /// The role that first received the case.
    pub original_role: Option<u32>,
    /// Incoming priority.
    pub priority: Option<i64>,
    /// Whether the sender has accepted the case.
    pub accepted: bool,
    /// Sending unit.
    pub from: Named<'a>,
    /// Whether sender and receiver have the same care provider; `None` asks the directory.
    pub same_provider: Option<bool>,
    /// The day that the answer is for.
    pub at: Date,
}

impl Case<'_> {
    /// A case with nothing but a day.
    #[must_use]
    pub fn on(at: Date) -> Self {
        Self {
            case_type: Named::Absent,
            contact_reason: None,
            continued_reason: None,
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

/// The action that a handover asks about, fixed by the contract. In the order of [`crate::ruleset::kinds::ACTIONS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Action {
    /// The sender hands the case over.
    #[default]
    HandOver,
    /// The receiver takes it.
    Receive,
    /// The sender takes it back.
    Cancel,
    /// The case is closed.
    Close,
}

impl Action {
    /// Every action, in order.
    pub const ALL: [Self; 4] = [Self::HandOver, Self::Receive, Self::Cancel, Self::Close];
}

/// The chosen receiver; each part may be absent.
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
    /// The resource string that the parts were read from, if any: free text, scanned for identity numbers.
    pub resource: Option<&'a str>,
}

/// The state that a request starts in, by its index in [`crate::ruleset::kinds::STATES`].
pub(super) const FIRST_STATE: u32 = 0;

/// A handover to validate.
#[derive(Debug, Clone, Copy)]
pub struct Handover<'a> {
    /// The case.
    pub case: Case<'a>,
    /// The action.
    pub action: Action,
    /// The method, by its index in the rule set.
    pub method: Option<usize>,
    /// The chosen receiver; absent parts are as recommended.
    pub to: Chosen<'a>,
    /// The chosen priority.
    pub priority: i64,
    /// Reason for choosing another role.
    pub role_reason: Option<&'a str>,
    /// Message, or problem description.
    pub message: Option<&'a str>,
    /// What else the request states as true or false.
    pub booleans: Booleans,
    /// The state of the request, by its index in [`crate::ruleset::kinds::STATES`].
    pub state: u32,
}
