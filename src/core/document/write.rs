//! Writing values as YAML in the style of the shipped rule sets.

use std::fmt;

use serde::Serialize;

/// Error of a value that YAML files cannot hold, such as a map whose keys are not text.
#[derive(Debug)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value cannot be written as YAML: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

/// A value as YAML 1.2: in block style, indented by two, with quotes only where they are needed. Long text stays on one
/// line, and text of several lines is a block.
///
/// The value is taken as JSON, which is the form in which [`Document::json`](super::Document::json) gives it back.
///
/// ```
/// use handover_core::document::write;
/// use serde_json::json;
///
/// let section = json!({"ruleset": {"id": "1", "title": {"sv": "Remisser: inkommande"}, "files": ["a.yaml"]}});
/// assert_eq!(
///     write(&section)?,
///     "ruleset:\n  id: \"1\"\n  title:\n    sv: \"Remisser: inkommande\"\n  files:\n    - a.yaml\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A map whose keys are not text, or an error of the value's own `Serialize`.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let json = serde_json::to_value(value).map_err(|error| WriteError(error.to_string()))?;
    let options = serde_yaml::ser_options! {
        compact_list_indent: false,
        folded_wrap_chars: usize::MAX,
        yaml_12: true,
        no_lang_directive: true,
    };
    serde_yaml::to_string_with_options(&json, options)
        .map_err(|error| WriteError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::document::Document;

    fn read_back(written: &str) -> Value {
        let mut faults = Vec::new();
        let document = Document::parse("a.yaml", written.as_bytes(), &mut faults);
        assert_eq!(faults, [], "{written}");
        document.unwrap().json()
    }

    /// Text that plain scalars, quotes, comments or block texts could break.
    fn any_text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a",
            "å",
            "1",
            "0",
            ".",
            "-",
            "+",
            "e",
            ":",
            " ",
            "#",
            "'",
            "\"",
            "\\",
            "\n",
            "\r",
            "\t",
            ",",
            "[",
            "]",
            "{",
            "}",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "~",
            "<<",
            "?",
            "=",
            "null",
            "true",
            "no",
            "on",
            "---",
            "...",
            "0x1f",
            "0o7",
            ".inf",
            "2025-10-01",
            "12:30",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{7}",
        ]);
        prop_oneof![
            prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat()),
            any::<String>(),
            "[a-z ]{90,200}",
        ]
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            4 => any_text().prop_map(Value::from),
            1 => Just(Value::Null),
            1 => any::<bool>().prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => prop::num::f64::NORMAL.prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 60, 5, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from);
            let map = prop::collection::vec((any_text(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect()));
            prop_oneof![list, map]
        })
    }

    proptest! {
        #[test]
        fn written_values_are_read_back(value in any_value().prop_filter("a file is not empty", |v| !v.is_null())) {
            let written = write(&value).unwrap();
            prop_assert_eq!(read_back(&written), value, "{}", written);
        }
    }

    #[test]
    fn the_style_is_that_of_the_rule_sets() {
        let written = write(&json!({
            "rules": [{"id": "intyg", "when": {"case_type": ["intyg"], "at": "2025-10-01.."}}, {"id": "2", "lines": "en\ntvå\n"}],
            "none": [], "empty": {},
        }));
        let expected = "\
rules:
  - id: intyg
    when:
      case_type:
        - intyg
      at: 2025-10-01..
  - id: \"2\"
    lines: |
      en
      två
none: []
empty: {}
";
        assert_eq!(written.unwrap(), expected);
    }

    #[test]
    fn keys_that_are_not_text_are_refused() {
        let error = write(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
        assert!(error.to_string().contains("key"), "{error}");
    }
}
