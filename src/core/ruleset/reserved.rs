//! The words of the language of rules that stand where a word of a list may stand.

use handover_matcher::UNLISTED;

/// The condition that always holds.
pub const ALWAYS: &str = "always";

/// The words that a part of a rule's target, or of an answer, may have besides those of its list.
const SPECIAL: &[(&str, &[&str])] = &[
    ("unit", &["concerned"]),
    ("role", &["original", "not_given"]),
    ("specialty", &["concerned"]),
];

/// The words of conditions on any list.
const OF_CONDITIONS: &[&str] = &[UNLISTED, ALWAYS, "absent"];

/// The words that a part of a rule's target may have besides those of its list.
pub(super) fn special_target(part: &str) -> &'static [&'static str] {
    SPECIAL.iter().find(|(known, _)| *known == part).map_or(&[], |(_, words)| words)
}

/// Whether the language itself uses a word, so that it cannot be the id of anything.
pub(super) fn is_reserved(id: &str) -> bool {
    OF_CONDITIONS.contains(&id) || SPECIAL.iter().any(|(_, words)| words.contains(&id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::invariants::{special, specs};

    #[test]
    fn whatever_conditions_may_name_besides_words_is_reserved() {
        for spec in specs() {
            assert!(special(spec.name).iter().all(|word| is_reserved(word)), "{}", spec.name);
        }
    }
}
