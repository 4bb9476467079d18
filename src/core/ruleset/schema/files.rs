//! Schemas of whole files, for checking and for editors.

use indexmap::IndexMap;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::advice::advise;
use super::cells::{CELL, cell_name, cell_of};
use crate::language::Lang;
use crate::language::Text;
use crate::ruleset::invariant_inputs::special;
use crate::ruleset::kinds::Kind;
use crate::ruleset::kinds::LISTS;
use crate::ruleset::names::Words;
use crate::ruleset::reserved::special_target;
use crate::ruleset::section::Section;
use crate::ruleset::{RuleSet, model};
use handover_matcher::UNLISTED;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// Any file of rules.
    Rules,
    /// A file of tests.
    Tests,
}

/// The topics that editors have schemas for: any file of rules, the files that each hold some sections, and tests.
pub const TOPICS: &[&str] = &[
    RULES,
    "ruleset",
    "vocabulary",
    "directory",
    "routing",
    "handover",
    "procedures",
    "local",
    "invariants",
    "statements",
    TESTS,
];
/// The topic of files with any sections.
const RULES: &str = "rules";
/// The topic of tests.
const TESTS: &str = "tests";

/// The topic of the file that usually holds a section.
const fn topic_of(section: Section) -> &'static str {
    match section {
        Section::Header | Section::Sources => "ruleset",
        Section::Vocabulary | Section::ContactReasons | Section::Fields => "vocabulary",
        Section::Directory => "directory",
        Section::Routing => "routing",
        Section::Priority | Section::Methods | Section::Checks => "handover",
        Section::Procedures | Section::Lifecycles | Section::Templates => "procedures",
        Section::Local => "local",
        Section::Invariants => "invariants",
        Section::Statements => "statements",
    }
}

/// Every section that a file of rules may hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "A file of a rule set")]
#[expect(dead_code, reason = "only its schema is used")]
struct RulesFile {
    /// The identity of the rule set, and its files.
    ruleset: Option<model::Header>,
    /// The documents that rules are based on.
    sources: Option<Vec<model::Source>>,
    /// The words that cases and rules use.
    vocabulary: Option<model::Vocabulary>,
    /// Contact reasons with their case types.
    contact_reasons: Option<IndexMap<String, String>>,
    /// Labels of request fields in messages.
    fields: Option<IndexMap<String, model::Texts>>,
    /// Care providers and units.
    directory: Option<model::Directory>,
    /// The targets of cases.
    routing: Option<model::Routing>,
    /// The priority scale, and which priorities alert the receiver.
    priority: Option<model::Priority>,
    /// The ways to hand over.
    methods: Option<Vec<model::Method>>,
    /// The checks of cases and handovers.
    checks: Option<Vec<model::Check>>,
    /// Procedures, step by step.
    procedures: Option<Vec<model::Procedure>>,
    /// States, and the transitions between them.
    lifecycles: Option<Vec<model::Lifecycle>>,
    /// Message templates.
    templates: Option<Vec<model::Template>>,
    /// A unit's own rules.
    local: Option<model::Local>,
    /// Conditions that must hold whatever the rules say.
    invariants: Option<Vec<model::Invariant>>,
    /// The statements of the documents, by place (`section/place`).
    statements: Option<IndexMap<String, Vec<model::Statement>>>,
}

/// A file of tests.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Tests of a rule set")]
#[expect(dead_code, reason = "only its schema is used")]
struct TestsFile {
    /// The values common to every test of the file.
    common: Option<model::Common>,
    /// The tests.
    #[schemars(length(min = 1))]
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

/// Refuses null: an absent value is omitted.
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

/// The schema that files are checked against: any section may be in any file.
///
/// Cells are checked by the lowering, which knows the words and gives better messages.
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
    advise(&mut schema);
    schema
}

/// The schema of a topic for an editor; `None` if there is no such topic.
///
/// With a rule set, editors complete its words, and show them with their Swedish labels.
#[must_use]
pub fn editor(topic: &str, rule_set: Option<&RuleSet>) -> Option<Value> {
    if !TOPICS.contains(&topic) {
        return None;
    }
    let mut schema = if topic == TESTS { generate::<TestsFile>() } else { generate::<RulesFile>() };
    if topic != TESTS && topic != RULES {
        let within = |section: &&Section| topic_of(**section) == topic;
        let sections: Vec<&str> =
            Section::ALL.iter().filter(within).map(|section| section.name()).collect();
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

/// Removes the definitions without references.
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

/// Adds a rule set's words to the definitions of cells.
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
            let mut words = listed(list.kind, special(list.written.1));
            if list.open {
                let outside = "ett värde utanför listan";
                words.push(json!({"const": UNLISTED, "description": outside}));
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
    for (part, kind) in [
        ("role", Kind::Role),
        ("capability", Kind::Capability),
        ("specialty", Kind::Specialty),
        ("unit", Kind::Unit),
    ] {
        let scalar = json!({"anyOf": listed(kind, special_target(part))});
        let property =
            defs.get_mut("Then").and_then(|then| then.pointer_mut(&format!("/properties/{part}")));
        if let Some(Value::Object(property)) = property {
            property.remove("type");
            property.extend(scalar.as_object().cloned().unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_section_has_a_property_and_each_topic_a_section() {
        let names: Vec<&str> = Section::ALL.iter().map(|section| section.name()).collect();
        let schema = for_checking(File::Rules);
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), names.len());
        assert!(names.iter().all(|name| properties.contains_key(*name)));
        assert!(Section::ALL.iter().all(|&section| TOPICS.contains(&topic_of(section))));
        for topic in TOPICS.iter().filter(|topic| ![RULES, TESTS].contains(topic)) {
            assert!(Section::ALL.iter().any(|&section| topic_of(section) == *topic), "{topic}");
        }
    }
}
