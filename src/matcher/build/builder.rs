//! Building diagrams: top down, one node per set of rows that are still possible.
//!
//! A state is a sorted list of rows and the next input that any of them tests. Equal states are built once, so the work
//! depends on the number of distinct states, not of cases; equal nodes are stored once, so the result is reduced.
//!
//! Before a state is looked up, rows that cannot matter any more are dropped: in a first-match table, rows after one
//! that holds in all remaining cases; in a unique table, other rows of a rule that certainly holds, and rules that it
//! overrides.
//!
//! The remaining cases are measured by the narrow inputs at the end of the order. Their combinations are the bits of
//! one word, so a row that tests nothing else hides, by one operation, any later row that accepts no other combination.

#![expect(
    clippy::indexing_slicing,
    reason = "rows, inputs, classes and states are numbered by the compiler"
)]

use std::ops::Range;

use super::draft::Draft;
use super::setting::{Mark, Setting};
use super::trail::{HELD, NOWHERE, Trail};
use crate::compile::{ABSENT, BuildLimits, Interner, MAX_BUDGET, OverBudget, Unbuilt};

/// Builds one or several diagrams that share their nodes.
pub(crate) struct Builder<'a> {
    setting: &'a Setting<'a>,
    /// The states: their rows, then their place on the hiding trail, and their level.
    states: Interner<u32>,
    /// The node or leaf of each state.
    built: Vec<u32>,
    draft: Draft,
    limits: BuildLimits,
    work: usize,
    /// The rows of the states under construction, innermost last.
    rows: Vec<u32>,
    /// The classes that these states branch on, each in the high half of a word, with an accepting row in the low half.
    accepted: Vec<u64>,
    /// The nodes under construction.
    nodes: Vec<u32>,
    /// The trail that hides rows of the diagrams, if any.
    hiding: Option<&'a Trail>,
    /// The trail of the diagram, if it is recorded.
    trail: Option<Trail>,
}

/// The result of a state: a node or leaf of the draft, and its place on the recorded trail.
#[derive(Clone, Copy)]
struct Reached {
    node: u32,
    place: u32,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(setting: &'a Setting<'a>, limits: BuildLimits) -> Self {
        Self {
            setting,
            hiding: None,
            trail: None,
            states: Interner::new(),
            built: Vec::new(),
            draft: Draft::new(),
            limits: BuildLimits { bytes: limits.bytes.min(MAX_BUDGET), ..limits },
            work: 0,
            rows: Vec::new(),
            accepted: Vec::new(),
            nodes: Vec::new(),
        }
    }

    /// A builder of diagrams without the rows that a trail hides.
    pub(crate) fn behind(setting: &'a Setting<'a>, limits: BuildLimits, hiding: &'a Trail) -> Self {
        Self { hiding: Some(hiding), ..Self::new(setting, limits) }
    }

    /// A builder that records the trail of the one diagram that it builds.
    pub(crate) fn trailing(setting: &'a Setting<'a>, limits: BuildLimits) -> Self {
        Self { trail: Some(Trail::default()), ..Self::new(setting, limits) }
    }

    /// Builds the diagram of some rows. Returns a reference into the draft.
    ///
    /// # Errors
    /// If building exceeds the limits.
    pub(crate) fn root(&mut self, rows: impl Iterator<Item = u32>) -> Result<u32, Unbuilt> {
        self.rows.clear();
        self.rows.extend(rows);
        let place = self.hiding.map_or(NOWHERE, Trail::root);
        self.state(0, place, 0).map(|built| built.node)
    }

    /// The draft, and the work that it took.
    pub(crate) fn into_draft(self) -> (Draft, usize) {
        (self.draft, self.work)
    }

    /// The draft, the work that it took, and the trail.
    pub(crate) fn into_parts(self) -> (Draft, usize, Trail) {
        (self.draft, self.work, self.trail.unwrap_or_default())
    }

    /// Builds the node or leaf of the rows that are possible once all levels before `level` are known, at a place of
    /// the hiding trail. The rows begin at `start` and are used up.
    fn state(&mut self, level: usize, mut place: u32, start: usize) -> Result<Reached, Unbuilt> {
        let setting = self.setting;
        self.work += self.rows.len() - start + 1;
        let covers = self.hiding.into_iter().flat_map(|trail| trail.covers(place));
        let kept = setting.simplify(level, covers, &mut self.rows[start..]);
        self.rows.truncate(start + kept);
        let rows = &self.rows[start..];
        let tested = rows.iter().fold(0, |bits, &row| bits | setting.remaining(level, row));
        let (&first, &last) = match (rows.first(), rows.last()) {
            (Some(first), Some(last)) if tested != 0 => (first, last),
            (first, _) => {
                let place = first.map_or(NOWHERE, |row| HELD | row);
                return Ok(Reached { node: self.leaf(start)?, place });
            }
        };
        let level = level + tested.trailing_zeros() as usize;
        place = match self.hiding {
            // The diagram of narrow inputs is built from the rows alone, so it need not distinguish places.
            Some(trail) if level < setting.tail => trail.trim(place, level, last),
            _ => NOWHERE,
        };
        self.rows.extend([place, level as u32]);
        let (state, fresh) = self.states.intern(&self.rows[start..]);
        self.rows.truncate(start + kept);
        if fresh {
            self.built.push(0);
            if let Some(trail) = &mut self.trail {
                let before_tail = setting.before_tail(level);
                let certain = self.rows[start..]
                    .iter()
                    .filter(|&&row| setting.remaining(level, row) & before_tail == 0)
                    .map(|&row| (row, setting.marks[row as usize].accepted));
                trail.add(level, first, certain);
            }
            self.check()?;
            self.built[state as usize] = match level < setting.tail {
                true => self.node(state, level, place, start)?,
                false => self.tail(start),
            };
        }
        Ok(Reached { node: self.built[state as usize], place: state })
    }

    fn leaf(&mut self, start: usize) -> Result<u32, Unbuilt> {
        // Each rule has one row left; see `simplify`.
        let rule = |&row: &u32| self.setting.rows.rules[row as usize];
        let mut rules: Vec<u32> = self.rows[start..].iter().map(rule).collect();
        if self.setting.settled {
            self.setting.verdicts.settle(&mut rules);
        }
        let leaf = self.draft.leaf(&rules);
        self.check()?;
        Ok(leaf)
    }

    fn node(&mut self, state: u32, level: usize, place: u32, start: usize) -> Result<u32, Unbuilt> {
        let setting = self.setting;
        let hiding = self.hiding;
        let input = setting.order[level];
        let (first, node) = (self.accepted.len(), self.nodes.len());
        let open = self.rows.len();
        for at in start..open {
            let row = self.rows[at];
            match setting.rows.accepted(input, row as usize) {
                None => self.rows.push(row),
                Some(classes) => {
                    let entry = |&class: &u32| u64::from(class) << 32 | u64::from(row);
                    self.accepted.extend(classes.iter().map(entry));
                }
            }
        }
        self.accepted[first..].sort_unstable();
        self.work += self.accepted.len() - first;
        let child = |class: u32| hiding.map_or(NOWHERE, |trail| trail.child(place, level, class));
        // Classes that no row accepts, always including absence, keep the open rows only.
        let kept = setting.simplify(level + 1, std::iter::empty(), &mut self.rows[open..]);
        self.rows.truncate(open + kept);
        let end = self.rows.len();
        self.rows.extend_from_within(open..end);
        let default = self.state(level + 1, child(ABSENT), end)?;
        self.nodes.extend([level as u32, default.node]);
        let mut others = Vec::new();
        let mut at = first;
        while let Some(&entry) = self.accepted.get(at) {
            let class = (entry >> 32) as u32;
            self.rows.truncate(end);
            at = self.merge(open..end, at);
            let built = self.state(level + 1, child(class), end)?;
            if built.node != default.node {
                self.nodes.extend([class, built.node]);
            }
            if self.trail.is_some() {
                others.push((class, built.place));
            }
        }
        if let Some(trail) = &mut self.trail {
            trail.lead(state, default.place, &others);
        }
        self.rows.truncate(open);
        self.accepted.truncate(first);
        let built = self.draft.node(&self.nodes[node..]);
        self.nodes.truncate(node);
        Ok(built)
    }

    /// Builds the diagram of the narrow inputs, for rows that test nothing else.
    ///
    /// First finds the first row that accepts each combination, then makes the nodes from the last level up.
    fn tail(&mut self, start: usize) -> u32 {
        let setting = self.setting;
        let mut references = [0; 64];
        let mut put = |mut combinations: u64, leaf: u32| {
            while combinations != 0 {
                references[combinations.trailing_zeros() as usize] = leaf;
                combinations &= combinations - 1;
            }
        };
        let mut open = setting.narrow.all();
        for &row in &self.rows[start..] {
            // Each row is the first to accept some combination; see `simplify`.
            let rule = setting.rows.rules[row as usize];
            let Mark { accepted, .. } = setting.marks[row as usize];
            put(accepted & open, self.draft.leaf(&[rule]));
            open &= !accepted;
        }
        if open != 0 {
            put(open, self.draft.leaf(&[]));
        }
        // The last input has weight one, so the children of a node of the last level are adjacent.
        let mut count = setting.narrow.all().count_ones() as usize;
        for (level, width) in (0..setting.order.len()).rev().zip(setting.narrow.counts()) {
            count /= width;
            let node = self.nodes.len();
            for at in 0..count {
                let children = &references[at * width..][..width];
                self.nodes.extend([level as u32, children[0]]);
                let others = (0..).zip(children).filter(|&(_, child)| *child != children[0]);
                self.nodes.extend(others.flat_map(|(class, &child)| [class, child]));
                references[at] = self.draft.node(&self.nodes[node..]);
                self.nodes.truncate(node);
            }
        }
        references[0]
    }

    /// Appends the open rows and the rows that accept the class of the entry at `at`, merged by number. Returns the
    /// start of the entries of the next class.
    fn merge(&mut self, open: Range<usize>, mut at: usize) -> usize {
        let class = self.accepted[at] >> 32;
        let Range { start: mut next, end } = open;
        while let Some(&entry) = self.accepted.get(at).filter(|&entry| entry >> 32 == class) {
            let row = entry as u32;
            while next < end && self.rows[next] < row {
                self.rows.push(self.rows[next]);
                next += 1;
            }
            self.rows.push(row);
            at += 1;
        }
        self.rows.extend_from_within(next..end);
        at
    }

    fn check(&self) -> Result<(), Unbuilt> {
        let trail = self.trail.as_ref().map_or(0, Trail::bytes);
        let bytes = self.states.bytes() + size_of_val(&*self.built) + self.draft.bytes() + trail;
        if bytes > self.limits.bytes {
            return Err(Unbuilt::OverBudget(OverBudget { bytes }));
        }
        if self.work > self.limits.work {
            return Err(Unbuilt::TooLong { rows: self.work });
        }
        Ok(())
    }
}
