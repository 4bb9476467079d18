//! Unit tests of checking against schemas.

use serde_json::json;

use super::*;
use crate::diagnostic::sort_and_dedup;

/// Code, line, column and route of each fault.
fn check(schema: &Value, yaml: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let doc = YamlDocument::parse("a.yaml", yaml.as_bytes(), &mut faults).unwrap();
    Schema::new(schema).unwrap().check(&doc, &doc.json(), &mut faults);
    sort_and_dedup(&mut faults);
    faults
}

fn spot(fault: &Diagnostic) -> (Code, u32, u32, &str) {
    let place = fault.primary().unwrap();
    let span = place.span.unwrap();
    (fault.code, span.line, span.column, place.route.as_str())
}

fn rules() -> Value {
    json!({
        "type": "object",
        "required": ["rules"],
        "additionalProperties": false,
        "properties": {"rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}}},
        "$defs": {
            "rule": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": false,
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z-]+$", "examples": ["sms-band"]},
                    "severity": {"enum": ["refuse", "warning", "info"]},
                    "decided": {"type": "string", "format": "date"},
                    "priority": {"type": "integer", "minimum": 1, "maximum": 99},
                    "label": {
                        "type": "object",
                        "properties": {"sv": {"type": "string"}, "en": {"type": "string"}},
                        "additionalProperties": false
                    },
                    "cell": {"anyOf": [
                        {"type": "string"},
                        {"type": "array", "items": {"type": "string"}},
                        {"type": "object", "required": ["not"], "properties": {"not": {"type": "string"}}, "additionalProperties": false}
                    ]},
                    "role": {"oneOf": [{"const": "original"}, {"enum": ["nurse", "physician"]}]},
                    "tags": {"type": "array", "uniqueItems": true, "maxItems": 3}
                }
            }
        }
    })
}

fn only(yaml: &str) -> Diagnostic {
    let mut faults = check(&rules(), yaml);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults.remove(0)
}

#[test]
fn a_sound_document_has_no_faults() {
    let yaml = "rules:\n  - {id: a, severity: info, decided: 2025-03-25, priority: 5, cell: {not: x}, role: nurse, tags: [a]}\n";
    assert_eq!(check(&rules(), yaml), []);
}

#[test]
fn unknown_key_points_at_the_key() {
    let fault = only("rules:\n  - id: a\n    serverity: info\n");
    assert_eq!(spot(&fault), (Code::UnknownKey, 3, 5, "/rules/0/serverity"));
    assert_eq!(fault.nearest.as_deref(), Some("severity"));
    assert!(fault.allowed.contains(&"priority".to_owned()));
}

#[test]
fn missing_key_points_at_the_table() {
    let fault = only("rules:\n  - severity: info\n");
    assert_eq!(spot(&fault), (Code::MissingKey, 2, 5, "/rules/0"));
    assert!(fault.message.en.contains("`id`"));
}

#[test]
fn wrong_types_are_said_in_words() {
    let fault = only("rules:\n  - id: 7\n");
    assert_eq!(spot(&fault), (Code::WrongType, 2, 9, "/rules/0/id"));
    assert_eq!(fault.message.en, "here is a whole number, but text is wanted");
    assert_eq!(fault.message.sv, "här står ett heltal, men här ska stå text");
    assert!(fault.help.unwrap().en.contains("`\"7\"`"));
}

#[test]
fn values_outside_are_reported() {
    let fault = only("rules: [{id: a, severity: warnin}]");
    assert_eq!(spot(&fault), (Code::WrongValue, 1, 27, "/rules/0/severity"));
    assert_eq!(fault.nearest.as_deref(), Some("warning"));
    assert_eq!(fault.allowed, ["refuse", "warning", "info"]);

    assert_eq!(only("rules: [{id: a, priority: 100}]").message.en, "`100` must be at most 99");
    assert_eq!(only("rules: [{id: a, decided: 2025-02-30}]").code, Code::BadDate);
    let fault = only("rules: [{id: A b}]");
    assert_eq!(fault.help.unwrap().en, "write it as `sms-band`");
    assert_eq!(
        only("rules: [{id: a, tags: [a, b, c, d]}]").message.en,
        "the list must have at most 3 values"
    );
}

#[test]
fn repeated_items_show_both() {
    let fault = only("rules: [{id: a, tags: [x, y, x]}]");
    assert_eq!(spot(&fault), (Code::WrongValue, 1, 30, "/rules/0/tags/2"));
    assert_eq!(fault.places[1].span.unwrap().column, 24);
}

#[test]
fn the_closest_alternative_is_described() {
    let fault = only("rules: [{id: a, cell: {nott: x, not: y}}]");
    assert_eq!(spot(&fault), (Code::UnknownKey, 1, 24, "/rules/0/cell/nott"));
    assert_eq!(fault.nearest.as_deref(), Some("not"));

    let fault = only("rules: [{id: a, cell: [x, 5]}]");
    assert_eq!(spot(&fault), (Code::WrongType, 1, 27, "/rules/0/cell/1"));

    let fault = only("rules: [{id: a, cell: 5}]");
    assert_eq!(
        fault.message.en,
        "here is a whole number, but text, a list or a table of keys is wanted"
    );

    let fault = only("rules: [{id: a, role: nurs}]");
    assert_eq!(fault.allowed, ["original", "nurse", "physician"]);
    assert_eq!(fault.nearest.as_deref(), Some("nurse"));
}

#[test]
fn faults_of_the_yaml_are_not_repeated() {
    let fault = only("rules: [{id: a, label: {sv: Hej, du, en: Hi}}]");
    assert_eq!(spot(&fault), (Code::HalfLabel, 1, 34, "/rules/0/label/du"));
    let fault = only("rules:\n  - id: a\n    severity:\n");
    assert_eq!(spot(&fault), (Code::NullValue, 3, 5, "/rules/0/severity"));
}

#[test]
fn unevaluated_properties_know_the_keys_of_all_parts() {
    let schema = json!({
        "allOf": [{"$ref": "#/$defs/base"}],
        "properties": {"extra": {}},
        "unevaluatedProperties": false,
        "$defs": {"base": {"properties": {"title": {}}}}
    });
    let faults = check(&schema, "titel: x\n");
    assert_eq!(spot(&faults[0]), (Code::UnknownKey, 1, 1, "/titel"));
    assert_eq!(faults[0].allowed, ["extra", "title"]);
    assert_eq!(faults[0].nearest.as_deref(), Some("title"));
}

#[test]
fn schemas_that_are_none_are_refused() {
    assert!(Schema::new(&json!({"type": 7})).is_err());
    assert!(Schema::new(&json!({"$ref": "https://example.com/schema.json"})).is_err());
}

#[test]
fn a_null_that_is_written_out_is_checked() {
    let fault = only("rules: [{id: null}]");
    assert_eq!(spot(&fault), (Code::NullValue, 1, 14, "/rules/0/id"));
}
