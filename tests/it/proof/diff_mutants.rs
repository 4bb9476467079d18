//! Every kind of leaf of the shipped rule set changed once: `diff` never says that nothing changes where fingerprints differ.

use std::collections::BTreeMap;

use handover_core::document::{Files, YamlDocument};
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, RuleSet, Scope, embedded_files, load};
use handover_matcher::DIFF_STEPS;
use handover_proof::compare::{Compared, Comparison};
use jiff::civil::date;
use serde_json::{Value, json};

/// How many leaves of one kind are changed, since what is forgotten is forgotten for all of a kind.
const OF_A_KIND: usize = 1;

/// The place of a leaf in a file.
type Route = Vec<String>;

/// The leaves of a value, in order.
fn leaves(value: &Value, route: &mut Route, out: &mut Vec<Route>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => return out.push(route.clone()),
    };
    for (key, child) in children {
        route.push(key);
        leaves(child, route, out);
        route.pop();
    }
}

/// The kind of a leaf: its place without positions and ids.
fn kind(route: &Route) -> String {
    let named =
        ["units", "providers", "contact_reasons", "statements", "states", "fields", "places"];
    let words = ["case_type", "care_level", "role", "capability", "specialty"];
    let mut kind = Vec::new();
    for (at, key) in route.iter().enumerate() {
        let of = at.checked_sub(1).map_or("", |at| route[at].as_str());
        let is_id = named.contains(&of) || words.contains(&of) && route[0] == "vocabulary";
        let position = key.chars().all(|c| c.is_ascii_digit());
        kind.push(if is_id || position { "*" } else { key.as_str() });
    }
    kind.join("/")
}

/// The values to try in place of a leaf.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(truth) => vec![json!(!truth)],
        Value::Number(number) => {
            vec![json!(number.as_i64().unwrap_or(0) + 1), json!(number.as_i64().unwrap_or(1) - 1)]
        }
        Value::String(text) => {
            let mut others = vec![json!(format!("{text} x")), json!(format!("{text}_x"))];
            for (one, other) in [
                ("sender", "receiver"),
                ("receiver", "sender"),
                ("warning", "info"),
                ("info", "warning"),
                ("refuse", "manual"),
                ("manual", "refuse"),
                ("2025-", "2024-"),
                ("2026-", "2027-"),
                ("specialised", "primary"),
                ("primary", "specialised"),
            ] {
                if text.contains(one) {
                    others.insert(0, json!(text.replacen(one, other, 1)));
                }
            }
            others
        }
        _ => Vec::new(),
    }
}

fn loaded(files: &[(String, Value)]) -> Loaded {
    let layer: crate::common::Layer =
        files.iter().map(|(name, value)| (name.clone(), value.to_string().into_bytes())).collect();
    load(&Files::Memory(layer), Scope::Rules)
}

#[test]
fn nothing_that_makes_fingerprints_differ_is_passed_over() {
    let Files::Memory(embedded) = embedded_files() else { panic!("files in memory") };
    let files: Vec<(String, Value)> = embedded
        .into_iter()
        .filter(|(name, _)| !name.starts_with("tests/"))
        .map(|(name, bytes)| {
            let document = YamlDocument::parse(&name, &bytes, &mut Vec::new()).unwrap();
            (name, document.json())
        })
        .collect();
    let before = loaded(&files);
    let rules = before.rule_set.as_ref().unwrap();
    assert_eq!(rules.fingerprint, RuleSet::embedded().unwrap().fingerprint);
    let (mut tried, mut passed_over, mut known) = (0, Vec::new(), BTreeMap::new());
    for (file, (_, data)) in files.iter().enumerate() {
        let mut routes = Vec::new();
        leaves(data, &mut Vec::new(), &mut routes);
        for route in routes {
            let of_kind: &mut usize = known.entry(kind(&route)).or_default();
            if *of_kind >= OF_A_KIND {
                continue;
            }
            let pointer = format!(
                "/{}",
                route
                    .iter()
                    .map(|key| key.replace('~', "~0").replace('/', "~1"))
                    .collect::<Vec<_>>()
                    .join("/")
            );
            for other in others(data.pointer(&pointer).unwrap()) {
                let mut edited = files.clone();
                *edited[file].1.pointer_mut(&pointer).unwrap() = other;
                let after = loaded(&edited);
                let Some(rule_set) = &after.rule_set else { continue };
                if rule_set.fingerprint == rules.fingerprint {
                    continue;
                }
                tried += 1;
                *of_kind += 1;
                let report = Comparison::new(
                    Compared {
                        rule_set: rules,
                        invariants: &before.invariants,
                        content: &before.content,
                    },
                    Compared { rule_set, invariants: &after.invariants, content: &after.content },
                    DIFF_STEPS,
                )
                .report(Lang::En, date(2025, 10, 1));
                if !report.summary.changed {
                    passed_over.push(pointer.clone());
                }
                break;
            }
        }
    }
    assert!(tried >= 100, "{tried} edits of {} kinds", known.len());
    assert_eq!(passed_over, Vec::<String>::new());
}
