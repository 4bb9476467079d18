//! Drafts: nodes and leaves of diagrams under construction, each stored once.
//!
//! A node lists only the classes whose child differs from that of absence, which is the child of every class that no
//! row accepts. The highest bit distinguishes references to leaves from references to nodes.

#![expect(clippy::indexing_slicing, reason = "nodes and leaves are numbered by the draft")]

use super::nodes::{Nodes, Shape};
use crate::compile::{Classes, Interner, OverBudget, Sets};

/// Marks a reference to a leaf among references to nodes.
pub(crate) const LEAF: u32 = 1 << 31;

/// Nodes and leaves. A child has a smaller number than its parents.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Each node: its level, its default child, then pairs of a class and its other child.
    nodes: Interner<u32>,
    /// Each leaf: its rules, ascending.
    leaves: Interner<u32>,
}

impl Draft {
    pub(crate) fn new() -> Self {
        Self { nodes: Interner::new(), leaves: Interner::new() }
    }

    /// The leaf of these rules.
    pub(crate) fn leaf(&mut self, rules: &[u32]) -> u32 {
        LEAF | self.leaves.intern(rules).0
    }

    /// The node in its stored form, or its only child if no class has another.
    pub(crate) fn node(&mut self, node: &[u32]) -> u32 {
        match node {
            [_, only] => *only,
            _ => self.nodes.intern(node).0,
        }
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        self.nodes.bytes() + self.leaves.bytes()
    }

    /// Takes over the contents of another draft, and turns references into it into its own.
    pub(crate) fn absorb(&mut self, other: &Self, roots: &mut [u32]) {
        let leaves: Vec<u32> =
            (0..other.leaves.len() as u32).map(|leaf| self.leaf(other.leaves.get(leaf))).collect();
        let mut nodes: Vec<u32> = Vec::with_capacity(other.nodes.len());
        let placed = |reference: u32, nodes: &[u32]| match reference & LEAF {
            0 => nodes[reference as usize],
            _ => leaves[(reference & !LEAF) as usize],
        };
        let mut copy = Vec::new();
        for node in 0..other.nodes.len() as u32 {
            copy.clear();
            copy.extend_from_slice(other.nodes.get(node));
            copy.iter_mut().skip(1).step_by(2).for_each(|child| *child = placed(*child, &nodes));
            nodes.push(self.node(&copy));
        }
        roots.iter_mut().for_each(|root| *root = placed(*root, &nodes));
    }

    /// Lays the nodes out level by level and turns the roots into positions. Also returns the rules of each leaf.
    ///
    /// Leaves are numbered by insertion or, if `sorted`, by their rules, with the leaf without rules last.
    ///
    /// # Errors
    /// If both forms together take more than `budget` bytes.
    pub(crate) fn finish(
        self,
        order: &[usize],
        classes: &Classes,
        sorted: bool,
        roots: &mut [u32],
        budget: usize,
    ) -> Result<(Nodes, Sets), OverBudget> {
        let mut leaves: Vec<u32> = (0..self.leaves.len() as u32).collect();
        if sorted {
            leaves.sort_unstable_by_key(|&leaf| {
                let rules = self.leaves.get(leaf);
                (rules.is_empty(), rules.first().copied())
            });
        }
        let mut leaf_at = vec![0_u32; leaves.len()];
        (0..).zip(&leaves).for_each(|(at, &leaf)| leaf_at[leaf as usize] = at);

        // Sorted by level and shape, then by number, so that children of one node are close together.
        let mut placing: Vec<(u32, Shape, u32)> = (0..self.nodes.len() as u32)
            .map(|node| {
                let (level, others) = self.parts(node);
                (level, Shape::of(classes.count(order[level as usize]), others.len() / 2), node)
            })
            .collect();
        placing.sort_unstable();
        let mut position = vec![0_u32; self.nodes.len()];
        let mut nodes = Nodes::new();
        let mut words = 0_usize;
        for level in placing.chunk_by(|a, b| a.0 == b.0) {
            let input = order[level[0].0 as usize];
            let width = classes.count(input);
            let mut ends = [words; 3];
            for &(_, shape, node) in level {
                position[node as usize] = words as u32;
                words += shape.words(width, self.parts(node).1.len() / 2);
                ends[shape as usize..].fill(words);
            }
            nodes.add_level(input, width, ends);
        }
        let bytes = self.bytes() + words * size_of::<u32>();
        if bytes > budget || words + leaves.len() > LEAF as usize {
            return Err(OverBudget { bytes });
        }
        let placed = |reference: u32| match reference & LEAF {
            0 => position[reference as usize],
            _ => words as u32 + leaf_at[(reference & !LEAF) as usize],
        };
        nodes.reserve(words);
        for &(level, shape, node) in &placing {
            let (default, others) = (placed(self.nodes.get(node)[1]), self.parts(node).1);
            let others = others.chunks_exact(2).map(|other| (other[0], placed(other[1])));
            nodes.add(shape, classes.count(order[level as usize]), default, others);
        }
        roots.iter_mut().for_each(|root| *root = placed(*root));
        let mut rules = Sets::default();
        leaves.iter().for_each(|&leaf| rules.push(&mut self.leaves.get(leaf).to_vec()));
        Ok((nodes, rules))
    }

    /// The level of a node, and its classes whose child differs from the default.
    fn parts(&self, node: u32) -> (u32, &[u32]) {
        match self.nodes.get(node) {
            [level, _, others @ ..] => (*level, others),
            _ => (0, &[]),
        }
    }
}
