//! Plans: reason, classes, and the compiled form of the strategy.

use std::sync::Arc;

use super::super::bitmap::Bitmap;
use super::super::classes::Classes;
use super::super::diagram::Diagram;
use super::super::plan::{OverBudget, Plan, Reason, Strategy};
use super::super::table::{HitPolicy, Table};
use super::super::verdicts::Verdicts;
use super::{Damaged, Reader, Writer};

const ONE_ANSWER: usize = 0;
const COLLECTS: usize = 1;
const OVER_BUDGET: usize = 2;

const DIAGRAM: usize = 0;
const BITMAP: usize = 1;

impl Plan {
    /// Writes the plan.
    pub fn store(&self, out: &mut Writer) {
        let (reason, bytes) = match self.reason {
            Reason::OneAnswer => (ONE_ANSWER, 0),
            Reason::Collects => (COLLECTS, 0),
            Reason::OverBudget(OverBudget { bytes }) => (OVER_BUDGET, bytes),
        };
        let strategy = match self.compiled() {
            Strategy::Diagram(_) => DIAGRAM,
            Strategy::Bitmap(_) => BITMAP,
        };
        out.numbers([reason, bytes, strategy]);
        self.classes().store(out);
        match self.compiled() {
            Strategy::Diagram(diagram) => diagram.store(out),
            Strategy::Bitmap(bitmap) => bitmap.store(out),
        }
    }

    /// Reads the plan of a table. It answers whatever it is asked without a panic; that its answers are those of the
    /// table is not checked.
    ///
    /// # Errors
    /// Where no plan of such a table was stored.
    pub fn restore(from: &mut Reader<'_>, table: &Table) -> Result<Self, Damaged> {
        let [reason, bytes, strategy] = from.numbers()?;
        let reason = match reason {
            ONE_ANSWER => Reason::OneAnswer,
            COLLECTS => Reason::Collects,
            OVER_BUDGET => Reason::OverBudget(OverBudget { bytes }),
            _ => return Err(Damaged::new("the reason of a plan")),
        };
        let classes = Arc::new(Classes::restore(from, table.inputs())?);
        let verdicts = Verdicts::new(table);
        let strategy = match strategy {
            // The rules that hold of a table that collects are asked of its bitmap.
            DIAGRAM if table.policy() == HitPolicy::Collect => {
                return Err(Damaged::new("the strategy of a plan"));
            }
            DIAGRAM => Strategy::Diagram(Diagram::restore(from, &classes, &verdicts)?),
            BITMAP => Strategy::Bitmap(Bitmap::restore(from, &classes, verdicts.rules())?),
            _ => return Err(Damaged::new("the strategy of a plan")),
        };
        Ok(Self::assemble(reason, classes, verdicts, strategy))
    }
}
