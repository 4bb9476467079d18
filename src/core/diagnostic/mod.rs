//! Faults as values: a code, a severity, a message in Swedish and English, and labelled places in files.
//!
//! This module knows no files and no terminals. The code that finds a fault builds a [`Diagnostic`]; [`render`] turns
//! a list of them into text or JSON.

mod code;
pub mod pages;
pub mod render;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::{self, Write as _};

use crate::language::{Text, identity};

pub use code::{Code, Severity, UnknownCode};

/// A range of a file's text, from `start` up to but not including `end`.
///
/// Positions count from after a byte order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte, counted from 0.
    pub start: usize,
    /// First byte after the range.
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

/// A place in a file: a route into its data, and a range of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Place {
    /// Name of the file, relative to the rule set's folder.
    pub file: String,
    /// JSON pointer (RFC 6901) into the file's data; empty for the whole.
    pub route: String,
    /// The text, if there is any.
    pub span: Option<Span>,
    /// What is at the place, in a few words.
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

/// An error or warning about a rule set.
///
/// Displays as one line in English: `routing.yaml:12:5: error[overlap]: …`. [`render::human`] shows all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Kind of fault.
    pub code: Code,
    /// Severity, given by the code.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// Places; the first is the primary one.
    pub places: Vec<Place>,
    /// Why it is wrong.
    pub why: Option<Text>,
    /// How to correct it.
    pub help: Option<Text>,
    /// The allowed values; text for people shortens a long list.
    pub allowed: Vec<String>,
    /// The allowed name that was probably meant.
    pub nearest: Option<String>,
    /// The other places of the same fault.
    pub repeats: Vec<Place>,
    /// The number of faults that may only follow from this one, and are not told for that reason.
    pub held_back: usize,
}

impl Diagnostic {
    /// A diagnostic without a place.
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
            repeats: Vec::new(),
            held_back: 0,
        }
    }

    /// Sets or replaces the primary place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Diagnostic {
        match self.places.first_mut() {
            Some(primary) => *primary = place,
            None => self.places.push(place),
        }
        self
    }

    /// Adds a further place with a label.
    #[must_use]
    pub fn also(mut self, place: Place, label: Text) -> Diagnostic {
        self.places.push(place.labelled(label));
        self
    }

    /// Sets the reason.
    #[must_use]
    pub fn why(mut self, why: Text) -> Diagnostic {
        self.why = Some(why);
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: Text) -> Diagnostic {
        self.help = Some(help);
        self
    }

    /// Sets the allowed values.
    #[must_use]
    pub fn allowed<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Diagnostic {
        self.allowed = words.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the name that was probably meant, if any.
    #[must_use]
    pub fn nearest<S: Into<String>>(mut self, name: Option<S>) -> Diagnostic {
        self.nearest = name.map(Into::into);
        self
    }

    /// The same without identity numbers, which it may quote from the files.
    #[must_use]
    pub fn redacted(mut self) -> Diagnostic {
        let whole = [Some(&mut self.message), self.why.as_mut(), self.help.as_mut()];
        let places = self.places.iter_mut().chain(&mut self.repeats);
        let labels = places.map(|place| place.label.as_mut());
        for text in whole.into_iter().chain(labels).flatten() {
            redact(&mut text.sv);
            redact(&mut text.en);
        }
        for place in self.places.iter_mut().chain(&mut self.repeats) {
            redact(&mut place.file);
            redact(&mut place.route);
        }
        self.allowed.iter_mut().chain(&mut self.nearest).for_each(redact);
        self
    }

    /// The first place, if there is one.
    #[must_use]
    pub fn primary(&self) -> Option<&Place> {
        self.places.first()
    }

    /// What places of the same fault have in common; `None` for one that concerns several places at once.
    fn kind(&self) -> Option<Diagnostic> {
        matches!(self.places.as_slice(), [Place { label: None, .. }]).then(|| Diagnostic {
            places: Vec::new(),
            repeats: Vec::new(),
            held_back: 0,
            ..self.clone()
        })
    }

    /// File and span of the primary place; diagnostics without one come first.
    fn position(&self) -> (Option<&str>, Option<Span>) {
        let primary = self.primary();
        (primary.map(|place| place.file.as_str()), primary.and_then(|place| place.span))
    }

    /// Total order: errors before warnings, then file, position, code, message, all other fields.
    fn reading_order(&self, other: &Diagnostic) -> Ordering {
        (self.severity.cmp(&other.severity))
            .then_with(|| self.position().cmp(&other.position()))
            .then_with(|| self.code.as_str().cmp(other.code.as_str()))
            .then_with(|| self.message.en.cmp(&other.message.en))
            .then_with(|| self.cmp(other))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.primary() {
            write!(OneLine(f), "{}", place.file)?;
            if let Some(span) = place.span {
                write!(f, ":{}:{}", span.line, span.column)?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{}[{}]: ", self.severity.as_str(), self.code)?;
        OneLine(f).write_str(&self.message.en)
    }
}

impl std::error::Error for Diagnostic {}

fn redact(text: &mut String) {
    if identity::contains(text) {
        *text = identity::redact(text).into_owned();
    }
}

/// Writer that replaces line breaks and other control characters with spaces.
struct OneLine<'f, 'a>(&'f mut fmt::Formatter<'a>);

impl fmt::Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| self.0.write_char(if c.is_control() { ' ' } else { c }))
    }
}

/// Sorts by severity, file, position, code and message, and tells the same fault once, with all its places. O(n log n).
pub fn sort_and_dedup(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(Diagnostic::reading_order);
    diagnostics.dedup();
    let mut first: BTreeMap<Diagnostic, usize> = BTreeMap::new();
    let mut told: Vec<Diagnostic> = Vec::new();
    for fault in diagnostics.drain(..) {
        let known = fault.kind().and_then(|kind| match first.entry(kind) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => {
                new.insert(told.len());
                None
            }
        });
        match known.and_then(|index| told.get_mut(index)) {
            Some(known) => {
                known.held_back += fault.held_back;
                known.repeats.extend(fault.places.into_iter().chain(fault.repeats));
            }
            None => told.push(fault),
        }
    }
    *diagnostics = told;
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
    fn order_is_severity_file_position_code() {
        let sorted = vec![
            fault(Code::MissingFile, "a.yaml", None),
            fault(Code::WrongType, "a.yaml", Some((2, 9))),
            fault(Code::UnknownKey, "a.yaml", Some((10, 1))),
            fault(Code::BadCell, "b.yaml", Some((1, 1))),
            fault(Code::Overlap, "b.yaml", Some((1, 1))),
            fault(Code::NotProved, "a.yaml", Some((2, 9))),
        ];
        let mut mixed: Vec<_> = sorted.iter().rev().chain(&sorted).cloned().collect();
        sort_and_dedup(&mut mixed);
        assert_eq!(mixed, sorted);
    }

    #[test]
    fn the_same_fault_is_told_once_with_all_its_places() {
        let one = |line| fault(Code::UnknownWord, "a.yaml", Some((line, 1)));
        let other = fault(Code::UnknownKey, "a.yaml", Some((3, 1)));
        let mut told = vec![one(9), other.clone(), one(2), one(5)];
        sort_and_dedup(&mut told);
        let places = |line| one(line).places;
        let repeats = [places(5), places(9)].concat();
        let grouped = vec![Diagnostic { repeats, ..one(2) }, other];
        assert_eq!(told, grouped);
        sort_and_dedup(&mut told);
        assert_eq!(told, grouped);
    }

    #[test]
    fn one_line_has_place_code_and_message() {
        let message = text("två\nsvar", "two\nanswers");
        let mut overlap = fault(Code::Overlap, "routing.yaml", Some((12, 5)));
        overlap.message = message.clone();
        assert_eq!(overlap.to_string(), "routing.yaml:12:5: error[overlap]: two answers");
        let whole = fault(Code::NotProved, "a\n.yaml", None);
        assert_eq!(whole.to_string(), "a .yaml: warning[not_proved]: fault");
        assert_eq!(Diagnostic::new(Code::Gap, message).to_string(), "error[gap]: two answers");
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
