//! Storage of rows: their rules, and the classes that they accept of each input.

use std::sync::Arc;

use super::section::{Column, Damaged, SectionReader, SectionWriter};
use crate::compile::{ANY, Classes, Rows, Sets};

impl Rows {
    pub(super) fn store(&self, out: &mut SectionWriter) {
        out.u32s(self.rules.iter().copied());
        for (cells, sets) in self.cells.iter().zip(self.sets.iter()) {
            out.u32s(cells.iter().copied());
            store_sets(sets, out);
        }
    }

    /// Reads rows of the table's rules, with cells that accept classes of its inputs.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        classes: &Classes,
        rule_count: usize,
    ) -> Result<Self, Damaged> {
        let rules = from.u32s()?.to_vec();
        let known = rules.last().is_none_or(|&last| (last as usize) < rule_count);
        Damaged::unless(known && rules.is_sorted(), "the rules of rows")?;
        let mut tested = vec![0; rules.len()];
        let (mut cells, mut sets) = (Vec::new(), Vec::new());
        for input in 0..classes.inputs().len() {
            let column = from.u32s()?.to_vec();
            let accepted = restore_sets(from, 1, classes.count(input))?;
            Damaged::unless(column.len() == rules.len(), "the cells of rows")?;
            for (&cell, tested) in column.iter().zip(&mut tested) {
                if cell != ANY {
                    Damaged::unless((cell as usize) < accepted.len(), "the cells of rows")?;
                    *tested |= 1 << input;
                }
            }
            cells.push(column);
            sets.push(accepted);
        }
        Ok(Self { rules, tested, cells, sets: Arc::from(sets) })
    }
}

/// Writes sets: the length of each, then their members.
pub(super) fn store_sets(sets: &Sets, out: &mut SectionWriter) {
    out.u32s(sets.iter().map(|set| set.len() as u32));
    out.u32s(sets.iter().flatten().copied());
}

/// Reads sets with members from `first` up to, but not including, `end`.
pub(super) fn restore_sets(
    from: &mut SectionReader<'_>,
    first: u32,
    end: usize,
) -> Result<Sets, Damaged> {
    let lengths = from.u32s()?;
    let mut members = Column(from.u32s()?);
    let mut sets = Sets::default();
    let mut set = Vec::new();
    for &length in lengths {
        let members = members.take(length as usize)?;
        let fits = members.is_sorted_by(|a, b| a < b)
            && members.first().is_none_or(|&least| least >= first)
            && members.last().is_none_or(|&last| (last as usize) < end);
        Damaged::unless(fits, "a set")?;
        set.extend_from_slice(members);
        sets.push(&mut set);
    }
    Ok(sets)
}
