//! The exact difference of two tables: which cases they answer differently, told as few disjoint blocks.
//!
//! Both tables are put over [`Joint`] inputs and split into the same classes. Rules that have an equal on the other side
//! are told apart from those that have none, and both tables are walked at once, down to where no rule of the latter kind
//! is left; so the work follows what was changed, not how large the tables are. What comes of it is a diagram of the
//! cases that are answered differently. It is exact, and where it is empty, that is a proof.
//!
//! Only complete cases are compared; absence is no value of a domain.

#![expect(
    clippy::indexing_slicing,
    reason = "sides, leaves and groups are numbered by this module"
)]

mod common;
mod graph;
mod joint;
mod walk;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::super::build::Limits;
use super::super::classes::Classes;
use super::super::input::{Domain, Input};
use super::super::order;
use super::super::rows::Rows;
use super::super::setting::Setting;
use super::super::table::{Answer, Condition, HitPolicy, Rule, Table};
use super::super::verdicts::Verdicts;
use super::{Block, Proof};
use common::Differing;
use graph::Graph;
pub use joint::{Joint, Pair, Side};
use walk::{Rules, Walk};

/// The rows that a diff may look at, over and over, where nothing else is asked for.
pub const DIFF_STEPS: usize = 200_000_000;

/// The memory that a diff may take, in bytes.
const BYTES: usize = 512 << 20;

/// How the outcomes of two rules compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// They mean the same.
    Same,
    /// They mean different things.
    Different,
    /// They mean the same in cases in which all of these hold, which are about the joint inputs, and else not.
    Where(Vec<Condition>),
}

/// What two tables answer differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// How many combinations of values there are, all unlisted values counted as one and dates not counted; none where
    /// the number takes more than 128 bits.
    pub cases: Option<u128>,
    /// In how many of them the answers differ, on some day.
    pub changed: Option<u128>,
    /// What changed, by the answers before and after; those that most cases have first.
    pub changes: Vec<Changed>,
    /// Whether the blocks hold all cases that changed. Where they would be too many to read, some are left out.
    pub complete: bool,
    /// The rows that were looked at.
    pub steps: usize,
}

/// Cases that were all answered alike before, and all are after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What is answered before.
    pub before: Told,
    /// What is answered after.
    pub after: Told,
    /// How many combinations of values, as [`Diff::changed`].
    pub cases: Option<u128>,
    /// The cases, as disjoint blocks over the joint inputs.
    pub blocks: Vec<ChangedBlock>,
}

/// A set of cases, with the rules that answer them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedBlock {
    /// The cases.
    pub block: Block,
    /// The rules that decide some of them before, by index, ascending.
    pub before: Vec<u32>,
    /// The rules that decide some of them after.
    pub after: Vec<u32>,
}

/// An answer without its rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// No rule matches.
    None,
    /// One outcome.
    One(u32),
    /// The outcomes of rules that contradict each other, or of all rules that match; ascending.
    Several(Vec<u32>),
}

impl Told {
    fn of(answer: &Answer, outcome: impl Fn(u32) -> u32) -> Self {
        match answer {
            Answer::None => Self::None,
            Answer::One { outcome, .. } => Self::One(*outcome),
            Answer::Conflict { rules } | Answer::All { rules } => {
                let mut outcomes: Vec<u32> = rules.iter().map(|&rule| outcome(rule)).collect();
                outcomes.sort_unstable();
                outcomes.dedup();
                Self::Several(outcomes)
            }
        }
    }
}

/// Compares two tables. `likeness` tells of an outcome before and one after whether they mean the same; `conditions` are
/// all that it may name, one by one. At most `steps` rows are looked at, over and over.
pub fn diff(
    joint: &Joint,
    (before, after): (&Table, &Table),
    conditions: &[Condition],
    likeness: impl Fn(u32, u32) -> Likeness,
    steps: usize,
) -> Proof<Diff> {
    let Some((rows, classes)) = joint_rows(joint, [before, after], conditions) else {
        return Proof::NotProved { steps: 0 };
    };
    let mut compared = Compared::new(likeness);
    let differing = Differing::find((before, &rows[0]), (after, &rows[1]), |before, after| {
        compared.likeness(before, after) == Likeness::Same
    });
    let verdicts = [before, after].map(Verdicts::new);
    let differs = [(&rows[0], differing.before), (&rows[1], differing.after)].map(
        |(rows, differing): (&Rows, Vec<bool>)| -> Vec<bool> {
            rows.rules.iter().map(|&rule| differing[rule as usize]).collect()
        },
    );
    let named: Vec<usize> = conditions.iter().map(|condition| condition.input).collect();
    let order = in_order([&rows[0], &rows[1]], &differs, &classes, &verdicts[1], &named);
    let setting =
        |side: usize| Setting::new(&rows[side], &classes, &verdicts[side], order.clone(), true);
    let [differs_before, differs_after] = differs;
    let sides = [
        Rules { setting: setting(0), differs: differs_before },
        Rules { setting: setting(1), differs: differs_after },
    ];
    let mut leaves = Leaves::default();
    let compare = |rules: [&[u32]; 2]| leaves.number(rules, &verdicts, &mut compared);
    let limits = Limits { bytes: BYTES, work: steps };
    match Walk::new(sides, &classes, compare, limits).run() {
        Err(_) => Proof::NotProved { steps: steps as u64 },
        Ok((graph, steps)) => Proof::Exact(leaves.tell(graph, &classes, steps)),
    }
}

/// The rows of both tables over the same classes; none where both together are more than one table may hold.
fn joint_rows(
    joint: &Joint,
    tables: [&Table; 2],
    conditions: &[Condition],
) -> Option<([Rows; 2], Arc<Classes>)> {
    let sides = [Side::Before, Side::After];
    let mut rules: Vec<Rule> = Vec::new();
    for (table, side) in tables.into_iter().zip(sides) {
        rules.extend(table.rules().iter().map(|rule| joint.rule(rule, side)));
    }
    // What likeness may rest on is told apart too.
    let alternatives = conditions.iter().map(|condition| vec![condition.clone()]).collect();
    rules.push(Rule { id: String::new(), alternatives, outcome: 0, overrides: Vec::new() });
    let table = Table::new("diff", joint.inputs().to_vec(), rules, HitPolicy::Collect).ok()?;
    let (rows, classes) = Rows::new(&table);
    let start = tables[0].rules().len() as u32;
    let end = start + tables[1].rules().len() as u32;
    let part = |from: u32, to: u32| {
        let mut part = rows.clone();
        let kept = rows.rules.iter().map(|rule| (from..to).contains(rule));
        part.retain(&kept.collect::<Vec<_>>());
        part.rules.iter_mut().for_each(|rule| *rule -= from);
        part
    };
    Some(([part(0, start), part(start, end)], Arc::new(classes)))
}

/// The inputs that any row tests or that are `named`, in the order in which they are asked for: those first that rows test in which the
/// tables differ, since they narrow the walk; days last, since they are not counted.
fn in_order(
    rows: [&Rows; 2],
    differs: &[Vec<bool>; 2],
    classes: &Arc<Classes>,
    verdicts: &Verdicts,
    named: &[usize],
) -> Vec<usize> {
    let mut order = order::choose(rows[1], classes, verdicts);
    for input in rows[0].inputs().chain(named.iter().copied()) {
        if !order.contains(&input) {
            order.push(input);
        }
    }
    let tests = |input: usize| {
        let of = |(rows, differs): (&&Rows, &Vec<bool>)| {
            let tested = rows.tested.iter().zip(differs);
            tested.filter(|&(tested, &differs)| differs && tested >> input & 1 == 1).count()
        };
        rows.iter().zip(differs).map(of).sum::<usize>()
    };
    let all = differs.iter().flatten().filter(|&&differs| differs).count().max(1);
    let is_date = |input: usize| {
        classes.inputs().nth(input).is_some_and(|input| input.domain == Domain::Date)
    };
    order.sort_by_key(|&input| (is_date(input), Reverse(tests(input) * 10 / all)));
    order
}

/// What was told of pairs of outcomes, each asked for once.
struct Compared<F> {
    likeness: F,
    known: HashMap<(u32, u32), Likeness, FixedState>,
}

impl<F: Fn(u32, u32) -> Likeness> Compared<F> {
    fn new(likeness: F) -> Self {
        Self { likeness, known: HashMap::default() }
    }

    fn likeness(&mut self, before: u32, after: u32) -> Likeness {
        let Self { likeness, known } = self;
        known.entry((before, after)).or_insert_with(|| likeness(before, after)).clone()
    }

    fn told(&mut self, before: &Told, after: &Told) -> Likeness {
        let known = |outcomes: &[u32], of: &mut dyn FnMut(u32) -> bool| {
            outcomes.iter().all(|&outcome| of(outcome))
        };
        match (before, after) {
            (Told::None, Told::None) => Likeness::Same,
            (Told::One(before), Told::One(after)) => self.likeness(*before, *after),
            (Told::Several(before), Told::Several(after)) => {
                let mut same = |one: u32, other: u32| self.likeness(one, other) == Likeness::Same;
                let alike = known(before, &mut |one| after.iter().any(|&other| same(one, other)))
                    && known(after, &mut |other| before.iter().any(|&one| same(one, other)));
                if alike { Likeness::Same } else { Likeness::Different }
            }
            _ => Likeness::Different,
        }
    }
}

/// Leaves of the walk: the rules that answer on both sides. Those of the same answers are a group.
#[derive(Default)]
struct Leaves {
    numbers: HashMap<[Vec<u32>; 2], Option<u32>, FixedState>,
    rules: Vec<[Vec<u32>; 2]>,
    /// By leaf, its group.
    groups: Vec<u32>,
    answers: Vec<(Told, Told)>,
    group_numbers: HashMap<(Told, Told), u32, FixedState>,
    /// Groups that are alike where something holds.
    alike: Vec<(u32, Vec<Condition>)>,
}

impl Leaves {
    /// The number of the leaf where these rules match; none where both sides answer alike.
    fn number<F: Fn(u32, u32) -> Likeness>(
        &mut self,
        matching: [&[u32]; 2],
        verdicts: &[Verdicts; 2],
        compared: &mut Compared<F>,
    ) -> Option<u32> {
        let matching = matching.map(<[u32]>::to_vec);
        if let Some(&known) = self.numbers.get(&matching) {
            return known;
        }
        let answers = [0, 1].map(|side| verdicts[side].answer(matching[side].clone()).to_answer());
        let [before, after] =
            [0, 1].map(|side| Told::of(&answers[side], |rule| verdicts[side].outcome(rule)));
        let number = match compared.told(&before, &after) {
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

    fn group(&mut self, answers: (Told, Told), likeness: Likeness) -> u32 {
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

    /// The diagram told as blocks, with counts.
    fn tell(self, mut graph: Graph, classes: &Classes, steps: usize) -> Diff {
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
        let change = |(group, blocks): (u32, Vec<super::ClassBlock>)| {
            let (before, after) = self.answers[group as usize].clone();
            let block = |block: &super::ClassBlock| {
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
