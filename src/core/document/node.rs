//! The tree of a YAML document: values, each with its place in the text.

use serde_json::Value;

use crate::diagnostic::Span;

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// `null`, `~`, or no text at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction or an exponent; always finite.
    Float(f64),
    /// Any other scalar.
    Text(String),
    /// A list.
    List(Vec<YamlNode>),
    /// A table, in the order of the file; no key occurs twice.
    Map(Vec<Entry>),
}

/// A value with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct YamlNode {
    /// The value.
    pub value: NodeValue,
    /// Its text; for an alias, the alias itself.
    pub span: Span,
    /// Whether it is a scalar without quotes.
    pub plain: bool,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key's text, also where it looks like a number.
    pub key: String,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub value: YamlNode,
}

impl YamlNode {
    /// The value under `key`, if this is a table that has it. Linear in the keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&YamlNode> {
        self.entry(key).map(|entry| &entry.value)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            NodeValue::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The child at one step of a route, with its key's span if it has one.
    pub(super) fn step(&self, step: &str) -> Option<(&YamlNode, Option<Span>)> {
        match &self.value {
            NodeValue::List(items) => Some((items.get(step.parse::<usize>().ok()?)?, None)),
            _ => self.entry(step).map(|entry| (&entry.value, Some(entry.key_span))),
        }
    }

    /// The value as JSON, without positions. O(n).
    #[must_use]
    pub fn json(&self) -> Value {
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => Value::from(*value),
            NodeValue::Int(value) => Value::from(*value),
            NodeValue::Float(value) => Value::from(*value),
            NodeValue::Text(value) => Value::from(value.as_str()),
            NodeValue::List(items) => items.iter().map(YamlNode::json).collect(),
            NodeValue::Map(entries) => {
                (entries.iter()).map(|entry| (entry.key.clone(), entry.value.json())).collect()
            }
        }
    }
}
