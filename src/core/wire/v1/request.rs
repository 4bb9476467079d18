//! Requests as they are sent.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::access::FieldValue;
use super::error::RequestError;
use super::shape::misshapen;
use crate::ruleset::fields::RequestField;
use crate::ruleset::kinds::{ACTIONS, STATES};

/// The longest request that is read, in bytes.
pub const MAX_REQUEST_BYTES: usize = 1 << 20;

/// What is asked about. Every name may be an id, a label in any language, or an alias.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case<'a> {
    /// Kind of case.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub case_type: Option<Cow<'a, str>>,
    /// Care level of the receiver.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub care_level: Option<Cow<'a, str>>,
    /// Specialty concerned.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Cow<'a, str>>,
    /// Unit concerned.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// The role that the case first came in to.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub original_role: Option<Cow<'a, str>>,
    /// The priority that it came in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// The sender has accepted the case; false where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// The sender.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Sender<'a>>,
    /// Whether sender and receiver have the same care provider; left to the directory where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_provider: Option<bool>,
    /// The day that the answer is for; today where left out.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub at: Option<Cow<'a, str>>,
    /// Contact reason, used where `case_type` is left out.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub contact_reason: Option<Cow<'a, str>>,
}

/// The sender of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender<'a> {
    /// The sending unit.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
}

/// What someone is about to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handover<'a> {
    /// The case.
    #[serde(borrow)]
    pub case: Case<'a>,
    /// What is about to be done: `hand_over` where left out.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ACTIONS.ids))]
    pub action: Option<Cow<'a, str>>,
    /// How; required to hand over and to receive.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub method: Option<Cow<'a, str>>,
    /// The resource chosen; as recommended where left out.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub to: Option<To<'a>>,
    /// The chosen priority.
    #[schemars(range(min = 1))]
    pub priority: i64,
    /// Why another role is chosen.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub role_reason: Option<Cow<'a, str>>,
    /// Message, or problem description.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub message: Option<Cow<'a, str>>,
    /// The related visit is attached; false where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_visit: Option<bool>,
    /// Text of the case is pasted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_text_included: Option<bool>,
    /// The patient has been told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_has_read: Option<bool>,
    /// Where the request stands, by id or label: `new` where left out.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = STATES.ids))]
    pub state: Option<Cow<'a, str>>,
}

/// The resource chosen: its parts, or a resource string.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct To<'a> {
    /// The unit.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// The role.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub role: Option<Cow<'a, str>>,
    /// The capability.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub capability: Option<Cow<'a, str>>,
    /// The specialty.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Cow<'a, str>>,
    /// All parts in one string, as Clinic24 shows it; instead of the parts.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub resource: Option<Cow<'a, str>>,
}

/// A text that is borrowed from the request where it holds no escapes.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = Option<Cow<'de, str>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Some(Cow::Borrowed(text)))
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(Cow::Owned(text.to_owned())))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            inner.deserialize_str(self)
        }
    }

    deserializer.deserialize_option(Text)
}

/// Reads a case. Texts are borrowed from the bytes where they hold no escapes.
///
/// # Errors
/// Where it is not JSON, or has another shape than [`Case`].
pub fn parse_case(json: &[u8]) -> Result<Case<'_>, RequestError> {
    let case: Case<'_> = parse(json, "case")?;
    refuse_long(RequestField::of_case(), |field| case.get(field), RequestField::path_in_case)?;
    Ok(case)
}

/// Reads a handover. Texts are borrowed from the bytes where they hold no escapes.
///
/// # Errors
/// Where it is not JSON, or has another shape than [`Handover`].
pub fn parse_handover(json: &[u8]) -> Result<Handover<'_>, RequestError> {
    let handover: Handover<'_> = parse(json, "")?;
    let fields = RequestField::ALL.iter().copied();
    refuse_long(fields, |field| handover.get(field), RequestField::path)?;
    Ok(handover)
}

/// Refuses names that are longer than any list has.
fn refuse_long<'r>(
    fields: impl Iterator<Item = RequestField>,
    get: impl Fn(RequestField) -> Option<FieldValue<'r>>,
    path: fn(RequestField) -> &'static str,
) -> Result<(), RequestError> {
    for field in fields {
        let Some(most) = field.spec().kind.max_bytes() else { continue };
        if matches!(get(field), Some(FieldValue::Text(text)) if text.len() > most) {
            return Err(RequestError::too_long(path(field), most));
        }
    }
    Ok(())
}

fn parse<'de, T: Deserialize<'de>>(json: &'de [u8], group: &str) -> Result<T, RequestError> {
    if json.len() > MAX_REQUEST_BYTES {
        return Err(RequestError::too_large(MAX_REQUEST_BYTES));
    }
    // Checked as a whole, the text need not be checked part by part.
    let parsed = match str::from_utf8(json) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(json),
    };
    parsed.map_err(|error| match serde_json::from_slice::<Value>(json) {
        Err(error) => not_json(&error, !json.contains(&b'\n')),
        // The slow path names the field, which the fast one does not.
        Ok(value) => misshapen(&value, group, "").unwrap_or_else(|| not_understood(&error)),
    })
}

/// The place is told by column alone where the request is one line: its line in a batch is not known here.
fn not_json(error: &serde_json::Error, one_line: bool) -> RequestError {
    let (line, column) = (error.line(), error.column());
    let (sv, en) = if one_line {
        (format!("tecken {column}"), format!("character {column}"))
    } else {
        (format!("rad {line}, tecken {column}"), format!("line {line}, character {column}"))
    };
    let sv = format!("frågan är inte giltig JSON ({sv})");
    RequestError::new("not_json", "", sv, format!("the request is not valid JSON ({en})"))
}

/// A field that stands twice, say: valid JSON of the right shape, but not to be understood.
fn not_understood(error: &serde_json::Error) -> RequestError {
    let twice = error.to_string().contains("duplicate field");
    let (sv, en) = if twice {
        ("ett fält står två gånger", "a field stands twice")
    } else {
        ("frågan går inte att förstå", "the request cannot be understood")
    };
    RequestError::new("wrong_type", "", sv, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_misshapen_request_names_its_field() {
        for (json, code, field) in [
            (r#"{"case": {}, "priority": 8, "metod": "move"}"#, "unknown_field", "metod"),
            (r#"{"case": {"uni": "x"}, "priority": 8}"#, "unknown_field", "case.uni"),
            (r#"{"case": {"accepted": "ja"}, "priority": 8}"#, "wrong_type", "case.accepted"),
            (r#"{"case": {}, "priority": 1.5}"#, "wrong_type", "priority"),
            (r#"{"case": {}}"#, "missing_field", "priority"),
            (r#"{"priority": 8}"#, "missing_field", "case"),
            (r#"{"case": {"from": "Valbo"}, "priority": 8}"#, "wrong_type", "case.from"),
            (r#"[]"#, "wrong_type", ""),
            (r#"{"case""#, "not_json", ""),
            (r#"{"case": {}, "priority": 8, "priority": 9}"#, "wrong_type", ""),
        ] {
            let error = parse_handover(json.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.field()), (code, field), "{json}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_was_probably_meant() {
        let error = parse_case(br#"{"specialy": "x"}"#).unwrap_err();
        assert_eq!(error.hint().unwrap().en, "did you mean `specialty`?");
    }
}
