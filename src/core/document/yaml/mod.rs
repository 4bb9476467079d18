//! YAML text to a tree of nodes, built from the parser's events without recursion.
//!
//! `builder` holds the state, `slips` adds the faults that YAML itself would let through, and this file applies the
//! events. `syntax` explains the errors of the parser, `scalar` resolves plain scalars.

mod builder;
mod scalar;
mod slips;
mod syntax;

pub(super) use self::syntax::tabs;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use self::builder::{Anchor, Awaited, Content, TreeBuilder};
use self::scalar::Plain;
use super::limits::{MAX_DEPTH, MAX_NODES, NODE_TEXT_BYTES};
use super::lines::Lines;
use super::node::{NodeValue, YamlNode};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::text;

/// Reads the first document of `text`. Faults that leave a tree are added to `faults`; one that leaves none is the error.
pub(super) fn tree(
    file: &str,
    text: &str,
    lines: &Lines<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Result<YamlNode, Box<Diagnostic>> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
    };
    let mut builder = TreeBuilder::new(file, text, lines, faults);
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

impl TreeBuilder<'_> {
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
                self.open(style, anchor, at, Content::map())?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Alias(anchor) => self.alias(anchor, at)?,
            Event::UnresolvedAlias(name) => {
                let span = self.span(at);
                self.undefined_alias(&name, span);
                if self.wants_key() {
                    self.set_key(Awaited::Dropped);
                } else {
                    self.put(YamlNode { value: NodeValue::Null, span, plain: false });
                }
            }
            Event::Anchor(number, name) => {
                self.names.insert(number, name.into_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(mut self) -> YamlNode {
        let start = self.lines.span(0, 0);
        let empty = YamlNode { value: NodeValue::Null, span: start, plain: true };
        let root = self.root.take().unwrap_or(empty);
        if root.value == NodeValue::Null {
            let fault = Diagnostic::new(Code::NullValue, text("filen är tom", "the file is empty"));
            let place = self.place(start);
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
        if plain {
            self.cut_by_comment(value, span);
        }
        let value = if plain {
            match scalar::resolve(value) {
                // A null that is written out is meant; whether it may stand there is for the schema to say.
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
        self.finish_value(YamlNode { value, span, plain }, anchor);
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
                self.set_key(Awaited::Dropped);
            } else {
                self.put(YamlNode { value, span, plain: false });
            }
            return Ok(());
        }
        self.push(style, anchor, span.start, content);
        Ok(())
    }

    fn close(&mut self, at: &granit_parser::Span) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        let closing = self.span(at);
        let bracket = self.text.get(closing.start..closing.end);
        let closed = frame.flow && matches!(bracket, Some("]" | "}"));
        // The parser sees the end of a block only at the next token, so a block ends with its last value.
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
            self.finish_value(YamlNode { value, span, plain: false }, frame.anchor);
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
        self.put(YamlNode { value, span, plain: false });
        Ok(())
    }

    /// Puts a finished value where it belongs, and keeps it for aliases if it has an anchor.
    fn finish_value(&mut self, node: YamlNode, anchor: usize) {
        if anchor != 0 {
            let (weight, height) = measure(&node);
            self.weight += weight;
            self.anchors.insert(anchor, Anchor { node: node.clone(), weight, height });
        }
        self.put(node);
    }
}

/// Weight and height of a value. Recurses at most [`MAX_DEPTH`] deep.
fn measure(node: &YamlNode) -> (usize, usize) {
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
