//! Access to the fields of a request by name. Connects the table of fields with the types that JSON is read into.

use std::borrow::Cow;

use super::request::{Case, Handover, Sender};
use crate::ruleset::fields::RequestField;

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
enum Slot<'r, 'a> {
    Text(&'r mut Option<Cow<'a, str>>),
    Whole(&'r mut Option<i64>),
    Required(&'r mut i64),
    Boolean(&'r mut Option<bool>),
}

impl<'a> Slot<'_, 'a> {
    /// Sets the value. Returns `false` if the field has another kind of values.
    fn set(self, value: FieldValue<'a>) -> bool {
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
    fn clear(self) {
        match self {
            Self::Text(slot) => *slot = None,
            Self::Whole(slot) => *slot = None,
            Self::Boolean(slot) => *slot = None,
            Self::Required(_) => {}
        }
    }
}

fn text<'r>(value: &'r Option<Cow<'_, str>>) -> Option<FieldValue<'r>> {
    value.as_deref().map(|text| FieldValue::Text(Cow::Borrowed(text)))
}

fn whole(value: Option<i64>) -> Option<FieldValue<'static>> {
    value.map(FieldValue::Whole)
}

fn boolean(value: Option<bool>) -> Option<FieldValue<'static>> {
    value.map(FieldValue::Boolean)
}

impl<'a> Case<'a> {
    /// The value of a field; `None` if the case does not have it.
    #[must_use]
    pub fn get(&self, field: RequestField) -> Option<FieldValue<'_>> {
        use RequestField as Field;
        match field {
            Field::CaseType => text(&self.case_type),
            Field::CareLevel => text(&self.care_level),
            Field::Specialty => text(&self.specialty),
            Field::Unit => text(&self.unit),
            Field::OriginalRole => text(&self.original_role),
            Field::IncomingPriority => whole(self.priority),
            Field::Accepted => boolean(self.accepted),
            Field::FromUnit => text(&self.from.as_ref()?.unit),
            Field::SameProvider => boolean(self.same_provider),
            Field::At => text(&self.at),
            Field::ContactReason => text(&self.contact_reason),
            _ => None,
        }
    }

    /// Sets a field. Returns `false` if a case has no such field, or it has another kind of values.
    pub fn set(&mut self, field: RequestField, value: FieldValue<'a>) -> bool {
        self.slot(field).is_some_and(|slot| slot.set(value))
    }

    /// Removes the value of a field.
    pub fn clear(&mut self, field: RequestField) {
        if let Some(slot) = self.slot(field) {
            slot.clear();
        }
        self.from.take_if(|from| *from == Sender::default());
    }

    fn slot(&mut self, field: RequestField) -> Option<Slot<'_, 'a>> {
        use RequestField as Field;
        Some(match field {
            Field::CaseType => Slot::Text(&mut self.case_type),
            Field::CareLevel => Slot::Text(&mut self.care_level),
            Field::Specialty => Slot::Text(&mut self.specialty),
            Field::Unit => Slot::Text(&mut self.unit),
            Field::OriginalRole => Slot::Text(&mut self.original_role),
            Field::IncomingPriority => Slot::Whole(&mut self.priority),
            Field::Accepted => Slot::Boolean(&mut self.accepted),
            Field::FromUnit => Slot::Text(&mut self.from.get_or_insert_default().unit),
            Field::SameProvider => Slot::Boolean(&mut self.same_provider),
            Field::At => Slot::Text(&mut self.at),
            Field::ContactReason => Slot::Text(&mut self.contact_reason),
            _ => return None,
        })
    }
}

impl<'a> Handover<'a> {
    /// The value of a field; `None` if the handover does not have it.
    #[must_use]
    pub fn get(&self, field: RequestField) -> Option<FieldValue<'_>> {
        use RequestField as Field;
        match field {
            Field::Action => text(&self.action),
            Field::Method => text(&self.method),
            Field::ToUnit => text(&self.to.as_ref()?.unit),
            Field::ToRole => text(&self.to.as_ref()?.role),
            Field::ToCapability => text(&self.to.as_ref()?.capability),
            Field::ToSpecialty => text(&self.to.as_ref()?.specialty),
            Field::ToResource => text(&self.to.as_ref()?.resource),
            Field::Priority => whole(Some(self.priority)),
            Field::RoleReason => text(&self.role_reason),
            Field::Message => text(&self.message),
            Field::RelatedVisit => boolean(self.related_visit),
            Field::CaseTextIncluded => boolean(self.case_text_included),
            Field::PatientInformed => boolean(self.patient_informed),
            Field::PatientHasRead => boolean(self.patient_has_read),
            Field::State => text(&self.state),
            _ => self.case.get(field),
        }
    }

    /// Sets a field. Returns `false` if it has another kind of values.
    pub fn set(&mut self, field: RequestField, value: FieldValue<'a>) -> bool {
        self.slot(field).is_some_and(|slot| slot.set(value))
    }

    /// Removes the value of a field, unless a handover requires it.
    pub fn clear(&mut self, field: RequestField) {
        if field.is_of_case() {
            return self.case.clear(field);
        }
        if let Some(slot) = self.slot(field) {
            slot.clear();
        }
        self.to.take_if(|to| *to == Default::default());
    }

    fn slot(&mut self, field: RequestField) -> Option<Slot<'_, 'a>> {
        use RequestField as Field;
        Some(match field {
            Field::Action => Slot::Text(&mut self.action),
            Field::Method => Slot::Text(&mut self.method),
            Field::ToUnit => Slot::Text(&mut self.to.get_or_insert_default().unit),
            Field::ToRole => Slot::Text(&mut self.to.get_or_insert_default().role),
            Field::ToCapability => Slot::Text(&mut self.to.get_or_insert_default().capability),
            Field::ToSpecialty => Slot::Text(&mut self.to.get_or_insert_default().specialty),
            Field::ToResource => Slot::Text(&mut self.to.get_or_insert_default().resource),
            Field::Priority => Slot::Required(&mut self.priority),
            Field::RoleReason => Slot::Text(&mut self.role_reason),
            Field::Message => Slot::Text(&mut self.message),
            Field::RelatedVisit => Slot::Boolean(&mut self.related_visit),
            Field::CaseTextIncluded => Slot::Boolean(&mut self.case_text_included),
            Field::PatientInformed => Slot::Boolean(&mut self.patient_informed),
            Field::PatientHasRead => Slot::Boolean(&mut self.patient_has_read),
            Field::State => Slot::Text(&mut self.state),
            _ => return self.case.slot(field),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::fields::FieldKind;
    use serde_json::json;

    /// A value of the field's kind.
    fn value_of(field: RequestField) -> FieldValue<'static> {
        match field.spec().kind {
            FieldKind::Priority => FieldValue::Whole(3),
            FieldKind::Boolean | FieldKind::Flag => FieldValue::Boolean(true),
            _ => FieldValue::Text(Cow::Borrowed("x")),
        }
    }

    #[test]
    fn every_field_of_the_table_is_one_of_the_request_and_no_other() {
        let mut request = Handover::default();
        for &field in RequestField::ALL {
            assert!(request.set(field, value_of(field)), "{field}");
            assert_eq!(request.get(field), Some(value_of(field)), "{field}");
            let written = serde_json::to_value(&request).unwrap();
            let pointer = format!("/{}", field.path().replace('.', "/"));
            assert!(written.pointer(&pointer).is_some(), "{field}");
        }
        let leaves = |value: &serde_json::Value| {
            let maps = value.as_object().unwrap();
            maps.values()
                .map(|v| {
                    v.as_object().map_or(1, |map| {
                        map.values().map(|v| v.as_object().map_or(1, serde_json::Map::len)).sum()
                    })
                })
                .sum::<usize>()
        };
        let all = serde_json::to_value(&request).unwrap();
        assert_eq!(leaves(&all), RequestField::ALL.len());
        for &field in RequestField::ALL {
            request.clear(field);
        }
        assert_eq!(serde_json::to_value(&request).unwrap(), json!({"case": {}, "priority": 3}));
    }
}
