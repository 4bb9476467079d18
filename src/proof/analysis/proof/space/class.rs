//! Numbers of classes, for truth values and for closed lists, whose words have a class each.

use super::super::set::Set;
use handover_core::engine::Action;

/// The class of false.
pub(in crate::analysis) const FALSE: usize = 1;
/// The class of true.
pub(in crate::analysis) const TRUE: usize = 2;

/// The class of a truth value.
pub(in crate::analysis) const fn truth(holds: bool) -> usize {
    if holds { TRUE } else { FALSE }
}

/// The class of a word of a closed list; class 0 is absence.
pub(in crate::analysis) const fn word(index: usize) -> usize {
    index + 1
}

/// The choice is the recommended one.
pub(in crate::analysis) const RECOMMENDED: usize = word(0);
/// The choice is another.
pub(in crate::analysis) const ANOTHER: usize = word(1);
/// Nothing is recommended to compare the choice with.
pub(in crate::analysis) const UNJUDGED: usize = word(2);
/// Nothing is chosen.
pub(in crate::analysis) const NOT_CHOSEN: usize = word(3);

/// The recommendation names a role.
pub(in crate::analysis) const GIVEN: usize = word(0);
/// The rules name none.
pub(in crate::analysis) const NOT_GIVEN: usize = word(1);
/// The role is open.
pub(in crate::analysis) const OPEN: usize = word(2);

/// A text is there.
pub(in crate::analysis) const WRITTEN: usize = word(0);
/// A text is blank.
pub(in crate::analysis) const BLANK: usize = word(1);

/// The chosen priority is the incoming one.
pub(in crate::analysis) const SAME: usize = word(0);
/// The chosen priority is more urgent.
pub(in crate::analysis) const RAISED: usize = word(1);
/// The chosen priority is less urgent.
pub(in crate::analysis) const LOWERED: usize = word(2);
/// There is no incoming priority.
pub(in crate::analysis) const NO_CHANGE: usize = word(3);

/// The case is handed over.
pub(in crate::analysis) const HAND_OVER: usize = word(Action::HandOver as usize);

/// The actions that need no method.
pub(in crate::analysis) fn without_method() -> Set {
    let bound = Action::ALL.len() + 1;
    Set::of(bound, [Action::Cancel, Action::Close].map(|action| word(action as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::ruleset::kinds::{
        CHANGE, CHOSEN, FixedWords, GIVEN as ROLES, WRITTEN as TEXTS,
    };

    #[test]
    fn classes_stand_in_the_order_of_their_words() {
        let class = |words: &FixedWords, name: &str| {
            word(words.ids.iter().position(|id| *id == name).unwrap())
        };
        assert_eq!(
            ["recommended", "another", "unjudged", "absent"].map(|name| class(&CHOSEN, name)),
            [RECOMMENDED, ANOTHER, UNJUDGED, NOT_CHOSEN]
        );
        assert_eq!(
            ["same", "raised", "lowered", "absent"].map(|name| class(&CHANGE, name)),
            [SAME, RAISED, LOWERED, NO_CHANGE]
        );
        assert_eq!(
            ["given", "not_given", "absent"].map(|name| class(&ROLES, name)),
            [GIVEN, NOT_GIVEN, OPEN]
        );
        assert_eq!(["written", "blank"].map(|name| class(&TEXTS, name)), [WRITTEN, BLANK]);
    }
}
