//! Why not: the fewest inputs of a case to change such that a rule decides it.

#![expect(clippy::indexing_slicing, reason = "inputs are numbered by the table")]

use super::analysis::Analysis;
use super::blocks::{Block, ClassBlock, merge, present};
use super::region::Region;
use super::space::{Base, bits, counted};
use super::steps::Proof;
use crate::compile::ABSENT;
use crate::table::{HitPolicy, Value};

/// The changes of a case by which a rule decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// None needed: the rule decides the case.
    Decides,
    /// No change makes the rule decide.
    Never,
    /// Other values of as few inputs as possible.
    Changes {
        /// The changes, ascending by inputs.
        changes: Vec<Change>,
        /// Whether these are all changes of so few inputs.
        complete: bool,
    },
}

/// Inputs to change, with their new values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The inputs, ascending.
    pub inputs: Vec<usize>,
    /// The new values, as disjoint blocks over the inputs to change. The witness is the case with the first of them.
    pub blocks: Vec<Block>,
    /// Whether the blocks hold all values.
    pub complete: bool,
}

impl Analysis<'_> {
    /// The smallest sets of inputs whose change makes a rule decide the case, alone or with others.
    ///
    /// Returns sets of the smallest size, at most `limit`, each with at most `limit` blocks of values. Only inputs
    /// flagged `changeable` change. A change gives a value, never absence; inputs that stay absent cost nothing. A rule
    /// that does not exist never decides.
    #[must_use]
    pub fn why_not(
        &self,
        case: &[Value],
        rule: u32,
        changeable: &[bool],
        limit: usize,
    ) -> Proof<WhyNot> {
        self.prove(|steps| {
            let inputs = self.space.widths.len();
            let given = |input| case.get(input).copied().unwrap_or_default();
            let classes: Vec<u32> =
                (0..inputs).map(|input| self.classes.class_of(input, given(input))).collect();
            let before = self.preceding(rule);
            if self.matches(rule, &classes)
                && !before.iter().any(|&other| self.matches(other, &classes))
            {
                return Ok(WhyNot::Decides);
            }
            let query = WhyNotQuery { analysis: self, case: &classes, rule, before: &before };
            let changeable = (0..inputs)
                .filter(|&input| changeable.get(input) == Some(&true))
                .fold(0, |bits, input| bits | 1 << input);
            let useful = changeable & query.tested();
            if query.region(useful, true).is_empty(steps)? {
                return Ok(WhyNot::Never);
            }
            let (mut changes, mut complete) = (Vec::new(), true);
            for size in 1..=useful.count_ones() {
                for inputs in subsets(useful, size) {
                    steps.take(1 + self.rows_of(rule).len())?;
                    if !query.suffices(inputs) {
                        continue;
                    }
                    let mut region = query.region(inputs, false);
                    if changes.len() >= limit {
                        complete = region.is_empty(steps)? && complete;
                        continue;
                    }
                    let (blocks, has_all) = region.blocks(limit, steps)?;
                    if !blocks.is_empty() {
                        changes.push(query.change(inputs, blocks, has_all, &given));
                    }
                }
                if !changes.is_empty() || !complete {
                    changes.sort_unstable_by(|one: &Change, other| one.inputs.cmp(&other.inputs));
                    return Ok(WhyNot::Changes { changes, complete });
                }
            }
            Ok(WhyNot::Never)
        })
    }

    /// All rules that take precedence over a rule where both match.
    fn preceding(&self, rule: u32) -> Vec<u32> {
        match self.table.policy() {
            HitPolicy::First => (0..rule).collect(),
            HitPolicy::Unique => self.overriders(rule).to_vec(),
            HitPolicy::Collect => Vec::new(),
        }
    }
}

/// A rule and a case that it does not decide.
struct WhyNotQuery<'a> {
    analysis: &'a Analysis<'a>,
    case: &'a [u32],
    rule: u32,
    before: &'a [u32],
}

impl<'a> WhyNotQuery<'a> {
    /// The inputs that the rule or those of higher precedence test, one bit each.
    fn tested(&self) -> u64 {
        let rules = self.before.iter().copied().chain([self.rule]);
        self.analysis.rows_of_all(rules).fold(0, |tested, row| tested | tests(row))
    }

    /// Whether the case fits some row of the rule, these inputs aside.
    fn suffices(&self, changed: u64) -> bool {
        self.analysis.rows_of(self.rule).iter().any(|row| {
            let fits = |input: usize| match &row.0[input] {
                Some(cell) => cell.binary_search(&self.case[input]).is_ok(),
                None => true,
            };
            bits(tests(row) & !changed).all(fits)
        })
    }

    /// The cases that the rule decides and that differ from the case in some inputs only. With `or_less`, absent ones
    /// of these may stay absent.
    fn region(&self, changed: u64, or_less: bool) -> Region<'a> {
        let cell = |input: usize| {
            let own = self.case[input];
            if changed >> input & 1 == 0 {
                return Some(vec![own]);
            }
            let mut classes = present(self.analysis.space.widths[input]);
            if or_less && own == ABSENT {
                classes.insert(0, ABSENT);
            }
            Some(classes)
        };
        let block = ClassBlock((0..self.case.len()).map(cell).collect());
        let base = Base { block, absence: true };
        let before = self.before.to_vec();
        self.analysis.region(base, self.analysis.rows_of(self.rule), before)
    }

    fn change(
        &self,
        inputs: u64,
        mut blocks: Vec<ClassBlock>,
        complete: bool,
        given: &impl Fn(usize) -> Value,
    ) -> Change {
        for block in &mut blocks {
            (0..self.case.len())
                .filter(|&input| inputs >> input & 1 == 0)
                .for_each(|input| block.0[input] = None);
        }
        let classes = merge(blocks, &self.analysis.space.widths);
        let mut blocks = self.analysis.blocks_of(classes.clone());
        for (block, classes) in blocks.iter_mut().zip(classes) {
            let base = Base { block: classes, absence: false };
            let sizes = bits(inputs).map(|input| base.size(&self.analysis.space, input));
            block.cases = counted(sizes.fold(1, u128::saturating_mul));
            for (input, value) in block.witness.iter_mut().enumerate() {
                if inputs >> input & 1 == 0 {
                    *value = given(input);
                }
            }
        }
        Change { inputs: bits(inputs).collect(), blocks, complete }
    }
}

/// The inputs that a row tests, one bit each.
fn tests(row: &ClassBlock) -> u64 {
    let tested = (0..).zip(&row.0).filter(|(_, cell)| cell.is_some());
    tested.fold(0, |bits, (input, _): (u32, _)| bits | 1 << input)
}

/// The subsets with `size` members, at least one.
fn subsets(of: u64, size: u32) -> impl Iterator<Item = u64> {
    let members: Vec<usize> = bits(of).collect();
    let end = 1_u128 << members.len();
    // The next number with the same number of set bits.
    let following = |&subset: &u128| {
        let lowest = subset & subset.wrapping_neg();
        let carried = subset + lowest;
        Some((((carried ^ subset) / lowest) >> 2) | carried)
    };
    let numbered = std::iter::successors(Some((1_u128 << size) - 1), following);
    numbered.take_while(move |&subset| subset < end).map(move |subset| {
        let chosen = members.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
        chosen.fold(0, |inputs, (_, input)| inputs | 1 << input)
    })
}
