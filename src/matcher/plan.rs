//! Plans: a table compiled by the strategy that suits it. All strategies answer alike.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::bitmap::{Bitmap, RuleSet};
use super::build;
use super::classes::Classes;
use super::diagram::Diagram;
use super::input::Value;
use super::rows::Rows;
use super::table::{Answer, HitPolicy, Table};
use super::verdicts::Verdicts;

/// The memory that building a diagram may take, in bytes, where nothing else is asked for.
pub const DEFAULT_BUDGET: usize = 64 << 20;

/// Something needed more memory or more steps than it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The bytes in use, or gone through, when it stopped.
    pub bytes: usize,
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped at {} bytes, over the budget", self.bytes)
    }
}

impl std::error::Error for OverBudget {}

/// Why a plan has its strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The table gives one answer and its diagram fits the budget.
    OneAnswer,
    /// The table collects, so a diagram would have a leaf for each set of rules.
    Collects,
    /// The table gives one answer, but its diagram does not fit the budget.
    OverBudget(OverBudget),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneAnswer => f.write_str("the table gives one answer"),
            Self::Collects => f.write_str("the table collects answers"),
            Self::OverBudget(over) => write!(f, "the diagram was {over}"),
        }
    }
}

/// One step of a walk: an input was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The index of the input.
    pub input: usize,
    /// The value that the case gives.
    pub value: Value,
    /// The class of the value.
    pub class: u32,
}

/// A compiled table.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Why this strategy.
    pub reason: Reason,
    classes: Arc<Classes>,
    verdicts: Verdicts,
    strategy: Strategy,
}

#[derive(Clone, Debug)]
pub(super) enum Strategy {
    Diagram(Diagram),
    Bitmap(Bitmap),
}

impl Plan {
    /// Compiles a table. A diagram that would take more than `budget` bytes to build gives way to a bitmap.
    #[must_use]
    pub fn compile(table: &Table, budget: usize) -> Self {
        let (rows, classes) = Rows::new(table);
        let classes = Arc::new(classes);
        let verdicts = Verdicts::new(table);
        let diagram = match table.policy() {
            HitPolicy::Collect => Err(Reason::Collects),
            HitPolicy::Unique | HitPolicy::First => {
                build::build(&rows, &classes, &verdicts, budget).map_err(Reason::OverBudget)
            }
        };
        let (reason, strategy) = match diagram {
            Ok(diagram) => (Reason::OneAnswer, Strategy::Diagram(diagram)),
            Err(reason) => {
                (reason, Strategy::Bitmap(Bitmap::new(&rows, &classes, verdicts.rules())))
            }
        };
        Self::assemble(reason, classes, verdicts, strategy)
    }

    /// A plan of parts that fit together.
    pub(super) fn assemble(
        reason: Reason,
        classes: Arc<Classes>,
        verdicts: Verdicts,
        strategy: Strategy,
    ) -> Self {
        Self { reason, classes, verdicts, strategy }
    }

    /// The answer to a case, as [`Table::scan`] gives it. A diagram lends its answer and allocates nothing.
    #[must_use]
    pub fn decide(&self, case: &[Value]) -> Cow<'_, Answer> {
        self.walk_with(case, &mut |_| {})
    }

    /// The same answer from the same walk, each step told to the observer in turn.
    pub fn walk_with(&self, case: &[Value], observer: &mut impl FnMut(Step)) -> Cow<'_, Answer> {
        match &self.strategy {
            Strategy::Diagram(diagram) => Cow::Borrowed(diagram.walk(case, observer)),
            Strategy::Bitmap(bitmap) => {
                for input in bitmap.inputs() {
                    let value = case.get(input).copied().unwrap_or_default();
                    observer(Step { input, value, class: self.classes.class_of(input, value) });
                }
                let mut fired = RuleSet::new();
                bitmap.fired(case, &mut fired);
                Cow::Owned(self.verdicts.answer(fired.iter().collect()))
            }
        }
    }

    /// The name of the strategy.
    #[must_use]
    pub fn strategy(&self) -> &'static str {
        match self.strategy {
            Strategy::Diagram(_) => "diagram",
            Strategy::Bitmap(_) => "bitmap",
        }
    }

    /// The diagram, where that is the strategy.
    #[must_use]
    pub fn diagram(&self) -> Option<&Diagram> {
        match &self.strategy {
            Strategy::Diagram(diagram) => Some(diagram),
            Strategy::Bitmap(_) => None,
        }
    }

    /// The bitmap, where that is the strategy; always for a table that collects.
    #[must_use]
    pub fn bitmap(&self) -> Option<&Bitmap> {
        match &self.strategy {
            Strategy::Bitmap(bitmap) => Some(bitmap),
            Strategy::Diagram(_) => None,
        }
    }

    /// The classes of the inputs.
    #[must_use]
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    pub(super) fn compiled(&self) -> &Strategy {
        &self.strategy
    }

    pub(super) fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }
}
