//! Contact reasons: what patients choose when they write, and the case types that the reasons stand for.

use serde::{Deserialize, Serialize};

use super::names::is_near;
use crate::language::name::normalise;
use crate::language::near::MAX_COMPARED;

/// A contact reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactReason {
    /// The reason as written.
    pub name: String,
    /// The case type that it stands for.
    pub case_type: u32,
    /// The reason in the form of comparison.
    compared: String,
}

/// The contact reason that a stated one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonMatch {
    /// Index of the reason.
    pub reason: u32,
    /// The case type that it stands for.
    pub case_type: u32,
    /// Whether the stated reason goes on behind it in words, where narrower reasons do so too.
    pub continued: bool,
}

/// The contact reasons of a rule set, longest first. Only the reasons are stored in compiled files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactReasons {
    all: Vec<ContactReason>,
}

/// The least length of a word, in characters, that tells one reason from another. Shorter ones are such as `på`.
const TELLING_WORD: usize = 4;
/// How many words of a continuation are looked at.
const WORDS_LOOKED_AT: usize = 20;

impl ContactReasons {
    /// The reasons, longest first.
    #[must_use]
    pub fn all(&self) -> &[ContactReason] {
        &self.all
    }

    /// Adds a reason. Returns `false` where one that reads alike is there already.
    pub(super) fn add(&mut self, name: &str, case_type: u32) -> bool {
        let compared = normalise(name).into_owned();
        let order = |known: &ContactReason| {
            compared.len().cmp(&known.compared.len()).then_with(|| known.compared.cmp(&compared))
        };
        let found = self.all.binary_search_by(order);
        let at = found.unwrap_or_else(|at| at);
        self.all.insert(at, ContactReason { name: name.to_owned(), case_type, compared });
        found.is_err()
    }

    /// The reason that a stated one is. A reason covers those that go on behind it at a word's end, and the longest one decides.
    ///
    /// Where narrower reasons go on behind it too, one that resembles theirs is neither, since only a person can tell which is
    /// meant, and any other continuation in words is told.
    #[must_use]
    pub fn find(&self, stated: &str) -> Option<ReasonMatch> {
        let stated = normalise(stated);
        let (reason, (known, rest)) = (0..).zip(&self.all).find_map(|(index, known)| {
            let rest = stated.strip_prefix(known.compared.as_str())?;
            at_word_end(rest).then_some((index, (known, rest)))
        })?;
        let mut narrower = self.narrower(known).peekable();
        let continued = rest.chars().any(char::is_alphabetic) && narrower.peek().is_some();
        let unclear = narrower.any(|narrower| narrower.is_resembled_by(known, rest));
        let case_type = known.case_type;
        (!unclear).then_some(ReasonMatch { reason, case_type, continued })
    }

    /// The reasons that go on behind this one and stand for another case type.
    fn narrower<'a>(&'a self, wide: &'a ContactReason) -> impl Iterator<Item = &'a ContactReason> {
        self.all.iter().filter(|narrow| {
            narrow.case_type != wide.case_type
                && narrow.compared.strip_prefix(&wide.compared).is_some_and(at_word_end)
        })
    }

    /// The reasons most similar to a stated one, as written, the most similar first, at most `limit`.
    #[must_use]
    pub fn near(&self, stated: &str, limit: usize) -> Vec<&str> {
        if stated.len() > MAX_COMPARED {
            return Vec::new();
        }
        let stated = normalise(stated);
        let similarity = |known: &ContactReason| {
            let shared = words(&known.compared).filter(|word| {
                word.chars().count() >= TELLING_WORD && words(&stated).any(|own| is_near(own, word))
            });
            let near = is_near(&stated, &known.compared)
                .then(|| strsim::jaro_winkler(&stated, &known.compared));
            (shared.count(), near)
        };
        let mut ranked: Vec<((usize, Option<f64>), &str)> = self
            .all
            .iter()
            .map(|known| (similarity(known), known.name.as_str()))
            .filter(|((shared, near), _)| near.is_some() || *shared > 1)
            .collect();
        ranked.sort_by(|((shared, near), _), ((others, other), _)| {
            others.cmp(shared).then(other.unwrap_or(0.0).total_cmp(&near.unwrap_or(0.0)))
        });
        ranked.into_iter().take(limit).map(|(_, name)| name).collect()
    }
}

impl ContactReason {
    /// Whether a continuation of a wider reason names what this one has beyond that.
    fn is_resembled_by(&self, wide: &Self, continuation: &str) -> bool {
        let own = self.compared.strip_prefix(&wide.compared).unwrap_or_default();
        let telling = |word: &&str| word.chars().count() >= TELLING_WORD;
        let mut telling = words(own).filter(telling);
        telling.any(|own| words(continuation).take(WORDS_LOOKED_AT).any(|word| is_near(word, own)))
    }
}

/// Whether the text before this one ends with a word.
fn at_word_end(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
}

/// The words of a text in the form of comparison.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons() -> ContactReasons {
        let mut reasons = ContactReasons::default();
        for (name, case_type) in [
            ("Förnya recept", 0),
            ("Förnya recept hjälpmedel", 1),
            ("Förnya recept på hjälpmedel", 1),
            ("Förnya recept på preventivmedel", 2),
            ("Begära intyg", 3),
        ] {
            assert!(reasons.add(name, case_type), "{name}");
        }
        reasons
    }

    fn found(stated: &str) -> Option<(u32, bool)> {
        reasons().find(stated).map(|found| (found.case_type, found.continued))
    }

    #[test]
    fn a_reason_is_found_as_people_write_it() {
        for stated in ["Förnya recept på hjälpmedel", "förnya  recept\u{a0}på hjälp\u{ad}medel "]
        {
            assert_eq!(found(stated), Some((1, false)), "{stated:?}");
        }
        assert_eq!(found("Förnya recept"), Some((0, false)));
    }

    #[test]
    fn a_reason_covers_those_that_go_on_behind_it() {
        for stated in [
            "Förnya recept - Gävle",
            "Förnya recept – Gävle",
            "Förnya recept - p-piller",
            "Förnya recept Gävle",
        ] {
            assert_eq!(found(stated), Some((0, true)), "{stated}");
        }
        for stated in ["Förnya recept på hjälpmedel - Gävle", "Förnya recept hjälpmedel, rullator"]
        {
            assert_eq!(found(stated), Some((1, false)), "{stated}");
        }
        assert_eq!(found("Förnya recept 12"), Some((0, false)));
        assert_eq!(found("Begära intyg (sjukskrivning)"), Some((3, false)));
    }

    #[test]
    fn what_merely_resembles_a_narrower_reason_is_neither() {
        for stated in [
            "Förnya recept på hjälpmedlet",
            "Förnya recept/hjälpmedel",
            "Förnya recept, preventivmedel",
            "Förnya recept - hjälpmedel",
            "Förnya recept - preventivmedel Gävle",
            "Förnya receptet",
            "Förnya recept preventivmedelsrådgivning",
            "Begära intyget",
            "Intyg",
        ] {
            assert_eq!(found(stated), None, "{stated}");
        }
    }

    #[test]
    fn near_reasons_are_suggested() {
        assert_eq!(reasons().near("Förnya recept/hjälpmedel", 1), ["Förnya recept hjälpmedel"]);
        assert_eq!(
            reasons().near("Förnya recept, preventivmedel", 1),
            ["Förnya recept på preventivmedel"]
        );
        assert!(reasons().near("Remissfråga", 3).is_empty());
    }

    #[test]
    fn reasons_that_read_alike_are_told() {
        assert!(!reasons().add("förnya  recept", 3));
    }
}
