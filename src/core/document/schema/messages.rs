//! Messages for errors of single values, in plain words.

use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::language::list;
use crate::language::near;
use crate::language::{Lang, Text, text};

/// The fault of a value that breaks one keyword; `examples` are valid values.
pub(super) fn leaf(error: &ValidationError<'_>, examples: &[Value]) -> Diagnostic {
    let value = error.instance();
    let found = show(value);
    let (code, message) = match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => {
            return wrong_type(value, &[*kind]);
        }
        ValidationErrorKind::Type { kind: TypeKind::Multiple(kinds) } => {
            return wrong_type(value, &kinds.iter().collect::<Vec<_>>());
        }
        ValidationErrorKind::Enum { options } => {
            return not_among(
                value,
                &options.as_array().map_or_else(Vec::new, |all| all.iter().collect()),
            );
        }
        ValidationErrorKind::Constant { expected_value } => {
            return not_among(value, &[expected_value.as_ref()]);
        }
        ValidationErrorKind::Pattern { pattern } => (
            Code::WrongValue,
            match examples {
                [] => text(
                    format!("{found} är inte skrivet som det ska: `{pattern}`"),
                    format!("{found} is not written as it should be: `{pattern}`"),
                ),
                _ => text(
                    format!("{found} är inte skrivet som det ska"),
                    format!("{found} is not written as it should be"),
                ),
            },
        ),
        ValidationErrorKind::Format { format } if format == "date" => (
            Code::BadDate,
            text(format!("{found} är inget datum"), format!("{found} is not a date")),
        ),
        ValidationErrorKind::Format { format } => (
            Code::WrongValue,
            text(
                format!("{found} är inte skrivet som `{format}`"),
                format!("{found} is not written as `{format}`"),
            ),
        ),
        ValidationErrorKind::Minimum { limit } => bound(&found, "minst", "at least", limit),
        ValidationErrorKind::Maximum { limit } => bound(&found, "högst", "at most", limit),
        ValidationErrorKind::ExclusiveMinimum { limit } => {
            bound(&found, "större än", "greater than", limit)
        }
        ValidationErrorKind::ExclusiveMaximum { limit } => {
            bound(&found, "mindre än", "less than", limit)
        }
        ValidationErrorKind::MultipleOf { multiple_of } => (
            Code::WrongValue,
            text(
                format!("{found} är inte delbart med {multiple_of}"),
                format!("{found} is not a multiple of {multiple_of}"),
            ),
        ),
        ValidationErrorKind::MinLength { limit: 1 } => {
            (Code::WrongValue, text("texten är tom", "the text is empty"))
        }
        ValidationErrorKind::MinLength { limit } => {
            size(["texten", "the text"], ["minst", "at least"], *limit, ["tecken", "characters"])
        }
        ValidationErrorKind::MaxLength { limit } => {
            size(["texten", "the text"], ["högst", "at most"], *limit, ["tecken", "characters"])
        }
        ValidationErrorKind::MinItems { limit } => {
            size(["listan", "the list"], ["minst", "at least"], *limit, ["värden", "values"])
        }
        ValidationErrorKind::MaxItems { limit } => {
            size(["listan", "the list"], ["högst", "at most"], *limit, ["värden", "values"])
        }
        ValidationErrorKind::MinProperties { limit } => {
            size(["tabellen", "the table"], ["minst", "at least"], *limit, ["nycklar", "keys"])
        }
        ValidationErrorKind::MaxProperties { limit } => {
            size(["tabellen", "the table"], ["högst", "at most"], *limit, ["nycklar", "keys"])
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => (
            Code::WrongValue,
            text(
                format!("{found} kan läsas på flera sätt"),
                format!("{found} can be read in several ways"),
            ),
        ),
        ValidationErrorKind::Not { .. } => (
            Code::WrongValue,
            text(format!("{found} får inte stå här"), format!("{found} may not stand here")),
        ),
        _ => {
            let words = error.to_string().replace('`', "'");
            (
                Code::WrongValue,
                text(
                    format!("{found} passar inte här: `{words}`"),
                    format!("{found} does not fit here: `{words}`"),
                ),
            )
        }
    };
    let fault = Diagnostic::new(code, message);
    match examples {
        [] if code == Code::BadDate => {
            fault.help(text("skriv det som `2025-03-25`", "write it as `2025-03-25`"))
        }
        [] => fault,
        _ => {
            let written: Vec<String> = examples.iter().map(plain).collect();
            let written = |lang| list::listing(&written, lang);
            fault.help(text(
                format!("skriv det som {}", written(Lang::Sv)),
                format!("write it as {}", written(Lang::En)),
            ))
        }
    }
}

/// The fault of a value of the wrong kind.
pub(super) fn wrong_type(value: &Value, wanted: &[JsonType]) -> Diagnostic {
    let kinds: Vec<[&str; 2]> = wanted.iter().map(|&kind| wanted_kind(kind)).collect();
    let [found_sv, found_en] = found_kind(value);
    let list = |index: usize, or: &str| {
        let words: Vec<&str> = kinds.iter().filter_map(|kind| kind.get(index).copied()).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} {or} {last}", rest.join(", ")),
            _ => words.concat(),
        }
    };
    let message = text(
        format!("här står {found_sv}, men här ska stå {}", list(0, "eller")),
        format!("here is {found_en}, but {} is wanted", list(1, "or")),
    );
    let code = if value.is_null() { Code::NullValue } else { Code::WrongType };
    let fault = Diagnostic::new(code, message);
    match value {
        Value::Null => fault.help(text(
            "skriv ett värde, eller ta bort nyckeln",
            "write a value, or remove the key",
        )),
        Value::Number(_) | Value::Bool(_) if wanted.contains(&JsonType::String) => {
            fault.help(text(
                format!("om det är text, sätt citattecken om det: `\"{value}\"`"),
                format!("if it is text, put quotes round it: `\"{value}\"`"),
            ))
        }
        Value::String(_) if wanted == [JsonType::Boolean] => fault.help(text(
            "skriv `true` eller `false`, utan citattecken",
            "write `true` or `false`, without quotes",
        )),
        Value::String(_) if matches!(wanted, [JsonType::Integer | JsonType::Number]) => {
            fault.help(text("skriv talet utan citattecken", "write the number without quotes"))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) if wanted == [JsonType::Array] => {
            let written = plain(value);
            fault.help(text(
                format!("sätt hakparenteser om värdet: `[{written}]`"),
                format!("put square brackets round the value: `[{written}]`"),
            ))
        }
        _ => fault,
    }
}

/// The fault of a value outside a list.
pub(super) fn not_among(value: &Value, allowed: &[&Value]) -> Diagnostic {
    let words: Vec<String> = allowed.iter().map(|value| plain(value)).collect();
    let found = show(value);
    let message = text(format!("{found} får inte stå här"), format!("{found} may not stand here"));
    let written = value.as_str().unwrap_or_default();
    let nearest = near::nearest(written, words.iter().map(String::as_str)).map(str::to_owned);
    Diagnostic::new(Code::WrongValue, message).nearest(nearest).allowed(words)
}

fn bound(found: &str, sv: &str, en: &str, limit: &Value) -> (Code, Text) {
    let message =
        text(format!("{found} ska vara {sv} {limit}"), format!("{found} must be {en} {limit}"));
    (Code::WrongValue, message)
}

/// The fault of a wrong size: what, the bound, the limit and its unit. Each pair is Swedish and English.
fn size(what: [&str; 2], bound: [&str; 2], limit: u64, unit: [&str; 2]) -> (Code, Text) {
    let [sv, en] = what;
    let [bound_sv, bound_en] = bound;
    let [unit_sv, unit_en] = unit;
    let message = if limit == 1 && bound_sv == "minst" {
        text(format!("{sv} är tom"), format!("{en} is empty"))
    } else {
        text(
            format!("{sv} ska ha {bound_sv} {limit} {unit_sv}"),
            format!("{en} must have {bound_en} {limit} {unit_en}"),
        )
    };
    (Code::WrongValue, message)
}

/// Longest value repeated in a message, in characters.
const MAX_SHOWN: usize = 60;

/// The value in backticks; long text is cut, and collections are shown by their brackets.
fn show(value: &Value) -> String {
    let shown = match value {
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        scalar => plain(scalar),
    };
    if shown.chars().count() > MAX_SHOWN {
        let cut: String = shown.chars().take(MAX_SHOWN).collect();
        format!("`{cut}…`")
    } else {
        format!("`{shown}`")
    }
}

/// The value as written, without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Swedish and English names of a kind that is wanted.
const fn wanted_kind(kind: JsonType) -> [&'static str; 2] {
    match kind {
        JsonType::String => ["text", "text"],
        JsonType::Integer => ["ett heltal", "a whole number"],
        JsonType::Number => ["ett tal", "a number"],
        JsonType::Boolean => {
            ["ja eller nej (`true` eller `false`)", "yes or no (`true` or `false`)"]
        }
        JsonType::Array => ["en lista", "a list"],
        JsonType::Object => ["en tabell med nycklar", "a table of keys"],
        JsonType::Null => ["ingenting", "nothing"],
    }
}

/// Swedish and English names of the kind found.
fn found_kind(value: &Value) -> [&'static str; 2] {
    match value {
        Value::Null => ["ingenting", "nothing"],
        Value::Bool(_) => ["`true` eller `false`", "`true` or `false`"],
        Value::Number(number) if number.is_f64() => {
            ["ett tal med decimaler", "a number with decimals"]
        }
        Value::Number(_) => ["ett heltal", "a whole number"],
        Value::String(_) => ["text", "text"],
        Value::Array(_) => ["en lista", "a list"],
        Value::Object(_) => ["en tabell med nycklar", "a table of keys"],
    }
}
