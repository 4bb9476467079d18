//! Correspondence between the words of two rule sets.
//!
//! A word after corresponds to the words before that its `was` names, as far as they exist; if none does, to the word
//! before with the same id. So
//!
//! - a word with a new id and `was: old` is the old word renamed;
//! - a word whose `was` names several is those words merged;
//! - an old word that several words name is split into them: each is compared with the old word's answers;
//! - a word that names none, and whose id is new, is added; an old word without counterpart is removed. Cases with
//!   them are compared with the other side's answers to words outside its list.

use handover_core::ruleset::RuleSet;
use handover_core::ruleset::kinds::{Kind, LISTS, List};
use handover_core::ruleset::names::{Word, Words};
use handover_matcher::Pair;

/// The correspondence between the words of one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    pairs: Vec<Pair>,
}

/// A change of the words of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordChange {
    /// A new word.
    Added(u32),
    /// A removed word.
    Removed(u32),
    /// A word with a new id.
    Renamed {
        /// The word before.
        before: u32,
        /// The word after.
        after: u32,
    },
    /// Words merged into one.
    Merged {
        /// The words before.
        before: Vec<u32>,
        /// The word after.
        after: u32,
    },
    /// A word split into several.
    Split {
        /// The word before.
        before: u32,
        /// The words after.
        after: Vec<u32>,
    },
}

impl Matching {
    /// The matching of two lists of words.
    #[must_use]
    pub fn new(before: &Words, after: &Words) -> Self {
        let olds = |word: &Word| {
            let named: Vec<u32> = word.was.iter().filter_map(|id| before.by_id(id)).collect();
            if named.is_empty() { before.by_id(&word.id).into_iter().collect() } else { named }
        };
        let mut pairs = Vec::new();
        for (at, word) in (0..).zip(after.all()) {
            let olds = olds(word);
            if olds.is_empty() {
                pairs.push(Pair { before: None, after: Some(at) });
            }
            pairs.extend(olds.into_iter().map(|old| Pair { before: Some(old), after: Some(at) }));
        }
        for old in (0..).take(before.all().len()) {
            if pairs.iter().all(|pair| pair.before != Some(old)) {
                pairs.push(Pair { before: Some(old), after: None });
            }
        }
        Self { pairs }
    }

    /// The pairs, those of words after first.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Whether a word before and one after correspond.
    #[must_use]
    pub fn alike(&self, before: u32, after: u32) -> bool {
        self.pairs.contains(&Pair { before: Some(before), after: Some(after) })
    }

    /// Whether two optional words correspond.
    #[must_use]
    pub fn both_alike(&self, before: Option<u32>, after: Option<u32>) -> bool {
        match (before, after) {
            (Some(before), Some(after)) => self.alike(before, after),
            (None, None) => true,
            _ => false,
        }
    }

    fn after_of(&self, before: u32) -> Vec<u32> {
        let own = self.pairs.iter().filter(|pair| pair.before == Some(before));
        own.filter_map(|pair| pair.after).collect()
    }

    fn before_of(&self, after: u32) -> Vec<u32> {
        let own = self.pairs.iter().filter(|pair| pair.after == Some(after));
        own.filter_map(|pair| pair.before).collect()
    }

    /// The single word after that corresponds to this one, if it corresponds to no other.
    #[must_use]
    pub fn renamed(&self, before: u32) -> Option<u32> {
        let [after] = self.after_of(before)[..] else { return None };
        (self.before_of(after).len() == 1).then_some(after)
    }

    /// The changes of the words.
    #[must_use]
    pub fn changes(&self, before: &Words, after: &Words) -> Vec<WordChange> {
        let mut changes = Vec::new();
        for (at, word) in (0..).zip(after.all()) {
            match self.before_of(at)[..] {
                [] => changes.push(WordChange::Added(at)),
                [old] => {
                    let other_id = before.get(old).is_some_and(|other| other.id != word.id);
                    if other_id && self.after_of(old).len() == 1 {
                        changes.push(WordChange::Renamed { before: old, after: at });
                    }
                }
                ref olds => {
                    changes.push(WordChange::Merged { before: olds.to_vec(), after: at });
                }
            }
        }
        for old in (0..).take(before.all().len()) {
            match self.after_of(old)[..] {
                [] => changes.push(WordChange::Removed(old)),
                [_] => {}
                ref parts => {
                    changes.push(WordChange::Split { before: old, after: parts.to_vec() });
                }
            }
        }
        changes
    }
}

/// The correspondence between the words of two rule sets, list by list.
#[derive(Debug, Clone, Default)]
pub struct Correspondence {
    lists: Vec<Matching>,
}

impl Correspondence {
    /// The correspondence of two rule sets.
    #[must_use]
    pub fn new(before: &RuleSet, after: &RuleSet) -> Self {
        let matching = |list: &List| match (before.list(list.kind), after.list(list.kind)) {
            (Some(before), Some(after)) => Matching::new(before, after),
            _ => Matching::default(),
        };
        Self { lists: LISTS.iter().map(matching).collect() }
    }

    /// The matching of a kind's words; empty if no list of a rule set has them.
    #[must_use]
    pub fn list(&self, kind: Kind) -> &Matching {
        const NONE: &Matching = &Matching { pairs: Vec::new() };
        self.of(kind).unwrap_or(NONE)
    }

    /// The matching of a kind's words; `None` if no list of a rule set has them.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&Matching> {
        let at = LISTS.iter().position(|list| list.kind == kind)?;
        self.lists.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::language::text;

    fn words(list: &[(&str, &[&str])]) -> Words {
        let mut words = Words::default();
        for (id, was) in list {
            let was = was.iter().map(|&id| id.to_owned()).collect();
            let taken =
                words.add(Word { id: (*id).to_owned(), label: text(*id, *id), also: vec![], was });
            assert!(taken.is_empty());
        }
        words
    }

    #[test]
    fn words_are_renamed_split_merged_added_and_removed() {
        let before = words(&[("a", &[]), ("b", &[]), ("c", &[]), ("d", &[]), ("e", &[])]);
        let after = words(&[
            ("a", &[]),
            ("bb", &["b"]),
            ("cd", &["c", "d"]),
            ("e1", &["e"]),
            ("e2", &["e"]),
            ("new", &["gone"]),
        ]);
        let matching = Matching::new(&before, &after);
        assert_eq!(
            matching.changes(&before, &after),
            [
                WordChange::Renamed { before: 1, after: 1 },
                WordChange::Merged { before: vec![2, 3], after: 2 },
                WordChange::Added(5),
                WordChange::Split { before: 4, after: vec![3, 4] },
            ]
        );
        assert_eq!(
            (matching.renamed(1), matching.renamed(2), matching.renamed(4)),
            (Some(1), None, None)
        );
        assert_eq!(Matching::new(&after, &after).changes(&after, &after), []);
        let gone = Matching::new(&after, &words(&[("a", &[])]));
        assert!(gone.changes(&after, &words(&[("a", &[])])).contains(&WordChange::Removed(5)));
    }

    #[test]
    fn a_part_that_is_split_off_leaves_the_rest_under_its_id() {
        let before = words(&[("a", &[])]);
        let after = words(&[("a", &[]), ("part", &["a"])]);
        let matching = Matching::new(&before, &after);
        assert!(matching.alike(0, 0) && matching.alike(0, 1));
        assert_eq!(
            matching.changes(&before, &after),
            [WordChange::Split { before: 0, after: vec![0, 1] }]
        );
    }
}
