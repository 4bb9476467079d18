//! Variables: the parts of a request that may vary, and the points of those that are no input of a rule set.

#![expect(clippy::indexing_slicing, reason = "a constant, evaluated by the compiler")]

use handover_core::ruleset::fields::FieldKind;
use handover_core::ruleset::inputs::STATED_BOOLEANS;

macro_rules! variables {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A part of a request. Those that routing reads come first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::analysis) enum Var {
            $($(#[$doc])* $name,)*
            /// A boolean of the handover that a check input reads, by its position in [`STATED_BOOLEANS`].
            Stated(u8),
        }

        /// The variables that stand alone, numbered.
        enum Alone { $($name,)* }

        /// The number of variables that stand alone.
        const ALONE: usize = [$(Alone::$name),*].len();

        impl Var {
            /// Every variable, in order.
            pub(in crate::analysis) const ALL: [Self; ALONE + STATED_BOOLEANS.len()] = {
                let alone = [$(Self::$name),*];
                let mut all = [Self::Stated(0); _];
                let mut at = 0;
                while at < all.len() {
                    all[at] = if at < ALONE { alone[at] } else { Self::Stated((at - ALONE) as u8) };
                    at += 1;
                }
                all
            };

            /// Its position in [`Var::ALL`].
            pub(in crate::analysis) fn index(self) -> usize {
                match self {
                    $(Self::$name => Alone::$name as usize,)*
                    Self::Stated(position) => ALONE + usize::from(position),
                }
            }
        }
    };
}

variables! {
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
    /// Whether a contact reason goes on behind the one it is taken as.
    Continued,
    /// Whether a text holds an identity number.
    Identity,
}

impl Var {
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
                | Self::ToSpecialty
        ) || matches!(self, Self::Stated(position) if !is_flag(position))
    }
}

/// Whether a boolean is false where it is left out.
fn is_flag(position: u8) -> bool {
    let stated = STATED_BOOLEANS.get(usize::from(position));
    stated.is_some_and(|(_, field)| matches!(field.spec().kind, FieldKind::Flag))
}

/// The point of [`Var::ToSpecialty`] where the recommended specialty is chosen.
pub(in crate::analysis) const TO_RECOMMENDED: usize = 1;
/// The point where another is chosen than the one recommended.
pub(in crate::analysis) const TO_ANOTHER: usize = 2;
/// The point where the chosen one is not in the vocabulary.
pub(in crate::analysis) const TO_UNLISTED: usize = 3;
/// The point where one is chosen and none recommended.
pub(in crate::analysis) const TO_UNJUDGED: usize = 4;
