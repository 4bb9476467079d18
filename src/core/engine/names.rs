//! Names looked up in the lists of a rule set.

use super::case::Named;
use crate::ruleset::RuleSet;
use crate::ruleset::names::Words;

/// Looks up the case type that a contact reason stands for, and the reason that it continues, if any.
pub(super) fn contact_reason<'a>(rule_set: &RuleSet, reason: &'a str) -> (Named<'a>, Option<u32>) {
    let found = rule_set.vocabulary.reasons.find(reason);
    found.map_or((Named::Unlisted(reason), None), |found| {
        (Named::Listed(found.case_type), found.continued.then_some(found.reason))
    })
}

/// Looks up a name in a list.
pub(super) fn named<'a>(words: &Words, name: &'a str) -> Named<'a> {
    words.find(name).map_or(Named::Unlisted(name), Named::Listed)
}
