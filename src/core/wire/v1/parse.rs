//! Reading of requests from JSON.

use serde::Deserialize;
use serde_json::Value;

use super::access::FieldValue;
use super::error::RequestError;
use super::request::{Case, Handover};
use super::shape::misshapen;
use crate::ruleset::fields::{MAX_NAME_BYTES, MAX_RESOURCE_BYTES, RequestField};

/// Maximum length of a request, in bytes.
pub const MAX_REQUEST_BYTES: usize = 1 << 20;

/// Reads a case. Borrows texts without escapes from the bytes.
///
/// # Errors
/// If it is not JSON, or does not have the shape of [`Case`].
pub fn parse_case(json: &[u8]) -> Result<Case<'_>, RequestError> {
    let case: Case<'_> = parse(json, "case")?;
    if case.has_text_above(LEAST_LIMIT) {
        let fields = RequestField::of_case();
        refuse_long(fields, |field| case.get(field), RequestField::path_in_case)?;
    }
    Ok(case)
}

/// Reads a handover. Borrows texts without escapes from the bytes.
///
/// # Errors
/// If it is not JSON, or does not have the shape of [`Handover`].
pub fn parse_handover(json: &[u8]) -> Result<Handover<'_>, RequestError> {
    let handover: Handover<'_> = parse(json, "")?;
    if handover.case.has_text_above(LEAST_LIMIT) || handover.has_text_above(LEAST_LIMIT) {
        let fields = RequestField::ALL.iter().copied();
        refuse_long(fields, |field| handover.get(field), RequestField::path)?;
    }
    Ok(handover)
}

/// The shortest of the limits on texts, within which most requests stay.
const LEAST_LIMIT: usize =
    if MAX_NAME_BYTES < MAX_RESOURCE_BYTES { MAX_NAME_BYTES } else { MAX_RESOURCE_BYTES };

/// Refuses names that are longer than any list has.
fn refuse_long<'r>(
    fields: impl Iterator<Item = RequestField>,
    get: impl Fn(RequestField) -> Option<FieldValue<'r>>,
    path: fn(RequestField) -> &'static str,
) -> Result<(), RequestError> {
    for field in fields {
        if let Some(most) = field.spec().kind.max_bytes()
            && matches!(get(field), Some(FieldValue::Text(text)) if text.len() > most)
        {
            return Err(RequestError::too_long(path(field), most));
        }
    }
    Ok(())
}

fn parse<'de, T: Deserialize<'de>>(json: &'de [u8], group: &str) -> Result<T, RequestError> {
    if json.len() > MAX_REQUEST_BYTES {
        return Err(RequestError::too_large(MAX_REQUEST_BYTES));
    }
    // UTF-8 is checked once for the whole request, so that the parser need not check each text.
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

/// The error of a request that is not JSON.
///
/// A request of one line gets only the column, since its line in a batch is unknown here.
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

/// The error of JSON that has the right shape but is invalid, such as a duplicate field.
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
