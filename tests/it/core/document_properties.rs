//! Reading arbitrary bytes ends, never panics, and gives only spans within the text.

use handover_core::{
    diagnostic::{
        Diagnostic, Span,
        render::{self, Options},
        sort_and_dedup,
    },
    document::{NodeValue, Schema, YamlDocument, YamlNode},
    language::Lang,
    wire::report::diagnostics,
};
use proptest::prelude::*;
use serde_json::json;

use crate::common::runs;

const SAMPLE: &str = "\
# yaml-language-server: $schema=x.json
routing:
  rules:
    - id: triage-primary
      source: 3/1
      when: {case_type: triage, priority: [1, 6..7, 13..]}
      then: &t
        unit: concerned
        label: {sv: \"Hej, då\", en: 'it''s'}
      note: |
        Läkemedel
          åäö
    - {id: b, then: *t, decided: 2025-03-25}
";

fn check_span(span: Span, text: &str) {
    assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{span:?}");
    assert!(span.line >= 1 && span.column >= 1);
    assert!((span.line, span.column) <= (span.end_line, span.end_column));
}

fn check_node(node: &YamlNode, text: &str) {
    check_span(node.span, text);
    match &node.value {
        NodeValue::List(items) => items.iter().for_each(|item| check_node(item, text)),
        NodeValue::Map(entries) => {
            for entry in entries {
                check_span(entry.key_span, text);
                check_node(&entry.value, text);
            }
        }
        _ => {}
    }
}

fn read(bytes: &[u8]) {
    let mut faults: Vec<Diagnostic> = Vec::new();
    let doc = YamlDocument::parse("a.yaml", bytes, &mut faults);
    assert!(doc.is_some() || !faults.is_empty());
    if let Some(doc) = &doc {
        check_node(&doc.root, &doc.text);
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {"routing": {"anyOf": [
                {"type": "object", "required": ["rules"], "properties": {"rules": {"type": "array", "uniqueItems": true}}},
                {"type": "string", "minLength": 3},
            ]}},
        });
        Schema::new(&schema).unwrap().check(doc, &doc.json(), &mut faults);
    }
    sort_and_dedup(&mut faults);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let spans = faults.iter().flat_map(|fault| &fault.places).filter_map(|place| place.span);
        spans.for_each(|span| check_span(span, text));
        for color in [false, true] {
            render::human(&faults, &|_| Some(text), Options { color, lang: Lang::En });
        }
    }
    render::human(&faults, &|_| None, Options::default());
    assert_eq!(diagnostics(&faults, Lang::Sv).len(), faults.len());
}

proptest! {
    #![proptest_config(runs(1000))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn arbitrary_signs(text in "[-:?,{}\\[\\]&*!|>'\"%@` #~.<=\n\r\tabåö€019]{0,80}") {
        read(text.as_bytes());
    }

    #[test]
    fn mangled_yaml(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4usize, "[-:,{}\\[\\]&*!|>'\"\n\r\t aå<~]{0,3}"), 1..6)
    ) {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for (index, removed, added) in edits {
            let start = index.index(text.len() + 1);
            let end = (start + removed).min(text.len());
            text.splice(start..end, added.chars());
        }
        read(text.into_iter().collect::<String>().as_bytes());
    }

    #[test]
    fn truncated_yaml(index in any::<prop::sample::Index>()) {
        let bytes = SAMPLE.as_bytes();
        read(&bytes[..index.index(bytes.len() + 1)]);
    }
}

#[test]
fn the_sample_is_sound() {
    let mut faults = Vec::new();
    let doc = YamlDocument::parse("a.yaml", SAMPLE.as_bytes(), &mut faults);
    assert!(doc.is_some() && faults.is_empty(), "{faults:?}");
}
