//! What shape a request must have, told field by field: the slow path that names what is wrong.

use serde_json::Value;

use super::error::RequestError;
use crate::language::near::nearest;

/// A field of a request: its name and kind.
pub(super) struct Field {
    pub(super) name: &'static str,
    kind: Kind,
    required: bool,
}

pub(super) enum Kind {
    Text,
    Whole,
    Boolean,
    Fields(&'static [Field]),
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

const SENDER: &[Field] = &[field("unit", Kind::Text)];

pub(super) const CASE: &[Field] = &[
    field("case_type", Kind::Text),
    field("care_level", Kind::Text),
    field("specialty", Kind::Text),
    field("unit", Kind::Text),
    field("original_role", Kind::Text),
    field("priority", Kind::Whole),
    field("accepted", Kind::Boolean),
    field("from", Kind::Fields(SENDER)),
    field("same_provider", Kind::Boolean),
    field("at", Kind::Text),
    field("contact_reason", Kind::Text),
];

pub(super) const TO: &[Field] = &[
    field("unit", Kind::Text),
    field("role", Kind::Text),
    field("capability", Kind::Text),
    field("specialty", Kind::Text),
    field("resource", Kind::Text),
];

pub(super) const HANDOVER: &[Field] = &[
    Field { name: "case", kind: Kind::Fields(CASE), required: true },
    field("action", Kind::Text),
    field("method", Kind::Text),
    field("to", Kind::Fields(TO)),
    Field { name: "priority", kind: Kind::Whole, required: true },
    field("role_reason", Kind::Text),
    field("message", Kind::Text),
    field("related_visit", Kind::Boolean),
    field("case_text_included", Kind::Boolean),
    field("patient_informed", Kind::Boolean),
    field("patient_has_read", Kind::Boolean),
    field("state", Kind::Text),
];

/// The first thing in a request that does not fit its shape.
pub(super) fn misshapen(
    value: &Value,
    shape: &'static [Field],
    path: &str,
) -> Option<RequestError> {
    let Some(map) = value.as_object() else {
        return Some(wrong_type(path, "ett objekt", "an object", value));
    };
    let joined = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    let unknown = map.keys().find(|key| shape.iter().all(|field| field.name != key.as_str()));
    if let Some(key) = unknown {
        let names = || shape.iter().map(|field| field.name);
        let error = RequestError::new(
            "unknown_field",
            joined(key),
            format!("fältet `{key}` finns inte"),
            format!("there is no field `{key}`"),
        );
        let all = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Some(match nearest(key, names()) {
            Some(near) => {
                error.with_hint(format!("menar du `{near}`?"), format!("did you mean `{near}`?"))
            }
            None => error.with_hint(format!("fälten är {all}"), format!("the fields are {all}")),
        });
    }
    shape.iter().find_map(|field| {
        let at = joined(field.name);
        let value = match map.get(field.name) {
            None | Some(Value::Null) if field.required => {
                let sv = format!("fältet `{at}` saknas");
                return Some(RequestError::new(
                    "missing_field",
                    at.clone(),
                    sv,
                    format!("the field `{at}` is missing"),
                ));
            }
            None | Some(Value::Null) => return None,
            Some(value) => value,
        };
        match &field.kind {
            Kind::Text if !value.is_string() => Some(wrong_type(&at, "text", "text", value)),
            Kind::Whole if !value.is_i64() => {
                Some(wrong_type(&at, "ett heltal", "a whole number", value))
            }
            Kind::Boolean if !value.is_boolean() => {
                Some(wrong_type(&at, "true eller false", "true or false", value))
            }
            Kind::Fields(inner) => misshapen(value, inner, &at),
            _ => None,
        }
    })
}

fn wrong_type(path: &str, sv: &str, en: &str, value: &Value) -> RequestError {
    let (is_sv, is_en) = match value {
        Value::Null => ("null", "null"),
        Value::Bool(_) => ("true eller false", "true or false"),
        Value::Number(number) if number.is_f64() => {
            ("ett tal med decimaler", "a number with decimals")
        }
        Value::Number(_) => ("ett tal", "a number"),
        Value::String(_) => ("text", "text"),
        Value::Array(_) => ("en lista", "a list"),
        Value::Object(_) => ("ett objekt", "an object"),
    };
    let (what_sv, what_en) = if path.is_empty() {
        ("frågan".to_owned(), "the request".to_owned())
    } else {
        (format!("`{path}`"), format!("`{path}`"))
    };
    RequestError::new(
        "wrong_type",
        path,
        format!("{what_sv} ska vara {sv}, men är {is_sv}"),
        format!("{what_en} must be {en}, but is {is_en}"),
    )
}
