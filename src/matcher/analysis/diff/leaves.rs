//! Leaves of the walk: the rules that answer on both sides, grouped by answers, and the diff made of them.

#![expect(
    clippy::indexing_slicing,
    reason = "sides, leaves and groups are numbered by this module"
)]

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::super::blocks::{Block, ClassBlock};
use super::graph::Graph;
use super::result::{Changed, ChangedBlock, Diff, Likeness, Outcomes};
use crate::compile::{Classes, Verdicts};
use crate::table::{Condition, Domain, Input};

/// The likeness of pairs of outcomes, each asked for once.
pub(super) struct LikenessCache<F> {
    likeness: F,
    known: HashMap<(u32, u32), Likeness, FixedState>,
}

impl<F: Fn(u32, u32) -> Likeness> LikenessCache<F> {
    pub(super) fn new(likeness: F) -> Self {
        Self { likeness, known: HashMap::default() }
    }

    pub(super) fn likeness(&mut self, before: u32, after: u32) -> Likeness {
        let Self { likeness, known } = self;
        known.entry((before, after)).or_insert_with(|| likeness(before, after)).clone()
    }

    pub(super) fn of_answers(&mut self, before: &Outcomes, after: &Outcomes) -> Likeness {
        let known = |outcomes: &[u32], of: &mut dyn FnMut(u32) -> bool| {
            outcomes.iter().all(|&outcome| of(outcome))
        };
        match (before, after) {
            (Outcomes::None, Outcomes::None) => Likeness::Same,
            (Outcomes::One(before), Outcomes::One(after)) => self.likeness(*before, *after),
            (Outcomes::Several(before), Outcomes::Several(after)) => {
                let mut same = |one: u32, other: u32| self.likeness(one, other) == Likeness::Same;
                let alike = known(before, &mut |one| after.iter().any(|&other| same(one, other)))
                    && known(after, &mut |other| before.iter().any(|&one| same(one, other)));
                if alike { Likeness::Same } else { Likeness::Different }
            }
            _ => Likeness::Different,
        }
    }
}

/// The leaves of the walk: the rules that answer on both sides. Leaves with the same answers form a group.
#[derive(Default)]
pub(super) struct Leaves {
    numbers: HashMap<[Vec<u32>; 2], Option<u32>, FixedState>,
    rules: Vec<[Vec<u32>; 2]>,
    /// The group of each leaf.
    groups: Vec<u32>,
    answers: Vec<(Outcomes, Outcomes)>,
    group_numbers: HashMap<(Outcomes, Outcomes), u32, FixedState>,
    /// Groups whose answers are alike where conditions hold.
    alike: Vec<(u32, Vec<Condition>)>,
}

impl Leaves {
    /// The number of the leaf where these rules match; none if the answers are alike.
    pub(super) fn number<F: Fn(u32, u32) -> Likeness>(
        &mut self,
        matching: [&[u32]; 2],
        verdicts: &[Verdicts; 2],
        cache: &mut LikenessCache<F>,
    ) -> Option<u32> {
        let matching = matching.map(<[u32]>::to_vec);
        if let Some(&known) = self.numbers.get(&matching) {
            return known;
        }
        let answers = [0, 1].map(|side| verdicts[side].answer(matching[side].clone()).to_answer());
        let [before, after] =
            [0, 1].map(|side| Outcomes::of(&answers[side], |rule| verdicts[side].outcome(rule)));
        let number = match cache.of_answers(&before, &after) {
            Likeness::Same => None,
            likeness => {
                let group = self.group((before, after), likeness);
                self.groups.push(group);
                self.rules.push(answers.map(|answer| answer.rules().to_vec()));
                Some(self.rules.len() as u32 - 1)
            }
        };
        self.numbers.insert(matching, number);
        number
    }

    fn group(&mut self, answers: (Outcomes, Outcomes), likeness: Likeness) -> u32 {
        if let Some(&known) = self.group_numbers.get(&answers) {
            return known;
        }
        let group = self.answers.len() as u32;
        self.group_numbers.insert(answers.clone(), group);
        self.answers.push(answers);
        if let Likeness::Where(conditions) = likeness {
            self.alike.push((group, conditions));
        }
        group
    }

    /// Makes the diff of the diagram, with blocks and counts.
    pub(super) fn into_diff(self, mut graph: Graph, classes: &Classes, steps: usize) -> Diff {
        for (group, conditions) in &self.alike {
            let block: Vec<(usize, Vec<u32>)> = conditions
                .iter()
                .map(|condition| {
                    let classes_of = (1..classes.count(condition.input) as u32).filter(|&class| {
                        condition.accepts.contains(classes.sample(condition.input, class))
                    });
                    (condition.input, classes_of.collect())
                })
                .collect();
            graph.except(classes, &block, |leaf| self.groups[leaf as usize] == *group);
        }
        let size = |(at, input): (usize, &Input)| match input.domain {
            Domain::Date => Some(1),
            _ => (1..classes.count(at) as u32).map(|class| classes.size(at, class)).sum(),
        };
        let mut sizes = classes.inputs().enumerate().map(size);
        let cases = sizes.try_fold(1_u128, |all, size: Option<u128>| all.checked_mul(size?));
        let counted = cases.map(|_| graph.count(classes, &self.groups));
        let (blocks, complete) = graph.blocks(classes, &self.groups);
        let change = |(group, blocks): (u32, Vec<ClassBlock>)| {
            let (before, after) = self.answers[group as usize].clone();
            let block = |block: &ClassBlock| {
                let leaves = graph.leaves_in(block);
                let leaves = leaves.iter().map(|&leaf| leaf as usize);
                let own = leaves.filter(|&leaf| self.groups[leaf] == group);
                let own: Vec<&[Vec<u32>; 2]> = own.map(|leaf| &self.rules[leaf]).collect();
                let [before, after] = [0, 1].map(|side| {
                    let mut rules: Vec<u32> =
                        own.iter().flat_map(|rules| &rules[side]).copied().collect();
                    rules.sort_unstable();
                    rules.dedup();
                    rules
                });
                ChangedBlock { block: Block::of(classes, block), before, after }
            };
            let count = |(counts, _): &(Vec<(u32, u128)>, u128)| {
                counts.iter().find(|count| count.0 == group).map_or(0, |count| count.1)
            };
            Changed {
                before,
                after,
                cases: counted.as_ref().map(count),
                blocks: blocks.iter().map(block).collect(),
            }
        };
        let mut changes: Vec<Changed> = blocks.into_iter().map(change).collect();
        changes.sort_by(|a, b| {
            let key = |change: &Changed| (Reverse(change.cases), change.before.clone());
            key(a).cmp(&key(b)).then_with(|| a.after.cmp(&b.after))
        });
        Diff { cases, changed: counted.map(|(_, all)| all), changes, complete, steps }
    }
}
