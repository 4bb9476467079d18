//! The languages of texts, and texts in both of them.

use serde::{Deserialize, Serialize};

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The code of the language: `sv` or `en`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.say("sv", "en")
    }

    /// One of two texts, by the language.
    ///
    /// ```
    /// use handover_core::language::Lang;
    ///
    /// assert_eq!(Lang::Sv.say("ja", "yes"), "ja");
    /// ```
    #[must_use]
    pub const fn say<T: Copy>(self, sv: T, en: T) -> T {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// The same text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The text in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.say(&self.sv, &self.en)
    }

    /// A text written once for each language.
    #[must_use]
    pub fn each(mut write: impl FnMut(Lang) -> String) -> Self {
        Self { sv: write(Lang::Sv), en: write(Lang::En) }
    }
}

/// The text with a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// A [`Text`] of its Swedish and its English version.
pub fn text(sv: impl Into<String>, en: impl Into<String>) -> Text {
    Text { sv: sv.into(), en: en.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_once_for_each_language() {
        let text = Text::each(|lang| lang.say("ja", "yes").to_owned());
        assert_eq!((text.get(Lang::Sv), text.get(Lang::En)), ("ja", "yes"));
        assert_eq!((capital("ärende"), capital("")), ("Ärende".to_owned(), String::new()));
    }
}
