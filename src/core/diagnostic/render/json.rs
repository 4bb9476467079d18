//! JSON for programs. Every object has every key; unknown values are null.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::language::{Lang, Text};

/// A fault of a rule set, or something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Told {
    /// What kind of fault; stable.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// Where; the first is the primary place.
    pub places: Vec<ToldPlace>,
    /// Why it is wrong.
    pub why: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// What may stand there instead.
    pub allowed: Vec<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
}

/// A place in a file. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ToldPlace {
    /// The file.
    pub file: String,
    /// JSON pointer into the file's data; empty for the whole.
    pub route: String,
    /// The line where it begins.
    pub line: Option<u32>,
    /// The column where it begins, in characters.
    pub column: Option<u32>,
    /// The line where it ends.
    pub end_line: Option<u32>,
    /// The column where it ends, in characters.
    pub end_column: Option<u32>,
    /// What stands there.
    pub label: Option<String>,
}

/// Diagnostics as JSON, in a language.
pub fn told<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, lang: Lang) -> Vec<Told> {
    diagnostics.into_iter().map(|diagnostic| Told::new(diagnostic, lang)).collect()
}

impl Told {
    /// A diagnostic as JSON, in a language.
    #[must_use]
    pub fn new(diagnostic: &Diagnostic, lang: Lang) -> Self {
        let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
        let place = |place: &Place| ToldPlace {
            file: place.file.clone(),
            route: place.route.clone(),
            line: place.span.map(|span| span.line),
            column: place.span.map(|span| span.column),
            end_line: place.span.map(|span| span.end_line),
            end_column: place.span.map(|span| span.end_column),
            label: words(&place.label),
        };
        Self {
            code: diagnostic.code.as_str().to_owned(),
            severity: diagnostic.severity.as_str().to_owned(),
            message: diagnostic.message.get(lang).to_owned(),
            places: diagnostic.places.iter().map(place).collect(),
            why: words(&diagnostic.why),
            help: words(&diagnostic.help),
            allowed: diagnostic.allowed.clone(),
            nearest: diagnostic.nearest.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::{Code, Span};
    use crate::language::text;

    #[test]
    fn every_object_has_every_key() {
        let span = Span { start: 10, end: 11, line: 3, column: 1, end_line: 3, end_column: 2 };
        let place = Place { route: "/a".to_owned(), span: Some(span), ..Place::file("a.yaml") };
        let fault = Diagnostic::new(Code::DuplicateKey, text("två gånger", "twice"))
            .at(place.labelled(text("här igen", "here again")))
            .nearest(Some("b"));
        let value = serde_json::to_value(told(&[fault], Lang::En)).unwrap();
        assert_eq!(
            value[0]["places"][0],
            json!({
                "file": "a.yaml", "route": "/a", "line": 3, "column": 1, "end_line": 3, "end_column": 2,
                "label": "here again",
            })
        );
        assert_eq!(value[0]["code"], "duplicate_key");
        assert_eq!(value[0]["nearest"], "b");
        let bare = [Diagnostic::new(Code::Gap, text("hål", "gap"))];
        let bare = serde_json::to_value(told(&bare, Lang::Sv)).unwrap();
        assert_eq!(
            bare[0],
            json!({
                "code": "gap", "severity": "error", "message": "hål", "places": [], "why": null, "help": null,
                "allowed": [], "nearest": null,
            })
        );
    }
}
