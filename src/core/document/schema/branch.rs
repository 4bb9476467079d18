//! Which alternative of `anyOf` and `oneOf` was probably meant.

use jsonschema::{
    JsonType, ValidationError,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::Value;

/// What is closest to a value that fits no alternative.
pub(super) enum Closest<'e> {
    /// One alternative; its errors say what is amiss.
    Branch(&'e [ValidationError<'static>]),
    /// The alternatives are words; any of these may stand there.
    Values(Vec<Value>),
    /// No alternative takes a value of this kind; these kinds may stand there.
    Types(Vec<JsonType>),
}

/// Weighs the alternatives by the errors that each gives for the value at `route`.
///
/// An alternative of another kind (text, list, table) is out of the question. Of those left, one that differs in a
/// fixed value counts as farther than one that lacks or adds keys; then the fewest errors win, then the order.
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

/// The kinds wanted, if the error is one of kind; an alternative within is of none of its kinds.
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

/// The words wanted, if the error is that the value is none of them.
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
