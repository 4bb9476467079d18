//! Diagnostics in reports.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{self, Place, Severity};
use crate::language::list::MAX_LISTED;
use crate::language::{Lang, Text};
use crate::wire::words::closed;

/// A fault of a rule set, or a remark on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// The kind of fault; stable.
    pub code: String,
    /// Its severity.
    pub severity: DiagnosticSeverity,
    /// The fault.
    pub message: String,
    /// Its locations; the first is the primary one.
    pub places: Vec<DiagnosticPlace>,
    /// The reason why it is a fault.
    pub why: Option<String>,
    /// A remedy.
    pub help: Option<String>,
    /// The values allowed there; the first ones of a long list.
    pub allowed: Vec<String>,
    /// The number of allowed values.
    pub allowed_count: usize,
    /// The nearest allowed name, for a suggestion.
    pub nearest: Option<String>,
    /// The other places of the same fault.
    pub repeats: Vec<DiagnosticPlace>,
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum DiagnosticSeverity {
    /// The rule set cannot be used.
    Error,
    /// It can be used, but this deserves a look.
    Warning,
}

/// A place in a file. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticPlace {
    /// The file.
    pub file: String,
    /// JSON pointer into the file's data; empty for all of it.
    pub route: String,
    /// The line where it begins.
    pub line: Option<u32>,
    /// The column where it begins, in characters.
    pub column: Option<u32>,
    /// The line where it ends.
    pub end_line: Option<u32>,
    /// The column where it ends, in characters.
    pub end_column: Option<u32>,
    /// A note on this place.
    pub label: Option<String>,
}

/// The number of diagnostics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticSummary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Faults that may only follow from others, which are told once those are mended.
    pub held_back: usize,
}

/// Diagnostics in a language.
pub fn diagnostics<'d>(
    diagnostics: impl IntoIterator<Item = &'d diagnostic::Diagnostic>,
    lang: Lang,
) -> Vec<Diagnostic> {
    diagnostics.into_iter().map(|diagnostic| Diagnostic::new(diagnostic, lang)).collect()
}

impl Diagnostic {
    /// A diagnostic in a language.
    #[must_use]
    pub fn new(diagnostic: &diagnostic::Diagnostic, lang: Lang) -> Self {
        let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
        let place = |place: &Place| DiagnosticPlace {
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
            severity: diagnostic.severity.into(),
            message: diagnostic.message.get(lang).to_owned(),
            places: diagnostic.places.iter().map(place).collect(),
            why: words(&diagnostic.why),
            help: words(&diagnostic.help),
            allowed: diagnostic.allowed.iter().take(MAX_LISTED).cloned().collect(),
            allowed_count: diagnostic.allowed.len(),
            nearest: diagnostic.nearest.clone(),
            repeats: diagnostic.repeats.iter().map(place).collect(),
        }
    }
}

impl From<Severity> for DiagnosticSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

impl DiagnosticSummary {
    /// Counts diagnostics by severity.
    #[must_use]
    pub fn of<'d>(diagnostics: impl IntoIterator<Item = &'d diagnostic::Diagnostic>) -> Self {
        diagnostics.into_iter().fold(Self::default(), |mut summary, diagnostic| {
            summary.held_back += diagnostic.held_back;
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
            }
            summary
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::{Code, Span};
    use crate::language::text;

    #[test]
    fn every_key_is_there() {
        let span = Span { start: 10, end: 11, line: 3, column: 1, end_line: 3, end_column: 2 };
        let place = Place { route: "/a".to_owned(), span: Some(span), ..Place::file("a.yaml") };
        let fault = diagnostic::Diagnostic::new(Code::DuplicateKey, text("två", "two"))
            .at(place.labelled(text("här igen", "here again")))
            .nearest(Some("b"));
        let value =
            serde_json::to_value(diagnostics(std::slice::from_ref(&fault), Lang::En)).unwrap();
        assert_eq!(
            value[0]["places"][0],
            json!({
                "file": "a.yaml", "route": "/a", "line": 3, "column": 1, "end_line": 3, "end_column": 2,
                "label": "here again",
            })
        );
        assert_eq!(
            (&value[0]["code"], &value[0]["nearest"]),
            (&json!("duplicate_key"), &json!("b"))
        );
        let bare = diagnostic::Diagnostic::new(Code::Gap, text("hål", "gap"));
        assert_eq!(
            serde_json::to_value(Diagnostic::new(&bare, Lang::Sv)).unwrap(),
            json!({
                "code": "gap", "severity": "error", "message": "hål", "places": [], "why": null, "help": null,
                "allowed": [], "allowed_count": 0, "nearest": null, "repeats": [],
            })
        );
        let warning = diagnostic::Diagnostic::new(Code::NotProved, text("v", "w"));
        let summary = DiagnosticSummary::of([&fault, &bare, &warning]);
        assert_eq!(summary, DiagnosticSummary { errors: 2, warnings: 1, held_back: 0 });
    }
}
