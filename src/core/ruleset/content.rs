//! The content of a rule set as written: what the fingerprint is made of, leaf by leaf.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

/// The data of a rule set's files, shared. Empty for a rule set that was not read from files.
#[derive(Debug, Clone, Default)]
pub struct RuleSetContent {
    files: Arc<[Value]>,
}

/// The place of a leaf: keys, and the ids of items in lists.
pub type ContentPlace = Vec<String>;

/// Stands in a place for the order of a list's items.
pub const ORDER: &str = "(order)";

impl RuleSetContent {
    pub(super) fn new(files: impl Iterator<Item = Value>) -> Self {
        Self { files: files.collect() }
    }

    /// Whether nothing is known of the content.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.files.is_empty()
    }

    /// What stands at each place, with ids that were renamed under their new names. Lists of items are told by ids and order, so
    /// that an item which is moved or added leaves the others as they are.
    ///
    /// Linear in the content.
    #[must_use]
    pub fn leaves(&self, renamed: &BTreeMap<String, String>) -> BTreeMap<ContentPlace, String> {
        let mut reader = Reader { leaves: BTreeMap::new(), place: Vec::new(), renamed };
        for (name, section) in self.files.iter().filter_map(Value::as_object).flatten() {
            // A section of a unit's own rules may stand in several files.
            let unit = section.get("unit").and_then(Value::as_str).filter(|_| name == "local");
            match (name.as_str(), section) {
                ("ruleset", Value::Object(header)) => {
                    let mut header = header.clone();
                    header.remove("files");
                    reader.within(name, |reader| reader.table(&header));
                }
                _ => reader.within(name, |reader| match unit {
                    Some(unit) => reader.within(unit, |reader| reader.value(section)),
                    None => reader.value(section),
                }),
            }
        }
        reader.leaves
    }
}

struct Reader<'r> {
    leaves: BTreeMap<ContentPlace, String>,
    place: ContentPlace,
    renamed: &'r BTreeMap<String, String>,
}

impl Reader<'_> {
    fn named(&self, name: &str) -> String {
        self.renamed.get(name).map_or_else(|| name.to_owned(), Clone::clone)
    }

    fn within(&mut self, key: &str, read: impl FnOnce(&mut Self)) {
        let key = self.named(key);
        self.place.push(key);
        read(self);
        self.place.pop();
    }

    fn leaf(&mut self, value: String) {
        self.leaves.insert(self.place.clone(), value);
    }

    fn scalar(&self, value: &Value) -> String {
        match value {
            Value::String(text) => self.named(text),
            other => other.to_string(),
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(table) if !table.is_empty() => self.table(table),
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                self.list(items);
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.scalar(item)).collect();
                self.leaf(format!("[{}]", items.join(", ")));
            }
            scalar => {
                let written = self.scalar(scalar);
                self.leaf(written);
            }
        }
    }

    fn table(&mut self, table: &Map<String, Value>) {
        for (key, value) in table {
            self.within(key, |reader| reader.value(value));
        }
    }

    fn list(&mut self, items: &[Value]) {
        let id = |item: &Value| {
            let id = item.get("id").or_else(|| item.get("document"));
            id.and_then(Value::as_str).map(str::to_owned)
        };
        let mut ids: Vec<String> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let mut key = id(item).map_or_else(|| at.to_string(), |id| self.named(&id));
            while ids.contains(&key) {
                key.push('+');
            }
            self.within(&key, |reader| reader.value(item));
            ids.push(key);
        }
        if items.iter().any(|item| id(item).is_some()) {
            self.within(ORDER, |reader| reader.leaf(ids.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn leaves_are_told_by_keys_and_ids() {
        let file = json!({
            "ruleset": {"id": "x", "files": ["a"]},
            "checks": [{"id": "b", "when": {"unit": ["old", "v"]}}, {"id": "a", "severity": "info"}],
            "local": {"unit": "old", "rules": [{"id": "r", "n": 1}]},
        });
        let renamed = [("old".to_owned(), "new".to_owned())].into();
        let leaves = RuleSetContent::new([file].into_iter()).leaves(&renamed);
        let told: Vec<String> =
            leaves.iter().map(|(place, value)| format!("{}={value}", place.join("/"))).collect();
        assert_eq!(
            told,
            [
                "checks/(order)=b, a",
                "checks/a/id=a",
                "checks/a/severity=info",
                "checks/b/id=b",
                "checks/b/when/unit=[new, v]",
                "local/new/rules/(order)=r",
                "local/new/rules/r/id=r",
                "local/new/rules/r/n=1",
                "local/new/unit=new",
                "ruleset/id=x",
            ]
        );
    }
}
