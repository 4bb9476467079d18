//! JSON Schema (2020-12): departures of a document from its schema, in the words of its editor.

mod branch;
mod messages;

pub use self::messages::ADVICE;

use std::{collections::BTreeSet, fmt};

use jsonschema::{Draft, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::Value;

use super::node::{NodeValue, YamlNode};
use super::parsed::YamlDocument;
use super::pointer::join;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::near;
use crate::language::text;

/// Maximum depth of `$ref` and `allOf` in the search for the keys of a table.
const MAX_REFS: usize = 16;

/// A compiled JSON Schema. References may point only into the schema itself; nothing is fetched.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
    source: Value,
}

/// Error of a JSON value that is not a usable JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSchema(String);

impl fmt::Display for InvalidSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a JSON Schema: {}", self.0)
    }
}

impl std::error::Error for InvalidSchema {}

impl Schema {
    /// Compiles a schema; formats such as `date` are checked.
    ///
    /// # Errors
    /// The value is not a JSON Schema, or refers to something outside it.
    pub fn new(schema: &Value) -> Result<Schema, InvalidSchema> {
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(schema)
            .map_err(|error| InvalidSchema(error.to_string()))?;
        Ok(Schema { validator, source: schema.clone() })
    }

    /// Adds every departure of `value`, the data of `doc`, from the schema to `faults`.
    ///
    /// Skips faults at the text and route of one in `faults`, and faults that follow from a missing value: reading the
    /// YAML has reported those.
    pub fn check(&self, doc: &YamlDocument, value: &Value, faults: &mut Vec<Diagnostic>) {
        let mut found = Vec::new();
        for error in self.validator.iter_errors(value) {
            self.report(doc, &error, &mut found);
        }
        let reported: BTreeSet<Place> =
            faults.iter().filter_map(Diagnostic::primary).map(bare).collect();
        // Keys that a merge key would have fetched are not reported as missing.
        let merged: BTreeSet<&str> = faults
            .iter()
            .filter(|fault| fault.code == Code::MergeKey)
            .filter_map(Diagnostic::primary)
            .filter(|place| place.file == doc.file)
            .map(|place| place.route.as_str())
            .collect();
        let follows = |fault: &Diagnostic, place: &Place| {
            reported.contains(&bare(place))
                || fault.code == Code::MissingKey && merged.contains(place.route.as_str())
        };
        found.retain(|fault| fault.primary().is_none_or(|place| !follows(fault, place)));
        faults.append(&mut found);
    }

    /// Reports one error, or those of the closest alternative.
    fn report(
        &self,
        doc: &YamlDocument,
        error: &ValidationError<'_>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let route = error.instance_path().as_str();
        // The value is missing, or an alias without a value.
        let left_out = |node: &YamlNode| {
            let written = doc.text.get(node.span.start..node.span.end);
            node.value == NodeValue::Null
                && written.is_some_and(|w| w.is_empty() || w.starts_with('*'))
        };
        if doc.find(route).is_some_and(left_out) {
            return;
        }
        let written = doc.written(route, error.instance());
        let owner = self.owner(error).unwrap_or(&Value::Null);
        match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => {
                match branch::closest(route, context) {
                    branch::Closest::Branch(errors) => {
                        for error in errors {
                            self.report(doc, error, faults);
                        }
                    }
                    branch::Closest::Values(allowed) => {
                        let allowed: Vec<&Value> = allowed.iter().collect();
                        faults.push(
                            messages::not_among(error.instance(), &written, &allowed)
                                .at(doc.place(route)),
                        );
                    }
                    branch::Closest::Types(types) => {
                        faults.push(
                            self.advised(
                                messages::wrong_type(error.instance(), &written, &types, owner),
                                owner,
                            )
                            .at(doc.place(route)),
                        );
                    }
                }
            }
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let known = self.known_keys(error);
                for key in unexpected {
                    let fault = unknown_key(doc, &join(route, key), key, &known);
                    let advice = owner.get(ADVICE).and_then(|advice| advice.get(key));
                    faults.push(advised(fault, advice));
                }
            }
            ValidationErrorKind::PropertyNames { error: inner } => {
                let key = inner.instance().as_str().unwrap_or_default();
                let place = doc.key_place(&join(route, key));
                let names = owner.get("propertyNames").unwrap_or(&Value::Null);
                faults.push(messages::leaf(inner, key, self.resolved(names)).at(place));
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                if !self.is_misspelt(error, key) {
                    let property = owner.get("properties").and_then(|all| all.get(key));
                    let property = self.resolved(property.unwrap_or(&Value::Null));
                    faults.push(missing_key(key, property).at(doc.place(route)));
                }
            }
            ValidationErrorKind::FalseSchema => {
                let key = error.instance_path().as_str().rsplit('/').next().unwrap_or_default();
                faults.push(not_here(key).at(doc.key_place(route)));
            }
            ValidationErrorKind::UniqueItems => faults.push(repeated(doc, route, error.instance())),
            _ => {
                let fault = self.advised(messages::leaf(error, &written, owner), owner);
                let fault = self.compulsory(fault, error, route);
                faults.push(fault.at(doc.place(route)));
            }
        }
    }

    /// The fault of a null with what fits instead, if its key is compulsory.
    fn compulsory(
        &self,
        fault: Diagnostic,
        error: &ValidationError<'_>,
        route: &str,
    ) -> Diagnostic {
        let key = route.rsplit('/').next().unwrap_or_default();
        let path = error.schema_path().as_str();
        let parent = path.rfind("/properties/").and_then(|at| self.follow(path.get(..at)?));
        let required = parent.and_then(|parent| parent.get("required")?.as_array());
        let compulsory = required.is_some_and(|keys| keys.iter().any(|known| known == key));
        if fault.code != Code::NullValue || !compulsory {
            return fault;
        }
        let property = parent.and_then(|parent| parent.get("properties")?.get(key));
        let wanted = missing_key(key, self.resolved(property.unwrap_or(&Value::Null)));
        Diagnostic { message: fault.message, code: fault.code, severity: fault.severity, ..wanted }
    }

    /// The fault with the advice of the schema on values of the wrong kind, if it has any.
    fn advised(&self, fault: Diagnostic, owner: &Value) -> Diagnostic {
        let wrong_kind = fault.code == Code::WrongType;
        advised(fault, self.resolved(owner).get(ADVICE).filter(|_| wrong_kind))
    }

    /// The schema itself, behind its references.
    fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let target = schema.get("$ref").and_then(Value::as_str);
        target.and_then(|target| self.target(target)).unwrap_or(schema)
    }

    /// The schema object that has the keyword of an error.
    fn owner(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let (owner, _) = error.schema_path().as_str().rsplit_once('/')?;
        self.follow(owner)
    }

    /// The value at a path through the schema, following `$ref`.
    fn follow(&self, path: &str) -> Option<&Value> {
        path.split('/').skip(1).try_fold(&self.source, |at, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match (&step[..], at.get("$ref").and_then(Value::as_str)) {
                ("$ref", Some(target)) => self.target(target),
                _ => match at {
                    Value::Array(items) => items.get(step.parse::<usize>().ok()?),
                    _ => at.get(&step),
                },
            }
        })
    }

    /// The target of a reference within the schema.
    fn target(&self, reference: &str) -> Option<&Value> {
        self.source.pointer(reference.strip_prefix('#')?)
    }

    /// The keys allowed in the table of an unknown key.
    fn known_keys(&self, error: &ValidationError<'_>) -> BTreeSet<&str> {
        let mut keys = BTreeSet::new();
        if let Some(owner) = self.owner(error) {
            // `additionalProperties` sees only the keys beside it, `unevaluatedProperties` those of all parts.
            let depth = match error.kind() {
                ValidationErrorKind::UnevaluatedProperties { .. } => MAX_REFS,
                _ => 0,
            };
            self.collect_keys(owner, depth, &mut keys);
        }
        keys
    }

    /// Whether a missing key is present but misspelt, which is reported as an unknown key.
    fn is_misspelt(&self, error: &ValidationError<'_>, key: &str) -> bool {
        let closed = self.owner(error).and_then(|owner| owner.get("additionalProperties"))
            == Some(&Value::Bool(false));
        let known = self.known_keys(error);
        let written = error.instance().as_object();
        closed
            && (written.into_iter().flat_map(|table| table.keys()))
                .filter(|written| !known.contains(written.as_str()))
                .any(|written| near::nearest(written, known.iter().copied()) == Some(key))
    }

    fn collect_keys<'s>(&'s self, schema: &'s Value, depth: usize, keys: &mut BTreeSet<&'s str>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let open = properties.iter().filter(|(_, value)| **value != Value::Bool(false));
            keys.extend(open.map(|(key, _)| key.as_str()));
        }
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let target =
            schema.get("$ref").and_then(Value::as_str).and_then(|target| self.target(target));
        let parts =
            ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|name| schema.get(name)?.as_array());
        for part in parts.flatten().chain(target) {
            self.collect_keys(part, depth, keys);
        }
    }
}

/// The fault with a remedy of the schema.
fn advised(fault: Diagnostic, advice: Option<&Value>) -> Diagnostic {
    let said = |lang: &str| advice?.get(lang)?.as_str();
    match (said("sv"), said("en")) {
        (Some(sv), Some(en)) => fault.help(text(sv, en)),
        _ => fault,
    }
}

/// The place without its label.
fn bare(place: &Place) -> Place {
    Place { label: None, ..place.clone() }
}

fn unknown_key(doc: &YamlDocument, route: &str, key: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let message =
        text(format!("nyckeln `{key}` finns inte här"), format!("there is no key `{key}` here"));
    Diagnostic::new(Code::UnknownKey, message)
        .at(doc.key_place(route))
        .nearest(near::nearest(key, known.iter().copied()))
        .allowed(known.iter().copied())
}

/// The fault of a missing key, with the values that fit as far as the schema of its value tells.
fn missing_key(key: &str, property: &Value) -> Diagnostic {
    let message = text(format!("nyckeln `{key}` saknas"), format!("the key `{key}` is missing"));
    let fault = Diagnostic::new(Code::MissingKey, message);
    let words = messages::words(property);
    let (sv, en) = match messages::sample(property) {
        Some(sample) => {
            (format!(", till exempel `{key}: {sample}`"), format!(", such as `{key}: {sample}`"))
        }
        None => Default::default(),
    };
    fault.allowed(words).help(text(
        format!("nyckeln måste finnas: lägg till `{key}:` här{sv}"),
        format!("the key is compulsory: add `{key}:` here{en}"),
    ))
}

fn not_here(key: &str) -> Diagnostic {
    let message = text(format!("`{key}` får inte stå här"), format!("`{key}` may not stand here"));
    Diagnostic::new(Code::UnknownKey, message)
}

/// The fault of equal items in a list, at the second and the first.
fn repeated(doc: &YamlDocument, route: &str, list: &Value) -> Diagnostic {
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    let pair = items.iter().enumerate().find_map(|(later, item)| {
        let first = items.iter().take(later).position(|other| other == item)?;
        Some((first, later))
    });
    let fault = Diagnostic::new(
        Code::WrongValue,
        text("samma värde står två gånger i listan", "the same value stands twice in the list"),
    )
    .help(text("ta bort det ena", "remove one of them"));
    match pair {
        Some((first, later)) => fault
            .at(doc.place(&format!("{route}/{later}")).labelled(text("här igen", "here again")))
            .also(doc.place(&format!("{route}/{first}")), text("här först", "here first")),
        None => fault.at(doc.place(route)),
    }
}

#[cfg(test)]
mod tests;
