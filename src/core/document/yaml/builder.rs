//! State of a tree under construction.

use std::collections::BTreeMap;

use granit_parser::StructureStyle;

use super::super::lines::Lines;
use super::super::node::{Entry, YamlNode};
use super::super::pointer::join;
use crate::diagnostic::{Diagnostic, Place, Span};

/// A list or table that is still open.
pub(super) struct OpenCollection {
    pub(super) start: usize,
    pub(super) anchor: usize,
    pub(super) flow: bool,
    pub(super) content: Content,
}

pub(super) enum Content {
    List(Vec<YamlNode>),
    Map { entries: Vec<Entry>, index: BTreeMap<String, Span>, key: Awaited },
}

impl Content {
    pub(super) fn map() -> Self {
        Self::Map { entries: Vec::new(), index: BTreeMap::new(), key: Awaited::Wanted }
    }
}

/// The next item that a table waits for.
pub(super) enum Awaited {
    /// A key.
    Wanted,
    /// The value of this key.
    Given(String, Span),
    /// The value of a key that cannot be used.
    Dropped,
}

/// A value that aliases may repeat.
pub(super) struct Anchor {
    pub(super) node: YamlNode,
    pub(super) weight: usize,
    pub(super) height: usize,
}

/// A tree under construction, with the faults found so far.
pub(super) struct TreeBuilder<'a> {
    file: &'a str,
    pub(super) text: &'a str,
    pub(super) lines: &'a Lines<'a>,
    pub(super) faults: &'a mut Vec<Diagnostic>,
    pub(super) stack: Vec<OpenCollection>,
    pub(super) root: Option<YamlNode>,
    pub(super) anchors: BTreeMap<usize, Anchor>,
    /// Names of the anchors so far, by number.
    pub(super) names: BTreeMap<usize, String>,
    /// Values so far, with their texts; see [`MAX_NODES`](super::super::limits::MAX_NODES).
    pub(super) weight: usize,
    /// Number of open collections below the deepest allowed.
    pub(super) skipping: usize,
    pub(super) too_deep: bool,
    pub(super) alias_bomb: bool,
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(
        file: &'a str,
        text: &'a str,
        lines: &'a Lines<'a>,
        faults: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
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
        }
    }

    pub(super) fn span(&self, at: &granit_parser::Span) -> Span {
        match at.byte_range() {
            Some(range) => self.lines.span(range.start, range.end),
            None => self.lines.span(0, 0),
        }
    }

    /// JSON pointer of the next value.
    pub(super) fn route(&self) -> String {
        self.stack.iter().fold(String::new(), |route, frame| match &frame.content {
            Content::List(items) => join(&route, &items.len().to_string()),
            Content::Map { key: Awaited::Given(key, _), .. } => join(&route, key),
            Content::Map { .. } => route,
        })
    }

    /// The place of the next value, with this text.
    pub(super) fn place(&self, span: Span) -> Place {
        Place { route: self.route(), span: Some(span), ..Place::file(self.file) }
    }

    pub(super) fn push(
        &mut self,
        style: StructureStyle,
        anchor: usize,
        start: usize,
        content: Content,
    ) {
        self.stack.push(OpenCollection {
            start,
            anchor,
            flow: style == StructureStyle::Flow,
            content,
        });
    }

    pub(super) fn wants_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(OpenCollection { content: Content::Map { key: Awaited::Wanted, .. }, .. })
        )
    }

    pub(super) fn set_key(&mut self, next: Awaited) {
        if let Some(OpenCollection { content: Content::Map { key, .. }, .. }) =
            self.stack.last_mut()
        {
            *key = next;
        }
    }

    /// Puts a finished value where it belongs.
    pub(super) fn put(&mut self, node: YamlNode) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, index, key } => {
                if let Awaited::Given(name, key_span) = std::mem::replace(key, Awaited::Wanted) {
                    index.insert(name.clone(), key_span);
                    entries.push(Entry { key: name, key_span, value: node });
                }
            }
        }
    }
}
