//! The possible answers to a case with unknown inputs, and the inputs that decide between them.
//!
//! The plan is restricted to the given values; for an unknown input every class but absence is followed. The result is
//! a small reduced diagram over the unknown inputs, so an input can still change the answer if and only if a node tests
//! it.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes, levels and leaves are numbered by this module"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{Alike, Meaning};
use super::explore::{OpenGraph, OpenInput, Work};
use crate::compile::{Classes, OverBudget, Verdicts};
use crate::plan::{Compiled, Plan};
use crate::table::{Answer, Value, Values};

/// The possible outcomes of an incomplete case.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible {
    /// The answers still possible, in the order of answers. Answers that are alike are represented by the least.
    pub answers: Vec<PossibleAnswer>,
    /// The unknown inputs that can still change the answer to one that is not alike, the most useful first.
    ///
    /// The most useful input leaves the fewest outcomes on average over its classes; ties go to the first input.
    pub deciding: Vec<Deciding>,
}

/// An answer, with a case that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleAnswer {
    /// The answer.
    pub answer: Answer,
    /// The case, completed such that this is its answer.
    pub witness: Vec<Value>,
}

/// An unknown input that can still change the outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// The index of the input.
    pub input: usize,
    /// The answers that each of its classes, without absence, leaves possible.
    pub classes: Vec<DecidingClass>,
    /// The mean number of outcomes left, over the classes.
    pub average: f64,
}

/// A class of a deciding input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidingClass {
    /// The number of the class.
    pub class: u32,
    /// The values of the class.
    pub values: Values,
    /// The answers still possible with the input in this class: indices into [`Possible::answers`], ascending, one per
    /// outcome.
    pub left: Vec<usize>,
}

impl Plan {
    /// The possible answers to a case, and the inputs that decide between them.
    ///
    /// Inputs flagged `unknown` may take any value, but do not stay absent. The others keep the value or absence of the
    /// case.
    ///
    /// # Errors
    /// If the exact answer takes more than a fixed amount of work.
    pub fn possible(
        &self,
        case: &[Value],
        unknown: &[bool],
        alike: Alike<'_>,
    ) -> Result<Possible, OverBudget> {
        let given = |input: usize| case.get(input).copied().unwrap_or_default();
        let is_unknown = |input: usize| unknown.get(input).copied().unwrap_or(false);
        let classes = self.classes();
        let level = |input: usize| OpenInput {
            input,
            choices: match is_unknown(input) {
                true => (1..classes.count(input) as u32).collect(),
                false => vec![classes.class_of(input, given(input))],
            },
        };
        let verdicts = self.verdicts();
        let graph = match self.compiled() {
            Compiled::Diagram(diagram) => {
                OpenGraph::explore(diagram, diagram.order().map(level).collect())
            }
            Compiled::Forest(forest) => {
                OpenGraph::explore(&(forest, verdicts), forest.order().map(level).collect())
            }
            Compiled::Tuples(tuples) => {
                // Known inputs come first, so that few rows are left when classes branch.
                let rows = tuples.rows();
                let mut inputs: Vec<usize> = rows.inputs().collect();
                inputs.sort_by_key(|&input| (is_unknown(input), input));
                let levels = inputs.into_iter().map(level).collect();
                OpenGraph::explore(&(rows.as_ref(), verdicts), levels)
            }
            Compiled::Bitmap(bitmap) => {
                OpenGraph::explore(&(bitmap, verdicts), bitmap.inputs().map(level).collect())
            }
        }?;
        let base: Vec<Value> = (0..classes.inputs().len())
            .map(|input| if is_unknown(input) { classes.sample(input, 1) } else { given(input) })
            .collect();
        let answers = graph.answers(&base, classes, verdicts, alike);
        let meanings: Vec<Meaning> =
            answers.iter().map(|possible| Meaning::of(&possible.answer, verdicts, alike)).collect();
        let deciding = graph.by_meaning(verdicts, alike).deciding(classes, &meanings)?;
        Ok(Possible { answers, deciding })
    }
}

impl OpenGraph<Answer> {
    /// The answers after merging those alike, each with the base case completed along a path to it.
    fn answers(
        &self,
        base: &[Value],
        classes: &Classes,
        verdicts: &Verdicts,
        alike: Alike<'_>,
    ) -> Vec<PossibleAnswer> {
        let mut chosen: Vec<usize> = (0..self.leaves.len()).collect();
        chosen.sort_unstable_by_key(|&leaf| &self.leaves[leaf]);
        if alike != Alike::Rules {
            let mut seen = BTreeSet::new();
            chosen.retain(|&leaf| seen.insert(Meaning::of(&self.leaves[leaf], verdicts, alike)));
        }
        let (to_node, to_leaf) = self.paths();
        let witness = |leaf: usize| {
            let mut witness = base.to_vec();
            let mut edge = to_leaf[leaf];
            while let Some((node, choice)) = edge {
                let level = &self.levels[self.level(node)];
                witness[level.input] = classes.sample(level.input, level.choices[choice]);
                edge = to_node[node as usize];
            }
            witness
        };
        chosen
            .into_iter()
            .map(|leaf| PossibleAnswer {
                answer: self.leaves[leaf].clone(),
                witness: witness(leaf),
            })
            .collect()
    }
}

impl OpenGraph<Meaning> {
    /// The deciding inputs. `meanings` are those of the returned answers.
    fn deciding(
        &self,
        classes: &Classes,
        meanings: &[Meaning],
    ) -> Result<Vec<Deciding>, OverBudget> {
        let mut work = Work::default();
        let mut numbers: BTreeMap<&Meaning, usize> = BTreeMap::new();
        for (index, meaning) in meanings.iter().enumerate() {
            numbers.entry(meaning).or_insert(index);
        }
        let (asking, _) = self.reach(None, &mut work)?;
        let mut deciding = Vec::new();
        for (at, OpenInput { input, choices }) in self.levels.iter().enumerate() {
            if asking >> at & 1 == 0 {
                continue;
            }
            let mut left = Vec::with_capacity(choices.len());
            for (choice, &class) in choices.iter().enumerate() {
                let (_, leaves) = self.reach(Some((at, choice)), &mut work)?;
                let Some(values) = classes.values(*input, class).cloned() else {
                    continue;
                };
                let mut answers: Vec<usize> =
                    leaves.into_iter().map(|leaf| numbers[&self.leaves[leaf]]).collect();
                answers.sort_unstable();
                left.push(DecidingClass { class, values, left: answers });
            }
            let total: usize = left.iter().map(|class| class.left.len()).sum();
            let average = total as f64 / left.len() as f64;
            deciding.push(Deciding { input: *input, classes: left, average });
        }
        // Equal averages are equal floats here, and unequal ones too far apart to be rounded into one.
        deciding.sort_by(|a, b| a.average.total_cmp(&b.average).then(a.input.cmp(&b.input)));
        Ok(deciding)
    }
}
