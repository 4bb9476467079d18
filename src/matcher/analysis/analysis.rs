//! A table prepared for analyses: its rows as cubes of classes, and the rules that take precedence over each rule.

use std::cell::OnceCell;

use super::blocks::{Block, ClassBlock, merge};
use super::meeting::Meeting;
use super::region::Region;
use super::space::{Base, CaseSpace, counted};
use super::steps::{DEFAULT_STEPS, Exhausted, Proof, Steps};
use crate::compile::{Classes, Rows};
use crate::table::{HitPolicy, Table};

/// A table prepared for analyses.
#[derive(Debug)]
pub struct Analysis<'a> {
    pub(super) table: &'a Table,
    pub(super) classes: Classes,
    pub(super) space: CaseSpace,
    /// The rows that can hold, as cubes, in the order of rules.
    pub(super) rows: Vec<ClassBlock>,
    /// The rule of each row.
    rules: Vec<u32>,
    /// The end of each rule's rows.
    ends: Vec<usize>,
    /// The rules that override each rule, ascending.
    overriders: Vec<Vec<u32>>,
    meeting: OnceCell<Meeting>,
    pub(super) limit: u64,
}

impl<'a> Analysis<'a> {
    /// Prepares a table by splitting the domains by its tests. Each analysis takes up to [`DEFAULT_STEPS`].
    #[must_use]
    pub fn new(table: &'a Table) -> Self {
        let (compiled, classes) = Rows::new(table);
        let cell = |row: usize, input| compiled.accepted(input, row).map(<[u32]>::to_vec);
        let inputs = table.inputs().len();
        let cube = |row| ClassBlock((0..inputs).map(|input| cell(row, input)).collect());
        let rows = (0..compiled.len()).map(cube).collect();
        let rules = compiled.rules;
        let count = table.rules().len();
        let ends = (0..count as u32).map(|rule| rules.partition_point(|&of| of <= rule)).collect();
        let mut overriders = vec![Vec::new(); count];
        if table.policy() == HitPolicy::Unique {
            for (rule, by) in (0..).zip(table.rules()) {
                for &overridden in &by.overrides {
                    if let Some(overriders) = overriders.get_mut(overridden) {
                        overriders.push(rule);
                    }
                }
            }
        }
        overriders.iter_mut().for_each(Vec::dedup);
        let space = CaseSpace::new(&classes);
        let meeting = OnceCell::new();
        Self { table, classes, space, rows, rules, ends, overriders, meeting, limit: DEFAULT_STEPS }
    }

    /// Sets the limit of steps for each analysis.
    #[must_use]
    pub fn with_limit(self, steps: u64) -> Self {
        Self { limit: steps, ..self }
    }

    /// The number of combinations of values, dates not counted; none if it takes more than 128 bits.
    #[must_use]
    pub fn combinations(&self) -> Option<u128> {
        counted(self.space.combinations())
    }

    pub(super) fn prove<T>(
        &self,
        analyse: impl FnOnce(&mut Steps) -> Result<T, Exhausted>,
    ) -> Proof<T> {
        let mut steps = Steps::new(self.limit);
        match analyse(&mut steps) {
            Ok(found) => Proof::Exact(found),
            Err(Exhausted) => Proof::NotProved { steps: steps.used() },
        }
    }

    pub(super) fn outcome(&self, rule: u32) -> u32 {
        self.table.rules().get(rule as usize).map_or(0, |rule| rule.outcome)
    }

    /// The rows of a rule.
    pub(super) fn rows_of(&self, rule: u32) -> &[ClassBlock] {
        let rule = rule as usize;
        let start = rule.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(rule).copied().unwrap_or(0);
        self.rows.get(start.unwrap_or(0)..end).unwrap_or_default()
    }

    pub(super) fn rows_of_all<'s>(
        &'s self,
        rules: impl IntoIterator<Item = u32> + 's,
    ) -> impl Iterator<Item = &'s ClassBlock> {
        rules.into_iter().flat_map(|rule| self.rows_of(rule))
    }

    /// The rules that share cases with any of the cubes, ascending.
    pub(super) fn meeting(
        &self,
        cubes: &[ClassBlock],
        steps: &mut Steps,
    ) -> Result<Vec<u32>, Exhausted> {
        let meeting = match self.meeting.get() {
            Some(meeting) => meeting,
            None => {
                let meeting = Meeting::new(&self.rows, &self.space.widths)?;
                self.meeting.get_or_init(|| meeting)
            }
        };
        let mut rules = Vec::new();
        for cube in cubes {
            let rows = meeting.rows(cube, steps)?;
            rules.extend(rows.iter().filter_map(|&row| self.rules.get(row as usize)));
        }
        rules.sort_unstable();
        rules.dedup();
        Ok(rules)
    }

    /// The rules that take precedence over a rule in some of its cases, ascending: earlier ones, or its overriders.
    pub(super) fn before(&self, rule: u32, steps: &mut Steps) -> Result<Vec<u32>, Exhausted> {
        match self.table.policy() {
            HitPolicy::First => {
                let mut met = self.meeting(self.rows_of(rule), steps)?;
                met.truncate(met.partition_point(|&other| other < rule));
                Ok(met)
            }
            HitPolicy::Unique => Ok(self.overriders(rule).to_vec()),
            HitPolicy::Collect => Ok(Vec::new()),
        }
    }

    pub(super) fn overriders(&self, rule: u32) -> &[u32] {
        self.overriders.get(rule as usize).map_or(&[], Vec::as_slice)
    }

    /// The rules that a rule overrides.
    pub(super) fn overridden(&self, rule: u32) -> impl Iterator<Item = u32> {
        let overrides = match (self.table.policy(), self.table.rules().get(rule as usize)) {
            (HitPolicy::Unique, Some(rule)) => rule.overrides.as_slice(),
            _ => &[],
        };
        overrides.iter().map(|&rule| rule as u32)
    }

    /// All complete cases.
    pub(super) fn complete(&self) -> Base {
        Base { block: ClassBlock::any(self.space.widths.len()), absence: false }
    }

    /// All cases, absent values included.
    pub(super) fn with_absence(&self) -> Base {
        Base { absence: true, ..self.complete() }
    }

    /// The cases of a base that are in some cubes but in no row of some rules.
    pub(super) fn region<'s>(
        &'s self,
        base: Base,
        inner: &[ClassBlock],
        outer: impl IntoIterator<Item = u32> + 's,
    ) -> Region<'s> {
        Region::of(&self.space, base, inner, self.rows_of_all(outer))
    }

    /// The same complete cases as few blocks of values.
    pub(super) fn blocks_of(&self, blocks: Vec<ClassBlock>) -> Vec<Block> {
        let blocks = merge(blocks, &self.space.widths);
        blocks.iter().map(|block| Block::of(&self.classes, block)).collect()
    }

    /// Whether a case, given by its classes, is in a row of the rule.
    pub(super) fn matches(&self, rule: u32, case: &[u32]) -> bool {
        let accepts = |row: &ClassBlock| {
            let mut cells = row.0.iter().zip(case);
            cells.all(|(cell, class)| {
                cell.as_ref().is_none_or(|cell| cell.binary_search(class).is_ok())
            })
        };
        self.rows_of(rule).iter().any(accepts)
    }
}
