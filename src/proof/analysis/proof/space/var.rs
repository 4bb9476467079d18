//! Variables: the parts of a request that may vary, and the points of those that are no input of a rule set.

/// A part of a request. Those that routing reads come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analysis) enum Var {
    /// The case type.
    CaseType,
    /// The care level.
    CareLevel,
    /// The specialty that the request states; a care level may have a default in its place.
    Specialty,
    /// The unit concerned.
    Unit,
    /// The sending unit.
    From,
    /// The day.
    At,
    /// The role that had the case.
    OriginalRole,
    /// The unit chosen as receiver.
    ToUnit,
    /// Whether the provider is the same, as stated or by the directory.
    Provider,
    /// The action.
    Action,
    /// The method.
    Method,
    /// The state of the request.
    State,
    /// Whether the sender has accepted the case.
    Accepted,
    /// Whether the related visit is attached.
    RelatedVisit,
    /// Whether text of the case is pasted in.
    CaseText,
    /// Whether the patient has been informed.
    Informed,
    /// Whether the patient has read the last message.
    HasRead,
    /// Whether there is a message.
    Message,
    /// Whether there is a reason for another role.
    Reason,
    /// The chosen priority.
    Priority,
    /// The chosen priority, compared with the incoming one.
    Change,
    /// The chosen role and capability, compared with those recommended.
    ChosenRole,
    /// The chosen specialty, compared with the recommended one.
    ToSpecialty,
    /// Whether a text holds an identity number.
    Identity,
}

impl Var {
    /// Every variable, in order.
    pub(in crate::analysis) const ALL: [Self; 24] = [
        Self::CaseType,
        Self::CareLevel,
        Self::Specialty,
        Self::Unit,
        Self::From,
        Self::At,
        Self::OriginalRole,
        Self::ToUnit,
        Self::Provider,
        Self::Action,
        Self::Method,
        Self::State,
        Self::Accepted,
        Self::RelatedVisit,
        Self::CaseText,
        Self::Informed,
        Self::HasRead,
        Self::Message,
        Self::Reason,
        Self::Priority,
        Self::Change,
        Self::ChosenRole,
        Self::ToSpecialty,
        Self::Identity,
    ];

    /// Whether a request may do without the part; its point 0 is then absence.
    pub(in crate::analysis) fn may_be_absent(self) -> bool {
        matches!(
            self,
            Self::CaseType
                | Self::CareLevel
                | Self::Specialty
                | Self::Unit
                | Self::From
                | Self::OriginalRole
                | Self::ToUnit
                | Self::Provider
                | Self::Method
                | Self::CaseText
                | Self::Informed
                | Self::HasRead
                | Self::ToSpecialty
        )
    }
}

/// The point of [`Var::ToSpecialty`] where the recommended specialty is chosen.
pub(in crate::analysis) const TO_RECOMMENDED: usize = 1;
/// The point where another is chosen than the one recommended.
pub(in crate::analysis) const TO_ANOTHER: usize = 2;
/// The point where the chosen one is not in the vocabulary.
pub(in crate::analysis) const TO_UNLISTED: usize = 3;
/// The point where one is chosen and none recommended.
pub(in crate::analysis) const TO_UNJUDGED: usize = 4;
