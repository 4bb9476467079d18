//! Why a request cannot be understood.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Lang, Text};
use crate::engine::identity;

/// A request that cannot be understood: what, where, and how to mend it. No value that holds an identity
/// number is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    /// What kind of error; stable.
    pub code: &'static str,
    /// What is wrong.
    pub message: Text,
    /// The field, as a dotted path into the request; empty for the whole.
    pub field: String,
    /// How to mend it.
    pub hint: Option<Text>,
}

/// The error as it is sent: `{"error": {…}}`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ErrorAnswer {
    /// The error.
    pub error: ErrorBody,
}

/// What is sent of an error.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ErrorBody {
    /// What kind of error; stable.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The field, as a dotted path into the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl RequestError {
    /// An error about a field.
    pub(super) fn new(
        code: &'static str,
        field: impl Into<String>,
        sv: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        let field = field.into();
        let message = Text {
            sv: redacted(sv.into()),
            en: redacted(en.into()),
        };
        Self {
            code,
            message,
            field: redacted(field),
            hint: None,
        }
    }

    /// With a way to mend it.
    #[must_use]
    pub(super) fn hint(mut self, sv: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text {
            sv: redacted(sv.into()),
            en: redacted(en.into()),
        });
        self
    }

    /// The error as it is sent.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> ErrorAnswer {
        ErrorAnswer {
            error: ErrorBody {
                code: self.code.to_owned(),
                message: self.message.get(lang).to_owned(),
                field: (!self.field.is_empty()).then(|| self.field.clone()),
                hint: self.hint.as_ref().map(|hint| hint.get(lang).to_owned()),
            },
        }
    }
}

fn redacted(text: String) -> String {
    if identity::contains(&text) {
        identity::redact(&text).into_owned()
    } else {
        text
    }
}
