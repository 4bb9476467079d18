//! Tests of the reading of tests.

use super::*;
use crate::document::YamlDocument;
use serde_json::json;

fn written(levels: &[&str]) -> Written {
    let mut written = Written::default();
    for level in levels {
        let document = YamlDocument::parse("a.yaml", level.as_bytes(), &mut Vec::new()).unwrap();
        let data = document.json();
        written.put_in(&Spot::root(&document, &data));
    }
    written
}

#[test]
fn levels_are_put_in_field_by_field_after_what_they_do_without() {
    let common = "{case: {unit: valbo, priority: 8, from: {unit: x}}, handover: {method: move, to: {role: nurse}}}";
    let row = "{without: [case.priority, case.from.unit, to], case: {unit: y}, handover: {to: {unit: z}}}";
    let both = written(&[common, row]);
    assert_eq!(both.case, json!({"unit": "y", "from": {}}));
    assert_eq!(both.handover, json!({"method": "move", "to": {"unit": "z"}}));
    let none = written(&[common, "{without: [handover, case]}"]);
    assert_eq!((none.case, none.handover), (Value::Null, Value::Null));
    let back = written(&[common, "{without: [handover], handover: {method: consultation}}"]);
    assert_eq!(back.handover, json!({"method": "consultation"}));
}

#[test]
fn expectations_are_put_together_key_by_key() {
    let both = written(&["expect: {decision: allow, findings: [a]}", "expect: {findings: [b]}"]);
    assert_eq!(both.expect, json!({"decision": "allow", "findings": ["b"]}));
}
