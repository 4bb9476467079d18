//! Diagrams: a table as a reduced, ordered decision diagram with answers as leaves.

use std::sync::Arc;

use super::index::Index;
use crate::build::{Builder, Nodes, Setting};
use crate::compile::{Answers, BuildLimits, Classes, Rows, Unbuilt, Verdicts};
use crate::table::{AnswerRef, HitPolicy};

/// A reduced decision diagram: equal nodes are one node, and no node has only equal children.
#[derive(Clone, Debug)]
pub struct Diagram {
    pub(crate) classes: Arc<Classes>,
    pub(crate) nodes: Nodes,
    pub(crate) answers: Answers,
    /// The number of leaves, including that of no answer if it can be reached.
    pub(crate) leaves: u32,
    pub(crate) root: u32,
    /// All answers in one array, if the diagram is small.
    index: Option<Index>,
}

/// A node or a leaf of a diagram.
#[derive(Clone, Debug)]
pub(crate) enum Vertex {
    /// A node that tests an input, with its children by class.
    Node { input: usize, children: Vec<u32> },
    /// The number of an answer.
    Leaf(u32),
}

impl Diagram {
    /// Builds the diagram of the rows, with the inputs in a given order.
    ///
    /// # Errors
    /// If building exceeds the limits.
    pub(crate) fn build(
        rows: &Rows,
        classes: &Arc<Classes>,
        verdicts: &Verdicts,
        order: Vec<usize>,
        limits: BuildLimits,
    ) -> Result<Self, Unbuilt> {
        let setting = Setting::new(rows, classes, verdicts, order, true);
        let mut builder = Builder::new(&setting, limits);
        let mut root = [builder.root(0..rows.len() as u32)?];
        let (draft, _) = builder.into_draft();
        let first = verdicts.policy == HitPolicy::First;
        let (nodes, leaves) =
            draft.finish(&setting.order, classes, first, &mut root, limits.bytes)?;
        let answers = Answers::new(&leaves, verdicts);
        let [root] = root;
        Ok(Self::of(classes, nodes, answers, leaves.len() as u32, root))
    }

    /// The diagram of given nodes and answers.
    pub(crate) fn of(
        classes: &Arc<Classes>,
        nodes: Nodes,
        answers: Answers,
        leaves: u32,
        root: u32,
    ) -> Self {
        let asked = nodes.levels().iter().map(|level| level.input);
        let index = Index::new(asked, classes, |class_of| nodes.walk(root, class_of));
        Self { classes: Arc::clone(classes), nodes, answers, leaves, root, index }
    }

    /// The number of the answer to a case.
    #[inline]
    pub(crate) fn find(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        match &self.index {
            Some(index) => index.find(class_of),
            None => self.nodes.walk(self.root, class_of),
        }
    }

    /// The number of the answer by a walk through the nodes. Asks for a class when a node tests it, once.
    pub(crate) fn walk(&self, class_of: impl FnMut(usize) -> u32) -> u32 {
        self.nodes.walk(self.root, class_of)
    }

    /// The numbers of the answers to several cases.
    #[inline]
    pub(crate) fn find_all<const N: usize>(
        &self,
        class_of: impl Fn(usize, usize) -> u32,
    ) -> [u32; N] {
        match &self.index {
            Some(index) => std::array::from_fn(|case| index.find(|input| class_of(case, input))),
            None => self.nodes.walk_all([self.root; N], class_of),
        }
    }

    /// The number of nodes that a case visits; an index counts as one.
    pub(crate) fn touched(&self, class_of: impl Fn(usize) -> u32) -> u64 {
        if self.index.is_some() {
            return 1;
        }
        let mut nodes = 0;
        self.walk(|input| {
            nodes += 1;
            class_of(input)
        });
        nodes
    }

    #[inline]
    pub(crate) fn answer(&self, number: u32) -> AnswerRef<'_> {
        self.answers.get(number)
    }

    /// The number of nodes without leaves.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes.positions().len()
    }

    /// The distinct answers, those to cases with absent inputs included.
    #[must_use]
    pub fn answers(&self) -> impl ExactSizeIterator<Item = AnswerRef<'_>> {
        (0..self.leaves).map(|leaf| self.answers.get(leaf))
    }

    /// The inputs in the order in which they are tested.
    pub fn order(&self) -> impl Iterator<Item = usize> {
        self.nodes.levels().iter().map(|level| level.input)
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.nodes.bytes() + self.answers.bytes() + self.index.as_ref().map_or(0, Index::bytes)
    }

    pub(crate) fn root(&self) -> u32 {
        self.root
    }

    pub(crate) fn vertex(&self, at: u32) -> Vertex {
        match self.nodes.level(at) {
            Some(level) => Vertex::Node { input: level.input, children: self.nodes.children(at) },
            None => Vertex::Leaf(at - self.nodes.end()),
        }
    }

    /// The input that a position tests; none for a leaf.
    pub(crate) fn asked(&self, at: u32) -> Option<usize> {
        self.nodes.level(at).map(|level| level.input)
    }

    /// The position for a class.
    pub(crate) fn child(&self, at: u32, class: u32) -> u32 {
        self.nodes.child(at, class)
    }

    /// The positions of all nodes. Children come after their parents.
    pub(crate) fn node_positions(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.nodes.positions().into_iter()
    }
}
