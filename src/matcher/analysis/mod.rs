//! Analysis: what can be proved of a table, on the diagram that also decides or, where the plan is no diagram, on one
//! built for the purpose.
//!
//! Each finding comes with a witness, a case that shows it, and the block of cases around it. Gaps and overlaps are about
//! complete cases; absence is no value of a domain.

#![expect(clippy::indexing_slicing, reason = "positions come from the diagram")]

mod blocks;
mod diff;

use std::collections::BTreeMap;

use super::answers::AnswerRef;
use super::build::Limits;
use super::classes::{ABSENT, Classes};
use super::diagram::{Diagram, Vertex, branches};
use super::plan::Plan;
use super::reason::Reason;
use super::rule_set::RuleSet;
use super::table::HitPolicy;

pub use blocks::Block;
use blocks::{ClassBlock, merge};
pub use diff::{Change, ChangedBlock, DIFF_STEPS, Diff, Joint, Likeness, Pair, Side, Told, diff};

/// What building a diagram for an analysis may take.
const LIMITS: Limits = Limits { bytes: 128 << 20, work: 20_000_000 };

/// What is known after an analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof<T> {
    /// The exact result, up to the limit that was asked for.
    Exact(T),
    /// Nothing is known either way, since there is no diagram to tell it.
    NotProved {
        /// Why there is none.
        reason: Reason,
    },
}

/// Two rules that match the same cases with different outcomes, and contradict each other there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The indices of the rules, the smaller one first.
    pub rules: (u32, u32),
    /// Cases in which both decide; other blocks may have them too.
    pub block: Block,
}

/// The cases that no rule answers, as disjoint blocks; no more than `limit`.
#[must_use]
pub fn gaps(plan: &Plan, limit: usize) -> Proof<Vec<Block>> {
    on_diagram(plan, |diagram| {
        let mut gaps = Gaps {
            diagram,
            classes: plan.classes(),
            limit,
            open: open(diagram),
            blocks: Vec::new(),
        };
        gaps.visit(diagram.root(), &mut Vec::new());
        let widths: Vec<usize> = (0..plan.classes().inputs().len())
            .map(|input| plan.classes().count(input) - 1)
            .collect();
        let blocks = merge(gaps.blocks, &widths);
        blocks.iter().map(|block| Block::of(plan.classes(), block)).collect()
    })
}

/// The pairs of rules that contradict each other, each pair once, ascending; no more than `limit`. Rules that answer alike
/// never do, nor does a pair of which one overrides the other, or of which one is always overridden where both match.
#[must_use]
pub fn overlaps(plan: &Plan, limit: usize) -> Proof<Vec<Overlap>> {
    on_diagram(plan, |diagram| {
        let edges = first_edges(diagram);
        let outcome = |rule: u32| plan.verdicts().outcome(rule);
        let mut pairs: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        'limit: for (at, answer) in diagram.answers().enumerate() {
            let leaf = diagram.leaf(at);
            let AnswerRef::Conflict { rules } = answer else {
                continue;
            };
            if edges[leaf].is_none() && diagram.root() as usize != leaf {
                continue;
            }
            for (index, &rule) in rules.iter().enumerate() {
                for &other in
                    rules[index + 1..].iter().filter(|&&other| outcome(other) != outcome(rule))
                {
                    if pairs.len() >= limit {
                        break 'limit;
                    }
                    pairs.entry((rule, other)).or_insert(leaf);
                }
            }
        }
        let overlap = |(rules, leaf)| Overlap {
            rules,
            block: block_to(diagram, plan.classes(), &edges, leaf),
        };
        pairs.into_iter().map(overlap).collect()
    })
}

/// The rules that have no part in the answer to any case, absent values included; by index, ascending.
#[must_use]
pub fn unreachable(plan: &Plan) -> Proof<Vec<u32>> {
    let mut reached = RuleSet::new();
    match plan.bitmap() {
        // A collecting table answers with every rule that matches, and rows that cannot hold are not in the bitmap.
        Some(bitmap) if plan.verdicts().policy == HitPolicy::Collect => {
            bitmap.rules().iter().for_each(|&rule| reached.insert(rule));
        }
        _ => {
            let told = on_diagram(plan, |diagram| {
                for answer in diagram.answers() {
                    answer.rules().iter().for_each(|&rule| reached.insert(rule));
                }
            });
            if let Proof::NotProved { reason } = told {
                return Proof::NotProved { reason };
            }
        }
    }
    let rules = 0..plan.verdicts().rules() as u32;
    Proof::Exact(rules.filter(|&rule| !reached.contains(rule)).collect())
}

fn on_diagram<T>(plan: &Plan, analyse: impl FnOnce(&Diagram) -> T) -> Proof<T> {
    match plan.with_diagram(LIMITS, analyse) {
        Ok(found) => Proof::Exact(found),
        Err(reason) => Proof::NotProved { reason },
    }
}

/// The classes but absence, with the children that they lead to.
fn present(children: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    (0..).zip(children.iter().copied()).skip(ABSENT as usize + 1)
}

/// By position, whether complete cases lead from there to no answer.
fn open(diagram: &Diagram) -> Vec<bool> {
    let mut open = vec![false; diagram.positions()];
    for (at, answer) in diagram.answers().enumerate() {
        open[diagram.leaf(at)] = answer == AnswerRef::None;
    }
    for at in diagram.node_positions().rev() {
        if let Vertex::Node { children, .. } = diagram.vertex(at) {
            open[at as usize] = present(&children).any(|(_, child)| open[child as usize]);
        }
    }
    open
}

struct Gaps<'a> {
    diagram: &'a Diagram,
    classes: &'a Classes,
    limit: usize,
    open: Vec<bool>,
    blocks: Vec<ClassBlock>,
}

impl Gaps<'_> {
    /// Follows every path to no answer; the depth is at most the number of inputs.
    fn visit(&mut self, at: u32, path: &mut Vec<(usize, Vec<u32>)>) {
        if !self.open[at as usize] || self.blocks.len() >= self.limit {
            return;
        }
        match self.diagram.vertex(at) {
            Vertex::Leaf(_) => self.blocks.push(class_block(self.classes, path)),
            Vertex::Node { input, children } => {
                for (child, classes) in branches(present(&children)) {
                    path.push((input, classes));
                    self.visit(child, path);
                    path.pop();
                }
            }
        }
    }
}

/// By position, the first parent from which complete cases come there.
fn first_edges(diagram: &Diagram) -> Vec<Option<u32>> {
    let mut edges = vec![None; diagram.positions()];
    for at in diagram.node_positions() {
        if edges[at as usize].is_none() && at != diagram.root() {
            continue;
        }
        if let Vertex::Node { children, .. } = diagram.vertex(at) {
            for (_, child) in present(&children) {
                edges[child as usize].get_or_insert(at);
            }
        }
    }
    edges
}

/// The block of one path to a position.
fn block_to(diagram: &Diagram, classes: &Classes, edges: &[Option<u32>], position: usize) -> Block {
    let mut path = Vec::new();
    let mut at = position;
    while let Some(parent) = edges[at] {
        if let Vertex::Node { input, children } = diagram.vertex(parent) {
            let leading = present(&children).filter(|&(_, child)| child as usize == at);
            path.push((input, leading.map(|(class, _)| class).collect()));
        }
        at = parent as usize;
    }
    block(classes, &path)
}

fn block(classes: &Classes, path: &[(usize, Vec<u32>)]) -> Block {
    Block::of(classes, &class_block(classes, path))
}

fn class_block(classes: &Classes, path: &[(usize, Vec<u32>)]) -> ClassBlock {
    let mut block = ClassBlock::any(classes.inputs().len());
    path.iter().for_each(|(input, chosen)| block.0[*input] = Some(chosen.clone()));
    block
}

#[cfg(test)]
mod tests {
    use super::super::input::{Domain, Input, Value};
    use super::super::plan::DEFAULT_BUDGET;
    use super::super::table::{Condition, Rule, Table};
    use super::super::values::Values;
    use super::*;

    fn plan(policy: HitPolicy, budget: usize) -> Plan {
        let domain = Domain::Integer { min: 0, max: 9 };
        let inputs = vec![
            Input { name: "n".to_owned(), domain },
            Input { name: "at".to_owned(), domain: Domain::Date },
        ];
        let rule = |from: i64, to: i64, outcome: u32, overrides: Vec<usize>| Rule {
            id: format!("{from}..{to}"),
            alternatives: vec![vec![Condition {
                input: 0,
                accepts: Values::Ranges(vec![(from, to)]),
            }]],
            outcome,
            overrides,
        };
        let rules = vec![
            rule(0, 4, 1, vec![]),
            rule(3, 5, 2, vec![]),
            rule(4, 5, 2, vec![0]),
            rule(5, 6, 1, vec![1]),
        ];
        Plan::compile(&Table::new("t", inputs, rules, policy).unwrap(), budget)
    }

    #[test]
    fn findings_come_with_their_cases() {
        let plan = plan(HitPolicy::Unique, DEFAULT_BUDGET);
        let values = |from, to| vec![Some(Values::Ranges(vec![(from, to)])), None];
        let day = Value::Int(super::super::FIRST_DAY);
        let gap = Block { values: values(7, 9), witness: vec![Value::Int(7), day], cases: Some(3) };
        assert_eq!(gaps(&plan, 10), Proof::Exact(vec![gap]));
        let overlap = |rules, at| Overlap {
            rules,
            block: Block {
                values: values(at, at),
                witness: vec![Value::Int(at), day],
                cases: Some(1),
            },
        };
        assert_eq!(overlaps(&plan, 10), Proof::Exact(vec![overlap((0, 1), 3), overlap((2, 3), 5)]));
        assert_eq!(unreachable(&plan), Proof::Exact(vec![]));
    }

    #[test]
    fn limits_are_kept() {
        let plan = plan(HitPolicy::Unique, DEFAULT_BUDGET);
        assert_eq!(gaps(&plan, 0), Proof::Exact(vec![]));
        assert!(matches!(overlaps(&plan, 1), Proof::Exact(found) if found.len() == 1));
    }

    #[test]
    fn a_rule_behind_others_is_unreachable() {
        assert_eq!(unreachable(&plan(HitPolicy::First, DEFAULT_BUDGET)), Proof::Exact(vec![2]));
        assert_eq!(unreachable(&plan(HitPolicy::Collect, DEFAULT_BUDGET)), Proof::Exact(vec![]));
    }

    #[test]
    fn a_table_that_collects_has_no_overlaps_to_prove() {
        let collects = plan(HitPolicy::Collect, DEFAULT_BUDGET);
        assert_eq!(overlaps(&collects, 10), Proof::NotProved { reason: Reason::Collects });
    }
}
