//! A YAML file that has been read: its text, its tree, and the places of its values.

use serde_json::Value;

use super::limits::{MAX_FILE_BYTES, too_large};
use super::lines::Lines;
use super::node::{NodeValue, YamlNode};
use super::{pointer, yaml};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::language::text;

/// A YAML file that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct YamlDocument {
    /// Name of the file, relative to the rule set's folder.
    pub file: String,
    /// Text without a byte order mark; spans point into it.
    pub text: String,
    /// Root of the tree.
    pub root: YamlNode,
}

impl YamlDocument {
    /// Reads a file and adds every fault in it to `faults`; O(n log n) in its length.
    ///
    /// `None` if there is no tree: the file is too large, not UTF-8 or not YAML. Other faults leave a tree: of two equal
    /// keys the first counts, and tags are ignored.
    pub fn parse(file: &str, bytes: &[u8], faults: &mut Vec<Diagnostic>) -> Option<YamlDocument> {
        if bytes.len() > MAX_FILE_BYTES {
            faults.push(too_large(file));
            return None;
        }
        let text = decode(file, bytes, faults)?;
        let lines = Lines::new(text);
        let tabs = yaml::tabs(file, text, &lines);
        let root = match yaml::tree(file, text, &lines, faults) {
            Ok(root) => Some(root),
            Err(fault) => {
                // A line indented with a tab has no depth, so errors of the parser after it mean little.
                if tabs.is_empty() || fault.code != Code::YamlSyntax && fault.code != Code::Tab {
                    faults.push(*fault);
                }
                None
            }
        };
        faults.extend(tabs);
        Some(YamlDocument { file: file.to_owned(), root: root?, text: text.to_owned() })
    }

    /// The value at a JSON pointer. Linear in the keys along the way.
    #[must_use]
    pub fn find(&self, route: &str) -> Option<&YamlNode> {
        let walk = self.walk(route);
        walk.whole.then_some(walk.node)
    }

    /// The place of the value at `route`, or of the last value on the way if the route leads nowhere.
    ///
    /// The place keeps the whole route. A value without text of its own is shown by its key.
    #[must_use]
    pub fn place(&self, route: &str) -> Place {
        let walk = self.walk(route);
        let empty = walk.node.span.start == walk.node.span.end;
        let span = walk.key.filter(|_| empty).unwrap_or(walk.node.span);
        self.spot(route, span)
    }

    /// The place of the key at the end of `route`; for an item of a list, the item.
    #[must_use]
    pub fn key_place(&self, route: &str) -> Place {
        let walk = self.walk(route);
        let span = walk.key.filter(|_| walk.whole).unwrap_or(walk.node.span);
        self.spot(route, span)
    }

    /// The place of the bytes `start..end` of the text at `route`.
    ///
    /// Exact where the file has the text verbatim; the whole value where escapes or line breaks change it.
    #[must_use]
    pub fn place_within(&self, route: &str, start: usize, end: usize) -> Place {
        let place = self.place(route);
        let written = self.find(route).and_then(|node| {
            let source = self.text.get(node.span.start..node.span.end)?;
            let content =
                if node.plain { source } else { source.get(1..source.len().checked_sub(1)?)? };
            let offset = node.span.start + usize::from(!node.plain);
            match &node.value {
                NodeValue::Text(value) => (value == content).then_some((offset, content.len())),
                NodeValue::Int(_) | NodeValue::Float(_) => Some((offset, content.len())),
                _ => None,
            }
        });
        match written {
            Some((offset, length)) => {
                let span = Lines::new(&self.text)
                    .span(offset + start.min(length), offset + end.min(length));
                self.spot(route, span)
            }
            None => place,
        }
    }

    /// The value at `route` as the file has it, if it is written on one line without quotes; else as JSON shows it.
    #[must_use]
    pub fn written(&self, route: &str, value: &Value) -> String {
        let node = self.find(route).filter(|node| node.plain);
        let written = node.and_then(|node| self.text.get(node.span.start..node.span.end));
        match (written, value) {
            (Some(written), Value::Number(_) | Value::Bool(_) | Value::Null) => written.to_owned(),
            (_, Value::String(text)) => text.clone(),
            _ => value.to_string(),
        }
    }

    /// The tree as JSON, without positions. O(n).
    #[must_use]
    pub fn json(&self) -> Value {
        self.root.json()
    }

    fn spot(&self, route: &str, span: Span) -> Place {
        Place { file: self.file.clone(), route: route.to_owned(), span: Some(span), label: None }
    }

    /// Follows a route as far as it goes.
    fn walk(&self, route: &str) -> WalkEnd<'_> {
        let mut walk = WalkEnd { node: &self.root, key: None, whole: true };
        for step in pointer::steps(route) {
            match walk.node.step(&step) {
                Some((node, key)) => (walk.node, walk.key) = (node, key),
                None => {
                    walk.whole = false;
                    break;
                }
            }
        }
        walk
    }
}

/// The end of a walk along a route.
struct WalkEnd<'d> {
    node: &'d YamlNode,
    /// The key of the node.
    key: Option<Span>,
    /// Whether the whole route was followed.
    whole: bool,
}

/// The bytes as text without a byte order mark.
fn decode<'b>(file: &str, bytes: &'b [u8], faults: &mut Vec<Diagnostic>) -> Option<&'b str> {
    let help = text(
        "spara filen som UTF-8 (välj det som kodning under Spara som)",
        "save the file as UTF-8 (choose it as the encoding under Save as)",
    );
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = text(
            format!("filen `{file}` är sparad som UTF-16"),
            format!("the file `{file}` is saved as UTF-16"),
        );
        faults.push(Diagnostic::new(Code::NotUtf8, message).at(Place::file(file)).help(help));
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            // The text is valid up to the bad byte, which is shown as one character.
            let sound = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
            let mut span = Lines::new(&sound).span(at, at);
            span.end += 1;
            span.end_column += 1;
            let byte = bytes.get(at).copied().unwrap_or_default();
            let letter = char::from(byte).escape_debug();
            let message = text(
                format!(
                    "filen är inte sparad som UTF-8: här står byten 0x{byte:02X}, som är `{letter}` i Latin-1"
                ),
                format!(
                    "the file is not saved as UTF-8: here is the byte 0x{byte:02X}, which is `{letter}` in Latin-1"
                ),
            );
            let place = Place { span: Some(span), ..Place::file(file) };
            faults.push(Diagnostic::new(Code::NotUtf8, message).at(place).help(help));
            None
        }
    }
}

#[cfg(test)]
mod tests;
