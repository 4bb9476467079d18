//! Text for people: excerpts of the files with carets under the places.

use std::{collections::BTreeSet, ops::Range};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
    normalize_untrusted_str, renderer::DecorStyle,
};

use super::notes::notes;
use crate::diagnostic::{Diagnostic, Place, Severity, Span};
use crate::language::Lang;

/// Settings of [`human`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether to use ANSI colours, for a terminal.
    pub color: bool,
    /// The language of the messages.
    pub lang: Lang,
}

/// Distance in lines above which places of one file get separate excerpts.
const MAX_EXCERPT_LINES: u32 = 400;

/// Excerpts with carets under the places, each followed by reason, allowed words and help.
///
/// `texts` gives the text of a file by name, without a byte order mark; without it only the place is named. Ends with
/// [`summary`]; empty if there are no diagnostics. Linear in the lines excerpted.
pub fn human<'t>(
    diagnostics: &[Diagnostic],
    texts: &dyn Fn(&str) -> Option<&'t str>,
    options: Options,
) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&excerpted(diagnostic, texts, options));
        out.push('\n');
    }
    out.push_str(&summary(diagnostics, options.lang));
    out.push('\n');
    out
}

/// One diagnostic in the form of [`human`].
pub fn excerpted<'t>(
    diagnostic: &Diagnostic,
    texts: &dyn Fn(&str) -> Option<&'t str>,
    options: Options,
) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() }
        .decor_style(DecorStyle::Ascii);
    renderer.render(&[report(diagnostic, texts, options.lang)]) + "\n"
}

/// Counts of errors, warnings and files, as `3 errors, 1 warning in 2 files`.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors = (diagnostics.iter()).filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let files: BTreeSet<&str> = (diagnostics.iter())
        .filter_map(Diagnostic::primary)
        .map(|place| place.file.as_str())
        .collect();
    let (error, warning, within, file) = match lang {
        Lang::Sv => (["fel", "fel"], ["varning", "varningar"], "i", ["fil", "filer"]),
        Lang::En => (["error", "errors"], ["warning", "warnings"], "in", ["file", "files"]),
    };
    let count =
        |n: usize, [one, many]: [&str; 2]| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = Vec::new();
    if errors > 0 || warnings == 0 {
        parts.push(count(errors, error));
    }
    if warnings > 0 {
        parts.push(count(warnings, warning));
    }
    let found = parts.join(", ");
    match files.len() {
        0 => found,
        n => format!("{found} {within} {}", count(n, file)),
    }
}

/// Title, excerpts and notes of one diagnostic.
fn report<'a, 't: 'a>(
    diagnostic: &'a Diagnostic,
    texts: &dyn Fn(&str) -> Option<&'t str>,
    lang: Lang,
) -> Group<'a> {
    let level = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::Sv) => Level::ERROR.with_name("fel"),
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::Sv) => Level::WARNING.with_name("varning"),
        (Severity::Warning, Lang::En) => Level::WARNING,
    };
    level
        .primary_title(diagnostic.message.get(lang))
        .id(diagnostic.code.as_str())
        .elements(excerpts(&diagnostic.places, texts, lang))
        .elements(footers(diagnostic, lang))
}

/// One excerpt for each run of places in the same part of a file.
fn excerpts<'a, 't: 'a>(
    places: &'a [Place],
    texts: &dyn Fn(&str) -> Option<&'t str>,
    lang: Lang,
) -> Vec<Element<'a>> {
    let mut elements = Vec::new();
    let mut first = true;
    for run in places.chunk_by(neighbours) {
        let Some(head) = run.first() else { continue };
        let window = texts(&head.file).and_then(|text| Excerpt::around(text, run));
        match window {
            Some(window) => {
                let annotations = run.iter().enumerate().filter_map(|(index, place)| {
                    let kind = if first && index == 0 {
                        AnnotationKind::Primary
                    } else {
                        AnnotationKind::Context
                    };
                    window.annotation(place, kind, lang)
                });
                elements.push(
                    Snippet::source(window.text)
                        .path(head.file.as_str())
                        .line_start(window.line)
                        .annotations(annotations)
                        .into(),
                );
            }
            None => elements.extend(run.iter().map(|place| origin(place).into())),
        }
        first = false;
    }
    elements
}

/// The place by its name alone.
fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(place.file.as_str());
    match place.span {
        Some(span) => origin.line(span.line as usize).char_column(span.column as usize),
        None => origin,
    }
}

/// Whether one excerpt can show both places.
fn neighbours(one: &Place, other: &Place) -> bool {
    one.file == other.file
        && match (one.span, other.span) {
            (Some(a), Some(b)) => a.line.abs_diff(b.line) <= MAX_EXCERPT_LINES,
            (None, None) => true,
            _ => false,
        }
}

/// Whole lines of a text around some places.
struct Excerpt<'a> {
    text: &'a str,
    /// Offset of `text` in the file.
    start: usize,
    /// Number of the first line.
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines where the places begin; `None` if a place has no span, or one that does not fit the text.
    fn around(text: &'a str, places: &[Place]) -> Option<Excerpt<'a>> {
        let spans: Option<Vec<Span>> = places.iter().map(|place| place.span).collect();
        let spans = spans?;
        let first = spans.iter().min_by_key(|span| span.start)?;
        let last = spans.iter().max_by_key(|span| span.start)?;
        let start = text.get(..first.start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let end = line_end(text, last.start)?;
        Some(Excerpt { text: text.get(start..end)?, start, line: first.line as usize })
    }

    /// A mark under the place; under its first line only if it spans several.
    fn annotation<'p>(
        &self,
        place: &'p Place,
        kind: AnnotationKind,
        lang: Lang,
    ) -> Option<Annotation<'p>> {
        let span = place.span?;
        let start = span.start.checked_sub(self.start)?;
        let end = span.end.saturating_sub(self.start).min(line_end(self.text, start)?);
        let annotation = kind.span(Range { start, end: end.max(start) });
        Some(match &place.label {
            Some(label) => annotation.label(normalize_untrusted_str(label.get(lang))),
            None => annotation,
        })
    }
}

/// End of the line that holds `offset`, before its line break.
fn line_end(text: &str, offset: usize) -> Option<usize> {
    let rest = text.get(offset..)?;
    let line = rest.split('\n').next().unwrap_or(rest);
    Some(offset + line.strip_suffix('\r').unwrap_or(line).len())
}

/// The notes under the excerpts.
fn footers(diagnostic: &Diagnostic, lang: Lang) -> Vec<Element<'_>> {
    notes(diagnostic, lang)
        .map(|note| {
            let level = if note.is_help { Level::HELP } else { Level::NOTE };
            level.with_name(note.heading).message(normalize_untrusted_str(&note.text)).into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::language::text;

    const SOURCE: &str = "a: 1\nb: 2\na: 3\n";

    fn place(line: u32) -> Place {
        let start = (line as usize - 1) * 5;
        Place {
            route: "/a".to_owned(),
            span: Some(Span {
                start,
                end: start + 1,
                line,
                column: 1,
                end_line: line,
                end_column: 2,
            }),
            ..Place::file("a.yaml")
        }
    }

    fn fault() -> Diagnostic {
        let message = text("nyckeln `a` står två gånger", "the key `a` stands twice");
        Diagnostic::new(Code::DuplicateKey, message)
            .at(place(3).labelled(text("här igen", "here again")))
            .also(place(1), text("här först", "here first"))
            .why(text("en gäller", "one counts"))
            .help(text("ta bort den ena", "remove one"))
            .allowed(["b", "c"])
            .nearest(Some("b"))
    }

    #[test]
    fn people_see_excerpt_labels_and_remedy() {
        let options = Options { color: false, lang: Lang::En };
        let shown = human(&[fault()], &|_| Some(SOURCE), options);
        let expected = "\
error[duplicate_key]: the key `a` stands twice
 --> a.yaml:3:1
  |
1 | a: 1
  | - here first
2 | b: 2
3 | a: 3
  | ^ here again
  |
  = why: one counts
  = allowed: `b`, `c`
  = did you mean: `b`
  = help: remove one

1 error in 1 file
";
        assert_eq!(shown, expected);
        assert_eq!(human(&[], &|_| None, options), "");
        let coloured =
            human(&[fault()], &|_| Some(SOURCE), Options { color: true, lang: Lang::Sv });
        assert!(coloured.contains("\u{1b}[") && coloured.contains("fel"));
    }

    #[test]
    fn without_text_the_place_is_named() {
        let shown = human(&[fault()], &|_| None, Options::default());
        assert!(shown.starts_with("fel[duplicate_key]: nyckeln `a` står två gånger\n"), "{shown}");
        assert!(shown.contains("a.yaml:3:1"), "{shown}");
        let whole = fault().at(Place::file("b.yaml"));
        assert!(human(&[whole], &|_| Some(SOURCE), Options::default()).contains("b.yaml"));
    }

    #[test]
    fn spans_beyond_the_text_are_only_named() {
        assert!(human(&[fault()], &|_| Some("a"), Options::default()).contains("a.yaml:3:1"));
    }

    #[test]
    fn summaries_count() {
        let warning = Diagnostic::new(Code::NotProved, text("v", "w")).at(Place::file("b.yaml"));
        let all = [fault(), fault(), warning.clone()];
        assert_eq!(summary(&all, Lang::En), "2 errors, 1 warning in 2 files");
        assert_eq!(summary(&all, Lang::Sv), "2 fel, 1 varning i 2 filer");
        assert_eq!(summary(&[warning.clone(), warning], Lang::Sv), "2 varningar i 1 fil");
        assert_eq!(summary(&[], Lang::En), "0 errors");
    }
}
