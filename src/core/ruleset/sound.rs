//! The sound parts of a value that has a fault, so that its other parts are judged too.

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::document::pointer;

/// Maximum depth of references in the schema of a type.
const MAX_DEPTH: usize = 24;
/// Maximum number of parts of a value that is mended.
const MAX_PARTS: usize = 1_000;

/// A value without its faulty parts.
pub(super) struct Mended<T> {
    /// The value, with the faulty parts left at some value of their kind.
    pub(super) value: T,
    /// Routes of the faulty parts.
    pub(super) faulty: Vec<String>,
}

/// The value with its faulty parts left at some value of their kind.
///
/// `None` if no value of the type can be made of it.
///
/// Quadratic in the value, so that large ones are not mended.
pub(super) fn sound_parts<T: DeserializeOwned + JsonSchema>(value: &Value) -> Option<Mended<T>> {
    let mut parts = MAX_PARTS;
    if !fits_within(value, &mut parts) {
        return None;
    }
    let schema = schema_for!(T).to_value();
    let types = TypeSchemas { root: &schema };
    let filler = types.filler(&schema, MAX_DEPTH);
    let whole = |value: &Value| T::deserialize(value).is_ok();
    let mended = types.mend(&schema, value, &filler, &whole, MAX_DEPTH);
    let mut faulty = Vec::new();
    differences(value, &mended, "", &mut faulty);
    Some(Mended { value: T::deserialize(mended).ok()?, faulty })
}

/// Adds the routes of the least parts of a written value that were replaced or dropped.
fn differences(written: &Value, mended: &Value, route: &str, found: &mut Vec<String>) {
    match (written, mended) {
        (Value::Object(written), Value::Object(mended)) => {
            for (key, part) in written {
                let kept = mended.get(key).unwrap_or(&Value::Null);
                differences(part, kept, &pointer::join(route, key), found);
            }
        }
        (Value::Array(written), Value::Array(mended)) if written.len() == mended.len() => {
            for (index, (part, kept)) in written.iter().zip(mended).enumerate() {
                differences(part, kept, &pointer::join(route, &index.to_string()), found);
            }
        }
        _ if written != mended => found.push(route.to_owned()),
        _ => {}
    }
}

/// Whether a value has at most so many parts.
fn fits_within(value: &Value, parts: &mut usize) -> bool {
    let Some(rest) = parts.checked_sub(1) else {
        return false;
    };
    *parts = rest;
    match value {
        Value::Object(map) => map.values().all(|part| fits_within(part, parts)),
        Value::Array(items) => items.iter().all(|part| fits_within(part, parts)),
        _ => true,
    }
}

/// The schemas of a type and of its parts.
struct TypeSchemas<'s> {
    root: &'s Value,
}

impl<'s> TypeSchemas<'s> {
    /// The schema itself, behind its references.
    fn resolved(&self, schema: &'s Value) -> &'s Value {
        let mut at = schema;
        for _ in 0..MAX_DEPTH {
            let target = at.get("$ref").and_then(Value::as_str);
            match target.and_then(|target| self.root.pointer(target.strip_prefix('#')?)) {
                Some(target) => at = target,
                None => break,
            }
        }
        at
    }

    /// The first alternative of a schema, or the schema.
    fn first(&self, schema: &'s Value) -> &'s Value {
        let schema = self.resolved(schema);
        let branch =
            ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema.get(key)?.as_array()?.first());
        branch.map_or(schema, |branch| self.resolved(branch))
    }

    /// The alternative of a schema that takes values of the same kind.
    fn branch(&self, schema: &'s Value, value: &Value) -> &'s Value {
        let schema = self.resolved(schema);
        let kind = if value.is_object() { "object" } else { "array" };
        let branches = schema.get("anyOf").and_then(Value::as_array);
        let alike = branches.into_iter().flatten().map(|branch| self.resolved(branch));
        let mut alike = alike.filter(|branch| branch.get("type").is_some_and(|of| of == kind));
        alike.next().unwrap_or_else(|| self.first(schema))
    }

    /// The least value of a schema.
    fn filler(&self, schema: &'s Value, depth: usize) -> Value {
        let schema = self.first(schema);
        let Some(depth) = depth.checked_sub(1) else {
            return Value::Null;
        };
        if let Some(word) = schema.get("const") {
            return word.clone();
        }
        if let Some(word) = schema.get("enum").and_then(|words| words.get(0)) {
            return word.clone();
        }
        let kind = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
            kind => kind.and_then(Value::as_str),
        };
        match kind {
            Some("object") => {
                let required = schema.get("required").and_then(Value::as_array);
                let keys = required.into_iter().flatten().filter_map(Value::as_str);
                let entry = |key: &str| {
                    let part = schema.get("properties")?.get(key)?;
                    Some((key.to_owned(), self.filler(part, depth)))
                };
                Value::Object(keys.filter_map(entry).collect())
            }
            Some("array") => Value::Array(Vec::new()),
            Some("integer" | "number") => Value::from(0),
            Some("boolean") => Value::Bool(false),
            Some("string") => Value::from(""),
            _ => Value::Null,
        }
    }

    /// `value`, with the parts replaced that `whole` refuses. `filler` is accepted in its place.
    fn mend(
        &self,
        schema: &'s Value,
        value: &Value,
        filler: &Value,
        whole: &dyn Fn(&Value) -> bool,
        depth: usize,
    ) -> Value {
        let (Some(depth), false) = (depth.checked_sub(1), whole(value)) else {
            return value.clone();
        };
        let schema = self.branch(schema, value);
        let filler = &Some(self.filler(schema, depth)).filter(whole).unwrap_or(filler.clone());
        match (value, filler) {
            (Value::Object(written), Value::Object(least)) => {
                let mut mended = least.clone();
                for (key, part) in written {
                    let left = least.get(key);
                    let fits = |part: &Value| whole(&with(&mended, key, part));
                    let kind = schema.get("properties").and_then(|parts| parts.get(key));
                    let kind = kind.or_else(|| schema.get("additionalProperties"));
                    let filler = left.cloned().or_else(|| Some(self.filler(kind?, depth)));
                    let read = match (kind, filler) {
                        (Some(kind), Some(filler)) => self.mend(kind, part, &filler, &fits, depth),
                        _ => part.clone(),
                    };
                    if fits(&read) {
                        mended.insert(key.clone(), read);
                    }
                }
                Value::Object(mended)
            }
            (Value::Array(written), Value::Array(_)) => {
                let Some(kind) = schema.get("items") else {
                    return filler.clone();
                };
                let least = self.filler(kind, depth);
                let one = |item: &Value| whole(&Value::Array(vec![item.clone()]));
                let items = written.iter().map(|item| self.mend(kind, item, &least, &one, depth));
                Value::Array(items.collect())
            }
            _ => filler.clone(),
        }
    }
}

/// The object with one more key.
fn with(object: &Map<String, Value>, key: &str, value: &Value) -> Value {
    let mut more = object.clone();
    more.insert(key.to_owned(), value.clone());
    Value::Object(more)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ruleset::model;

    #[test]
    fn a_check_keeps_all_but_its_faulty_parts() {
        let written = json!({
            "id": "unit_deviates", "severity": "stop", "source": 7, "field": "to.unit", "sv": "text",
            "when": {"chosen_unit": "annan"},
        });
        let Mended { value: check, faulty } = sound_parts::<model::Check>(&written).unwrap();
        assert_eq!(faulty, ["/severity", "/source"]);
        assert_eq!((check.id.as_str(), check.source.as_str()), ("unit_deviates", ""));
        assert_eq!(check.field.as_deref(), Some("to.unit"));
        assert_eq!(check.when, written["when"]);
    }

    #[test]
    fn items_of_lists_keep_their_places() {
        let written = json!({
            "id": "ways", "actor": "sender", "when": {},
            "steps": [{"id": "2.1/1", "sv": "Gör"}, {"id": 7, "sv": "Välj"}, "2.1/3"],
        });
        let procedure = sound_parts::<model::Procedure>(&written).unwrap().value;
        assert_eq!(procedure.steps.len(), 3);
        assert!(
            matches!(&procedure.steps[1], model::StepEntry::Written(step) if step.id.is_empty())
        );
        assert!(matches!(&procedure.steps[2], model::StepEntry::Repeated(id) if id == "2.1/3"));
    }

    #[test]
    fn a_document_keeps_its_places() {
        let written = json!({
            "document": 938, "title": {"sv": "T"}, "revision": "1", "decided": 20_250_325,
            "places": {"3": ["intro", 1.1, 2]},
        });
        let source = sound_parts::<model::Source>(&written).unwrap().value;
        let places: Vec<String> = source.places["3"].iter().map(model::Name::text).collect();
        assert_eq!(places, ["intro", "", "2"]);
    }

    #[test]
    fn every_type_of_an_item_has_a_least_value() {
        fn has<T: DeserializeOwned + JsonSchema>() {
            assert!(sound_parts::<T>(&json!({})).is_some(), "{}", T::schema_name());
            assert!(sound_parts::<T>(&json!("x")).is_some(), "{}", T::schema_name());
        }
        has::<model::Header>();
        has::<model::Source>();
        has::<model::Unit>();
        has::<model::RoutingRule>();
        has::<model::PriorityRule>();
        has::<model::Method>();
        has::<model::Check>();
        has::<model::Procedure>();
        has::<model::Lifecycle>();
        has::<model::Template>();
        has::<model::Invariant>();
        has::<model::Statement>();
        has::<model::Expectation>();
    }
}
