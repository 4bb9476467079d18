//! The tree of a document, built from the parser's events without recursion.

mod slips;

use std::collections::BTreeMap;

use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle, StructureStyle};

use super::{
    lines::Lines,
    scalar::{self, Plain},
    syntax,
    yaml::{Entry, MAX_DEPTH, MAX_NODES, NODE_TEXT_BYTES, Node, NodeValue},
};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::language::text;

/// Reads the first document of `text`; faults that leave a tree are pushed, the one that leaves none is the error.
pub(super) fn tree(
    file: &str,
    text: &str,
    lines: &Lines<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Result<Node, Box<Diagnostic>> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
    };
    let mut builder = Builder {
        file,
        text,
        lines,
        faults,
        stack: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        names: BTreeMap::new(),
        weight: 0,
        skipping: 0,
        too_deep: false,
        alias_bomb: false,
    };
    let mut documents = 0;
    for step in Parser::new_from_str_with_options(text, options) {
        let (event, at) =
            step.map_err(|error| Box::new(syntax::fault(file, text, lines, &error)))?;
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents == 2 {
                builder.several_documents(&at);
                break;
            }
        }
        builder.take(event, &at)?;
    }
    Ok(builder.finish())
}

/// A list or a table that is not closed yet.
struct Frame {
    start: usize,
    anchor: usize,
    flow: bool,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, index: BTreeMap<String, Span>, key: Key },
}

/// What a table waits for.
enum Key {
    /// A key.
    Wanted,
    /// The value of this key.
    Given(String, Span),
    /// The value of a key that cannot be used.
    Dropped,
}

/// A value that aliases may repeat.
struct Anchor {
    node: Node,
    weight: usize,
    height: usize,
}

struct Builder<'a> {
    file: &'a str,
    text: &'a str,
    lines: &'a Lines<'a>,
    faults: &'a mut Vec<Diagnostic>,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchor>,
    /// Names of the anchors so far, by their number.
    names: BTreeMap<usize, String>,
    /// Values so far, with their texts; see [`MAX_NODES`].
    weight: usize,
    /// Open collections below the deepest allowed.
    skipping: usize,
    too_deep: bool,
    alias_bomb: bool,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, at: &granit_parser::Span) -> Result<(), Box<Diagnostic>> {
        if let Some(tag) = event.tag() {
            self.tag(&tag.original(), at);
        }
        if self.skipping > 0 {
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => self.skipping += 1,
                Event::SequenceEnd | Event::MappingEnd => self.skipping -= 1,
                _ => {}
            }
            return Ok(());
        }
        match event {
            Event::Scalar(value, style, anchor, _) => self.scalar(&value, style, anchor, at)?,
            Event::SequenceStart(style, anchor, _) => {
                self.open(style, anchor, at, Content::List(Vec::new()))?;
            }
            Event::MappingStart(style, anchor, _) => {
                let content =
                    Content::Map { entries: Vec::new(), index: BTreeMap::new(), key: Key::Wanted };
                self.open(style, anchor, at, content)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Alias(anchor) => self.alias(anchor, at)?,
            Event::UnresolvedAlias(name) => {
                let span = self.span(at);
                self.undefined_alias(&name, span);
                if self.wants_key() {
                    self.drop_key();
                } else {
                    self.put(Node { value: NodeValue::Null, span, plain: false }, 0);
                }
            }
            Event::Anchor(number, name) => {
                self.names.insert(number, name.into_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Node {
        let start = self.lines.span(0, 0);
        let empty = Node { value: NodeValue::Null, span: start, plain: true };
        let root = self.root.unwrap_or(empty);
        if root.value == NodeValue::Null {
            let fault = Diagnostic::new(Code::NullValue, text("filen är tom", "the file is empty"));
            let place = Place { span: Some(start), ..Place::file(self.file) };
            self.faults.push(fault.at(place));
        }
        root
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        at: &granit_parser::Span,
    ) -> Result<(), Box<Diagnostic>> {
        let mut span = self.span(at);
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let written = self.text.get(span.start..span.end).unwrap_or_default();
            span = self.lines.span(span.start, span.start + written.trim_end().len());
        }
        let plain = style == ScalarStyle::Plain;
        if self.wants_key() {
            self.key(value, plain, span);
            return self.weigh(value.len() / NODE_TEXT_BYTES, span);
        }
        self.weigh(1 + value.len() / NODE_TEXT_BYTES, span)?;
        let value = if plain {
            match scalar::resolve(value) {
                // A null that is written out is meant; whether it may stand there is the schema's affair.
                Plain::Value(NodeValue::Null) if span.start == span.end => {
                    self.null(span);
                    NodeValue::Null
                }
                Plain::Value(value) => value,
                Plain::OutOfRange => {
                    self.out_of_range(value, span);
                    NodeValue::Text(value.to_owned())
                }
            }
        } else {
            NodeValue::Text(value.to_owned())
        };
        self.put(Node { value, span, plain }, anchor);
        Ok(())
    }

    fn open(
        &mut self,
        style: StructureStyle,
        anchor: usize,
        at: &granit_parser::Span,
        content: Content,
    ) -> Result<(), Box<Diagnostic>> {
        let span = self.span(at);
        self.weigh(1, span)?;
        if self.stack.len() == MAX_DEPTH {
            self.too_deep(span);
            self.skipping = 1;
            let value = NodeValue::Null;
            if self.wants_key() {
                self.drop_key();
            } else {
                self.put(Node { value, span, plain: false }, 0);
            }
            return Ok(());
        }
        self.stack.push(Frame {
            start: span.start,
            anchor,
            flow: style == StructureStyle::Flow,
            content,
        });
        Ok(())
    }

    fn close(&mut self, at: &granit_parser::Span) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        let closing = self.span(at);
        let bracket = self.text.get(closing.start..closing.end);
        let closed = frame.flow && matches!(bracket, Some("]" | "}"));
        // The end of a block is only seen at the next token, so it ends with its last value.
        let last = match &frame.content {
            Content::List(items) => items.last().map(|item| item.span.end),
            Content::Map { entries, .. } => {
                (entries.last()).map(|entry| entry.value.span.end.max(entry.key_span.end))
            }
        };
        let end = if closed { closing.end } else { last.unwrap_or(frame.start) };
        let span = self.lines.span(frame.start, end);
        let value = match frame.content {
            Content::List(items) => NodeValue::List(items),
            Content::Map { entries, .. } => NodeValue::Map(entries),
        };
        if self.wants_key() {
            self.collection_key(span);
        } else {
            self.put(Node { value, span, plain: false }, frame.anchor);
        }
    }

    fn alias(&mut self, number: usize, at: &granit_parser::Span) -> Result<(), Box<Diagnostic>> {
        let span = self.span(at);
        if self.wants_key() {
            self.collection_key(span);
            return Ok(());
        }
        let room = MAX_NODES - self.weight.min(MAX_NODES);
        let floors = MAX_DEPTH - self.stack.len();
        let value = match self.anchors.get(&number) {
            None => {
                self.self_reference(number, span);
                NodeValue::Null
            }
            Some(anchor) if anchor.weight > room => {
                self.alias_bomb(span);
                NodeValue::Null
            }
            Some(anchor) if anchor.height > floors => {
                self.too_deep(span);
                NodeValue::Null
            }
            Some(anchor) => {
                self.weight += anchor.weight;
                anchor.node.value.clone()
            }
        };
        self.put(Node { value, span, plain: false }, 0);
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            let (weight, height) = measure(&node);
            let node = node.clone();
            self.weight += weight;
            self.anchors.insert(anchor, Anchor { node, weight, height });
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, index, key } => {
                if let Key::Given(name, key_span) = std::mem::replace(key, Key::Wanted) {
                    index.insert(name.clone(), key_span);
                    entries.push(Entry { key: name, key_span, value: node });
                }
            }
        }
    }
}

/// Weight and height of a value. The depth of recursion is at most [`MAX_DEPTH`].
fn measure(node: &Node) -> (usize, usize) {
    let parts: Vec<(usize, usize)> = match &node.value {
        NodeValue::List(items) => items.iter().map(measure).collect(),
        NodeValue::Map(entries) => (entries.iter())
            .map(|entry| {
                let (weight, height) = measure(&entry.value);
                (weight + entry.key.len() / NODE_TEXT_BYTES, height)
            })
            .collect(),
        NodeValue::Text(text) => return (1 + text.len() / NODE_TEXT_BYTES, 0),
        _ => return (1, 0),
    };
    let weight = parts.iter().map(|(weight, _)| weight).sum::<usize>() + 1;
    let height = parts.iter().map(|(_, height)| *height).max().unwrap_or_default() + 1;
    (weight, height)
}
