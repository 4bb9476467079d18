//! Plain scalars by the core schema of YAML 1.2. Anything but its numbers and words is text, dates included.

use super::super::node::NodeValue;

/// A resolved plain scalar.
#[derive(Debug, PartialEq)]
pub(super) enum Plain {
    /// A value.
    Value(NodeValue),
    /// A number that does not fit in 64 bits, or is not finite (`.inf`, `.nan`).
    OutOfRange,
}

/// Resolves an unquoted scalar. O(n).
pub(super) fn resolve(text: &str) -> Plain {
    Plain::Value(match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeValue::Null,
        "true" | "True" | "TRUE" => NodeValue::Bool(true),
        "false" | "False" | "FALSE" => NodeValue::Bool(false),
        _ if is_special(text) => return Plain::OutOfRange,
        _ => match number(text) {
            Some(Some(value)) => value,
            Some(None) => return Plain::OutOfRange,
            None => NodeValue::Text(text.to_owned()),
        },
    })
}

/// A number; `Some(None)` for one that does not fit.
fn number(text: &str) -> Option<Option<NodeValue>> {
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return radix(hexadecimal, 16);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if is_digits(unsigned) {
        return Some(text.parse().ok().map(NodeValue::Int));
    }
    is_float(unsigned).then(|| {
        let value: Option<f64> = text.parse().ok();
        value.filter(|value| value.is_finite()).map(NodeValue::Float)
    })
}

fn radix(digits: &str, radix: u32) -> Option<Option<NodeValue>> {
    let well_formed = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    well_formed.then(|| i64::from_str_radix(digits, radix).ok().map(NodeValue::Int))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `(\.[0-9]+ | [0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
        None => is_digits(mantissa),
    };
    let exponent_fits =
        |exponent: &str| is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent));
    mantissa_fits && exponent.is_none_or(exponent_fits)
}

/// Whether the text is an infinity or not a number.
fn is_special(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> NodeValue {
        match resolve(text) {
            Plain::Value(value) => value,
            Plain::OutOfRange => panic!("`{text}` is out of range"),
        }
    }

    #[test]
    fn words_of_the_core_schema() {
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(value(text), NodeValue::Null);
        }
        for text in ["true", "True", "TRUE"] {
            assert_eq!(value(text), NodeValue::Bool(true));
        }
        assert_eq!(value("false"), NodeValue::Bool(false));
    }

    #[test]
    fn numbers() {
        for (text, int) in
            [("0", 0), ("-7", -7), ("+7", 7), ("007", 7), ("0o17", 15), ("0xfF", 255)]
        {
            assert_eq!(value(text), NodeValue::Int(int), "{text}");
        }
        for (text, float) in
            [("2.1", 2.1), (".5", 0.5), ("1.", 1.0), ("-1e3", -1000.0), ("1.5E-1", 0.15)]
        {
            assert_eq!(value(text), NodeValue::Float(float), "{text}");
        }
        assert_eq!(value("9223372036854775807"), NodeValue::Int(i64::MAX));
        assert_eq!(value("-9223372036854775808"), NodeValue::Int(i64::MIN));
    }

    #[test]
    fn numbers_that_do_not_fit() {
        for text in
            ["9223372036854775808", "0xffffffffffffffffff", "1e999", ".inf", "-.INF", ".nan"]
        {
            assert_eq!(resolve(text), Plain::OutOfRange, "{text}");
        }
    }

    #[test]
    fn all_else_is_text() {
        for text in [
            "2025-03-25",
            "yes",
            "no",
            "ja",
            "on",
            "2..5",
            "13..",
            "..5",
            "2.1/4",
            "1a",
            "0o8",
            "0x",
            "+",
            ".",
            "e3",
            "1e",
            "1_000",
            "nUll",
            "inf",
            "nan",
            "-",
            "09-878366",
            "12:30",
        ] {
            assert_eq!(value(text), NodeValue::Text(text.to_owned()), "{text}");
        }
    }
}
