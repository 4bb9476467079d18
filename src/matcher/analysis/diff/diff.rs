//! The diff of two tables: both over joint inputs, split into the same classes and walked at once.

#![expect(clippy::indexing_slicing, reason = "sides and rules are numbered by this module")]

use std::cmp::Reverse;
use std::sync::Arc;

use super::super::steps::Proof;
use super::common::Differing;
use super::joint::{Joint, Side};
use super::leaves::{Leaves, LikenessCache};
use super::result::{Diff, Likeness};
use super::walk::{DiffSide, Walk};
use crate::build::{Setting, order};
use crate::compile::{BuildLimits, Classes, Rows, Verdicts};
use crate::table::{Condition, Domain, HitPolicy, Rule, Table};

/// Default limit of the row visits of a diff.
pub const DIFF_STEPS: usize = 200_000_000;

/// Limit of memory for a diff, in bytes.
const BYTES: usize = 512 << 20;

/// Compares two tables.
///
/// `likeness` compares an outcome before with one after; `conditions` are all conditions that it may return, one by
/// one. At most `steps` rows are visited, each visit counted.
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
    let mut cache = LikenessCache::new(likeness);
    let differing = Differing::find((before, &rows[0]), (after, &rows[1]), |before, after| {
        cache.likeness(before, after) == Likeness::Same
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
        DiffSide { setting: setting(0), differs: differs_before },
        DiffSide { setting: setting(1), differs: differs_after },
    ];
    let mut leaves = Leaves::default();
    let compare = |rules: [&[u32]; 2]| leaves.number(rules, &verdicts, &mut cache);
    let limits = BuildLimits { bytes: BYTES, work: steps };
    match Walk::new(sides, &classes, compare, limits).run() {
        Err(_) => Proof::NotProved { steps: steps as u64 },
        Ok((graph, steps)) => Proof::Exact(leaves.into_diff(graph, &classes, steps)),
    }
}

/// The rows of both tables over the same classes; none if both together exceed the limits of a table.
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
    // Classes also distinguish the conditions of likeness.
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

/// The inputs that rows test or that are `named`, in the order of the walk.
///
/// Inputs that differing rows test come first, since they narrow the walk; dates come last, since they are not counted.
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
