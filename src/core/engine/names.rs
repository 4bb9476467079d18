//! Names looked up in the lists of a rule set.

use super::case::Named;
use crate::ruleset::RuleSet;
use crate::ruleset::names::Words;

/// Looks up the case type that a contact reason stands for.
pub(super) fn contact_reason<'a>(rule_set: &RuleSet, reason: &'a str) -> Named<'a> {
    let found = rule_set.vocabulary.case_type_of_reason(reason);
    found.map_or(Named::Unlisted(reason), Named::Listed)
}

/// Looks up a name in a list.
pub(super) fn named<'a>(words: &Words, name: &'a str) -> Named<'a> {
    words.find(name).map_or(Named::Unlisted(name), Named::Listed)
}
