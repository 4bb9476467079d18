//! Requests in the form sent.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::access::{FieldSlot, FieldValue, accessors, text_value};
use crate::ruleset::fields::RequestField;
use crate::ruleset::kinds::{ACTIONS, STATES};

/// A case to be routed. Every name may be an id, a label in any language, or an alias.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case<'a> {
    /// Kind of case.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub case_type: Option<Cow<'a, str>>,
    /// Care level of the receiver.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub care_level: Option<Cow<'a, str>>,
    /// Specialty concerned.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Cow<'a, str>>,
    /// Unit concerned.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// The role that the case first came in to.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub original_role: Option<Cow<'a, str>>,
    /// The priority that it came in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// The sender has accepted the case; false by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// The sender.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Sender<'a>>,
    /// Whether sender and receiver have the same care provider; derived from the directory by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_provider: Option<bool>,
    /// The day of the answer; today by default.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub at: Option<Cow<'a, str>>,
    /// Contact reason, used if `case_type` is absent.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub contact_reason: Option<Cow<'a, str>>,
}

/// The sender of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender<'a> {
    /// The sending unit.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
}

/// An action about to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Handover<'a> {
    /// The case.
    #[serde(borrow)]
    pub case: Case<'a>,
    /// The action: `hand_over` by default.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ACTIONS.ids))]
    pub action: Option<Cow<'a, str>>,
    /// The method; required to hand over and to receive.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub method: Option<Cow<'a, str>>,
    /// The chosen resource; the recommended one by default.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub to: Option<To<'a>>,
    /// The chosen priority.
    #[schemars(range(min = 1))]
    pub priority: i64,
    /// The reason for choosing another role.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub role_reason: Option<Cow<'a, str>>,
    /// Message, or problem description.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub message: Option<Cow<'a, str>>,
    /// The related visit is attached; false by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_visit: Option<bool>,
    /// Text of the case is pasted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_text_included: Option<bool>,
    /// The patient has been informed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_has_read: Option<bool>,
    /// The state of the request, by id or label: `new` by default.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = STATES.ids))]
    pub state: Option<Cow<'a, str>>,
}

/// The chosen resource: its parts, or a resource string.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct To<'a> {
    /// The unit.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Cow<'a, str>>,
    /// The role.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub role: Option<Cow<'a, str>>,
    /// The capability.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub capability: Option<Cow<'a, str>>,
    /// The specialty.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Cow<'a, str>>,
    /// All parts in one string, in the form of Clinic24; instead of the parts.
    #[serde(borrow, default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
    pub resource: Option<Cow<'a, str>>,
}

accessors! { Case:
    CaseType = Text case_type,
    CareLevel = Text care_level,
    Specialty = Text specialty,
    Unit = Text unit,
    OriginalRole = Text original_role,
    IncomingPriority = Whole priority,
    Accepted = Boolean accepted,
    FromUnit = Text [from] unit,
    SameProvider = Boolean same_provider,
    At = Text at,
    ContactReason = Text contact_reason,
}

accessors! { Handover:
    Action = Text action,
    Method = Text method,
    ToUnit = Text [to] unit,
    ToRole = Text [to] role,
    ToCapability = Text [to] capability,
    ToSpecialty = Text [to] specialty,
    ToResource = Text [to] resource,
    Priority = Required priority,
    RoleReason = Text role_reason,
    Message = Text message,
    RelatedVisit = Boolean related_visit,
    CaseTextIncluded = Boolean case_text_included,
    PatientInformed = Boolean patient_informed,
    PatientHasRead = Boolean patient_has_read,
    State = Text state,
}

impl<'a> Case<'a> {
    /// The value of a field; `None` where the case does not have it.
    #[must_use]
    pub fn get(&self, field: RequestField) -> Option<FieldValue<'_>> {
        self.value(field)
    }

    /// Sets the value of a field; `false` if a case has no such field, or its values are of another kind.
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
}

impl<'a> Handover<'a> {
    /// The value of a field; `None` where the handover does not have it.
    #[must_use]
    pub fn get(&self, field: RequestField) -> Option<FieldValue<'_>> {
        if field.is_of_case() { self.case.value(field) } else { self.value(field) }
    }

    /// The value of a boolean field; `None` where the handover does not have it.
    #[must_use]
    pub fn boolean(&self, field: RequestField) -> Option<bool> {
        match self.get(field)? {
            FieldValue::Boolean(value) => Some(value),
            FieldValue::Text(_) | FieldValue::Whole(_) => None,
        }
    }

    /// Sets the value of a field; `false` if its values are of another kind.
    pub fn set(&mut self, field: RequestField, value: FieldValue<'a>) -> bool {
        if field.is_of_case() {
            return self.case.set(field, value);
        }
        self.slot(field).is_some_and(|slot| slot.set(value))
    }

    /// Removes the value of a field, if a handover can do without it.
    pub fn clear(&mut self, field: RequestField) {
        if field.is_of_case() {
            return self.case.clear(field);
        }
        if let Some(slot) = self.slot(field) {
            slot.clear();
        }
        self.to.take_if(|to| *to == To::default());
    }
}

/// A text, borrowed from the request if it has no escapes.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    struct TextVisitor;

    impl<'de> Visitor<'de> for TextVisitor {
        type Value = Option<Cow<'de, str>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Some(Cow::Borrowed(text)))
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(Cow::Owned(text.to_owned())))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            inner.deserialize_str(self)
        }
    }

    deserializer.deserialize_option(TextVisitor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::fields::FieldKind;
    use serde_json::json;

    /// A value of the kind that a field holds.
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
