//! A YAML file as a tree in which every key and value keeps its position.

use serde_json::Value;

use super::{build, lines::Lines, syntax};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::language::text;

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// Deepest nesting of lists and tables; the outermost is 1.
pub const MAX_DEPTH: usize = 32;

/// Most values in one file when every alias has been replaced by what it repeats.
///
/// Long texts weigh more: each [`NODE_TEXT_BYTES`] of text count as one value more.
pub const MAX_NODES: usize = 500_000;

/// Bytes of text that weigh as much as one value.
pub const NODE_TEXT_BYTES: usize = 64;

/// What a YAML value is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// Nothing: `null`, `~`, or no text at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction or an exponent; always finite.
    Float(f64),
    /// Everything else that is not a collection.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Keys with values, in the order of the file; no key stands twice.
    Map(Vec<Entry>),
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: NodeValue,
    /// Its text; of an alias, the alias itself.
    pub span: Span,
    /// True for a scalar without quotes.
    pub plain: bool,
}

impl Node {
    /// The value under `key`, if this is a map that has it. Linear in the keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            NodeValue::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The child that one step of a route leads to, with its key's span if it has one.
    fn step(&self, step: &str) -> Option<(&Node, Option<Span>)> {
        match &self.value {
            NodeValue::List(items) => Some((items.get(step.parse::<usize>().ok()?)?, None)),
            _ => self.entry(step).map(|entry| (&entry.value, Some(entry.key_span))),
        }
    }

    /// The value as JSON; positions are lost. O(n).
    #[must_use]
    pub fn json(&self) -> Value {
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => Value::from(*value),
            NodeValue::Int(value) => Value::from(*value),
            NodeValue::Float(value) => Value::from(*value),
            NodeValue::Text(value) => Value::from(value.as_str()),
            NodeValue::List(items) => items.iter().map(Node::json).collect(),
            NodeValue::Map(entries) => {
                (entries.iter()).map(|entry| (entry.key.clone(), entry.value.json())).collect()
            }
        }
    }
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key's text, also where it looks like a number.
    pub key: String,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// A file that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its name, relative to the rule set's folder.
    pub file: String,
    /// Its text without a byte order mark; spans point into it.
    pub text: String,
    /// Its data.
    pub root: Node,
}

impl Document {
    /// Reads a file, telling every fault in it; O(n log n) in its length.
    ///
    /// None if there is no tree to go on with: the file is too large, is not UTF-8 or not YAML. Where the tree can be
    /// made in spite of faults, it is: of a key that stands twice the first counts, tags are set aside.
    pub fn parse(file: &str, bytes: &[u8], faults: &mut Vec<Diagnostic>) -> Option<Document> {
        if bytes.len() > MAX_FILE_BYTES {
            faults.push(too_large(file));
            return None;
        }
        let text = decode(file, bytes, faults)?;
        let lines = Lines::new(text);
        let tabs = syntax::tabs(file, text, &lines);
        let root = match build::tree(file, text, &lines, faults) {
            Ok(root) => Some(root),
            Err(fault) => {
                // A line indented with a tab has no depth, so what the parser says after it means little.
                if tabs.is_empty() || fault.code != Code::YamlSyntax && fault.code != Code::Tab {
                    faults.push(*fault);
                }
                None
            }
        };
        faults.extend(tabs);
        Some(Document { file: file.to_owned(), root: root?, text: text.to_owned() })
    }

    /// The value at a JSON pointer. Linear in the keys along the way.
    #[must_use]
    pub fn find(&self, route: &str) -> Option<&Node> {
        let walk = self.walk(route);
        walk.whole.then_some(walk.node)
    }

    /// Where the value at `route` stands; of a route that leads nowhere, the last value that it passes.
    ///
    /// The place keeps the whole route. A value without any text of its own is shown by its key.
    #[must_use]
    pub fn place(&self, route: &str) -> Place {
        let walk = self.walk(route);
        let empty = walk.node.span.start == walk.node.span.end;
        let span = walk.key.filter(|_| empty).unwrap_or(walk.node.span);
        self.spot(route, span)
    }

    /// Where the key at the end of `route` stands; of a list's item, the item.
    #[must_use]
    pub fn key_place(&self, route: &str) -> Place {
        let walk = self.walk(route);
        let span = walk.key.filter(|_| walk.whole).unwrap_or(walk.node.span);
        self.spot(route, span)
    }

    /// Where the bytes `start..end` of the text at `route` stand.
    ///
    /// Exact where the file has the text as it is; where quotes or line breaks change it, the whole value.
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

    /// The data as JSON; positions are lost. O(n).
    #[must_use]
    pub fn json(&self) -> Value {
        self.root.json()
    }

    fn spot(&self, route: &str, span: Span) -> Place {
        Place { file: self.file.clone(), route: route.to_owned(), span: Some(span), label: None }
    }

    /// Follows a route as far as it goes.
    fn walk(&self, route: &str) -> Walk<'_> {
        let mut walk = Walk { node: &self.root, key: None, whole: true };
        for step in route.split('/').skip(1) {
            match walk.node.step(&unescape(step)) {
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

/// How far a route leads.
struct Walk<'d> {
    node: &'d Node,
    /// The key that the node stands under.
    key: Option<Span>,
    /// True if the route leads all the way.
    whole: bool,
}

/// One more step of a JSON pointer, with `~` and `/` escaped.
pub(super) fn join(route: &str, step: &str) -> String {
    format!("{route}/{}", step.replace('~', "~0").replace('/', "~1"))
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The fault of a file above [`MAX_FILE_BYTES`].
pub(super) fn too_large(file: &str) -> Diagnostic {
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    Diagnostic::new(
        Code::TooLarge,
        text(
            format!("filen `{file}` är större än {limit} MiB"),
            format!("the file `{file}` is larger than {limit} MiB"),
        ),
    )
    .at(Place::file(file))
    .help(text("dela den i flera filer", "split it into several files"))
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
            // Up to the bad byte the text is sound; the byte itself is shown as one sign.
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
