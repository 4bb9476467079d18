//! Storage of forests: answers and rules by leaf, nodes, and the roots by class.

use super::nodes::{restore_answers, store_answers};
use super::rows::{restore_sets, store_sets};
use super::section::{Damaged, SectionReader, SectionWriter};
use crate::build::Nodes;
use crate::compile::{Classes, Verdicts};
use crate::plan::Forest;
use crate::table::HitPolicy;

impl Forest {
    pub(super) fn store(&self, out: &mut SectionWriter) {
        store_answers(&self.answers, out);
        store_sets(&self.rules, out);
        self.nodes.store(out);
        out.u32s(self.split.map(|input| input as u32));
        out.u32s([self.rest].into_iter().chain(self.roots.iter().copied()));
    }

    /// Reads a forest in which every walk ends at an answer of the table.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        classes: &Classes,
        verdicts: &Verdicts,
    ) -> Result<Self, Damaged> {
        let (answers, leaves) = restore_answers(from, verdicts)?;
        let rules = restore_sets(from, 0, verdicts.rules())?;
        let expected = if verdicts.policy == HitPolicy::First { 0 } else { answers.len() };
        Damaged::unless(rules.len() == expected, "the rules of leaves")?;
        let nodes = Nodes::restore(from, classes, leaves)?;
        let unfit = Damaged::new("the roots of a forest");
        let split = match from.u32s()? {
            [] => None,
            &[input] => Some(input as usize),
            _ => return Err(unfit),
        };
        let roots = from.u32s()?;
        let count = split.map_or(1, |input| classes.count(input));
        let asked_again = nodes.levels().iter().any(|level| Some(level.input) == split);
        let fits = count > 0 && roots.len() == 1 + count && !asked_again;
        Damaged::unless(fits && nodes.hold(roots, leaves), unfit.what)?;
        let (&rest, roots) = roots.split_first().ok_or(unfit)?;
        Ok(Self { nodes, split, roots: roots.to_vec(), rest, answers, rules })
    }
}
