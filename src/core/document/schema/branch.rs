//! The alternative of `anyOf` or `oneOf` that was probably meant.

use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value;

/// The alternatives closest to a value that fits none.
pub(super) enum Closest<'e> {
    /// One alternative, with its errors.
    Branch(&'e [ValidationError<'static>]),
    /// Words: any of these is allowed.
    Values(Vec<Value>),
    /// No alternative takes a value of this kind; these kinds are allowed.
    Types(Vec<JsonType>),
}

/// Ranks the alternatives by the errors that each gives for the value at `route`.
///
/// Alternatives of another kind (text, list, table) are excluded. Of the others, one that differs in a fixed value is
/// farther away than one that lacks or adds keys; then fewer errors win, then the order.
pub(super) fn closest<'e>(
    route: &str,
    branches: &'e [Vec<ValidationError<'static>>],
) -> Closest<'e> {
    let here = |error: &&ValidationError<'static>| error.instance_path().as_str() == route;
    let of_kind: Vec<&'e Vec<ValidationError<'static>>> = branches
        .iter()
        .filter(|errors| !errors.iter().filter(here).any(|error| types(error).is_some()))
        .collect();
    if of_kind.is_empty() {
        let mut wanted: Vec<JsonType> =
            branches.iter().flatten().filter(here).filter_map(types).flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        return Closest::Types(wanted);
    }
    let words: Option<Vec<Vec<Value>>> =
        (of_kind.iter()).map(|errors| errors.iter().filter(here).find_map(values)).collect();
    if let Some(words) = words {
        return Closest::Values(words.concat());
    }
    let distance = |errors: &&&Vec<ValidationError<'static>>| {
        let fixed = errors.iter().filter(|error| values(error).is_some()).count();
        (fixed, errors.len())
    };
    let best = of_kind.iter().min_by_key(distance);
    Closest::Branch(best.map_or(&[], |errors| errors.as_slice()))
}

/// The kinds wanted, if the error concerns the kind; for nested alternatives that all fail on it, the kinds of all.
fn types(error: &ValidationError<'static>) -> Option<Vec<JsonType>> {
    match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => Some(vec![*kind]),
        ValidationErrorKind::Type { kind: TypeKind::Multiple(kinds) } => {
            Some(kinds.iter().collect())
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            match closest(error.instance_path().as_str(), context) {
                Closest::Types(kinds) => Some(kinds),
                Closest::Branch(_) | Closest::Values(_) => None,
            }
        }
        _ => None,
    }
}

/// The words wanted, if the error is a value outside a list of words.
fn values(error: &ValidationError<'static>) -> Option<Vec<Value>> {
    match error.kind() {
        ValidationErrorKind::Enum { options } => options.as_array().cloned(),
        ValidationErrorKind::Constant { expected_value } => {
            Some(vec![expected_value.as_ref().clone()])
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            match closest(error.instance_path().as_str(), context) {
                Closest::Values(values) => Some(values),
                Closest::Branch(_) | Closest::Types(_) => None,
            }
        }
        _ => None,
    }
}
