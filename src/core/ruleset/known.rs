//! The names that may stand somewhere, and what was probably meant by another one.

use super::names::{Word, Words};
use super::unread::NameList;
use crate::diagnostic::Diagnostic;
use crate::language::near::nearest;
use crate::language::unseen::named;
use crate::language::{Text, text};

/// The names that may stand somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// The list in the files that has them; `None` for names that the program fixes.
    pub(super) list: Option<NameList>,
    /// The ids.
    ids: &'a [String],
    /// Words with these ids, by their other names.
    words: Option<&'a Words>,
}

impl<'a> Known<'a> {
    /// Names that the program fixes.
    pub(super) fn fixed(ids: &'a [String]) -> Self {
        Self { list: None, ids, words: None }
    }

    /// The ids of a list in the files.
    pub(super) fn ids(list: NameList, ids: &'a [String]) -> Self {
        Self { list: Some(list), ids, words: None }
    }

    /// The words of a list in the files; `ids` are theirs and those that the place allows besides.
    pub(super) fn words(list: NameList, ids: &'a [String], words: &'a Words) -> Self {
        Self { list: Some(list), ids, words: Some(words) }
    }

    /// Whether an id may stand there.
    pub(super) fn contains(&self, id: &str) -> bool {
        self.ids.iter().any(|known| known == id)
    }

    /// The fault of an unknown name, with the allowed ids and the one that was probably meant.
    pub(super) fn suggest(&self, name: &str, fault: Diagnostic) -> Diagnostic {
        let fault = fault.allowed(self.ids);
        let unseen = unseen(name);
        let near = nearest(name, self.ids.iter().map(String::as_str));
        let words = self.words.map(Words::all).unwrap_or_default();
        let former = || words.iter().find(|word| word.was.iter().any(|was| was == name));
        let labelled = || {
            let word = self.words.and_then(|words| words.get(words.find(name)?));
            let close = || {
                let names = words.iter().flat_map(Word::names);
                let close = nearest(name, names)?;
                words.iter().find(|word| word.names().any(|own| own == close))
            };
            word.or_else(|| near.is_none().then(close).flatten())
        };
        if let Some(word) = former().filter(|word| self.contains(&word.id)) {
            let help = Text {
                sv: format!("`{name}` heter nu `{}`", word.id),
                en: format!("`{name}` is now called `{}`", word.id),
            };
            return fault.nearest(Some(&word.id)).help(help);
        }
        if let Some(word) = labelled().filter(|word| self.contains(&word.id) && unseen.is_none()) {
            let fault = fault.nearest(Some(&word.id));
            return if like_an_id(name) { fault } else { fault.help(id_for_label()) };
        }
        let fault = fault.nearest(near);
        match unseen {
            Some(help) => fault.help(help),
            None if !like_an_id(name) && near.is_none() => fault.help(id_for_label()),
            None => fault,
        }
    }
}

/// The remedy for a label used as an id.
fn id_for_label() -> Text {
    text(
        "regler skriver det id som står först på ordets rad, inte det namn som visas",
        "rules write the id that begins the word's line, not the name that is shown",
    )
}

/// Whether a name could be an id: ids have no capitals, blanks or accents.
fn like_an_id(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c.is_ascii_punctuation())
}

/// The remedy for a name with a character that cannot be seen.
fn unseen(name: &str) -> Option<Text> {
    let found = name.chars().find_map(|c| Some((c, named(c)?)));
    let (c, (sv, en)) = found?;
    let code = u32::from(c);
    Some(Text {
        sv: format!("ta bort det tecken som inte syns: {sv} (U+{code:04X})"),
        en: format!("remove the character that cannot be seen: {en} (U+{code:04X})"),
    })
}
