//! Errors in requests.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::language::day;
use crate::language::identity;
use crate::language::list::listing;
use crate::language::near::nearest;
use crate::language::{Lang, Text};

/// Error in a request: its kind, location and remedy.
///
/// Values that contain an identity number are never repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    code: &'static str,
    message: Text,
    field: String,
    hint: Option<Text>,
}

/// The error in the form sent: `{"error": {…}}`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ErrorAnswer {
    /// The error.
    pub error: ErrorBody,
}

/// The content of an error.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The kind of error; stable.
    pub code: String,
    /// The error in words.
    pub message: String,
    /// The field, as a dotted path into the request; null for the whole request.
    pub field: Option<String>,
    /// A remedy; null if none is known.
    pub hint: Option<String>,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message.en)?;
        match &self.0.hint {
            Some(hint) => write!(f, "; {}", hint.en),
            None => Ok(()),
        }
    }
}

impl std::error::Error for RequestError {}

impl ErrorBody {
    /// An error about a whole request.
    #[must_use]
    pub fn new(code: &str, message: &str, hint: Option<&str>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.to_owned(),
            field: None,
            hint: hint.map(str::to_owned),
        }
    }
}

impl RequestError {
    /// An error about a field.
    pub(super) fn new(
        code: &'static str,
        field: impl Into<String>,
        sv: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self(Box::new(Details {
            code,
            message: redacted(sv, en),
            field: redact(field.into()),
            hint: None,
        }))
    }

    /// Adds a remedy.
    #[must_use]
    pub(super) fn with_hint(mut self, sv: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.hint = Some(redacted(sv, en));
        self
    }

    /// A request, or a line of a batch, that exceeds the limit of bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let sv = format!("frågan är längre än {limit} byte");
        Self::new("too_large", "", sv, format!("the request is longer than {limit} bytes"))
    }

    /// A batch that exceeds the limit of requests.
    #[must_use]
    pub fn too_many(limit: usize) -> Self {
        let sv = format!("satsen har fler än {limit} frågor");
        let error =
            Self::new("too_large", "", sv, format!("the batch has more than {limit} requests"));
        error.with_hint("dela upp den i flera", "split it into several")
    }

    /// A body that is no rule set, or not `two` of them. `shape` describes its fault if it is JSON.
    #[must_use]
    pub fn no_rule_sets(shape: bool, two: bool) -> Self {
        let error = Self::new(
            if shape { "wrong_type" } else { "not_json" },
            "",
            "regelfilerna går inte att läsa",
            "the files of the rule set cannot be read",
        );
        if two {
            return error.with_hint(
                "sänd `{\"before\": {…}, \"after\": {…}}` med filnamn som nycklar och filernas text som värden; utan \
                 `before` jämförs med de regler som gäller",
                "send `{\"before\": {…}, \"after\": {…}}` with file names as keys and the texts of the files as values; \
                 without `before`, the rules in force are compared",
            );
        }
        error.with_hint(
            "sänd ett JSON-objekt med filnamn som nycklar och filernas text som värden",
            "send a JSON object with file names as keys and the texts of the files as values",
        )
    }

    /// An unknown parameter in the query of a path; `known` are its valid ones.
    #[must_use]
    pub fn unknown_parameter(name: &str, known: &[&str]) -> Self {
        let error = Self::new(
            "unknown_parameter",
            name,
            format!("parametern `{name}` finns inte här"),
            format!("there is no parameter `{name}` here"),
        );
        if known.is_empty() {
            return error.with_hint("ta bort den", "remove it");
        }
        match nearest(name, known.iter().copied()) {
            Some(near) => {
                error.with_hint(format!("menar du `{near}`?"), format!("did you mean `{near}`?"))
            }
            None => error.with_hint(
                format!("parametrarna är {}", listing(known, Lang::Sv)),
                format!("the parameters are {}", listing(known, Lang::En)),
            ),
        }
    }

    /// A parameter in the query with an invalid value, or given twice.
    #[must_use]
    pub fn bad_parameter(name: &'static str, wanted: &Text) -> Self {
        let error = Self::new(
            "bad_parameter",
            name,
            format!("parametern `{name}` går inte att förstå"),
            format!("the parameter `{name}` cannot be understood"),
        );
        error.with_hint(wanted.sv.as_str(), wanted.en.as_str())
    }

    /// A day that is not written as days are, or that the calendar lacks.
    #[must_use]
    pub fn bad_date(written: &str, field: &str) -> Self {
        let sv = format!("`{written}` är inget datum");
        let error = Self::new("bad_date", field, sv, format!("`{written}` is no date"));
        let remedy = day::remedy(written);
        error.with_hint(remedy.sv, remedy.en)
    }

    /// A field that exceeds the limit of bytes.
    pub(super) fn too_long(field: &str, limit: usize) -> Self {
        let sv = format!("`{field}` är längre än {limit} byte");
        Self::new("too_large", field, sv, format!("`{field}` is longer than {limit} bytes"))
    }

    /// An empty request.
    #[must_use]
    pub fn nothing() -> Self {
        Self::new(
            "not_json",
            "",
            "det finns ingen fråga att svara på",
            "there is no request to answer",
        )
    }

    /// The kind of error; stable.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The error in words.
    #[must_use]
    pub fn message(&self) -> &Text {
        &self.0.message
    }

    /// The field, as a dotted path into the request; empty for the whole request.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// A remedy.
    #[must_use]
    pub fn hint(&self) -> Option<&Text> {
        self.0.hint.as_ref()
    }

    /// The error in the form sent.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> ErrorAnswer {
        let details = &self.0;
        ErrorAnswer {
            error: ErrorBody {
                code: details.code.to_owned(),
                message: details.message.get(lang).to_owned(),
                field: (!details.field.is_empty()).then(|| details.field.clone()),
                hint: details.hint.as_ref().map(|hint| hint.get(lang).to_owned()),
            },
        }
    }
}

fn redacted(sv: impl Into<String>, en: impl Into<String>) -> Text {
    Text { sv: redact(sv.into()), en: redact(en.into()) }
}

/// Makes text of a request safe to repeat: without identity numbers, shortened, on one line.
///
/// Numbers go first, since one that is cut is no longer found, though its first digits give the last.
fn redact(text: String) -> String {
    let whole = identity::redact(&text);
    whole.chars().take(MAX_REPEATED).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Maximum length of an error's text, in characters.
const MAX_REPEATED: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_of_a_number_is_left_where_a_text_is_cut() {
        let number = format!("19850228-{}", 9872);
        assert!(identity::contains(&number));
        for before in MAX_REPEATED - 2 * number.len()..=MAX_REPEATED {
            let written = format!("{} {number} 7", "a".repeat(before));
            let shown = RequestError::too_long(&written, 7);
            for text in [shown.field(), &shown.message().sv, &shown.message().en] {
                assert!(text.chars().count() <= MAX_REPEATED);
                assert!(!text.contains("1985"), "{text}");
            }
        }
    }
}
