//! Nodes of diagrams in their final form: one array, level after level, so that a position alone gives its level.
//!
//! A node has one of three shapes, known from its place in the level:
//!
//! - dense: a child for each class, one load;
//! - ranked: the default child; for each 32 classes, the bits of those with another child and the position of their
//!   children; then the children. Two loads, whatever their number;
//! - listed: the default child, then up to four classes and their children: a few adjacent words, compared without a
//!   branch.
//!
//! Positions after the last node are leaves.

#![expect(clippy::indexing_slicing, reason = "positions come from the draft")]

use crate::compile::ABSENT;

/// The storage of a node. Shapes stand in a level in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Dense,
    Ranked,
    Listed,
}

/// Up to this many classes, every node is dense.
const SMALL: usize = 16;

/// A dense node may take this many times the memory of another shape, since it is faster.
const DENSE_COST: usize = 2;

/// The classes in a list; unused entries are `NO_CLASS`.
pub(crate) const LISTED: usize = 4;
const NO_CLASS: u32 = u32::MAX;

impl Shape {
    /// The shape of a node with `width` classes, `others` of them with another child than the default.
    pub(crate) fn of(width: usize, others: usize) -> Self {
        let sparse = if others <= LISTED { Self::Listed } else { Self::Ranked };
        match width <= SMALL || width <= DENSE_COST * sparse.words(width, others) {
            true => Self::Dense,
            false => sparse,
        }
    }

    /// The length of a node of this shape.
    pub(crate) fn words(self, width: usize, others: usize) -> usize {
        match self {
            Self::Dense => width,
            Self::Ranked => 1 + 2 * width.div_ceil(32) + others,
            Self::Listed => 1 + 2 * LISTED,
        }
    }
}

/// The nodes that test one input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeLevel {
    pub(crate) input: usize,
    /// The number of classes of the input.
    pub(crate) width: u32,
    /// The position after the last node of each shape; see [`Shape`].
    pub(crate) ends: [u32; 3],
}

impl NodeLevel {
    /// The position after the last node.
    pub(crate) fn end(&self) -> u32 {
        self.ends[Shape::Listed as usize]
    }
}

/// The nodes of one or more diagrams that test the inputs in the same order.
#[derive(Clone, Debug)]
pub(crate) struct Nodes {
    pub(crate) levels: Vec<NodeLevel>,
    pub(crate) words: Vec<u32>,
}

impl Nodes {
    pub(crate) fn new() -> Self {
        Self { levels: Vec::new(), words: Vec::new() }
    }

    pub(crate) fn reserve(&mut self, words: usize) {
        self.words.reserve_exact(words);
    }

    pub(crate) fn add_level(&mut self, input: usize, width: usize, ends: [usize; 3]) {
        self.levels.push(NodeLevel {
            input,
            width: width as u32,
            ends: ends.map(|end| end as u32),
        });
    }

    /// Appends a node. `others` are the classes, ascending, with another child than the default.
    pub(crate) fn add(
        &mut self,
        shape: Shape,
        width: usize,
        default: u32,
        others: impl ExactSizeIterator<Item = (u32, u32)> + Clone,
    ) {
        let start = self.words.len();
        match shape {
            Shape::Dense => {
                self.words.resize(start + width, default);
                others.for_each(|(class, child)| self.words[start + class as usize] = child);
            }
            Shape::Ranked => {
                self.words.push(default);
                self.words.resize(start + 1 + 2 * width.div_ceil(32), 0);
                for (class, _) in others.clone() {
                    self.words[start + 1 + 2 * (class as usize / 32)] |= 1 << (class % 32);
                }
                let mut rank = (self.words.len() - start) as u32;
                for block in self.words[start + 1..].chunks_exact_mut(2) {
                    block[1] = rank;
                    rank += block[0].count_ones();
                }
                self.words.extend(others.map(|(_, child)| child));
            }
            Shape::Listed => {
                self.words.push(default);
                let mut list = [NO_CLASS; 2 * LISTED];
                for (at, (class, child)) in others.enumerate() {
                    (list[at], list[LISTED + at]) = (class, child);
                }
                self.words.extend(list);
            }
        }
    }

    /// Walks from a root to the leaf of a case. Asks for a class only if a node tests its input.
    #[inline]
    pub(crate) fn walk(&self, root: u32, mut class_of: impl FnMut(usize) -> u32) -> u32 {
        let mut at = root;
        for level in &self.levels {
            if at < level.end() {
                at = self.step(level, at, class_of(level.input));
            }
        }
        at.wrapping_sub(self.words.len() as u32)
    }

    /// Walks several cases side by side, so that their loads overlap.
    #[inline]
    pub(crate) fn walk_all<const N: usize>(
        &self,
        mut at: [u32; N],
        class_of: impl Fn(usize, usize) -> u32,
    ) -> [u32; N] {
        for level in &self.levels {
            for (case, at) in at.iter_mut().enumerate() {
                if *at < level.end() {
                    *at = self.step(level, *at, class_of(case, level.input));
                }
            }
        }
        at.map(|at| at - self.words.len() as u32)
    }

    /// The child of a node of the level. A number that is no class counts as absence.
    #[inline]
    fn step(&self, level: &NodeLevel, at: u32, class: u32) -> u32 {
        let class = if class < level.width { class as usize } else { ABSENT as usize };
        let [dense, ranked, _] = level.ends;
        let start = at as usize;
        if at < dense {
            return self.words[start + class];
        }
        if at < ranked {
            let block = start + 1 + 2 * (class / 32);
            let (bits, rank) = (self.words[block], self.words[block + 1]);
            let bit = 1_u32 << (class % 32);
            if bits & bit == 0 {
                return self.words[start];
            }
            return self.words[start + (rank + (bits & (bit - 1)).count_ones()) as usize];
        }
        let list = &self.words[start..][..1 + 2 * LISTED];
        let mut child = list[0];
        for at in 1..=LISTED {
            if list[at] == class as u32 {
                child = list[at + LISTED];
            }
        }
        child
    }

    /// The level of a position; none for a leaf.
    pub(crate) fn level(&self, at: u32) -> Option<&NodeLevel> {
        self.levels.get(self.levels.partition_point(|level| level.end() <= at))
    }

    /// The levels in the order of walking.
    pub(crate) fn levels(&self) -> &[NodeLevel] {
        &self.levels
    }

    /// The child for a class; the position itself for a leaf.
    pub(crate) fn child(&self, at: u32, class: u32) -> u32 {
        self.level(at).map_or(at, |level| self.step(level, at, class))
    }

    /// The children of a node by class; empty for a leaf.
    pub(crate) fn children(&self, at: u32) -> Vec<u32> {
        self.level(at).map_or(Vec::new(), |level| {
            (0..level.width).map(|class| self.step(level, at, class)).collect()
        })
    }

    /// The positions of all nodes, ascending. Children come after their parents.
    pub(crate) fn positions(&self) -> Vec<u32> {
        let mut positions = Vec::new();
        let mut at = 0;
        for level in &self.levels {
            while at < level.end() {
                positions.push(at);
                at += self.length(level, at);
            }
        }
        positions
    }

    fn length(&self, level: &NodeLevel, at: u32) -> u32 {
        let start = at as usize;
        if at < level.ends[Shape::Dense as usize] {
            level.width
        } else if at < level.ends[Shape::Ranked as usize] {
            // The last block has the position of its children and their number.
            let last = start + 2 * (level.width as usize).div_ceil(32) - 1;
            self.words[last + 1] + self.words[last].count_ones()
        } else {
            1 + 2 * LISTED as u32
        }
    }

    /// The first position that is a leaf.
    pub(crate) fn end(&self) -> u32 {
        self.words.len() as u32
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.words) + size_of_val(&*self.levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_follow_the_number_of_children() {
        assert_eq!(Shape::of(9, 1), Shape::Dense);
        assert_eq!(Shape::of(2000, 3), Shape::Listed);
        assert_eq!(Shape::of(2000, 100), Shape::Ranked);
        assert_eq!(Shape::of(2000, 1500), Shape::Dense);
    }

    #[test]
    fn every_shape_finds_every_child() {
        let width = 100;
        for shape in [Shape::Dense, Shape::Ranked, Shape::Listed] {
            for step in [1, 7, 31, 32, 33, 99] {
                if shape == Shape::Listed && step < 31 {
                    continue;
                }
                let others: Vec<(u32, u32)> =
                    (1..width).step_by(step).map(|class| (class, 1000 + class)).collect();
                let mut nodes = Nodes::new();
                let mut ends = [0; 3];
                let words = shape.words(width as usize, others.len());
                ends[shape as usize..].fill(words);
                nodes.add_level(0, width as usize, ends);
                nodes.add(shape, width as usize, 999, others.iter().copied());
                assert_eq!(nodes.end() as usize, words);
                assert_eq!(nodes.positions(), [0]);
                for class in 0..=width {
                    let other = others.iter().find(|&&(other, _)| other == class);
                    assert_eq!(nodes.child(0, class), other.map_or(999, |&(_, child)| child));
                }
            }
        }
    }
}
