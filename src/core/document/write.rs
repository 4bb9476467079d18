//! Writing values as YAML in the style of the shipped rule sets.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::parsed::YamlDocument;
use super::pointer::join;

/// Error of a value that cannot be written as YAML, or not in its place.
#[derive(Debug)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot be written as YAML: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

/// A value as YAML 1.2: in block style, indented by two, with quotes only where they are needed. Long text stays on one
/// line, and text of several lines is a block.
///
/// The value is taken as JSON, which is the form in which [`YamlDocument::json`](super::YamlDocument::json) gives it back.
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
    write_json(&to_json(value)?)
}

impl YamlDocument {
    /// The text of the file with one section replaced by a value, or added at the end.
    ///
    /// All else stays as it is written, comments included; comments within the section are lost.
    ///
    /// # Errors
    /// As [`write()`]; and where the section cannot be replaced alone, since the file is one table in braces or an alias
    /// elsewhere repeats part of the section.
    pub fn with_section<T: Serialize + ?Sized>(
        &self,
        name: &str,
        value: &T,
    ) -> Result<String, WriteError> {
        let mut expected = self.json();
        let table = expected
            .as_object_mut()
            .ok_or_else(|| WriteError("the file is no table".to_owned()))?;
        table.insert(name.to_owned(), to_json(value)?);
        let section = write_json(&Value::from_iter([(name, table.get(name).cloned())]))?;
        let route = join("", name);
        let range = (self.key_place(&route).span.zip(self.place(&route).span))
            .filter(|_| self.find(&route).is_some())
            .map(|(key, value)| (key.start, value.end.max(key.end)));
        let text = match range {
            Some((start, end)) => {
                let around = (self.text.get(..start)).zip(self.text.get(end..));
                let (before, after) = around.unwrap_or_default();
                // Texts in blocks end with their line, other values before the end of theirs.
                let ends_line =
                    after.is_empty() || self.text.get(..end).is_some_and(|it| it.ends_with('\n'));
                let within = if ends_line { None } else { section.strip_suffix('\n') };
                let section = within.unwrap_or(&section);
                format!("{before}{section}{after}")
            }
            None => format!("{}\n\n{section}", self.text.trim_end()),
        };
        let mut faults = Vec::new();
        let written = YamlDocument::parse(&self.file, text.as_bytes(), &mut faults);
        if faults.is_empty() && written.is_some_and(|written| written.json() == expected) {
            Ok(text)
        } else {
            Err(WriteError(format!("the section `{name}` cannot be replaced alone")))
        }
    }
}

fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Value, WriteError> {
    serde_json::to_value(value).map_err(|error| WriteError(error.to_string()))
}

fn write_json(json: &Value) -> Result<String, WriteError> {
    let options = serde_yaml::ser_options! {
        compact_list_indent: false,
        folded_wrap_chars: usize::MAX,
        yaml_12: true,
        no_lang_directive: true,
    };
    serde_yaml::to_string_with_options(json, options).map_err(|error| WriteError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(written: &str) -> YamlDocument {
        let mut faults = Vec::new();
        let document = YamlDocument::parse("a.yaml", written.as_bytes(), &mut faults);
        assert_eq!(faults, [], "{written}");
        document.unwrap()
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

    #[test]
    fn a_section_that_ends_with_a_block_is_replaced() {
        let file = json!({"a": "", "b": {"c": "\n"}, "d": 1});
        let written = read(&write(&file).unwrap()).with_section("b", &json!("")).unwrap();
        assert_eq!(read(&written).json(), json!({"a": "", "b": "", "d": 1}), "{written}");
    }

    proptest! {
        #[test]
        fn written_values_are_read_back(value in any_value().prop_filter("a file is not empty", |v| !v.is_null())) {
            let written = write(&value).unwrap();
            prop_assert_eq!(read(&written).json(), value, "{}", written);
        }

        #[test]
        fn replaced_sections_are_read_back(
            (before, name, value, after) in (any_value(), any_text(), any_value(), any_value())
        ) {
            let key = |other: &str| format!("{other}{name}x");
            let file = json!({key("a"): before, name.as_str(): after, key("b"): 1});
            let written = read(&write(&file).unwrap()).with_section(&name, &value).unwrap();
            let mut expected = file;
            expected[name.as_str()] = value;
            prop_assert_eq!(read(&written).json(), expected, "{}", written);
        }
    }

    #[test]
    fn a_section_is_replaced_and_all_else_stays() {
        let document =
            read("# top\na: [1]   # one\n\n# about b\nb:\n  - 2\n  - 3   # three\n\n# end\n");
        assert_eq!(
            document.with_section("b", &json!({"c": "x: y"})).unwrap(),
            "# top\na: [1]   # one\n\n# about b\nb:\n  c: \"x: y\"   # three\n\n# end\n"
        );
        assert_eq!(
            document.with_section("c", &[1]).unwrap(),
            "# top\na: [1]   # one\n\n# about b\nb:\n  - 2\n  - 3   # three\n\n# end\n\nc:\n  - 1\n"
        );
    }

    #[test]
    fn a_section_that_cannot_be_replaced_alone_is_refused() {
        for text in
            ["{a: 1, b: 2}\n", "a: &x 1\nb: *x\n", "- a\n", "a: 1   # part of the block\nb: 2\n"]
        {
            let error = read(text).with_section("a", "one\ntwo\n").unwrap_err();
            assert!(error.to_string().starts_with("cannot be written as YAML: the "), "{error}");
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
