//! Wins: the cases that each rule decides.

use super::analysis::Analysis;
use super::blocks::Block;
use super::space::counted;
use super::steps::Proof;

/// The cases that a rule decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wins {
    /// The index of the rule.
    pub rule: u32,
    /// The number of complete cases, dates not counted; none if it takes more than 128 bits.
    pub cases: Option<u128>,
    /// The cases as disjoint blocks, if they are few; else empty.
    pub blocks: Vec<Block>,
}

impl Analysis<'_> {
    /// For each rule the complete cases that it decides, alone or with others, also where it is contradicted.
    ///
    /// These are the cases that it matches without a rule of higher precedence. Up to `few` cases are returned as
    /// blocks.
    #[must_use]
    pub fn wins(&self, few: u128) -> Proof<Vec<Wins>> {
        self.prove(|steps| {
            let mut wins = Vec::with_capacity(self.table.rules().len());
            for rule in 0..self.table.rules().len() as u32 {
                let before = self.before(rule, steps)?;
                let mut region = self.region(self.complete(), self.rows_of(rule), before);
                let cases = region.count(steps)?;
                let blocks = match cases {
                    0 => Vec::new(),
                    cases if cases <= few => self.blocks_of(region.blocks(usize::MAX, steps)?.0),
                    _ => Vec::new(),
                };
                wins.push(Wins { rule, cases: counted(cases), blocks });
            }
            Ok(wins)
        })
    }
}
