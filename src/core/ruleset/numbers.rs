//! Identity numbers in the files of a rule set: refused wherever they stand, and never shown.

use std::borrow::Cow;

use super::reading::FilesRead;
use super::spot::Faults;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{NodeValue, YamlDocument, YamlNode, line_spans};
use crate::language::{identity, text};

/// Reports the identity numbers in the names and texts of the files that were read: rules and tests, comments and all.
pub(super) fn refuse_numbers(reading: &FilesRead, faults: &mut Faults) {
    let read = reading.documents.iter().map(|read| &read.document);
    for document in read.clone() {
        refuse_in_lines(&document.file, &document.text, faults);
        // Escapes and line breaks may part a number in the text that is whole in the value.
        if !identity::contains(&document.text) {
            refuse_in_values(document, &document.root, faults);
        }
    }
    for (file, text) in &reading.unread {
        refuse_in_lines(file, text, faults);
    }
    let unread = reading.unread.iter().map(|(file, _)| file);
    for file in read.map(|document| &document.file).chain(unread) {
        if identity::contains(file) {
            faults.add(fault(Place::file(file)));
        }
    }
}

/// Looks at each line for itself, since days and figures of neighbouring lines could pass for a number.
fn refuse_in_lines(file: &str, text: &str, faults: &mut Faults) {
    for span in line_spans(text, |line| identity::find(line).map(|found| found.start..found.end)) {
        faults.add(fault(Place { span: Some(span), ..Place::file(file) }));
    }
}

fn refuse_in_values(document: &YamlDocument, node: &YamlNode, faults: &mut Faults) {
    let mut refuse = |span| {
        faults.add(fault(Place { span: Some(span), ..Place::file(document.file.as_str()) }));
    };
    match &node.value {
        NodeValue::Text(value) if value.lines().any(identity::contains) => refuse(node.span),
        NodeValue::List(items) => {
            items.iter().for_each(|item| refuse_in_values(document, item, faults));
        }
        NodeValue::Map(entries) => {
            for entry in entries {
                if identity::contains(&entry.key) {
                    let span = Some(entry.key_span);
                    faults.add(fault(Place { span, ..Place::file(document.file.as_str()) }));
                }
                refuse_in_values(document, &entry.value, faults);
            }
        }
        _ => {}
    }
}

/// The text of a file as excerpts may show it: with asterisks in place of numbers, positions kept.
pub(super) fn without_numbers(file: &str, text: String, faults: &Faults) -> String {
    let numbers = faults.list.iter().filter(|fault| fault.code == Code::IdentityNumber);
    let places = numbers.flat_map(|fault| &fault.places).filter(|place| place.file == file);
    let mut bytes = text.into_bytes();
    for span in places.filter_map(|place| place.span) {
        let number = bytes.get_mut(span.start..span.end).unwrap_or_default();
        number.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b'*');
    }
    // Spans lie on the boundaries of characters.
    let shown = String::from_utf8(bytes).unwrap_or_default();
    match identity::mask(&shown) {
        Cow::Borrowed(_) => shown,
        Cow::Owned(masked) => masked,
    }
}

fn fault(place: Place) -> Diagnostic {
    let message = text(
        "här står något som ser ut som ett personnummer",
        "here is what looks like an identity number",
    );
    let why = text(
        "reglerna visas, skrivs ut och publiceras, och får inte rymma någons nummer",
        "rules are shown, printed and published, and may not hold anybody's number",
    );
    let help = text(
        "ta bort numret; i ett test skriver man `{identity_number}`, som byts mot ett påhittat nummer när testet körs",
        "remove the number; a test has `{identity_number}` instead, which a made-up number replaces when the test is run",
    );
    Diagnostic::new(Code::IdentityNumber, message).at(place).why(why).help(help)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::document::Files;
    use crate::language::Lang;
    use crate::ruleset::{Scope, load};

    /// A made-up number with the right check digit, for a person born on a day (YYMMDD).
    fn number(born: &str) -> String {
        let digits = format!("{born}987");
        let products = digits.bytes().zip([2, 1].into_iter().cycle());
        let sum: u32 = products
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .map(|product| product / 10 + product % 10)
            .sum();
        format!("{born}-987{}", (10 - sum % 10) % 10)
    }

    #[test]
    fn a_number_is_refused_wherever_it_stands_and_never_shown() {
        let number = number("850228");
        let (born, tail) = number.split_at(7);
        for (file, line) in [
            ("ruleset.yaml", format!("# {number}")),
            ("ruleset.yaml", format!("19{}{tail}: x", &born[..6])),
            ("ruleset.yaml", format!("note: 19{}{tail}", &born[..6])),
            (
                "ruleset.yaml",
                format!("note: \"{born}\\x{:02x}{}\"", tail.as_bytes()[0], &tail[1..]),
            ),
            ("ruleset.yaml", format!("\t- {number}: [")),
            ("tests/a.yaml", format!("tests: [{{name: {number}, case: {{}}}}]")),
            (&format!("tests/{number}.yaml"), String::from("tests: []")),
        ] {
            let files = BTreeMap::from([
                ("ruleset.yaml".to_owned(), b"ruleset: {}\n".to_vec()),
                (file.to_owned(), format!("{line}\n").into_bytes()),
            ]);
            let loaded = load(&Files::Memory(files), Scope::RulesAndTests);
            let told = loaded.diagnostics.iter().filter(|fault| fault.code == Code::IdentityNumber);
            assert_eq!(told.count(), 1, "{line}");
            let text = |file: &str| loaded.text(file);
            for lang in Lang::ALL {
                let options = crate::diagnostic::render::Options { color: false, lang };
                let shown = crate::diagnostic::render::human(&loaded.diagnostics, &text, options);
                assert!(!shown.contains(tail) && !shown.contains(&born[..6]), "{shown}");
            }
            let shown = format!("{:?}", loaded.diagnostics);
            assert!(!shown.contains(tail) && !identity::contains(&shown), "{shown}");
        }
    }
}
