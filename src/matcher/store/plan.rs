//! Storage of plans: strategy, reason, classes, rows, and the compiled form.

use std::sync::Arc;

use super::reason;
use super::section::{Damaged, SectionReader, SectionWriter};
use crate::compile::{Classes, Rows, Verdicts};
use crate::plan::{Bitmap, Compiled, Diagram, Forest, Plan, Strategy, Tuples};
use crate::table::Table;

impl Plan {
    /// Writes the plan.
    pub fn store(&self, out: &mut SectionWriter) {
        out.u64s([reason::store_strategy(self.strategy())]);
        reason::store(self.reason, &self.candidates, out);
        out.u32s(self.shadowed.iter().copied());
        self.classes.store(out);
        if let Some(rows) = &self.rows {
            rows.store(out);
        }
        match &self.compiled {
            Compiled::Diagram(diagram) => diagram.store(out),
            Compiled::Forest(forest) => forest.store(out),
            // Filled from the rows in one pass.
            Compiled::Tuples(_) => {}
            Compiled::Bitmap(bitmap) => bitmap.store(out),
        }
    }

    /// Reads the plan of a table. The plan answers any question without a panic; that its answers are those of the
    /// table is not checked.
    ///
    /// # Errors
    /// If no plan of such a table was stored.
    pub fn restore(from: &mut SectionReader<'_>, table: &Table) -> Result<Self, Damaged> {
        let &[strategy] = from.u64s()? else {
            return Err(Damaged::new("the strategy of a plan"));
        };
        let strategy = reason::restore_strategy(strategy)?;
        let (reason, candidates) = reason::restore(from)?;
        let verdicts = Verdicts::new(table);
        let shadowed = from.u32s()?.to_vec();
        let known = shadowed.last().is_none_or(|&last| (last as usize) < verdicts.rules());
        Damaged::unless(known && shadowed.is_sorted(), "the shadowed rules")?;
        let classes = Arc::new(Classes::restore(from, table.shared_inputs())?);
        let rows = match strategy {
            Strategy::Diagram => None,
            Strategy::Forest | Strategy::Tuples | Strategy::Bitmap => {
                Some(Arc::new(Rows::restore(from, &classes, verdicts.rules())?))
            }
        };
        let compiled = match (strategy, &rows) {
            (Strategy::Forest, _) => Compiled::Forest(Forest::restore(from, &classes, &verdicts)?),
            (Strategy::Tuples, Some(rows)) => {
                let tuples = Tuples::build(rows, &classes, table.policy(), usize::MAX);
                Compiled::Tuples(tuples.map_err(|_| Damaged::new("the rows of a plan"))?)
            }
            (Strategy::Bitmap, Some(rows)) => {
                Compiled::Bitmap(Bitmap::restore(from, rows, &classes, verdicts.rules())?)
            }
            (Strategy::Diagram, _) | (_, None) => {
                Compiled::Diagram(Diagram::restore(from, &classes, &verdicts)?)
            }
        };
        Ok(Self { reason, candidates, shadowed, classes, verdicts, rows, compiled })
    }
}
