//! Forests: one diagram for each class of the widest input, and one for the rows that leave that input open.
//!
//! A case walks two diagrams, the part of its class and the rest, and the hit policy combines their leaves. A single
//! diagram would have to repeat the rows that leave the widest input open under each of its classes; here each row
//! occurs once per class that it accepts. All diagrams share their nodes.

#![expect(clippy::indexing_slicing, reason = "roots, leaves and parts are numbered by this module")]

use std::cell::Cell;

use crate::build::{Builder, Draft, Nodes, Setting, Trail};
use crate::compile::{
    ABSENT, Answers, BuildLimits, Classes, OverBudget, Rows, Sets, Unbuilt, Verdicts, parallel,
};
use crate::table::{AnswerRef, HitPolicy};

/// Chunks built at a time, each with a share of the limits, so that the result does not depend on the number of cores.
const AT_ONCE: usize = 4;

/// The number of chunks that classes are divided into.
const CHUNKS: usize = 32;

/// Diagrams by class of one input, and one for the rows that leave it open.
#[derive(Clone, Debug)]
pub struct Forest {
    pub(crate) nodes: Nodes,
    /// The input whose class selects the part; none if no row tests any input.
    pub(crate) split: Option<usize>,
    /// The root of each class's part.
    pub(crate) roots: Vec<u32>,
    pub(crate) rest: u32,
    /// The answer of each leaf, if no other leaf adds rules.
    pub(crate) answers: Answers,
    /// The matching rules of each leaf; empty in a first-match table, where the answers have the rule.
    pub(crate) rules: Sets,
}

impl Forest {
    /// Builds the forest of the rows, with the other inputs in a given order.
    ///
    /// # Errors
    /// If building exceeds the limits.
    pub(crate) fn build(
        rows: &Rows,
        classes: &Classes,
        verdicts: &Verdicts,
        mut order: Vec<usize>,
        limits: BuildLimits,
    ) -> Result<Self, Unbuilt> {
        let split = rows.inputs().rev().max_by_key(|&input| classes.count(input));
        let first = verdicts.policy == HitPolicy::First;
        order.retain(|&input| Some(input) != split);
        let setting = Setting::new(rows, classes, verdicts, order, first);
        let parts = RowsByClass::new(rows, classes, split, limits)?;

        // In a first-match table, parts leave out what the rest hides from them.
        let mut builder = match first {
            true => Builder::trailing(&setting, limits),
            false => Builder::new(&setting, limits),
        };
        let mut roots = vec![builder.root(parts.open.iter().copied())?];
        let (mut draft, mut work, trail) = builder.into_parts();
        // No row accepts absence, so its part comes first, with the empty diagram.
        let classes_per_chunk = parts.count().div_ceil(CHUNKS).max(1);
        let chunks: Vec<_> = (0..parts.count()).step_by(classes_per_chunk).collect();
        for wave in chunks.chunks(AT_ONCE) {
            let share = BuildLimits {
                bytes: limits.bytes.saturating_sub(draft.bytes() + trail.bytes()) / AT_ONCE,
                work: limits.work.saturating_sub(work),
            };
            let built = parallel::map(wave.len(), |at| {
                let end = parts.count().min(wave[at] + classes_per_chunk);
                build_chunk(&setting, share, &trail, (wave[at]..end).map(|class| parts.of(class)))
            });
            for chunk in built {
                let (chunk, mut chunk_roots, chunk_work) = chunk?;
                draft.absorb(&chunk, &mut chunk_roots);
                roots.extend(chunk_roots);
                work += chunk_work;
                if draft.bytes() > limits.bytes {
                    return Err(OverBudget { bytes: draft.bytes() }.into());
                }
            }
        }
        let (nodes, rules) =
            draft.finish(&setting.order, classes, first, &mut roots, limits.bytes)?;
        let answers = Answers::new(&rules, verdicts);
        let rest = roots.remove(0);
        let rules = if first { Sets::default() } else { rules };
        Ok(Self { nodes, split, roots, rest, answers, rules })
    }

    /// The leaves of a case: that of the rest, and that of its class's part.
    #[inline]
    fn leaves(&self, class_of: impl Fn(usize) -> u32) -> (u32, u32) {
        let root = self.root(self.split.map_or(ABSENT, &class_of));
        (self.nodes.walk(self.rest, &class_of), self.nodes.walk(root, &class_of))
    }

    #[inline]
    fn root(&self, class: u32) -> u32 {
        self.roots.get(class as usize).copied().unwrap_or(self.roots[ABSENT as usize])
    }

    /// The number of the answer to a case in a first-match table. Leaves are in the order of rules.
    #[inline]
    pub(crate) fn find_first(&self, class_of: impl Fn(usize) -> u32) -> u32 {
        let (rest, part) = self.leaves(class_of);
        rest.min(part)
    }

    /// The numbers of the answers to several cases in a first-match table.
    #[inline]
    pub(crate) fn find_all<const N: usize>(
        &self,
        class_of: impl Fn(usize, usize) -> u32,
    ) -> [u32; N] {
        let class = |case: usize| self.split.map_or(ABSENT, |split| class_of(case, split));
        let roots = std::array::from_fn(|case| self.root(class(case)));
        let parts = self.nodes.walk_all::<N>(roots, &class_of);
        let mut rest = self.nodes.walk_all([self.rest; N], &class_of);
        rest.iter_mut().zip(parts).for_each(|(rest, part)| *rest = part.min(*rest));
        rest
    }

    /// The number of nodes that a case visits.
    pub(crate) fn touched(&self, class_of: impl Fn(usize) -> u32) -> u64 {
        let nodes = Cell::new(0);
        self.leaves(|input| {
            nodes.set(nodes.get() + u64::from(Some(input) != self.split));
            class_of(input)
        });
        nodes.get()
    }

    #[inline]
    pub(crate) fn answer(&self, number: u32) -> AnswerRef<'_> {
        self.answers.get(number)
    }

    /// The answer to a case under any hit policy.
    ///
    /// Allocates only if several rules may answer and both diagrams have some.
    #[inline]
    pub(crate) fn decide(
        &self,
        class_of: impl Fn(usize) -> u32,
        verdicts: &Verdicts,
    ) -> AnswerRef<'_> {
        if verdicts.policy == HitPolicy::First {
            return self.answer(self.find_first(class_of));
        }
        let (rest, part) = self.leaves(class_of);
        self.combine(rest, part, verdicts)
    }

    fn combine(&self, rest: u32, part: u32, verdicts: &Verdicts) -> AnswerRef<'_> {
        let (some, other) = (self.rules.get(rest), self.rules.get(part));
        if some.is_empty() {
            return self.answer(part);
        }
        if other.is_empty() {
            return self.answer(rest);
        }
        let mut rules = [some, other].concat();
        rules.sort_unstable();
        rules.dedup();
        verdicts.answer(rules)
    }

    /// The answer to a case whose classes are asked for as they are tested, once each.
    pub(crate) fn walk(
        &self,
        mut class_of: impl FnMut(usize) -> u32,
        verdicts: &Verdicts,
    ) -> AnswerRef<'_> {
        let mut position = self.start();
        for input in self.order() {
            if self.asks(position, input) {
                position = self.child(position, input, class_of(input));
            }
        }
        self.answer_at(position, verdicts)
    }

    /// The input whose class selects the part; none if no row tests any input.
    #[must_use]
    pub fn split(&self) -> Option<usize> {
        self.split
    }

    /// The inputs in the order in which they are tested.
    pub fn order(&self) -> impl Iterator<Item = usize> {
        self.split.into_iter().chain(self.nodes.levels().iter().map(|level| level.input))
    }

    /// The number of nodes without leaves.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes.positions().len()
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.nodes.bytes() + size_of_val(&*self.roots) + self.answers.bytes() + self.rules.bytes()
    }

    /// The root of the rest, with no part selected yet.
    pub(crate) fn start(&self) -> Position {
        Position { rest: self.rest, part: self.split.is_none().then(|| self.root(ABSENT)) }
    }

    /// Whether an input matters at a position.
    pub(crate) fn asks(&self, position: Position, asked: usize) -> bool {
        let asks = |at: u32| self.nodes.level(at).is_some_and(|level| level.input == asked);
        match position.part {
            None => Some(asked) == self.split,
            Some(part) => asks(part) || asks(position.rest),
        }
    }

    /// The position for a class of an input.
    pub(crate) fn child(&self, position: Position, asked: usize, class: u32) -> Position {
        let step = |at: u32| match self.nodes.level(at) {
            Some(level) if level.input == asked => self.nodes.child(at, class),
            _ => at,
        };
        match position.part {
            None => Position { part: Some(self.root(class)), ..position },
            Some(part) => Position { rest: step(position.rest), part: Some(step(part)) },
        }
    }

    /// The answer at a position where both diagrams have reached a leaf.
    pub(crate) fn answer_at(&self, position: Position, verdicts: &Verdicts) -> AnswerRef<'_> {
        let leaf = |at: u32| at - self.nodes.end();
        let (rest, part) = (leaf(position.rest), leaf(position.part.unwrap_or(position.rest)));
        match verdicts.policy {
            HitPolicy::First => self.answer(rest.min(part)),
            HitPolicy::Unique | HitPolicy::Collect => self.combine(rest, part, verdicts),
        }
    }
}

/// The position of a walk in both diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Position {
    rest: u32,
    /// None until the class that selects the part is known.
    part: Option<u32>,
}

type Chunk = (Draft, Vec<u32>, usize);

fn build_chunk<'a>(
    setting: &Setting<'_>,
    limits: BuildLimits,
    trail: &Trail,
    parts: impl Iterator<Item = &'a [u32]>,
) -> Result<Chunk, Unbuilt> {
    let mut builder = Builder::behind(setting, limits, trail);
    let roots = parts.map(|rows| builder.root(rows.iter().copied())).collect::<Result<_, _>>()?;
    let (draft, work) = builder.into_draft();
    Ok((draft, roots, work))
}

/// The rows by the classes of an input that they accept.
struct RowsByClass {
    /// The rows that leave it open.
    open: Vec<u32>,
    /// The end of each class's rows in `rows`.
    ends: Vec<usize>,
    rows: Vec<u32>,
}

impl RowsByClass {
    fn new(
        rows: &Rows,
        classes: &Classes,
        split: Option<usize>,
        limits: BuildLimits,
    ) -> Result<Self, Unbuilt> {
        let accepted = |row: usize| split.and_then(|split| rows.accepted(split, row));
        let mut ends = vec![0_usize; split.map_or(1, |split| classes.count(split))];
        let mut open = Vec::new();
        for row in 0..rows.len() {
            match accepted(row) {
                None => open.push(row as u32),
                Some(classes) => classes.iter().for_each(|&class| ends[class as usize] += 1),
            }
        }
        let entries: usize = ends.iter().sum();
        let bytes = (entries + open.len()) * size_of::<u32>();
        if bytes > limits.bytes {
            return Err(OverBudget { bytes }.into());
        }
        // Each end begins as the start of its class, then moves on as rows are added before it.
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut by_class = vec![0_u32; entries];
        for row in 0..rows.len() {
            for &class in accepted(row).unwrap_or_default() {
                by_class[ends[class as usize]] = row as u32;
                ends[class as usize] += 1;
            }
        }
        Ok(Self { open, ends, rows: by_class })
    }

    /// The number of classes.
    fn count(&self) -> usize {
        self.ends.len()
    }

    fn of(&self, class: usize) -> &[u32] {
        let start = if class == 0 { 0 } else { self.ends[class - 1] };
        &self.rows[start..self.ends[class]]
    }
}
