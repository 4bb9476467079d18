//! Messages for errors of single values, in plain words.

use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::language::list;
use crate::language::near;
use crate::language::{Lang, Text, day, shape, text};

/// The key of a schema with remedies in two languages: for values of the wrong kind, and for unknown keys by name.
pub const ADVICE: &str = "x-advice";

/// The fault of a value that breaks one keyword of `owner`, whose `examples` are valid values. `written` is its text.
pub(super) fn leaf(error: &ValidationError<'_>, written: &str, owner: &Value) -> Diagnostic {
    let examples = owner.get("examples").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let value = error.instance();
    let found = show(value, written);
    let (code, message) = match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => {
            return wrong_type(value, written, &[*kind], owner);
        }
        ValidationErrorKind::Type { kind: TypeKind::Multiple(kinds) } => {
            return wrong_type(value, written, &kinds.iter().collect::<Vec<_>>(), owner);
        }
        ValidationErrorKind::Enum { options } => {
            return not_among(
                value,
                written,
                &options.as_array().map_or_else(Vec::new, |all| all.iter().collect()),
            );
        }
        ValidationErrorKind::Constant { expected_value } => {
            return not_among(value, written, &[expected_value.as_ref()]);
        }
        ValidationErrorKind::Pattern { pattern } => (
            Code::WrongValue,
            match (examples, owner.get(ADVICE)) {
                ([], None) => text(
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
    let advice = |lang: &str| owner.get(ADVICE)?.get(lang)?.as_str();
    if let (ValidationErrorKind::Pattern { .. }, Some(sv), Some(en)) =
        (error.kind(), advice("sv"), advice("en"))
    {
        let corrected = shape::id_of(value.as_str().unwrap_or_default());
        let written = |write: &str| {
            corrected.as_ref().map(|id| format!("; {write} `{id}`")).unwrap_or_default()
        };
        return fault.help(text(
            format!("{sv}{}", written("skriv till exempel")),
            format!("{en}{}", written("write for instance")),
        ));
    }
    match examples {
        [] if code == Code::BadDate => fault.help(day::remedy(value.as_str().unwrap_or_default())),
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
pub(super) fn wrong_type(
    value: &Value,
    written: &str,
    wanted: &[JsonType],
    owner: &Value,
) -> Diagnostic {
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
        Value::Number(_) if owner.get("format").is_some_and(|format| format == "date") => {
            fault.help(day::remedy(written))
        }
        Value::Number(_) | Value::Bool(_) if wanted.contains(&JsonType::String) => {
            fault.help(text(
                format!("om det är text, sätt citattecken om det: `\"{written}\"`"),
                format!("if it is text, put quotes round it: `\"{written}\"`"),
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
            fault.help(text(
                format!("sätt hakparenteser om värdet: `[{written}]`"),
                format!("put square brackets round the value: `[{written}]`"),
            ))
        }
        Value::Object(_) if wanted.contains(&JsonType::Array) => fault.help(text(
            "skriv en lista med tabellen som enda värde: sätt `[` före och `]` efter, eller `- ` framför",
            "write a list with the table as its only value: put `[` before it and `]` after it, or `- ` in front",
        )),
        Value::Array(items) if items.len() == 1 => fault.help(text(
            "ta bort hakparenteserna, eller strecket framför värdet",
            "remove the square brackets, or the dash before the value",
        )),
        Value::Array(_) => fault.help(text("skriv ett enda värde", "write a single value")),
        _ => fault,
    }
}

/// The fault of a value outside a list.
pub(super) fn not_among(value: &Value, written: &str, allowed: &[&Value]) -> Diagnostic {
    let words: Vec<String> = allowed.iter().map(|value| plain(value)).collect();
    let found = show(value, written);
    let message = text(format!("{found} får inte stå här"), format!("{found} may not stand here"));
    let written = value.as_str().unwrap_or_default();
    let nearest = near::nearest(written, words.iter().map(String::as_str)).map(str::to_owned);
    Diagnostic::new(Code::WrongValue, message).nearest(nearest).allowed(words)
}

/// The words that a schema lists.
pub(super) fn words(schema: &Value) -> Vec<String> {
    let listed = schema.get("enum").and_then(Value::as_array);
    let constants = schema.get("oneOf").and_then(Value::as_array);
    let constants = constants.into_iter().flatten().filter_map(|one| one.get("const"));
    listed.into_iter().flatten().chain(constants).map(plain).collect()
}

/// A value that fits a schema, as it may be written.
pub(super) fn sample(schema: &Value) -> Option<String> {
    let example = schema.get("examples").and_then(|all| all.get(0)).map(plain);
    let kind = || match schema.get("type")?.as_str()? {
        "boolean" => Some("true".to_owned()),
        "integer" | "number" => Some("1".to_owned()),
        "string" if schema.get("format").is_some_and(|format| format == "date") => {
            Some("2025-03-25".to_owned())
        }
        _ => None,
    };
    example.or_else(|| words(schema).into_iter().next()).or_else(kind)
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
fn show(value: &Value, written: &str) -> String {
    let shown = match value {
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) => written.to_owned(),
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
