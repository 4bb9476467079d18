//! JSON Schemas (2020-12) of rule set files, generated from the types in [`super::model`].
//!
//! They serve two readers: the program checks files against them, and an editor completes and checks
//! while a person types. [`editor`] can carry a rule set's vocabulary, with its labels as descriptions.

use indexmap::IndexMap;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING_WRITTEN,
};
use super::kinds::{Kind, LISTS};
use super::names::Words;
use super::{RuleSet, invariants, model};
use crate::language::{Lang, Text};

/// An id of rules, units and procedures.
pub const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// An id of words and codes.
pub const WORD: &str = "^[a-z0-9]+(_[a-z0-9]+)*$";

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// Any file of rules.
    Rules,
    /// A file of tests.
    Tests,
}

/// The sections that each file of a rule set usually holds; an editor's schema is one of these.
pub const TOPICS: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("ruleset", &["ruleset", "sources"]),
    ("vocabulary", &["vocabulary", "contact_reasons", "fields"]),
    ("directory", &["directory"]),
    ("routing", &["routing"]),
    ("handover", &["priority", "methods", "checks"]),
    ("procedures", &["procedures", "lifecycles", "templates"]),
    ("local", &["local"]),
    ("invariants", &["invariants"]),
    ("statements", &["statements"]),
    ("tests", &["common", "tests"]),
];

/// Every section that a file of rules may hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "A file of a rule set")]
#[expect(dead_code, reason = "only its schema is used")]
struct RulesFile {
    /// Which rule set this is, and its files.
    ruleset: Option<model::Header>,
    /// The documents that rules rest on.
    sources: Option<Vec<model::Source>>,
    /// The words that cases and rules use.
    vocabulary: Option<model::Vocabulary>,
    /// Contact reasons and the case types that they mean.
    contact_reasons: Option<IndexMap<String, String>>,
    /// What the fields of a request are called in messages.
    fields: Option<IndexMap<String, model::Texts>>,
    /// Care providers and units.
    directory: Option<model::Directory>,
    /// To whom cases go.
    routing: Option<model::Routing>,
    /// The priority scale, and which priorities alert the receiver.
    priority: Option<model::Priority>,
    /// The ways to hand over.
    methods: Option<Vec<model::Method>>,
    /// What is checked.
    checks: Option<Vec<model::Check>>,
    /// What is done, step by step.
    procedures: Option<Vec<model::Procedure>>,
    /// States, and what may be done in each.
    lifecycles: Option<Vec<model::Lifecycle>>,
    /// Messages to start from.
    templates: Option<Vec<model::Template>>,
    /// A unit's own rules.
    local: Option<model::Local>,
    /// What must hold whatever the rules say.
    invariants: Option<Vec<model::Invariant>>,
    /// What the documents state, by place (`section/place`).
    statements: Option<IndexMap<String, Vec<model::Statement>>>,
}

/// A file of tests.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Tests of a rule set")]
#[expect(dead_code, reason = "only its schema is used")]
struct TestsFile {
    /// What is put into every test of the file.
    common: Option<model::Common>,
    /// The tests.
    tests: Vec<model::Expectation>,
}

fn generate<T: JsonSchema>() -> Value {
    let mut schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    let nullable = ["Expected"];
    if let Some(defs) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for (_, def) in defs.iter_mut().filter(|(name, _)| !nullable.contains(&name.as_str())) {
            refuse_null(def);
        }
    }
    if let Some(properties) = schema.get_mut("properties") {
        refuse_null(properties);
    }
    schema
}

/// What is not there is left out, never written as null.
fn refuse_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(branches)) = map.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    map.remove("anyOf");
                    map.extend(only);
                }
            }
            if let Some(Value::Array(options)) = map.get_mut("enum") {
                options.retain(|option| !option.is_null());
            }
            map.retain(|key, value| key != "default" || !value.is_null());
            for value in map.values_mut() {
                refuse_null(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(refuse_null),
        _ => {}
    }
}

/// The schema that files are checked against: any section may stand in any file. Cells are left to the
/// lowering, which knows the words and says more.
#[must_use]
pub fn for_checking(file: File) -> Value {
    let mut schema = match file {
        File::Rules => generate::<RulesFile>(),
        File::Tests => generate::<TestsFile>(),
    };
    if let Some(defs) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for (_, cell) in defs.iter_mut().filter(|(name, _)| name.starts_with(CELL)) {
            *cell = json!({});
        }
    }
    schema
}

/// The schema of a topic for an editor: `None` where there is no such topic. With a rule set, words are
/// completed, and shown with their Swedish labels.
#[must_use]
pub fn editor(topic: &str, rule_set: Option<&RuleSet>) -> Option<Value> {
    let (_, sections) = TOPICS.iter().find(|(name, _)| *name == topic)?;
    let mut schema =
        if topic == "tests" { generate::<TestsFile>() } else { generate::<RulesFile>() };
    if !sections.is_empty() {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|name, _| sections.contains(&name.as_str()));
        }
        if let Some(root) = schema.as_object_mut() {
            root.insert("title".to_owned(), json!(format!("{topic} of a rule set")));
        }
        drop_unused(&mut schema);
    }
    if let (Some(rule_set), Some(defs)) =
        (rule_set, schema.get_mut("$defs").and_then(Value::as_object_mut))
    {
        name_words(defs, rule_set);
    }
    Some(schema)
}

/// Removes the definitions that nothing refers to any more.
fn drop_unused(schema: &mut Value) {
    loop {
        let text = schema.to_string();
        let Some(defs) = schema.get_mut("$defs").and_then(Value::as_object_mut) else {
            return;
        };
        let before = defs.len();
        defs.retain(|name, _| text.contains(&format!("\"#/$defs/{name}\"")));
        if defs.len() == before {
            return;
        }
    }
}

/// Puts a rule set's words into the definitions of cells.
fn name_words(defs: &mut Map<String, Value>, rule_set: &RuleSet) {
    let labelled =
        |id: &str, label: &Text| json!({"const": id, "description": label.get(Lang::Sv)});
    let listed = |kind: Kind, more: &[&str]| -> Vec<Value> {
        let words = rule_set.list(kind).map(Words::all).unwrap_or_default();
        let words = words.iter().map(|word| labelled(&word.id, &word.label));
        words.chain(more.iter().map(|word| json!({ "const": word }))).collect()
    };
    let mut scalars: Vec<(Kind, Vec<Value>)> = LISTS
        .iter()
        .map(|list| {
            let mut words = listed(list.kind, invariants::special(list.written.1));
            if list.open {
                let outside = "ett värde utanför listan";
                words.push(json!({"const": "unlisted", "description": outside}));
            }
            (list.kind, words)
        })
        .collect();
    let methods = rule_set.methods.all.iter().map(|method| labelled(&method.id, &method.label));
    scalars.push((Kind::Method, methods.collect()));
    for (kind, words) in scalars {
        let name = cell_name(kind, "");
        if defs.contains_key(&name) {
            defs.insert(name, cell_of(&json!({"anyOf": words})));
        }
    }
    for (part, kind, special) in [
        ("role", Kind::Role, &["original", "not_given"][..]),
        ("capability", Kind::Capability, &[]),
        ("specialty", Kind::Specialty, &["concerned"]),
        ("unit", Kind::Unit, &["concerned"]),
    ] {
        let scalar = json!({"anyOf": listed(kind, special)});
        let property =
            defs.get_mut("Then").and_then(|then| then.pointer_mut(&format!("/properties/{part}")));
        if let Some(Value::Object(property)) = property {
            property.remove("type");
            property.extend(scalar.as_object().cloned().unwrap_or_default());
        }
    }
}

/// How the names of cell definitions begin.
const CELL: &str = "Cell";

fn cell_name(kind: Kind, input: &str) -> String {
    match kind {
        Kind::Words(_) => format!("{CELL}_{input}"),
        kind => format!("{CELL}_{kind:?}"),
    }
}

/// The cell of an input: a value, a list of values, or `not:` with either.
fn cell_of(scalar: &Value) -> Value {
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

/// A map of cells, or a list of alternatives.
fn when(generator: &mut SchemaGenerator, specs: &[InputSpec]) -> Schema {
    let map = cells(generator, specs);
    json_schema!({"if": {"type": "array"}, "then": {"items": map, "minItems": 1}, "else": map})
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
    let map = cells(generator, &invariants::specs());
    Schema::try_from(map).unwrap_or_default()
}
