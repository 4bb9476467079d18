//! Faults as values: a code, a severity, a message in Swedish and English, and labelled places in files.
//!
//! This module knows no files and no terminals. Whoever finds a fault builds a [`Diagnostic`]; [`render`] turns
//! a list of them into text or JSON.

mod code;
pub mod pages;
pub mod render;

use std::cmp::Ordering;

use crate::language::Text;

pub use code::{Code, Severity, UnknownCode};

/// A stretch of a file's text, from `start` up to but not including `end`.
///
/// A file that begins with a byte order mark is counted from after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte, counted from 0.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Line of `start`, counted from 1.
    pub line: u32,
    /// Column of `start` in characters, counted from 1.
    pub column: u32,
    /// Line of `end`, counted from 1.
    pub end_line: u32,
    /// Column of `end` in characters, counted from 1.
    pub end_column: u32,
}

/// Where something stands: a file, a route into its data, and a stretch of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Name of the file, relative to the rule set's folder.
    pub file: String,
    /// JSON pointer (RFC 6901) into the file's data; empty for the whole.
    pub route: String,
    /// The text pointed at, if there is any.
    pub span: Option<Span>,
    /// What stands there, in a few words.
    pub label: Option<Text>,
}

impl Place {
    /// A whole file.
    pub fn file(name: impl Into<String>) -> Place {
        Place { file: name.into(), route: String::new(), span: None, label: None }
    }

    /// The same place with a label.
    #[must_use]
    pub fn labelled(mut self, label: Text) -> Place {
        self.label = Some(label);
        self
    }
}

/// One fault, or one thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// What kind of fault.
    pub code: Code,
    /// How grave; follows from the code.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// Where; the first is the primary place.
    pub places: Vec<Place>,
    /// Why it is wrong.
    pub why: Option<Text>,
    /// How to mend it.
    pub help: Option<Text>,
    /// What may stand there instead; renderers for people cut a long list short.
    pub allowed: Vec<String>,
    /// The allowed name that was probably meant.
    pub nearest: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without a place; its severity is the code's.
    #[must_use]
    pub fn new(code: Code, message: Text) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message,
            places: Vec::new(),
            why: None,
            help: None,
            allowed: Vec::new(),
            nearest: None,
        }
    }

    /// Sets the primary place, in the stead of the one that was there.
    #[must_use]
    pub fn at(mut self, place: Place) -> Diagnostic {
        match self.places.first_mut() {
            Some(primary) => *primary = place,
            None => self.places.push(place),
        }
        self
    }

    /// Adds a further place and what stands there.
    #[must_use]
    pub fn also(mut self, place: Place, label: Text) -> Diagnostic {
        self.places.push(place.labelled(label));
        self
    }

    /// Says why it is wrong.
    #[must_use]
    pub fn why(mut self, why: Text) -> Diagnostic {
        self.why = Some(why);
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: Text) -> Diagnostic {
        self.help = Some(help);
        self
    }

    /// Lists what may stand there.
    #[must_use]
    pub fn allowed<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Diagnostic {
        self.allowed = words.into_iter().map(Into::into).collect();
        self
    }

    /// Names what was probably meant, if anything comes close.
    #[must_use]
    pub fn nearest<S: Into<String>>(mut self, name: Option<S>) -> Diagnostic {
        self.nearest = name.map(Into::into);
        self
    }

    /// The first place, if there is one.
    #[must_use]
    pub fn primary(&self) -> Option<&Place> {
        self.places.first()
    }

    /// File and span of the primary place; what has none comes first.
    fn position(&self) -> (Option<&str>, Option<Span>) {
        let primary = self.primary();
        (primary.map(|place| place.file.as_str()), primary.and_then(|place| place.span))
    }

    /// The one total order: file, position, severity, code, message, then all the rest.
    fn reading_order(&self, other: &Diagnostic) -> Ordering {
        (self.position().cmp(&other.position()))
            .then_with(|| self.severity.cmp(&other.severity))
            .then_with(|| self.code.as_str().cmp(other.code.as_str()))
            .then_with(|| self.message.en.cmp(&other.message.en))
            .then_with(|| self.cmp(other))
    }
}

/// Sorts by file, position, severity, code and message, and drops what is said twice. O(n log n).
pub fn sort_and_dedup(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(Diagnostic::reading_order);
    diagnostics.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::text;

    fn span(line: u32, column: u32) -> Span {
        let start = (line * 100 + column) as usize;
        Span { start, end: start + 1, line, column, end_line: line, end_column: column + 1 }
    }

    fn fault(code: Code, file: &str, at: Option<(u32, u32)>) -> Diagnostic {
        let place =
            Place { span: at.map(|(line, column)| span(line, column)), ..Place::file(file) };
        Diagnostic::new(code, text("fel", "fault")).at(place)
    }

    #[test]
    fn order_is_file_position_severity_code() {
        let sorted = vec![
            fault(Code::MissingFile, "a.yaml", None),
            fault(Code::WrongType, "a.yaml", Some((2, 9))),
            fault(Code::NotProved, "a.yaml", Some((2, 9))),
            fault(Code::UnknownKey, "a.yaml", Some((10, 1))),
            fault(Code::BadCell, "b.yaml", Some((1, 1))),
            fault(Code::Overlap, "b.yaml", Some((1, 1))),
        ];
        let mut mixed: Vec<_> = sorted.iter().rev().chain(&sorted).cloned().collect();
        sort_and_dedup(&mut mixed);
        assert_eq!(mixed, sorted);
    }

    #[test]
    fn at_replaces_and_also_adds() {
        let first = Place::file("a.yaml");
        let second = Place::file("b.yaml");
        let fault = Diagnostic::new(Code::Overlap, text("krock", "clash"))
            .at(first.clone())
            .also(first, text("här", "here"))
            .at(second.clone());
        assert_eq!(fault.primary(), Some(&second));
        assert_eq!(fault.places.len(), 2);
        assert_eq!(fault.severity, Severity::Error);
    }
}
