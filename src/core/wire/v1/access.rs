//! Access to the fields of a request by [`RequestField`]: the values, and the macro that gives a type of requests its accessors.

use std::borrow::Cow;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// A name, a day or a text.
    Text(Cow<'a, str>),
    /// A priority.
    Whole(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// The slot for the value of a field in a request.
#[derive(Debug)]
pub(super) enum FieldSlot<'r, 'a> {
    Text(&'r mut Option<Cow<'a, str>>),
    Whole(&'r mut Option<i64>),
    Required(&'r mut i64),
    Boolean(&'r mut Option<bool>),
}

impl<'a> FieldSlot<'_, 'a> {
    /// Sets the value. Returns `false` if the field has another kind of values.
    pub(super) fn set(self, value: FieldValue<'a>) -> bool {
        match (self, value) {
            (Self::Text(slot), FieldValue::Text(text)) => *slot = Some(text),
            (Self::Whole(slot), FieldValue::Whole(number)) => *slot = Some(number),
            (Self::Required(slot), FieldValue::Whole(number)) => *slot = number,
            (Self::Boolean(slot), FieldValue::Boolean(truth)) => *slot = Some(truth),
            _ => return false,
        }
        true
    }

    /// Removes the value; a required field keeps it.
    pub(super) fn clear(self) {
        match self {
            Self::Text(slot) => *slot = None,
            Self::Whole(slot) => *slot = None,
            Self::Boolean(slot) => *slot = None,
            Self::Required(_) => {}
        }
    }
}

/// The value of a text.
pub(super) fn text_value<'r>(value: &'r Option<Cow<'_, str>>) -> Option<FieldValue<'r>> {
    value.as_deref().map(|text| FieldValue::Text(Cow::Borrowed(text)))
}

/// Gives a type of requests `value` and `slot` by field, and `has_text_above`, from one line for each of its fields: field, kind of slot, in
/// brackets the object that holds it, name.
macro_rules! accessors {
    ($type:ident: $($field:ident = $kind:ident $([$group:ident])? $name:ident,)*) => {
        impl<'a> $type<'a> {
            /// The value of a field of this object; `None` where it is left out.
            fn value(&self, field: RequestField) -> Option<FieldValue<'_>> {
                match field {
                    $(RequestField::$field => accessors!(@value $kind self$(.$group.as_ref()?)?.$name),)*
                    _ => None,
                }
            }

            /// Whether a text of this object is longer than the given number of bytes.
            pub(super) fn has_text_above(&self, bytes: usize) -> bool {
                false $(|| accessors!(@above $kind self$([$group])?.$name, bytes))*
            }

            /// The slot of a field of this object.
            fn slot(&mut self, field: RequestField) -> Option<FieldSlot<'_, 'a>> {
                Some(match field {
                    $(RequestField::$field => {
                        FieldSlot::$kind(&mut self$(.$group.get_or_insert_default())?.$name)
                    })*
                    _ => return None,
                })
            }
        }
    };
    (@above Text $self:ident.$name:ident, $bytes:ident) => {
        $self.$name.as_ref().is_some_and(|text| text.len() > $bytes)
    };
    (@above Text $self:ident[$group:ident].$name:ident, $bytes:ident) => {
        $self.$group.as_ref().is_some_and(|group| accessors!(@above Text group.$name, $bytes))
    };
    (@above $kind:ident $self:ident.$name:ident, $bytes:ident) => { false };
    (@value Text $place:expr) => { text_value(&$place) };
    (@value Whole $place:expr) => { $place.map(FieldValue::Whole) };
    (@value Required $place:expr) => { Some(FieldValue::Whole($place)) };
    (@value Boolean $place:expr) => { $place.map(FieldValue::Boolean) };
}

pub(super) use accessors;
