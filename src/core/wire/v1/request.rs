//! Requests in the form sent.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};

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

/// A text, borrowed from the request if it has no escapes.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
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

    deserializer.deserialize_option(Text)
}
