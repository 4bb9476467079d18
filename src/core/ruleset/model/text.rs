//! Texts in the languages of the rule set, and names that may be numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::language::{Lang, Text};

/// A text in each language of the rule set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Texts {
    /// Swedish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sv: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Texts {
    /// The text in one language, if it is written.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Sv => self.sv.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// Both texts. A missing one is replaced by the other, or by `otherwise` if both are missing.
    #[must_use]
    pub fn complete(&self, otherwise: &str) -> Text {
        let sv = self.sv.as_deref().or(self.en.as_deref()).unwrap_or(otherwise);
        let en = self.en.as_deref().or(self.sv.as_deref()).unwrap_or(otherwise);
        Text { sv: sv.to_owned(), en: en.to_owned() }
    }
}

/// A language that rule sets may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Sv => Lang::Sv,
            Language::En => Lang::En,
        }
    }
}

/// Text or a whole number: steps and places are numbered or named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Name {
    /// A name.
    Text(String),
    /// A number.
    Number(i64),
}

impl Name {
    /// The name as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}
