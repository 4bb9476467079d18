//! The walk through two tables at once: one state per set of rows still possible on both sides, each visited once.
//!
//! If no differing row is left, all cases below have the same answer, and nothing below is visited.

#![expect(
    clippy::indexing_slicing,
    reason = "rows, inputs, classes and states are numbered by the compiler"
)]

use super::graph::{Graph, SAME};
use crate::build::Setting;
use crate::compile::{BuildLimits, Classes, Interner, OverBudget, Unbuilt};

/// Separates the rows of both sides in a state.
const BETWEEN: u32 = u32::MAX;

/// One of the two tables.
pub(super) struct DiffSide<'a> {
    pub(super) setting: Setting<'a>,
    /// By row, whether its rule has no equal on the other side.
    pub(super) differs: Vec<bool>,
}

/// The rows of both sides that are still possible.
type OpenRows = [Vec<u32>; 2];

/// A walk through two tables.
pub(super) struct Walk<'a, F> {
    sides: [DiffSide<'a>; 2],
    classes: &'a Classes,
    /// Compares the rules left on both sides. Returns the number of the leaf, or none if the answers are alike.
    compare: F,
    states: Interner<u32>,
    /// The result of each state.
    built: Vec<u32>,
    graph: Graph,
    limits: BuildLimits,
    work: usize,
}

impl<'a, F: FnMut([&[u32]; 2]) -> Option<u32>> Walk<'a, F> {
    pub(super) fn new(
        sides: [DiffSide<'a>; 2],
        classes: &'a Classes,
        compare: F,
        limits: BuildLimits,
    ) -> Self {
        let graph = Graph::new(sides[0].setting.order.clone());
        Self {
            sides,
            classes,
            compare,
            states: Interner::new(),
            built: Vec::new(),
            graph,
            limits,
            work: 0,
        }
    }

    /// The cases with different answers as a diagram over the leaves, and the number of rows visited.
    ///
    /// # Errors
    /// If it exceeds the limits.
    pub(super) fn run(mut self) -> Result<(Graph, usize), Unbuilt> {
        let all = |side: &DiffSide<'_>| (0..side.setting.rows.len() as u32).collect();
        let rows = [all(&self.sides[0]), all(&self.sides[1])];
        self.graph.root = self.state(0, rows)?;
        Ok((self.graph, self.work))
    }

    /// Builds the result of the rows that are possible once all levels before `level` are known.
    fn state(&mut self, level: usize, mut rows: OpenRows) -> Result<u32, Unbuilt> {
        let (mut tested, mut differs) = (0, false);
        for (side, rows) in self.sides.iter().zip(&mut rows) {
            self.work += rows.len() + 1;
            let kept = side.setting.simplify(level, std::iter::empty(), rows);
            rows.truncate(kept);
            tested |= rows.iter().fold(0, |bits, &row| bits | side.setting.remaining(level, row));
            differs |= rows.iter().any(|&row| side.differs[row as usize]);
        }
        if !differs {
            return Ok(SAME);
        }
        if tested == 0 {
            return Ok(self.leaf(&rows));
        }
        let level = level + tested.trailing_zeros() as usize;
        let [before, after] = &rows;
        let state = [before.as_slice(), &[BETWEEN], after, &[level as u32]].concat();
        let (state, fresh) = self.states.intern(&state);
        if fresh {
            self.built.push(SAME);
            self.check()?;
            self.built[state as usize] = self.node(level, rows)?;
        }
        Ok(self.built[state as usize])
    }

    fn leaf(&mut self, rows: &OpenRows) -> u32 {
        let rules = [0, 1].map(|side| {
            let of = &self.sides[side].setting.rows.rules;
            let mut rules: Vec<u32> = rows[side].iter().map(|&row| of[row as usize]).collect();
            rules.dedup();
            rules
        });
        (self.compare)([&rules[0], &rules[1]]).map_or(SAME, Graph::leaf)
    }

    fn node(&mut self, level: usize, rows: OpenRows) -> Result<u32, Unbuilt> {
        let input = self.sides[0].setting.order[level];
        let width = self.classes.count(input) as u32;
        let wanted = self.wanted(input, &rows);
        let split = [0, 1].map(|side| self.split(side, input, &rows[side], wanted.as_deref()));
        self.work += split.iter().map(|split| split.accepted.len()).sum::<usize>();
        drop(rows);
        let mut accepted: Vec<u32> =
            split.iter().flat_map(|split| &split.accepted).map(|entry| entry.0).collect();
        accepted.sort_unstable();
        accepted.dedup();
        // Absence is not a value of a complete case. If all classes are wanted, some may be accepted by no row.
        let others = wanted.is_none() && accepted.len() + 1 < width as usize;
        let default = match others {
            true => self.state(level + 1, split.each_ref().map(|split| split.open.clone()))?,
            false => SAME,
        };
        let mut children: Vec<(u32, u32)> = Vec::new();
        if default != SAME {
            let rest = (1..width).filter(|class| accepted.binary_search(class).is_err());
            children.extend(rest.map(|class| (class, default)));
        }
        for class in accepted {
            let child = self.state(level + 1, split.each_ref().map(|split| split.rows(class)))?;
            children.push((class, child));
        }
        children.retain(|&(_, child)| child != SAME);
        children.sort_unstable();
        Ok(self.graph.node(level, width, &children))
    }

    /// The classes that some differing row accepts, ascending; none if such a row accepts any class.
    fn wanted(&self, input: usize, rows: &OpenRows) -> Option<Vec<u32>> {
        let mut wanted = Vec::new();
        for (side, rows) in self.sides.iter().zip(rows) {
            for &row in rows.iter().filter(|&&row| side.differs[row as usize]) {
                wanted.extend(side.setting.rows.accepted(input, row as usize)?);
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        Some(wanted)
    }

    fn split(&self, side: usize, input: usize, rows: &[u32], wanted: Option<&[u32]>) -> ClassSplit {
        let mut split = ClassSplit { open: Vec::new(), accepted: Vec::new() };
        for &row in rows {
            match self.sides[side].setting.rows.accepted(input, row as usize) {
                None => split.open.push(row),
                Some(classes) => {
                    let wanted = |class: &&u32| {
                        wanted.is_none_or(|wanted| wanted.binary_search(class).is_ok())
                    };
                    let entries = classes.iter().filter(wanted).map(|&class| (class, row));
                    split.accepted.extend(entries);
                }
            }
        }
        split.accepted.sort_unstable();
        split
    }

    fn check(&self) -> Result<(), Unbuilt> {
        let bytes = self.states.bytes() + size_of_val(&*self.built) + self.graph.bytes();
        if bytes > self.limits.bytes {
            return Err(Unbuilt::OverBudget(OverBudget { bytes }));
        }
        if self.work > self.limits.work {
            return Err(Unbuilt::TooLong { rows: self.work });
        }
        Ok(())
    }
}

/// Rows by the classes of an input that they accept.
struct ClassSplit {
    /// The rows that leave the input open, ascending.
    open: Vec<u32>,
    /// Pairs of a class and a row that accepts it, ascending.
    accepted: Vec<(u32, u32)>,
}

impl ClassSplit {
    /// The rows that hold for a class, ascending.
    fn rows(&self, class: u32) -> Vec<u32> {
        let start = self.accepted.partition_point(|&(other, _)| other < class);
        let accepted = self.accepted[start..].iter().take_while(|entry| entry.0 == class);
        let mut rows: Vec<u32> = accepted.map(|&(_, row)| row).collect();
        rows.extend(&self.open);
        // Merges two ascending runs by a stable sort.
        rows.sort();
        rows
    }
}
