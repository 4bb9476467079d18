//! Reading of requests from JSON.

use serde::Deserialize;
use serde_json::Value;

use super::access::FieldValue;
use super::error::RequestError;
use super::request::{Case, Handover};
use super::shape::misshapen;
use super::twice;
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
    let text = str::from_utf8(json).map_err(|error| not_utf8(json, error.valid_up_to()))?;
    serde_json::from_str(text).map_err(|_| match serde_json::from_str::<Value>(text) {
        Err(error) => not_json(&error, !json.contains(&b'\n')),
        // The slow path names the field, which the fast one does not.
        Ok(value) => misshapen(&value, group, "").unwrap_or_else(|| not_understood(text)),
    })
}

/// The error of a request in another encoding, of which `sound` bytes are UTF-8.
fn not_utf8(json: &[u8], sound: usize) -> RequestError {
    let wide = json.starts_with(&[0xFF, 0xFE]) || json.starts_with(&[0xFE, 0xFF]);
    let (sv, en) = if wide {
        ("frågan är UTF-16, inte UTF-8".to_owned(), "the request is UTF-16, not UTF-8".to_owned())
    } else {
        let before = String::from_utf8_lossy(json.get(..sound).unwrap_or_default());
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let byte = json.get(sound).copied().unwrap_or_default();
        let letter = char::from(byte).escape_debug();
        (
            format!(
                "frågan är inte UTF-8: på rad {line}, tecken {column}, står byten 0x{byte:02X}, som är `{letter}` i Latin-1"
            ),
            format!(
                "the request is not UTF-8: at line {line}, character {column}, is the byte 0x{byte:02X}, which is `{letter}` in Latin-1"
            ),
        )
    };
    let error = RequestError::new("not_json", "", sv, en);
    error.with_hint("koda frågan som UTF-8", "encode the request as UTF-8")
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

/// The error of JSON that has the right shape but is invalid: a field stands twice.
fn not_understood(json: &str) -> RequestError {
    let Some(path) = twice::first(json) else {
        let (sv, en) = ("frågan går inte att förstå", "the request cannot be understood");
        return RequestError::new("wrong_type", "", sv, en);
    };
    let sv = format!("fältet `{path}` står två gånger");
    let en = format!("the field `{path}` stands twice");
    let error = RequestError::new("wrong_type", path, sv, en);
    error.with_hint("ta bort det ena", "remove one of them")
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
            (r#"{"case": {}, "priority": 8, "priority": 9}"#, "wrong_type", "priority"),
            (
                r#"{"case": {"from": {"unit": "a", "\u0075nit": "b"}}, "priority": 8}"#,
                "wrong_type",
                "case.from.unit",
            ),
        ] {
            let error = parse_handover(json.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.field()), (code, field), "{json}");
        }
    }

    #[test]
    fn a_request_in_another_encoding_is_told_as_such() {
        for (json, told) in [
            (
                &b"{\"care_level\": \"Prim\xE4rv\xE5rd\"}"[..],
                "character 21, is the byte 0xE4, which is `ä` in Latin-1",
            ),
            (b"{\n\"unit\": \"\xC3\xB6\xF6\"}", "line 2, character 11"),
            (b"\xFF\xFE{\0}\0", "UTF-16"),
        ] {
            let error = parse_case(json).unwrap_err();
            assert_eq!(error.code(), "not_json");
            assert!(error.message().en.contains(told), "{error}");
            assert!(error.hint().unwrap().en.contains("UTF-8"));
        }
    }

    #[test]
    fn a_number_is_called_what_it_is() {
        for (number, told) in [
            ("1.5", "decimals"),
            ("1e2", "decimals"),
            ("99999999999999999999", "too large"),
            ("-99999999999999999999", "too large"),
            ("9223372036854775808", "too large"),
            ("-0", "minus zero"),
        ] {
            let error = parse_case(format!("{{\"priority\": {number}}}").as_bytes()).unwrap_err();
            assert!(error.message().en.contains(told), "{number}: {error}");
            assert_eq!((error.code(), error.field()), ("wrong_type", "priority"));
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_was_probably_meant() {
        let error = parse_case(br#"{"specialy": "x"}"#).unwrap_err();
        assert_eq!(error.hint().unwrap().en, "did you mean `specialty`?");
    }
}
