//! The shape of requests, field by field from the table of fields: the slow path that locates errors.

use serde_json::Value;

use super::error::RequestError;
use crate::language::Lang;
use crate::language::list::listing;
use crate::language::near::nearest;
use crate::ruleset::fields::{FieldKind, GROUPS, RequestField};

/// The fields of a group of a request, in the order of the table.
fn members(group: &str) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for &field in RequestField::ALL {
        let path = field.path();
        let inner = if group.is_empty() {
            Some(path)
        } else {
            path.strip_prefix(group).and_then(|rest| rest.strip_prefix('.'))
        };
        let Some(inner) = inner else { continue };
        let name = inner.split('.').next().unwrap_or(inner);
        if members.iter().any(|known| known.name == name) {
            continue;
        }
        let member = match path.get(..path.len() - inner.len() + name.len()) {
            Some(own) if own != path => Member { name, path: own, field: None },
            _ => Member { name, path, field: Some(field) },
        };
        members.push(member);
    }
    members
}

/// A field of a group, or a group within it.
struct Member {
    name: &'static str,
    path: &'static str,
    /// `None` for a group.
    field: Option<RequestField>,
}

impl Member {
    fn is_required(&self) -> bool {
        match self.field {
            Some(field) => field.spec().required,
            None => GROUPS.contains(&(self.path, true)),
        }
    }
}

/// The first part of a request with the wrong shape.
///
/// `group` is the part of the request that `value` is, and `path` its path in the request.
pub(super) fn misshapen(value: &Value, group: &str, path: &str) -> Option<RequestError> {
    let Some(map) = value.as_object() else {
        return Some(wrong_type(path, "ett objekt", "an object", value));
    };
    let joined = |name: &str| {
        if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
    };
    let members = members(group);
    let unknown = map.keys().find(|key| members.iter().all(|member| member.name != key.as_str()));
    if let Some(key) = unknown {
        let names = || members.iter().map(|member| member.name);
        let error = RequestError::new(
            "unknown_field",
            joined(key),
            format!("fältet `{key}` finns inte"),
            format!("there is no field `{key}`"),
        );
        let known: Vec<&str> = names().collect();
        let all = |lang| listing(&known, lang);
        return Some(match nearest(key, names()) {
            Some(near) => {
                error.with_hint(format!("menar du `{near}`?"), format!("did you mean `{near}`?"))
            }
            None => error.with_hint(
                format!("fälten är {}", all(Lang::Sv)),
                format!("the fields are {}", all(Lang::En)),
            ),
        });
    }
    members.iter().find_map(|member| {
        let at = joined(member.name);
        let value = match map.get(member.name) {
            None | Some(Value::Null) if member.is_required() => {
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
        let Some(field) = member.field else {
            return misshapen(value, member.path, &at);
        };
        match field.spec().kind {
            FieldKind::Priority => {
                (!value.is_i64()).then(|| wrong_type(&at, "ett heltal", "a whole number", value))
            }
            FieldKind::Boolean | FieldKind::Flag => (!value.is_boolean())
                .then(|| wrong_type(&at, "true eller false", "true or false", value)),
            FieldKind::Name { .. }
            | FieldKind::Word(_)
            | FieldKind::Reason
            | FieldKind::Resource
            | FieldKind::Day
            | FieldKind::Text => {
                (!value.is_string()).then(|| wrong_type(&at, "text", "text", value))
            }
        }
    })
}

/// The first number that is too large for a whole one.
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

fn wrong_type(path: &str, sv: &str, en: &str, value: &Value) -> RequestError {
    let (is_sv, is_en) = match value {
        Value::Null => ("null", "null"),
        Value::Bool(_) => ("true eller false", "true or false"),
        Value::Number(number) if number.as_f64().is_some_and(|size| size.abs() >= TOO_LARGE) => {
            ("ett för stort tal", "a number that is too large")
        }
        Value::Number(number) if number.is_f64() && number.as_f64() == Some(0.0) => {
            ("minus noll eller ett tal med decimaler", "minus zero, or a number with decimals")
        }
        Value::Number(number) if number.is_f64() => {
            ("ett tal med decimaler eller exponent", "a number with decimals or an exponent")
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
