//! Diagnostics as reports hold them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{self, Place, Severity};
use crate::language::{Lang, Text};
use crate::wire::words::closed;

/// A fault of a rule set, or something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// The kind of fault; stable.
    pub code: String,
    /// How severe it is.
    pub severity: DiagnosticSeverity,
    /// What is wrong.
    pub message: String,
    /// Where; the first is the primary place.
    pub places: Vec<DiagnosticPlace>,
    /// Why it is wrong.
    pub why: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// What may stand there instead.
    pub allowed: Vec<String>,
    /// The allowed name that was probably meant.
    pub nearest: Option<String>,
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum DiagnosticSeverity {
    /// The rule set cannot be used.
    Error,
    /// It can be used, but this is worth a look.
    Warning,
}

/// A place in a file. Lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticPlace {
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

/// How many diagnostics there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DiagnosticSummary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
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
            allowed: diagnostic.allowed.clone(),
            nearest: diagnostic.nearest.clone(),
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
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
            }
            summary
        })
    }
}
