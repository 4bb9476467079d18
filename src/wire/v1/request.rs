//! Requests as they are sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::RequestError;
use super::shape::{CASE, Field, HANDOVER, misshapen};
use crate::ruleset::inputs::{ACTIONS, STATES};
use crate::ruleset::resource::MAX_RESOURCE_BYTES;

/// The longest request that is read, in bytes.
pub const MAX_REQUEST_BYTES: usize = 1 << 20;

/// The longest name that is read, in bytes: no list has one as long, and looking it up would be in vain.
pub const MAX_NAME_BYTES: usize = 300;

/// What is asked about. Every name may be an id, a label in any language, or an alias.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Kind of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_type: Option<String>,
    /// Care level of the receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_level: Option<String>,
    /// Specialty concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialty: Option<String>,
    /// Unit concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The role that the case first came in to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_role: Option<String>,
    /// The priority that it came in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// The sender has accepted the case; false where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// The sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Sender>,
    /// Whether sender and receiver have the same care provider; left to the directory where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_provider: Option<bool>,
    /// The day that the answer is for; today where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub at: Option<String>,
    /// Contact reason, used where `case_type` is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_reason: Option<String>,
}

/// The sender of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The sending unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What someone is about to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// The case.
    pub case: Case,
    /// What is about to be done: `hand_over` where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ACTIONS))]
    pub action: Option<String>,
    /// How; required to hand over and to receive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The resource chosen; as recommended where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<To>,
    /// The chosen priority.
    #[schemars(range(min = 1))]
    pub priority: i64,
    /// Why another role is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_reason: Option<String>,
    /// Message, or problem description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The related visit is attached; false where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_visit: Option<bool>,
    /// Text of the case is pasted in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_text_included: Option<bool>,
    /// The patient has been told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient_has_read: Option<bool>,
    /// Where the request stands, by id or label: `new` where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = STATES))]
    pub state: Option<String>,
}

/// The resource chosen: its parts, or a resource string.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct To {
    /// The unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The capability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// The specialty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialty: Option<String>,
    /// All parts in one string, as Clinic24 shows it; instead of the parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// Reads a case.
///
/// # Errors
/// Where it is not JSON, or has another shape than [`Case`].
pub fn parse_case(json: &[u8]) -> Result<Case, RequestError> {
    let case: Case = parse(json, CASE)?;
    refuse_long_names(&case.names(""))?;
    Ok(case)
}

/// Reads a handover.
///
/// # Errors
/// Where it is not JSON, or has another shape than [`Handover`].
pub fn parse_handover(json: &[u8]) -> Result<Handover, RequestError> {
    let handover: Handover = parse(json, HANDOVER)?;
    refuse_long_names(&handover.case.names("case."))?;
    if let Some(to) = &handover.to {
        let resource = to.resource.as_ref().filter(|resource| resource.len() > MAX_RESOURCE_BYTES);
        if resource.is_some() {
            return Err(RequestError::too_long("to.resource", MAX_RESOURCE_BYTES));
        }
        let parts = [("unit", &to.unit), ("role", &to.role), ("capability", &to.capability)];
        let parts = parts.into_iter().chain([("specialty", &to.specialty)]);
        let named = parts.map(|(field, name)| (format!("to.{field}"), name.as_deref()));
        refuse_long_names(&named.collect::<Vec<_>>())?;
    }
    Ok(handover)
}

impl Case {
    /// The names that the case holds, with their fields.
    fn names(&self, prefix: &str) -> Vec<(String, Option<&str>)> {
        let from = self.from.as_ref().and_then(|from| from.unit.as_deref());
        let names = [
            ("case_type", self.case_type.as_deref()),
            ("care_level", self.care_level.as_deref()),
            ("specialty", self.specialty.as_deref()),
            ("unit", self.unit.as_deref()),
            ("original_role", self.original_role.as_deref()),
            ("from.unit", from),
            ("contact_reason", self.contact_reason.as_deref()),
        ];
        names.into_iter().map(|(field, name)| (format!("{prefix}{field}"), name)).collect()
    }
}

fn refuse_long_names(names: &[(String, Option<&str>)]) -> Result<(), RequestError> {
    let long = |name: Option<&str>| name.is_some_and(|name| name.len() > MAX_NAME_BYTES);
    match names.iter().find(|(_, name)| long(*name)) {
        Some((field, _)) => Err(RequestError::too_long(field, MAX_NAME_BYTES)),
        None => Ok(()),
    }
}

fn parse<'de, T: Deserialize<'de>>(
    json: &'de [u8],
    shape: &'static [Field],
) -> Result<T, RequestError> {
    if json.len() > MAX_REQUEST_BYTES {
        return Err(RequestError::too_large(MAX_REQUEST_BYTES));
    }
    serde_json::from_slice(json).map_err(|error| match serde_json::from_slice::<Value>(json) {
        Err(error) => not_json(&error, !json.contains(&b'\n')),
        // The slow path names the field, which the fast one does not.
        Ok(value) => misshapen(&value, shape, "").unwrap_or_else(|| not_understood(&error)),
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
    use super::super::shape::TO;
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

    #[test]
    fn the_shapes_name_the_fields_of_the_types() {
        for (shape, value) in [
            (HANDOVER, serde_json::to_value(schemars::schema_for!(Handover)).unwrap()),
            (CASE, serde_json::to_value(schemars::schema_for!(Case)).unwrap()),
            (TO, serde_json::to_value(schemars::schema_for!(To)).unwrap()),
        ] {
            let mut named: Vec<&str> = shape.iter().map(|field| field.name).collect();
            let mut typed: Vec<&str> =
                value["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            named.sort_unstable();
            typed.sort_unstable();
            assert_eq!(named, typed);
        }
    }
}
