//! Schemas of cells and ids, for the types of [`crate::ruleset::model`].

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::ruleset::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING_WRITTEN,
};
use crate::ruleset::invariant_inputs::specs;
use crate::ruleset::kinds::Kind;
use crate::ruleset::reserved::ALWAYS;

/// An id of anything: a word, a unit, a rule, a check.
pub const ID: &str = "^[a-z0-9]+([-_][a-z0-9]+)*$";

/// The schema of an id.
pub(in crate::ruleset) fn id_schema() -> Value {
    json!({"type": "string", "pattern": ID})
}

/// The schema of an id.
pub(in crate::ruleset) fn id(_: &mut SchemaGenerator) -> Schema {
    Schema::try_from(id_schema()).unwrap_or_default()
}

/// Prefix of the names of cell definitions.
pub(super) const CELL: &str = "Cell";

pub(super) fn cell_name(kind: Kind, input: &str) -> String {
    match kind {
        Kind::Words(_) => format!("{CELL}_{input}"),
        kind => format!("{CELL}_{kind:?}"),
    }
}

/// The cell of an input: a value, a list of values, or `not:` with either.
pub(super) fn cell_of(scalar: &Value) -> Value {
    let list = json!({"type": "array", "items": scalar, "minItems": 1});
    let either = json!({"anyOf": [scalar, list]});
    json!({"anyOf": [
        scalar,
        list,
        {"type": "object", "properties": {"not": either}, "required": ["not"], "additionalProperties": false}
    ]})
}

fn scalar_of(kind: Kind) -> Value {
    match kind {
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Priority => {
            json!({"type": ["integer", "string"], "description": "a priority or a range: 5, 2..5, 13.., ..5"})
        }
        Kind::Date => json!({"type": "string", "description": "a date or a range of dates"}),
        Kind::Words(words) => json!({"enum": words.ids}),
        _ => json!({"type": "string"}),
    }
}

/// A map from inputs to cells.
fn cells(generator: &mut SchemaGenerator, specs: &[InputSpec]) -> Value {
    let mut properties = Map::new();
    for spec in specs {
        let name = cell_name(spec.kind, spec.name);
        let definitions = generator.definitions_mut();
        definitions.entry(name.clone()).or_insert_with(|| cell_of(&scalar_of(spec.kind)));
        let property = json!({"$ref": format!("#/$defs/{name}"), "description": spec.meaning});
        properties.insert(spec.name.to_owned(), property);
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// A map of cells, a list of alternatives, or [`ALWAYS`].
fn when(generator: &mut SchemaGenerator, specs: &[InputSpec]) -> Schema {
    let map = cells(generator, specs);
    json_schema!({
        "if": {"type": "array"},
        "then": {"items": map, "minItems": 1},
        "else": {"if": {"type": "string"}, "then": {"enum": [ALWAYS]}, "else": map},
    })
}

/// `when` of a routing rule.
pub(in crate::ruleset) fn routing_when(generator: &mut SchemaGenerator) -> Schema {
    when(generator, ROUTING_WRITTEN)
}

/// `when` of a priority rule.
pub(in crate::ruleset) fn priority_when(generator: &mut SchemaGenerator) -> Schema {
    when(generator, PRIORITIES)
}

/// `requires` of a method.
pub(in crate::ruleset) fn method_requires(generator: &mut SchemaGenerator) -> Schema {
    let map = cells(generator, METHODS);
    Schema::try_from(map).unwrap_or_default()
}

/// `when` of a check.
pub(in crate::ruleset) fn check_when(generator: &mut SchemaGenerator) -> Schema {
    when(generator, CHECKS)
}

/// `when` of a procedure or template.
pub(in crate::ruleset) fn procedure_when(generator: &mut SchemaGenerator) -> Schema {
    when(generator, PROCEDURES)
}

/// `when` of a lifecycle.
pub(in crate::ruleset) fn lifecycle_when(generator: &mut SchemaGenerator) -> Schema {
    when(generator, LIFECYCLES)
}

/// `when` and `then` of an invariant.
pub(in crate::ruleset) fn invariant_cells(generator: &mut SchemaGenerator) -> Schema {
    let map = cells(generator, &specs());
    Schema::try_from(map).unwrap_or_default()
}
