//! Diagrams: levels, children and answers.

use std::sync::Arc;

use super::super::classes::Classes;
use super::super::diagram::{Diagram, Level};
use super::super::table::Answer;
use super::super::verdicts::Verdicts;
use super::{Column, Damaged, Reader, Writer};

impl Diagram {
    pub(super) fn store(&self, out: &mut Writer) {
        out.numbers([self.root as usize]);
        out.u32s(self.levels.iter().flat_map(|level| [level.input as u32, level.end]));
        out.u32s(self.children.iter().copied());
        store_answers(&self.answers, out);
    }

    /// A diagram whose every walk ends at an answer of the table.
    pub(super) fn restore(
        from: &mut Reader<'_>,
        classes: &Arc<Classes>,
        verdicts: &Verdicts,
    ) -> Result<Self, Damaged> {
        let [root] = from.numbers()?;
        let levels = restore_levels(from, classes)?;
        let children = from.u32s()?;
        let answers = restore_answers(from, verdicts)?;
        let positions =
            Positions { levels: &levels, nodes: children.len(), answers: answers.len() };
        let root = positions.check(root, 0)?;
        let mut start = 0;
        for (at, level) in levels.iter().enumerate() {
            let nodes = children.get(start..level.end as usize);
            let nodes = nodes.ok_or(Damaged::new("the levels of a diagram"))?;
            for &child in nodes {
                positions.check(child as usize, at + 1)?;
            }
            start = level.end as usize;
        }
        Damaged::unless(start == children.len(), "the levels of a diagram")?;
        Ok(Self::new(Arc::clone(classes), levels, children.to_vec(), answers, root))
    }
}

/// What positions of a diagram stand for.
struct Positions<'a> {
    levels: &'a [Level],
    /// The positions of nodes, level by level; behind them come those of answers.
    nodes: usize,
    answers: usize,
}

impl Positions<'_> {
    /// The position, where an answer or the beginning of a node of this level or a later one stands there.
    fn check(&self, at: usize, level: usize) -> Result<u32, Damaged> {
        let start = level.checked_sub(1).and_then(|before| self.levels.get(before));
        let mut start = start.map_or(0, |before| before.end as usize);
        let mut fits = (self.nodes..self.nodes + self.answers).contains(&at);
        for level in self.levels.iter().skip(level) {
            if (start..level.end as usize).contains(&at) {
                fits = (at - start).is_multiple_of(level.width as usize);
                break;
            }
            start = level.end as usize;
        }
        let unfit = Damaged::new("a position of a diagram");
        u32::try_from(at).ok().filter(|_| fits).ok_or(unfit)
    }
}

fn restore_levels(from: &mut Reader<'_>, classes: &Classes) -> Result<Vec<Level>, Damaged> {
    let unfit = Damaged::new("the levels of a diagram");
    let mut levels: Vec<Level> = Vec::new();
    let mut start = 0;
    for &[input, end] in from.u32s()?.as_chunks().0 {
        let input = input as usize;
        let width = u32::try_from(classes.count(input)).ok().filter(|&width| width > 0);
        let width = width.ok_or(unfit)?;
        let repeated = levels.iter().any(|level| level.input == input);
        let fits = start <= end && (end - start).is_multiple_of(width);
        Damaged::unless(fits && !repeated, unfit.what)?;
        levels.push(Level { input, end, width });
        start = end;
    }
    Ok(levels)
}

const NONE: u32 = 0;
const ONE: u32 = 1;
const CONFLICT: u32 = 2;
const ALL: u32 = 3;

/// Writes answers: the kind of each with how many rules it rests on, then the rules.
fn store_answers(answers: &[Answer], out: &mut Writer) {
    out.u32s(answers.iter().flat_map(|answer| {
        let kind = match answer {
            Answer::None => NONE,
            Answer::One { .. } => ONE,
            Answer::Conflict { .. } => CONFLICT,
            Answer::All { .. } => ALL,
        };
        [kind, answer.rules().len() as u32]
    }));
    out.u32s(answers.iter().flat_map(|answer| answer.rules().iter().copied()));
}

/// Reads answers of the table. The outcome of one is that of its rules.
fn restore_answers(from: &mut Reader<'_>, verdicts: &Verdicts) -> Result<Vec<Answer>, Damaged> {
    let heads = from.u32s()?;
    let mut rules = Column(from.u32s()?);
    let unfit = Damaged::new("an answer");
    let answer = |&[kind, count]: &[u32; 2]| {
        let rules = rules.take(count as usize)?.to_vec();
        let known = rules.last().is_none_or(|&last| (last as usize) < verdicts.rules());
        Damaged::unless(known && rules.is_sorted_by(|a, b| a < b), unfit.what)?;
        match (kind, rules.first()) {
            (NONE, None) => Ok(Answer::None),
            (ONE, Some(&first)) => Ok(Answer::One { outcome: verdicts.outcome(first), rules }),
            (CONFLICT, Some(_)) => Ok(Answer::Conflict { rules }),
            (ALL, Some(_)) => Ok(Answer::All { rules }),
            _ => Err(unfit),
        }
    };
    heads.as_chunks().0.iter().map(answer).collect()
}
