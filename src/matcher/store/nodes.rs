//! Storage of nodes, and of the answers at their leaves.

use std::ops::Range;

use super::rows::restore_sets;
use super::section::{Damaged, SectionReader, SectionWriter};
use crate::build::{LISTED, NodeLevel, Nodes};
use crate::compile::{Answers, Classes, Verdicts};
use crate::table::HitPolicy;

const NODES: &str = "the nodes of a diagram";

impl Nodes {
    pub(super) fn store(&self, out: &mut SectionWriter) {
        let level = |level: &NodeLevel| [level.input as u32].into_iter().chain(level.ends);
        out.u32s(self.levels.iter().flat_map(level));
        out.u32s(self.words.iter().copied());
    }

    /// Reads nodes in which each walk ends at one of the leaves.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        classes: &Classes,
        leaves: usize,
    ) -> Result<Self, Damaged> {
        let levels = restore_levels(from, classes)?;
        let words = from.u32s()?;
        let end = levels.last().map_or(0, NodeLevel::end) as usize;
        let positions = u32::try_from(words.len() + leaves).is_ok();
        Damaged::unless(end == words.len() && positions, NODES)?;
        let mut parts = NodeParts { words, starts: vec![false; words.len()], children: Vec::new() };
        let mut at = 0;
        for level in &levels {
            let first = parts.children.len();
            parts.read_level(level, at)?;
            at = level.end() as usize;
            // Children come after the level.
            let behind = |child: &&u32| (**child as usize) < at;
            let children = parts.children.get(first..).unwrap_or_default();
            Damaged::unless(!children.iter().any(|child| behind(&child)), NODES)?;
        }
        let nodes = Self { levels, words: words.to_vec() };
        let NodeParts { starts, children, .. } = parts;
        let fits = |child: &u32| is_position(&starts, leaves, *child);
        Damaged::unless(children.iter().all(fits), NODES)?;
        Ok(nodes)
    }

    /// Whether all positions are those of nodes or leaves.
    pub(super) fn hold(&self, at: &[u32], leaves: usize) -> bool {
        let mut starts = vec![false; self.words.len()];
        for position in self.positions() {
            if let Some(start) = starts.get_mut(position as usize) {
                *start = true;
            }
        }
        at.iter().all(|&at| is_position(&starts, leaves, at))
    }
}

fn is_position(starts: &[bool], leaves: usize, at: u32) -> bool {
    let at = at as usize;
    starts.get(at).copied().unwrap_or(at < starts.len() + leaves)
}

fn restore_levels(
    from: &mut SectionReader<'_>,
    classes: &Classes,
) -> Result<Vec<NodeLevel>, Damaged> {
    let mut levels: Vec<NodeLevel> = Vec::new();
    let (heads, rest) = from.u32s()?.as_chunks();
    Damaged::unless(rest.is_empty(), NODES)?;
    for &[input, dense, ranked, listed] in heads {
        let (input, ends) = (input as usize, [dense, ranked, listed]);
        let start = levels.last().map_or(0, NodeLevel::end);
        let new = levels.iter().all(|level| level.input != input);
        let width = classes.count(input) as u32;
        Damaged::unless(new && width > 0 && start <= dense && ends.is_sorted(), NODES)?;
        levels.push(NodeLevel { input, width, ends });
    }
    Ok(levels)
}

/// The parts of nodes found in their words.
struct NodeParts<'a> {
    words: &'a [u32],
    /// By position, whether a node begins there.
    starts: Vec<bool>,
    children: Vec<u32>,
}

impl<'a> NodeParts<'a> {
    /// Reads the nodes of a level, each shape from the end of the one before.
    fn read_level(&mut self, level: &NodeLevel, mut at: usize) -> Result<(), Damaged> {
        let [dense, ranked, listed] = level.ends.map(|end| end as usize);
        let width = level.width as usize;
        while at < dense {
            at = self.node(at, width, 0..width, dense)?;
        }
        while at < ranked {
            let blocks = self.part(at + 1..at + 1 + 2 * width.div_ceil(32))?.as_chunks().0;
            let children = 1 + 2 * blocks.len();
            let mut rank = children;
            for &[bits, stored] in blocks {
                Damaged::unless(stored as usize == rank, NODES)?;
                rank += bits.count_ones() as usize;
            }
            self.children.extend(self.part(at..at + 1)?);
            at = self.node(at, rank, children..rank, ranked)?;
        }
        while at < listed {
            let (default, classes) = (self.part(at..at + 1)?, self.part(at + 1..at + 1 + LISTED)?);
            let children = self.part(at + 1 + LISTED..at + 1 + 2 * LISTED)?;
            // Unused entries of a list hold a number that is no class.
            let listed_children = classes.iter().zip(children);
            let known = listed_children.filter(|&(&class, _)| class < level.width);
            self.children.extend(default.iter().chain(known.map(|(_, child)| child)));
            at = self.node(at, 1 + 2 * LISTED, 0..0, listed)?;
        }
        Ok(())
    }

    /// Records a node with its children, and returns the position after it.
    fn node(
        &mut self,
        at: usize,
        length: usize,
        children: Range<usize>,
        end: usize,
    ) -> Result<usize, Damaged> {
        Damaged::unless(at + length <= end, NODES)?;
        self.children.extend(self.part(at + children.start..at + children.end)?);
        if let Some(start) = self.starts.get_mut(at) {
            *start = true;
        }
        Ok(at + length)
    }

    fn part(&self, range: Range<usize>) -> Result<&'a [u32], Damaged> {
        self.words.get(range).ok_or(Damaged::new(NODES))
    }
}

/// Writes the rules of answers.
pub(super) fn store_answers(answers: &Answers, out: &mut SectionWriter) {
    let answers = || (0..answers.len() as u32).map(|number| answers.get(number));
    out.u32s(answers().map(|answer| answer.rules().len() as u32));
    out.u32s(answers().flat_map(|answer| answer.rules().to_vec()));
}

/// Reads answers of the table, and the largest number of leaves.
///
/// In a first-match table, the leaf after the last answer means no answer. The table's verdicts give the answers of
/// rules.
pub(super) fn restore_answers(
    from: &mut SectionReader<'_>,
    verdicts: &Verdicts,
) -> Result<(Answers, usize), Damaged> {
    let sets = restore_sets(from, 0, verdicts.rules())?;
    let first = verdicts.policy == HitPolicy::First;
    let answers = Answers::new(&sets, verdicts);
    Damaged::unless(answers.len() == sets.len(), "the answers at leaves")?;
    Ok((answers, sets.len() + usize::from(first)))
}
