//! SARIF 2.1.0, which code hosts and editors show beside the lines of the places.

use serde_json::{Map, Value, json};

use super::notes::note_lines;
use super::path::under;
use crate::diagnostic::{Code, Diagnostic, Place, Severity, pages};
use crate::language::Lang;

/// One run with every diagnostic as a result, and the page of every code that occurs as a rule.
///
/// `folder` is the rule set's, as seen by the reader of the report: names of files are written below it. Columns count
/// characters. A place without a span gets the first line, since readers of SARIF require one.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], folder: &str, lang: Lang) -> Value {
    let codes: Vec<Code> = Code::ALL
        .iter()
        .copied()
        .filter(|&code| diagnostics.iter().any(|diagnostic| diagnostic.code == code))
        .collect();
    let results = diagnostics.iter().map(|diagnostic| result(diagnostic, &codes, folder, lang));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "handover",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|&code| rule(code, lang)).collect::<Value>(),
            }},
            "language": match lang { Lang::Sv => "sv", Lang::En => "en" },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Value>(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn rule(code: Code, lang: Lang) -> Value {
    let title = code.title(lang);
    let page = pages::page(code, lang);
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], folder: &str, lang: Lang) -> Value {
    let message = std::iter::once(diagnostic.message.get(lang).to_owned())
        .chain(note_lines(diagnostic, lang))
        .collect::<Vec<_>>()
        .join("\n");
    let (primary, others) = match diagnostic.places.split_first() {
        Some((primary, others)) => (Some(primary), others),
        None => (None, &[][..]),
    };
    let related = (1..).zip(others.iter().chain(&diagnostic.repeats)).map(|(id, place)| {
        let mut location = location(place, folder, lang);
        location.insert("id".to_owned(), json!(id));
        Value::Object(location)
    });
    json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|&code| code == diagnostic.code),
        "level": level(diagnostic.severity),
        "occurrenceCount": 1 + diagnostic.repeats.len(),
        "message": {"text": message},
        "locations": primary.map(|place| location(place, folder, lang)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Value>(),
    })
}

fn location(place: &Place, folder: &str, lang: Lang) -> Map<String, Value> {
    let region = place.span.map_or_else(
        || json!({"startLine": 1}),
        |span| {
            json!({
                "startLine": span.line, "startColumn": span.column,
                "endLine": span.end_line, "endColumn": span.end_column,
            })
        },
    );
    let mut location = Map::new();
    let artifact = json!({"uri": uri(&under(folder, &place.file))});
    location.insert(
        "physicalLocation".to_owned(),
        json!({"artifactLocation": artifact, "region": region}),
    );
    if let Some(label) = &place.label {
        location.insert("message".to_owned(), json!({"text": label.get(lang)}));
    }
    if !place.route.is_empty() {
        let logical = json!([{"fullyQualifiedName": place.route}]);
        location.insert("logicalLocations".to_owned(), logical);
    }
    location
}

/// A path as a URI reference (RFC 3986): relative if the path is, else with the scheme `file`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || drive {
        uri.push_str("file://");
        uri.push_str(if drive { "/" } else { "" });
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if drive => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::language::text;

    fn told() -> Vec<Diagnostic> {
        let span = Span { start: 9, end: 11, line: 2, column: 3, end_line: 2, end_column: 5 };
        let place = |route: &str| Place {
            route: route.to_owned(),
            span: Some(span),
            ..Place::file("regler å.yaml")
        };
        let overlap = Diagnostic::new(Code::Overlap, text("två svar", "two answers"))
            .at(place("/rules/1/when").labelled(text("svarar: a", "answers: a")))
            .also(place("/rules/0/when"), text("svarar: b", "answers: b"))
            .help(text("gör den ena smalare", "narrow one"));
        let whole = Diagnostic::new(Code::NotProved, text("oklart", "unclear"));
        vec![whole.at(Place::file("routing.yaml")), overlap]
    }

    /// The requirements of GitHub code scanning (its page on SARIF support): version, a tool with a name, rules with id and
    /// help, and for each result a message, an existing rule, a level, and a first location with a line.
    #[test]
    fn the_shape_is_that_required_by_code_scanning() {
        let log = sarif(&told(), "rules/gävle", Lang::Sv);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "handover");
        let rules = driver["rules"].as_array().unwrap();
        assert_eq!(rules.len(), 2);
        for rule in rules {
            for pointer in ["/id", "/shortDescription/text", "/fullDescription/text", "/help/text"]
            {
                let told = rule.pointer(pointer).and_then(Value::as_str).unwrap();
                assert!(!told.is_empty(), "{pointer}");
            }
            assert!(["error", "warning", "note"].contains(
                &rule.pointer("/defaultConfiguration/level").and_then(Value::as_str).unwrap()
            ));
        }
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 2);
        for result in results {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
            let physical = &result["locations"][0]["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with("rules/g%C3%A4vle/") && uri.is_ascii(), "{uri}");
            assert!(physical["region"]["startLine"].as_u64().unwrap() >= 1);
        }
        let overlap = &results[1];
        assert_eq!(overlap["message"]["text"], "två svar\nhjälp: gör den ena smalare");
        assert_eq!(overlap["relatedLocations"][0]["message"]["text"], "svarar: b");
        assert_eq!(
            overlap["locations"][0]["physicalLocation"]["region"],
            json!({"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 5})
        );
    }

    #[test]
    fn nothing_found_is_a_run_without_results() {
        let log = sarif(&[], "", Lang::En);
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/ö.yaml"), "a%20b/%C3%B6.yaml");
        assert_eq!(uri("/srv/x.yaml"), "file:///srv/x.yaml");
        assert_eq!(uri("C:/x.yaml"), "file:///C:/x.yaml");
    }
}
