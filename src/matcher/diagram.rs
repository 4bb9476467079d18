//! Diagrams: a table as a reduced, ordered decision diagram with one child per class.
//!
//! All children stand in one array, node after node, level after level, so that a position alone tells its level and a
//! walk takes one load per input. Positions behind the last node are answers.

#![expect(clippy::indexing_slicing, reason = "positions come from the builder")]

use std::fmt;
use std::sync::Arc;

use super::classes::{ABSENT, Classes};
use super::input::Value;
use super::plan::Step;
use super::table::Answer;

/// A reduced decision diagram: equal nodes are one node, and none has all its children alike.
#[derive(Clone, Debug)]
pub struct Diagram {
    classes: Arc<Classes>,
    pub(super) levels: Vec<Level>,
    /// The children of all nodes, level by level.
    pub(super) children: Vec<u32>,
    pub(super) answers: Vec<Answer>,
    pub(super) root: u32,
}

/// The nodes that ask for one input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) input: usize,
    /// The position behind the last node.
    pub(super) end: u32,
    /// The number of children of each node.
    pub(super) width: u32,
}

/// What stands at a position of a diagram.
#[derive(Clone, Copy, Debug)]
pub(super) enum Vertex<'a> {
    Node { input: usize, children: &'a [u32] },
    Leaf(u32),
}

impl Diagram {
    pub(super) fn new(
        classes: Arc<Classes>,
        levels: Vec<Level>,
        children: Vec<u32>,
        answers: Vec<Answer>,
        root: u32,
    ) -> Self {
        Self { classes, levels, children, answers, root }
    }

    /// The answer to a case, each step told to the observer.
    pub(super) fn walk(&self, case: &[Value], observer: &mut impl FnMut(Step)) -> &Answer {
        let mut at = self.root;
        for level in &self.levels {
            if at < level.end {
                let value = case.get(level.input).copied().unwrap_or_default();
                let class = self.classes.class_of(level.input, value);
                observer(Step { input: level.input, value, class });
                at = self.children[at as usize + class as usize];
            }
        }
        &self.answers[at as usize - self.children.len()]
    }

    /// The number of nodes, leaves not counted.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.node_positions().count()
    }

    /// The distinct answers, absence of inputs included.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The inputs in the order in which they are asked for.
    pub fn order(&self) -> impl Iterator<Item = usize> {
        self.levels.iter().map(|level| level.input)
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rules: usize = self.answers.iter().map(|answer| size_of_val(answer.rules())).sum();
        size_of_val(&*self.children) + size_of_val(&*self.answers) + rules
    }

    pub(super) fn root(&self) -> u32 {
        self.root
    }

    pub(super) fn vertex(&self, at: u32) -> Vertex<'_> {
        let level = self.levels.partition_point(|level| level.end <= at);
        match self.levels.get(level) {
            Some(level) => {
                let start = at as usize;
                let children = &self.children[start..start + level.width as usize];
                Vertex::Node { input: level.input, children }
            }
            None => Vertex::Leaf(at - self.children.len() as u32),
        }
    }

    /// The positions of all nodes. A child stands behind its parents.
    pub(super) fn node_positions(&self) -> impl DoubleEndedIterator<Item = u32> {
        let starts = std::iter::once(0).chain(self.levels.iter().map(|level| level.end));
        let of_level =
            |(start, level): (u32, &Level)| (start..level.end).step_by(level.width as usize);
        starts.zip(&self.levels).flat_map(of_level).collect::<Vec<u32>>().into_iter()
    }

    /// How many positions there are, those of answers included.
    pub(super) fn positions(&self) -> usize {
        self.children.len() + self.answers.len()
    }

    /// The position of an answer.
    pub(super) fn leaf(&self, answer: usize) -> usize {
        self.children.len() + answer
    }
}

/// The children of a node with the classes that lead to each, in the order of their first class.
pub(super) fn branches(children: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, Vec<u32>)> {
    let mut by_child: Vec<(u32, u32)> = children.map(|(class, child)| (child, class)).collect();
    by_child.sort_unstable();
    let mut branches: Vec<(u32, Vec<u32>)> = by_child
        .chunk_by(|a, b| a.0 == b.0)
        .map(|branch| (branch[0].0, branch.iter().map(|&(_, class)| class).collect()))
        .collect();
    branches.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    branches
}

impl fmt::Display for Diagram {
    /// Each node once, as its position and input, and below it the values that lead to each child.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "root {}", self.root)?;
        for at in self.node_positions() {
            let Vertex::Node { input: index, children } = self.vertex(at) else {
                continue;
            };
            let Some(input) = self.classes.inputs().nth(index) else {
                continue;
            };
            writeln!(f, "{at} {}", input.name)?;
            for (child, classes) in branches((0..).zip(children.iter().copied())) {
                let Some(values) = self.classes.union(index, &classes) else {
                    continue;
                };
                f.write_str("  ")?;
                match (classes.contains(&ABSENT), values.is_empty()) {
                    (true, true) => f.write_str("absent")?,
                    (true, false) => write!(f, "absent, {}", values.display(input))?,
                    (false, _) => write!(f, "{}", values.display(input))?,
                }
                writeln!(f, " -> {child}")?;
            }
        }
        for (at, answer) in (self.children.len()..).zip(&self.answers) {
            writeln!(f, "{at} = {answer}")?;
        }
        Ok(())
    }
}
