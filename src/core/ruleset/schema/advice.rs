//! Remedies for slips that people make at certain keys, added to the schemas that files are checked against.

use serde_json::{Value, json};

use super::cells::ID;
use crate::document::schema::ADVICE;
use crate::ruleset::reserved::ALWAYS;

/// Remedies for a value of the wrong kind: pointer to the schema of the value, Swedish, English.
const VALUES: &[(&str, &str, &str)] = &[
    (
        "/$defs/Then/properties/role",
        "en regel har en enda mottagare: skriv en roll; får en person välja en annan, skriv `other_role: with_reason`",
        "a rule has one receiver: write one role; where a person may choose another one, write `other_role: with_reason`",
    ),
    (
        "/$defs/Then/properties/unit",
        "en regel har en enda mottagare: skriv en enhet, och en regel till för nästa",
        "a rule has one receiver: write one unit, and another rule for the next one",
    ),
];

/// Remedies for an unknown key: pointer to the schema of the table, key, Swedish, English.
const KEYS: &[(&str, &str, &str, &str)] = &[
    (
        "/$defs/RoutingRule/properties/when",
        "at",
        "en regels dagar skrivs inte i villkoret: skriv `valid_from` och `valid_until` bredvid `when`",
        "the days of a rule are no condition: write `valid_from` and `valid_until` beside `when`",
    ),
    (
        "/$defs/RoutingRule/properties/when",
        "valid_from",
        "skriv `valid_from` bredvid `when`, inte i det",
        "write `valid_from` beside `when`, not in it",
    ),
    (
        "/$defs/RoutingRule/properties/when",
        "valid_until",
        "skriv `valid_until` bredvid `when`, inte i det",
        "write `valid_until` beside `when`, not in it",
    ),
];

/// Values that show how a compulsory key is written: pointer, value.
const SAMPLES: &[(&str, &str)] = &[
    ("/$defs/Then/properties/unit", "concerned"),
    ("/$defs/Then/properties/role", "original"),
    ("/$defs/Then/properties/specialty", "concerned"),
    ("/$defs/RoutingRule/properties/source", "3/2"),
    ("/$defs/Check/properties/source", "3/2"),
    ("/$defs/PriorityRule/properties/source", "3/2"),
    ("/$defs/Method/properties/source", "3/2"),
    ("/$defs/Template/properties/source", "3/2"),
    ("/$defs/Transition/properties/source", "3/2"),
    ("/$defs/Invariant/properties/source", "3/2"),
];

/// The remedy for a key that is missing on purpose: pointer to the schema of its value.
const WHEN: &[&str] = &["/$defs/Check", "/$defs/Procedure", "/$defs/Template"];

/// Adds the remedies to a schema.
pub(super) fn advise(schema: &mut Value) {
    advise_ids(schema);
    for table in WHEN {
        put(schema, &format!("{table}/properties/when"), "examples", json!([ALWAYS]));
    }
    for &(pointer, sv, en) in VALUES {
        put(schema, pointer, ADVICE, json!({"sv": sv, "en": en}));
    }
    for &(pointer, key, sv, en) in KEYS {
        for table in
            [pointer.to_owned(), format!("{pointer}/then/items"), format!("{pointer}/else/else")]
        {
            let known = schema.pointer(&table).and_then(|table| table.get(ADVICE));
            let mut advice = known.cloned().unwrap_or_else(|| json!({}));
            put(&mut advice, "", key, json!({"sv": sv, "en": en}));
            put(schema, &table, ADVICE, advice);
        }
    }
    for &(pointer, sample) in SAMPLES {
        put(schema, pointer, "examples", json!([sample]));
    }
}

/// Adds to every id how it is written.
fn advise_ids(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("pattern").is_some_and(|pattern| pattern == ID) {
                let advice = json!({
                    "sv": "ett id har små bokstäver a–z och siffror, med `-` eller `_` mellan orden",
                    "en": "an id has small letters a–z and digits, with `-` or `_` between the words",
                });
                object.insert(ADVICE.to_owned(), advice);
            }
            object.values_mut().for_each(advise_ids);
        }
        Value::Array(items) => items.iter_mut().for_each(advise_ids),
        _ => {}
    }
}

fn put(schema: &mut Value, pointer: &str, key: &str, value: Value) {
    if let Some(Value::Object(object)) = schema.pointer_mut(pointer) {
        object.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::schema::{File, for_checking};

    #[test]
    fn every_remedy_has_its_place() {
        let schema = for_checking(File::Rules);
        let pointers = VALUES.iter().map(|row| row.0).chain(KEYS.iter().map(|row| row.0));
        for pointer in pointers.chain(SAMPLES.iter().map(|row| row.0)) {
            assert!(schema.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
