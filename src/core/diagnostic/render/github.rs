//! Annotations of GitHub workflows: a line of output for each diagnostic, shown at its place in the code.

use super::notes::note_lines;
use super::path::under;
use crate::diagnostic::{Diagnostic, Place};
use crate::language::Lang;

/// A workflow command for each place of each diagnostic, `::error file=…,line=…::message`, one to a line.
///
/// `folder` is the rule set's, from the root of the repository. Columns are given only for places on one line, since
/// GitHub accepts them nowhere else.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], folder: &str, lang: Lang) -> String {
    let annotations = diagnostics.iter().flat_map(|diagnostic| {
        let places = [diagnostic.primary()].into_iter().chain(diagnostic.repeats.iter().map(Some));
        places.map(|place| annotation(diagnostic, place, folder, lang))
    });
    annotations.collect()
}

fn annotation(diagnostic: &Diagnostic, place: Option<&Place>, folder: &str, lang: Lang) -> String {
    let mut properties = Vec::new();
    if let Some(place) = place {
        properties.push(format!("file={}", property(&under(folder, &place.file))));
        if let Some(span) = place.span {
            properties.push(format!("line={}", span.line));
            if span.line == span.end_line {
                properties.push(format!("col={}", span.column));
                properties.push(format!("endColumn={}", span.end_column));
            }
            properties.push(format!("endLine={}", span.end_line));
        }
    }
    let title = format!("{} ({})", diagnostic.code.title(lang), diagnostic.code);
    properties.push(format!("title={}", property(&title)));
    let mut lines = vec![diagnostic.message.get(lang).to_owned()];
    lines.extend(note_lines(diagnostic, lang));
    let level = diagnostic.severity.as_str();
    format!("::{level} {}::{}\n", properties.join(","), data(&lines.join("\n")))
}

/// A message, escaped for the runner.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which commas and colons are escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Span};
    use crate::language::text;

    #[test]
    fn findings_are_one_line_each_and_escaped() {
        let span = Span { start: 9, end: 11, line: 2, column: 3, end_line: 2, end_column: 5 };
        let place = Place { span: Some(span), ..Place::file("a, b.yaml") };
        let fault = Diagnostic::new(Code::Gap, text("hål: 100 %", "gap: 100 %"))
            .at(place.clone())
            .help(text("lägg till", "add"));
        assert_eq!(
            github(std::slice::from_ref(&fault), "rules", Lang::Sv),
            "::error file=rules/a%2C b.yaml,line=2,col=3,endColumn=5,endLine=2,title=ett fall som ingen regel svarar på \
             (gap)::hål: 100 %25%0Ahjälp: lägg till\n"
        );
        let span = Span { end_line: 4, ..span };
        let wide = fault.at(Place { span: Some(span), ..place });
        let told = github(&[wide], "", Lang::En);
        assert!(told.starts_with("::error file=a%2C b.yaml,line=2,endLine=4,title="), "{told}");
        let placeless = Diagnostic::new(Code::NotProved, text("o", "u"));
        let told = github(&[placeless], "", Lang::En);
        assert_eq!(told, "::warning title=something could not be proved (not_proved)::u\n");
    }
}
