//! Schemas of requests in tests, from the table of fields. Every field may be left out: a file states in common what its tests
//! share.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::ruleset::fields::{FieldKind, GROUPS, RequestField};

/// The schema of the case of a test.
pub(in crate::ruleset) struct TestCase;

/// The schema of the handover of a test, beside its case.
pub(in crate::ruleset) struct TestHandover;

impl JsonSchema for TestCase {
    fn schema_name() -> Cow<'static, str> {
        "TestCase".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        described(object("case."), "A case in a test.")
    }
}

impl JsonSchema for TestHandover {
    fn schema_name() -> Cow<'static, str> {
        "TestHandover".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        described(object(""), "A handover in a test.")
    }
}

fn described(mut schema: Schema, description: &str) -> Schema {
    schema.insert("description".to_owned(), json!(description));
    schema
}

/// An object with the fields whose paths begin with a prefix; the case has its own object.
fn object(prefix: &str) -> Schema {
    let mut properties = Map::new();
    for field in RequestField::ALL {
        if field.is_of_case() && !prefix.starts_with("case.") {
            continue;
        }
        let Some(name) = field.path().strip_prefix(prefix) else { continue };
        let group = name.split_once('.').map(|(group, _)| group);
        match group {
            None => {
                properties.insert(name.to_owned(), value(*field));
            }
            Some(group) => {
                let path = format!("{prefix}{group}");
                if GROUPS.iter().any(|(known, _)| *known == path) {
                    let of_group = || object(&format!("{path}.")).to_value();
                    properties.entry(group).or_insert_with(of_group);
                }
            }
        }
    }
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn value(field: RequestField) -> Value {
    let spec = field.spec();
    let schema = match spec.kind {
        FieldKind::Priority => json_schema!({"type": "integer", "format": "int64", "minimum": 1}),
        FieldKind::Boolean | FieldKind::Flag => json_schema!({"type": "boolean"}),
        FieldKind::Day => json_schema!({"type": "string", "format": "date"}),
        FieldKind::Name { .. }
        | FieldKind::Reason
        | FieldKind::Resource
        | FieldKind::Word(_)
        | FieldKind::Text => json_schema!({"type": "string"}),
    };
    described(schema, &format!("{}.", spec.meaning)).to_value()
}
