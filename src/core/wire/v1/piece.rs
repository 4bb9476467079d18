//! Parts of answers that are rendered as JSON once and shared by all answers that hold them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A part of an answer: a value made for it, or a constant one of the rule set.
///
/// Both have the same contents and JSON; that of a constant part is copied rather than serialised again. It has no line
/// breaks, so an answer with constant parts cannot be pretty-printed.
#[derive(Debug, Clone)]
pub enum Piece<'a, T> {
    /// Made for one answer.
    Made(T),
    /// Rendered in advance.
    Known(&'a Rendered<T>),
}

/// A value with its JSON.
#[derive(Debug)]
pub struct Rendered<T> {
    value: T,
    /// `None` if the value is no JSON; serialising an answer with it then fails.
    json: Option<Box<RawValue>>,
}

impl<T: Serialize> Rendered<T> {
    /// Renders a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { json: to_raw_value(&value).ok(), value }
    }
}

impl<T> Deref for Piece<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Made(value) => value,
            Self::Known(rendered) => &rendered.value,
        }
    }
}

impl<T: PartialEq> PartialEq for Piece<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Piece<'_, T> {}

impl<T: fmt::Display> fmt::Display for Piece<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Piece<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(Rendered { json: Some(json), .. }) => json.serialize(serializer),
            Self::Known(Rendered { value, json: None }) | Self::Made(value) => {
                value.serialize(serializer)
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Piece<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
