//! A diagram as it can be drawn: nodes that ask for inputs, edges with the values that lead on, and answers.

use super::answers::AnswerRef;
use super::classes::ABSENT;
use super::diagram::{Diagram, Vertex, branches};
use super::values::Values;

/// A diagram, laid open.
#[derive(Clone, Debug)]
pub struct Outline<'a> {
    /// The position where every case begins.
    pub root: u32,
    /// What asks, a child always behind its parents.
    pub nodes: Vec<OutlineNode>,
    /// The answers with their positions.
    pub answers: Vec<(u32, AnswerRef<'a>)>,
}

/// A node that asks for an input.
#[derive(Clone, Debug)]
pub struct OutlineNode {
    /// Its position.
    pub at: u32,
    /// The input that it asks for, by index.
    pub input: usize,
    /// What leads on, in the order of the first value.
    pub edges: Vec<OutlineEdge>,
}

/// All that leads from one node to the same child.
#[derive(Clone, Debug)]
pub struct OutlineEdge {
    /// Where it leads.
    pub to: u32,
    /// Absence leads here.
    pub absent: bool,
    /// The values that lead here; none of them where only absence does.
    pub values: Values,
}

impl Diagram {
    /// The diagram, laid open. Linear in its nodes and classes.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        let nodes = self.node_positions().filter_map(|at| {
            let Vertex::Node { input, children } = self.vertex(at) else {
                return None;
            };
            let edge = |(to, classes): (u32, Vec<u32>)| {
                let values = self.classes.union(input, &classes)?;
                Some(OutlineEdge { to, absent: classes.contains(&ABSENT), values })
            };
            let edges = branches((0..).zip(children)).into_iter().filter_map(edge).collect();
            Some(OutlineNode { at, input, edges })
        });
        let end = self.nodes.end();
        Outline {
            root: self.root(),
            nodes: nodes.collect(),
            answers: (end..).zip(self.answers()).collect(),
        }
    }
}
