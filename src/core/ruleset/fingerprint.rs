//! The fingerprint of a rule set: SHA-256 over its content in a canonical form.
//!
//! Comments, layout and the split into files do not change it; anything else does.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The fingerprint of the sections of these files, as 64 hexadecimal digits.
///
/// It excludes the list of files, and takes sections in the order of their names.
pub(super) fn of<'a>(files: impl Iterator<Item = &'a Value>) -> String {
    let mut sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, section) in files.filter_map(Value::as_object).flatten() {
        let mut canonical = String::new();
        match (name.as_str(), section.as_object()) {
            ("ruleset", Some(header)) => {
                let kept = header.iter().filter(|(key, _)| *key != "files");
                write_map(kept, &mut canonical);
            }
            _ => write_canonical(section, &mut canonical),
        }
        sections.entry(name).or_default().push(canonical);
    }
    let mut hasher = Sha256::new();
    for (name, mut contents) in sections {
        contents.sort();
        for content in contents {
            hasher.update(name.as_bytes());
            hasher.update(b"\0");
            hasher.update(content.as_bytes());
            hasher.update(b"\0");
        }
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Writes JSON with sorted keys and no space.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => write_map(map.iter(), out),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write_canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn write_map<'a>(entries: impl Iterator<Item = (&'a String, &'a Value)>, out: &mut String) {
    let sorted: BTreeMap<&String, &Value> = entries.collect();
    out.push('{');
    for (key, value) in sorted {
        out.push_str(&Value::String(key.clone()).to_string());
        out.push(':');
        write_canonical(value, out);
        out.push(',');
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn layout_does_not_matter_and_content_does() {
        let one = json!({"a": {"x": 1, "y": [true, "z"]}, "b": 2});
        let same = [json!({"b": 2}), json!({"a": {"y": [true, "z"], "x": 1}})];
        let other = json!({"a": {"x": 1, "y": ["z", true]}, "b": 2});
        assert_eq!(of([&one].into_iter()), of(same.iter()));
        assert_ne!(of([&one].into_iter()), of([&other].into_iter()));
        assert_eq!(of([&one].into_iter()).len(), 64);
    }

    #[test]
    fn the_list_of_files_does_not_matter() {
        let one = json!({"ruleset": {"id": "x", "files": ["a.yaml"]}});
        let same = json!({"ruleset": {"id": "x"}});
        assert_eq!(of([&one].into_iter()), of([&same].into_iter()));
    }
}
