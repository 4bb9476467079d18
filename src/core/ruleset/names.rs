//! Words with labels and aliases, found by any of their names.
//!
//! Requests may use an id, a label in any language or an alias, as people read them (see [`crate::language::name`]). Rules use
//! ids only.

use foldhash::HashMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::language::name::{foreign_letter, look, normalise};
use crate::language::near::MAX_COMPARED;
use crate::language::shape::NameShape;
use crate::language::{Lang, Text};

/// A word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The id that rules use.
    pub id: String,
    /// Its label in each language.
    pub label: Text,
    /// Aliases.
    pub also: Vec<String>,
    /// The ids that it had in an earlier rule set. Requests cannot use them.
    pub was: Vec<String>,
}

impl Word {
    /// Every name of the word: id, labels, aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.id.as_str(), self.label.sv.as_str(), self.label.en.as_str()]
            .into_iter()
            .chain(self.also.iter().map(String::as_str))
    }

    /// The label in a language.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        self.label.get(lang)
    }
}

/// A closed list of words. A look-up takes one hash. Only the words are stored in compiled files.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<Word>")]
pub struct Words {
    words: Vec<Word>,
    by_id: HashMap<String, u32>,
    by_name: HashMap<String, u32>,
    /// The names as written in the rule set, and normalised. Most requests use these exact spellings, which need no
    /// normalisation to be found.
    by_spelling: HashMap<Box<str>, u32>,
    /// Every name with its shape, in the form of comparison, in the order of the words and their names.
    shapes: Vec<(NameShape, Box<str>)>,
}

impl From<Vec<Word>> for Words {
    fn from(words: Vec<Word>) -> Self {
        let mut list = Self::default();
        words.into_iter().for_each(|word| drop(list.add(word)));
        list
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.words.serialize(serializer)
    }
}

impl Words {
    /// Adds a word. Returns the names that another word already has, with that word's index.
    pub fn add(&mut self, word: Word) -> Vec<(String, u32)> {
        let index = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let mut taken = Vec::new();
        self.by_id.entry(word.id.clone()).or_insert(index);
        for name in word.names() {
            let compared = normalise(name);
            let known = *self.by_name.entry(compared.clone().into_owned()).or_insert(index);
            self.by_spelling.insert(name.into(), known);
            self.shapes.push((NameShape::new(&compared), compared.as_ref().into()));
            self.by_spelling.insert(compared.into(), known);
            if known != index {
                taken.push((name.to_owned(), known));
            }
        }
        self.words.push(word);
        taken
    }

    /// Names that look like one of another word without being it: the name, its word, the other word.
    ///
    /// Linear; no look is taken where no name has letters of another script, as in most lists.
    #[must_use]
    pub(super) fn twins(&self) -> Vec<(&str, u32, u32)> {
        let names =
            || (0..).zip(&self.words).flat_map(|(at, word)| word.names().map(move |n| (at, n)));
        if names().all(|(_, name)| foreign_letter(name).is_none()) {
            return Vec::new();
        }
        let mut looks: HashMap<String, u32> = HashMap::default();
        let mut twins = Vec::new();
        for (at, name) in names() {
            let first = *looks.entry(look(name)).or_insert(at);
            if first != at && self.by_name.get(normalise(name).as_ref()) == Some(&at) {
                twins.push((name, at, first));
            }
        }
        twins
    }

    /// Whether both lists find the same words, by number, for every name.
    pub(super) fn reads_alike(&self, other: &Self) -> bool {
        self.by_spelling == other.by_spelling && self.by_name == other.by_name
    }

    /// The words in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Word] {
        &self.words
    }

    /// The ids in the order of the file.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.words.iter().map(|word| word.id.clone()).collect()
    }

    /// The word at an index.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&Word> {
        self.words.get(index as usize)
    }

    /// The word with this id, the form used in rules.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The word with this name, the form used in requests.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        let found = self.by_spelling.get(name);
        found.or_else(|| self.by_name.get(normalise(name).as_ref())).copied()
    }

    /// Labels of the words most similar to a name, the most similar first, at most `limit`.
    ///
    /// Names are compared only if their shapes do not rule them out, which makes this cheap enough for every answer. Longer
    /// names than people write resemble none, since comparing takes time with the square of the length.
    #[must_use]
    pub fn near(&self, name: &str, lang: Lang, limit: usize) -> Vec<&str> {
        let wanted = normalise(name);
        if wanted.len() > MAX_COMPARED {
            return Vec::new();
        }
        let shape = NameShape::new(&wanted);
        let mut ranked: Vec<(f64, u32)> = Vec::new();
        let mut shapes = self.shapes.iter();
        for (index, word) in (0..).zip(&self.words) {
            let best = (shapes.by_ref().take(word.names().count()))
                .filter(|(own, _)| shape.max_similarity(own) >= MAY_BE_NEAR)
                .map(|(_, own)| strsim::jaro_winkler(&wanted, own))
                .fold(0.0, f64::max);
            if best >= NEAR {
                ranked.push((best, index));
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.iter().take(limit).filter_map(|&(_, i)| self.get(i)).map(|w| w.label(lang)).collect()
    }
}

/// Minimum similarity (Jaro-Winkler, 0 to 1) of a suggested name.
const NEAR: f64 = 0.84;
/// Minimum bound on the similarity of two shapes to compare their names; below [`NEAR`] by more than rounding errors.
const MAY_BE_NEAR: f64 = NEAR - 1e-9;

/// Whether two names in the form of comparison are so similar that one may be meant by the other.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    NameShape::new(one).max_similarity(&NameShape::new(other)) >= MAY_BE_NEAR
        && strsim::jaro_winkler(one, other) >= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let mut words = Words::default();
        for (id, sv, en) in
            [("cardiology", "Kardiologi", "Cardiology"), ("surgery", "Kirurgi", "Surgery")]
        {
            let label = Text { sv: sv.to_owned(), en: en.to_owned() };
            assert!(
                words.add(Word { id: id.to_owned(), label, also: vec![], was: vec![] }).is_empty()
            );
        }
        words
    }

    #[test]
    fn any_name_in_any_case_and_unicode_form_is_found() {
        let words = words();
        for name in ["cardiology", "Kardiologi", "kardiologi", " KARDIOLOGI ", "Cardiology"] {
            assert_eq!(words.find(name), Some(0), "{name}");
        }
        assert_eq!(words.find("kardiologen"), None);
    }

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        assert_eq!(words().near("Kardiolgi", Lang::Sv, 3), ["Kardiologi"]);
        assert!(words().near("Journalkopia", Lang::Sv, 3).is_empty());
        assert!(words().near(&"Kardiologi".repeat(9), Lang::Sv, 3).is_empty());
    }

    #[test]
    fn a_name_that_looks_like_that_of_another_word_is_told() {
        let mut words = words();
        assert_eq!(words.twins(), []);
        let label = Text { sv: "Kirurgi\u{200b}".to_owned(), en: "K\u{456}rurgi".to_owned() };
        let taken = words.add(Word { id: "other".to_owned(), label, also: vec![], was: vec![] });
        assert_eq!(taken, [("Kirurgi\u{200b}".to_owned(), 1)]);
        assert_eq!(words.twins(), [("K\u{456}rurgi", 2, 1)]);
    }

    #[test]
    fn a_name_of_two_words_is_told() {
        let mut words = words();
        let label = Text { sv: "Kirurgi".to_owned(), en: "Kirurgi".to_owned() };
        let taken = words.add(Word { id: "other".to_owned(), label, also: vec![], was: vec![] });
        assert!(taken.iter().all(|(name, owner)| name == "Kirurgi" && *owner == 1));
    }
}
