//! Unit tests of reading YAML, with places.

use serde_json::json;

use super::*;
use crate::diagnostic::sort_and_dedup;
use crate::document::limits::{MAX_DEPTH, MAX_NODES};

fn parse(bytes: &[u8]) -> (Option<YamlDocument>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let doc = YamlDocument::parse("a.yaml", bytes, &mut faults);
    sort_and_dedup(&mut faults);
    (doc, faults)
}

fn sound(yaml: &str) -> YamlDocument {
    let (doc, faults) = parse(yaml.as_bytes());
    assert_eq!(faults, [], "{yaml}");
    doc.unwrap()
}

/// Code, line, column, end column and route of each fault.
fn faults(yaml: &str) -> Vec<(Code, u32, u32, u32, String)> {
    let (_, faults) = parse(yaml.as_bytes());
    faults.iter().map(spot).collect()
}

fn spot(fault: &Diagnostic) -> (Code, u32, u32, u32, String) {
    let place = fault.primary().unwrap();
    let span = place.span.unwrap();
    (fault.code, span.line, span.column, span.end_column, place.route.clone())
}

fn at(code: Code, line: u32, columns: (u32, u32), route: &str) -> (Code, u32, u32, u32, String) {
    (code, line, columns.0, columns.1, route.to_owned())
}

fn written<'d>(doc: &'d YamlDocument, place: &Place) -> &'d str {
    let span = place.span.unwrap();
    &doc.text[span.start..span.end]
}

#[test]
fn every_value_and_key_knows_its_text() {
    let doc = sound(concat!(
        "# remark\n",
        "rules:\n",
        "  - id: små-fel   # why\n",
        "    when: {a: [1, 2.5], \"b\": 'x y'}\n",
        "    note: |\n",
        "      first\n",
        "      second\n",
        "\n",
        "  - id: b\n",
        "at: 2025-03-25\n",
    ));
    assert_eq!(
        doc.json(),
        json!({
            "rules": [
                {"id": "små-fel", "when": {"a": [1, 2.5], "b": "x y"}, "note": "first\nsecond\n"},
                {"id": "b"},
            ],
            "at": "2025-03-25",
        })
    );
    for (route, text) in [
        ("/rules/0/id", "små-fel"),
        ("/rules/0/when", "{a: [1, 2.5], \"b\": 'x y'}"),
        ("/rules/0/when/a/1", "2.5"),
        ("/rules/0/when/b", "'x y'"),
        ("/rules/0/note", "first\n      second"),
        ("/rules/1", "id: b"),
        ("/at", "2025-03-25"),
    ] {
        assert_eq!(written(&doc, &doc.place(route)), text, "{route}");
    }
    assert_eq!(written(&doc, &doc.key_place("/rules/0/when/b")), "\"b\"");
    assert_eq!(written(&doc, &doc.key_place("/rules/1")), "id: b");
    assert!(doc.find("/rules/0/id").unwrap().plain);
    assert!(!doc.find("/rules/0/when/b").unwrap().plain);
    assert!(doc.find("/rules/2").is_none());
}

#[test]
fn a_route_that_leads_nowhere_is_shown_at_its_last_value() {
    let doc = sound("rules: {a: [x]}\n");
    let place = doc.place("/rules/a/0/b");
    assert_eq!((written(&doc, &place), place.route.as_str()), ("x", "/rules/a/0/b"));
    assert_eq!(written(&doc, &doc.place("/rules/b")), "{a: [x]}");
    assert_eq!(written(&doc, &doc.key_place("/rules/b")), "{a: [x]}");
}

#[test]
fn routes_are_json_pointers() {
    let doc = sound("\"a/b\": {\"~\": 1}\n2: x\ntrue: y\n");
    assert_eq!(doc.find("/a~1b/~0").unwrap().value, NodeValue::Int(1));
    assert_eq!(doc.json(), json!({"a/b": {"~": 1}, "2": "x", "true": "y"}));
}

#[test]
fn parts_of_a_text_have_places() {
    let doc = sound("a: 2..x\nb: '2..x'\nc: \"2\\u002e.x\"\nd: 25\ne: å..ö\n");
    assert_eq!(written(&doc, &doc.place_within("/a", 3, 4)), "x");
    assert_eq!(written(&doc, &doc.place_within("/b", 3, 4)), "x");
    assert_eq!(written(&doc, &doc.place_within("/c", 3, 4)), "\"2\\u002e.x\"");
    assert_eq!(written(&doc, &doc.place_within("/d", 1, 2)), "5");
    let place = doc.place_within("/e", 4, 6);
    assert_eq!((written(&doc, &place), place.span.unwrap().column), ("ö", 7));
    assert_eq!(written(&doc, &doc.place_within("/a", 9, 7)), "");
}

#[test]
fn line_breaks_and_byte_order_mark_do_not_shift_columns() {
    assert_eq!(faults("a: 1\r\nå: 2\r\nå: 3\r\n"), [at(Code::DuplicateKey, 3, (1, 2), "/å")]);
    assert_eq!(faults("\u{FEFF}a: 1\na: 2\n"), [at(Code::DuplicateKey, 2, (1, 2), "/a")]);
    let doc = sound("\u{FEFF}a: 1\n");
    assert_eq!(doc.place("/a").span.unwrap().column, 4);
}

#[test]
fn duplicate_keys_show_both() {
    let (doc, faults) = parse(b"x:\n  a: 1\n  b: 2\n  a: 3\n");
    assert_eq!(spot(&faults[0]), at(Code::DuplicateKey, 4, (3, 4), "/x/a"));
    assert_eq!(faults[0].places[1].span.unwrap().line, 2);
    assert_eq!(doc.unwrap().json(), json!({"x": {"a": 1, "b": 2}}));
}

#[test]
fn tags_are_refused_with_a_remedy() {
    let (doc, found) = parse(b"a: != x\nb: !!str 5\nc: !foo [y]\n");
    let spots: Vec<_> = found.iter().map(spot).collect();
    assert_eq!(
        spots,
        [
            at(Code::Tag, 1, (4, 6), "/a"),
            at(Code::Tag, 2, (4, 9), "/b"),
            at(Code::Tag, 3, (4, 8), "/c"),
        ]
    );
    assert!(found[0].help.as_ref().unwrap().en.contains("{not: value}"));
    assert_eq!(doc.unwrap().json(), json!({"a": "x", "b": 5, "c": ["y"]}));
    assert_eq!(faults("a: !x!y z\n")[0].0, Code::Tag);
}

#[test]
fn merge_keys_are_refused() {
    let (doc, found) = parse(b"a: &a {x: 1}\nb: {<<: *a, y: 2}\n");
    assert_eq!(spot(&found[0]), at(Code::MergeKey, 2, (5, 7), "/b"));
    assert_eq!(doc.unwrap().json(), json!({"a": {"x": 1}, "b": {"y": 2}}));
    assert_eq!(sound("'<<': 1").json(), json!({"<<": 1}));
}

#[test]
fn half_labels_are_told_with_the_whole_label() {
    let (_, found) = parse("a: {sv: Hej, du, en: Hi}\n".as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(spot(&found[0]), at(Code::HalfLabel, 1, (14, 16), "/a/du"));
    assert!(found[0].help.as_ref().unwrap().sv.contains("`sv: \"Hej, du\"`"));
    let (_, found) = parse(b"a: [{specialty}]\n");
    assert_eq!(spot(&found[0]), at(Code::HalfLabel, 1, (6, 15), "/a/0/specialty"));
    assert!(found[0].help.as_ref().unwrap().en.contains("`\"{specialty}\"`"));
}

#[test]
fn missing_values_are_told() {
    assert_eq!(
        faults("a:\nb:\n"),
        [at(Code::NullValue, 1, (1, 2), "/a"), at(Code::NullValue, 2, (1, 2), "/b"),]
    );
    assert_eq!(faults("{a: , b: 1}"), [at(Code::NullValue, 1, (2, 3), "/a")]);
    assert_eq!(faults("a:\n  - x\n  -\n"), [at(Code::NullValue, 3, (4, 4), "/a/1")]);
    assert_eq!(faults(": x\n")[0].0, Code::NullValue);
    for empty in ["", "# only a remark\n", "---\n", "~"] {
        assert_eq!(faults(empty), [at(Code::NullValue, 1, (1, 1), "")], "{empty}");
    }
}

#[test]
fn a_null_that_is_written_out_is_a_value() {
    assert_eq!(sound("a: null\nb: {c: ~}\n").json(), json!({"a": null, "b": {"c": null}}));
}

#[test]
fn keys_are_text() {
    assert_eq!(faults("{a: b}: x\nc: 1\n"), [at(Code::WrongType, 1, (1, 7), "")]);
    assert_eq!(faults("? [a, b]\n: x\n"), [at(Code::WrongType, 1, (3, 9), "")]);
}

#[test]
fn numbers_that_do_not_fit_are_told() {
    assert_eq!(faults("a: 99999999999999999999\n"), [at(Code::WrongValue, 1, (4, 24), "/a")]);
    assert_eq!(faults("a: .inf\n"), [at(Code::WrongValue, 1, (4, 8), "/a")]);
}

#[test]
fn aliases_are_expanded_at_their_own_place() {
    let doc = sound("a: &x {b: 1}\nc: *x\n");
    assert_eq!(doc.json(), json!({"a": {"b": 1}, "c": {"b": 1}}));
    assert_eq!(written(&doc, &doc.place("/c")), "*x");
    assert_eq!(doc.place("/c/b").span.unwrap().line, 1);
}

#[test]
fn aliases_that_lead_nowhere_are_told() {
    let (_, found) = parse(b"a: &unit x\nb: *unti\nc: *d\nd: &d [*d]\n");
    let spots: Vec<_> = found.iter().map(spot).collect();
    assert_eq!(
        spots,
        [
            at(Code::UndefinedAlias, 2, (4, 9), "/b"),
            at(Code::UndefinedAlias, 3, (4, 6), "/c"),
            at(Code::AliasBomb, 4, (8, 10), "/d/0"),
        ]
    );
    assert_eq!(found[0].nearest.as_deref(), Some("unit"));
    assert_eq!(faults("a: *\n")[0].0, Code::YamlSyntax);
}

#[test]
fn alias_bombs_are_defused() {
    let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..10 {
        let before = format!("*a{}, ", n - 1).repeat(10);
        yaml.push_str(&format!("a{n}: &a{n} [{before}]\n"));
    }
    let found = faults(&yaml);
    assert!(found.iter().any(|fault| matches!(fault.0, Code::AliasBomb)), "{found:?}");
    // Texts weigh too: few values, but much text.
    let yaml = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(1000));
    assert_eq!(faults(&yaml)[0].0, Code::AliasBomb);
}

#[test]
fn limits_hold() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    sound(&nested(MAX_DEPTH));
    let column = MAX_DEPTH as u32 + 1;
    assert_eq!(faults(&nested(MAX_DEPTH + 1))[0].2, column);
    for depth in [MAX_DEPTH + 1, 100, 300, 100_000] {
        let found = faults(&nested(depth));
        assert!(found.iter().all(|fault| fault.0 == Code::TooDeep), "{depth}: {found:?}");
    }
    let large = vec![b' '; MAX_FILE_BYTES + 1];
    assert_eq!(parse(&large).1[0].code, Code::TooLarge);
    let (doc, found) = parse(&large[..MAX_FILE_BYTES]);
    assert_eq!((doc.is_some(), found[0].code), (true, Code::NullValue));
    let many = format!("[{}]", "1,".repeat(MAX_NODES));
    assert_eq!(faults(&many)[0].0, Code::TooLarge);
    sound(&format!("[{}]", "1,".repeat(MAX_NODES - 1)));
}

#[test]
fn a_second_document_is_refused() {
    let (doc, found) = parse(b"---\na: 1\n---\nb: 2\n");
    assert_eq!(spot(&found[0]), at(Code::SeveralDocuments, 3, (1, 4), ""));
    assert_eq!(doc.unwrap().json(), json!({"a": 1}));
}

#[test]
fn tabs_are_shown_where_they_stand() {
    assert_eq!(faults("a:\n\tb: 1\n  \tc: 2\n"), [at(Code::Tab, 2, (1, 2), "")]);
    let (_, found) = parse(b"a:\n\tb: 1\n  \tc: 2\n");
    let lines = found[0].repeats.iter().map(|place| place.span.unwrap().line);
    assert_eq!(lines.collect::<Vec<_>>(), [3]);
    sound("a: |\n  x\n  \ty\nb: 1\n");
    sound("a: 1\n\t\n\t# remark\nb: 2\n");
}

#[test]
fn encodings_are_told() {
    let (doc, found) = parse(b"a: 1\nb: \xE5\n");
    assert_eq!((doc.is_none(), spot(&found[0])), (true, at(Code::NotUtf8, 2, (4, 5), "")));
    let (_, found) = parse(b"\xFF\xFEa\0");
    assert_eq!(found[0].code, Code::NotUtf8);
    assert!(found[0].help.as_ref().unwrap().en.contains("UTF-8"));
}

#[test]
fn what_is_no_yaml_is_told_once() {
    for (yaml, line, words) in [
        ("a: 'x\nb: 1\n", 0, "quote"),
        ("a: [1, 2\nb: 3\n", 0, "`"),
        ("a: {x: 1\n", 0, "`{`"),
        ("a: b: c\n", 1, "`:`"),
        ("a: 1\n  b: 2\n", 2, "`:`"),
        ("a:\n    b: 1\n  c: 2\n", 3, "indentation"),
        ("a: 1\nbare\n", 0, "key: value"),
        ("a: >= 5\n", 1, "`>`"),
        ("a: @x\n", 1, "`@`"),
        ("a: ]\n", 1, "ends here"),
        ("a: \"\\q\"\n", 1, "\\"),
    ] {
        let (doc, found) = parse(yaml.as_bytes());
        assert!(doc.is_none(), "{yaml}");
        assert_eq!(found.len(), 1, "{yaml}: {found:?}");
        assert_eq!(found[0].code, Code::YamlSyntax, "{yaml}");
        assert!(found[0].message.en.contains(words), "{yaml}: {:?}", found[0]);
        assert!(found[0].help.is_some(), "{yaml}");
        if line > 0 {
            assert_eq!(found[0].primary().unwrap().span.unwrap().line, line, "{yaml}: {found:?}");
        }
    }
}

#[test]
fn all_slips_of_a_file_are_told_in_one_run() {
    let found = faults("a: 1\na: 2\nb: != x\nc: {x, y: 1}\nd:\ne: {<<: 1}\n");
    let codes: Vec<Code> = found.iter().map(|fault| fault.0).collect();
    assert_eq!(
        codes,
        [Code::DuplicateKey, Code::Tag, Code::HalfLabel, Code::NullValue, Code::MergeKey]
    );
}
