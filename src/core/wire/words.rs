//! Schemas of closed words: enums whose variants are documented.

use schemars::Schema;
use serde_json::Value;

/// Turns the schema of an enum into one `enum`, with the meaning of each word in its description.
///
/// The derived schema of documented variants is `oneOf` of constants, which client generators read as a union of types
/// rather than an enumeration.
pub fn closed(schema: &mut Schema) {
    let Some(Value::Array(variants)) = schema.remove("oneOf") else {
        return;
    };
    let text = |variant: &Value, key: &str| {
        variant.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut description = text(schema.as_value(), "description");
    for variant in &variants {
        let (word, meaning) = (text(variant, "const"), text(variant, "description"));
        description.push_str(&format!("\n- `{word}`: {meaning}"));
    }
    let words = variants.iter().map(|variant| text(variant, "const"));
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), words.collect());
    schema.insert("description".to_owned(), description.into());
}

#[cfg(test)]
mod tests {
    use schemars::{JsonSchema, schema_for};
    use serde::Serialize;
    use serde_json::json;

    #[test]
    fn documented_variants_are_one_enumeration() {
        /// An answer.
        #[derive(Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[schemars(transform = super::closed)]
        #[expect(dead_code, reason = "only its schema is looked at")]
        enum Answer {
            /// So it is.
            Yes,
            /// It is not.
            NotAtAll,
        }

        let schema = schema_for!(Answer).to_value();
        assert_eq!(schema["type"], "string");
        assert_eq!(schema["enum"], json!(["yes", "not_at_all"]));
        assert_eq!(
            schema["description"],
            "An answer.\n- `yes`: So it is.\n- `not_at_all`: It is not."
        );
        assert!(schema.get("oneOf").is_none());
    }
}
