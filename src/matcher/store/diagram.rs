//! Storage of diagrams: answers, nodes and the root.

use std::sync::Arc;

use super::nodes::{restore_answers, store_answers};
use super::section::{Damaged, SectionReader, SectionWriter};
use crate::build::Nodes;
use crate::compile::{Classes, Verdicts};
use crate::plan::Diagram;

impl Diagram {
    pub(super) fn store(&self, out: &mut SectionWriter) {
        store_answers(&self.answers, out);
        out.u32s([self.leaves]);
        self.nodes.store(out);
        out.u32s([self.root]);
    }

    /// Reads a diagram in which every walk ends at an answer of the table.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        classes: &Arc<Classes>,
        verdicts: &Verdicts,
    ) -> Result<Self, Damaged> {
        let (answers, most) = restore_answers(from, verdicts)?;
        let unfit = Damaged::new("the root or the leaves of a diagram");
        let &[leaves] = from.u32s()? else {
            return Err(unfit);
        };
        let counted = (answers.len()..=most).contains(&(leaves as usize));
        Damaged::unless(counted, unfit.what)?;
        let nodes = Nodes::restore(from, classes, leaves as usize)?;
        let &[root] = from.u32s()? else {
            return Err(unfit);
        };
        Damaged::unless(nodes.hold(&[root], leaves as usize), unfit.what)?;
        Ok(Self::of(classes, nodes, answers, leaves, root))
    }
}
