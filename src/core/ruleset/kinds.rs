//! Kinds of values of inputs and request fields, with labels: lists of a rule set, numbers, days, and words of the
//! contract.

use super::directory::Directory;
use super::names::Words;
use super::vocabulary::Vocabulary;
use crate::language::Lang;

/// A kind of value.
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
    /// One of these words of the contract.
    Words(&'static FixedWords),
}

/// A list of words that a rule set declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// The kind of its words.
    pub kind: Kind,
    /// Whether tables distinguish the words outside the list.
    pub open: bool,
    /// The section and key of its words in a rule set.
    pub written: (&'static str, &'static str),
    /// Its name in reports.
    pub name: &'static str,
    /// Labels of a single word in Swedish and in English.
    pub called: (&'static str, &'static str),
}

const fn list(
    kind: Kind,
    open: bool,
    written: (&'static str, &'static str),
    name: &'static str,
    called: (&'static str, &'static str),
) -> List {
    List { kind, open, written, name, called }
}

/// Every list of words that a rule set declares.
pub const LISTS: [List; 6] = [
    list(
        Kind::CaseType,
        true,
        ("vocabulary", "case_type"),
        "case_types",
        ("ärendetyp", "case type"),
    ),
    list(
        Kind::CareLevel,
        false,
        ("vocabulary", "care_level"),
        "care_levels",
        ("vårdnivå", "care level"),
    ),
    list(Kind::Role, false, ("vocabulary", "role"), "roles", ("roll", "role")),
    list(
        Kind::Capability,
        false,
        ("vocabulary", "capability"),
        "capabilities",
        ("kapabilitet", "capability"),
    ),
    list(
        Kind::Specialty,
        true,
        ("vocabulary", "specialty"),
        "specialties",
        ("specialitet", "specialty"),
    ),
    list(Kind::Unit, true, ("directory", "units"), "units", ("mottagning", "unit")),
];

impl Kind {
    /// The list with the words of this kind; `None` if no list of a rule set has them.
    #[must_use]
    pub fn list(self) -> Option<&'static List> {
        LISTS.iter().find(|list| list.kind == self)
    }
}

/// The words of a kind; `None` if no list of a rule set has them.
pub(super) fn words_of<'a>(
    vocabulary: &'a Vocabulary,
    directory: &'a Directory,
    kind: Kind,
) -> Option<&'a Words> {
    Some(match kind {
        Kind::CaseType => &vocabulary.case_types,
        Kind::CareLevel => &vocabulary.care_levels,
        Kind::Specialty => &vocabulary.specialties,
        Kind::Role => &vocabulary.roles,
        Kind::Capability => &vocabulary.capabilities,
        Kind::Unit => &directory.units,
        Kind::Method | Kind::Priority | Kind::Date | Kind::Boolean | Kind::Words(_) => return None,
    })
}

/// Words that the contract defines, in order, each with its label.
#[derive(Debug, PartialEq, Eq)]
pub struct FixedWords {
    /// The words as rules and requests write them.
    pub ids: &'static [&'static str],
    /// Labels of a single word in Swedish and in English.
    pub called: (&'static str, &'static str),
    labels: &'static [(&'static str, &'static str)],
}

impl FixedWords {
    /// The label of the word at an index.
    #[must_use]
    pub fn label(&self, index: u32, lang: Lang) -> Option<&'static str> {
        self.labels.get(index as usize).map(|&(sv, en)| lang.say(sv, en))
    }

    /// The word at an index.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<&'static str> {
        self.ids.get(index).copied()
    }

    /// The number of words.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

macro_rules! fixed_words {
    ($($(#[$doc:meta])* $name:ident ($one:literal, $one_en:literal) { $($id:literal: $sv:literal, $en:literal;)* })*) => {
        $($(#[$doc])* pub static $name: FixedWords =
            FixedWords { ids: &[$($id),*], called: ($one, $one_en), labels: &[$(($sv, $en)),*] };)*
    };
}

fixed_words! {
    /// Actions.
    ACTIONS ("åtgärd", "action") {
        "hand_over": "lämna över", "hand over";
        "receive": "ta emot", "receive";
        "cancel": "avbryt", "cancel";
        "close": "avsluta", "close";
    }
    /// States of a request. A lifecycle that follows the state has its own names for them.
    STATES ("tillstånd", "state") {
        "new": "inte skickad", "not sent";
        "pending": "väntar på mottagaren", "waits for the receiver";
        "accepted_by_receiver": "accepterad av mottagaren", "accepted by the receiver";
        "started": "påbörjad", "started";
        "answered": "besvarad", "answered";
        "closed": "avslutad", "closed";
    }
    /// Whether a text is written.
    WRITTEN ("text", "text") {
        "written": "ifyllt", "filled in";
        "blank": "tomt", "blank";
    }
    /// Whether the recommendation names a role.
    GIVEN ("besked om roll", "statement of a role") {
        "given": "anges", "given";
        "not_given": "anges inte", "not given";
        "absent": "inte avgjort", "undecided";
    }
    /// Whether the routing rule lets a person choose another role.
    OTHER_ROLE ("besked om annan roll", "statement of another role") {
        "with_reason": "får väljas med skäl", "may be chosen with a reason";
        "not_allowed": "får inte väljas", "may not be chosen";
    }
    /// The choice against the recommendation.
    CHOSEN ("val", "choice") {
        "recommended": "den rekommenderade", "the recommended one";
        "another": "en annan", "another one";
        "unjudged": "går inte att bedöma", "cannot be judged";
        "absent": "ingen vald", "none chosen";
    }
    /// The chosen priority against the incoming one.
    CHANGE ("ändring", "change") {
        "same": "samma", "the same";
        "raised": "höjd", "raised";
        "lowered": "sänkt", "lowered";
        "absent": "ingen inkommande", "no incoming one";
    }
    /// The chosen priority against the band that alerts.
    BAND ("läge", "position") {
        "inside": "bland dem", "among them";
        "more_urgent": "mer brådskande", "more urgent";
        "less_urgent": "mindre brådskande", "less urgent";
        "absent": "inte känt", "not known";
    }
    /// Decisions of verdicts.
    DECISIONS ("utfall", "decision") {
        "allow": "får göras", "allowed";
        "warn": "får göras, med varning", "allowed with a warning";
        "manual": "en person avgör", "a person decides";
        "refuse": "hindras", "refused";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::RuleSet;

    #[test]
    fn every_kind_with_words_of_a_rule_set_has_one_list() {
        let rule_set = RuleSet::embedded().unwrap();
        for kind in [
            Kind::CaseType,
            Kind::CareLevel,
            Kind::Specialty,
            Kind::Unit,
            Kind::Role,
            Kind::Capability,
            Kind::Method,
            Kind::Priority,
            Kind::Date,
            Kind::Boolean,
            Kind::Words(&STATES),
        ] {
            assert_eq!(kind.list().is_some(), rule_set.list(kind).is_some(), "{kind:?}");
        }
        assert!(LISTS.iter().all(|list| list.kind.list() == Some(list)));
    }

    #[test]
    fn fixed_words_are_called_something_else_than_their_id() {
        for words in
            [&ACTIONS, &STATES, &WRITTEN, &GIVEN, &OTHER_ROLE, &CHOSEN, &CHANGE, &BAND, &DECISIONS]
        {
            assert_eq!(words.ids.len(), words.labels.len());
            for (id, (sv, en)) in words.ids.iter().zip(words.labels) {
                assert!(sv != en && sv != id, "{id}");
            }
        }
    }
}
