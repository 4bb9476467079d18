//! Plans: decisions, traces and figures of a compiled table, whatever its strategy.

use std::fmt;
use std::sync::Arc;

use super::bitmap::Bitmap;
use super::choose::{self, PlanParts};
use super::compiled::Compiled;
use super::diagram::Diagram;
use super::forest::Forest;
use super::reason::{Candidate, Reason, Strategy};
use super::tuples::Tuples;
use crate::compile::{ABSENT, AnswerId, Classes, OverBudget, Rows, Verdicts, class_from};
use crate::table::{AnswerRef, HitPolicy, MAX_INPUTS, Table, Value};

/// Default memory for compiling a table of up to about 200,000 rules, in bytes; see [`default_budget`].
pub const DEFAULT_BUDGET: usize = 64 << 20;

/// Default memory for compiling a table, in bytes: [`DEFAULT_BUDGET`], or 300 bytes per rule if that is more.
#[must_use]
pub fn default_budget(rules: usize) -> usize {
    DEFAULT_BUDGET.max(rules.saturating_mul(300))
}

/// The number of an answer if no row holds.
const NO_ROW: u32 = u32::MAX;

/// The number of cases that are walked side by side.
const LANES: usize = 8;

/// One step of a walk: the test of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// The index of the input.
    pub input: usize,
    /// The value of the input in the case.
    pub value: Value,
    /// The class of the value.
    pub class: u32,
}

/// A compiled table.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The reason for the strategy.
    pub reason: Reason,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) shadowed: Vec<u32>,
    pub(crate) classes: Arc<Classes>,
    pub(crate) verdicts: Verdicts,
    /// For traces; a diagram needs none.
    pub(crate) rows: Option<Arc<Rows>>,
    pub(crate) compiled: Compiled,
}

impl Plan {
    /// Compiles a table by the strategy with the fastest estimated decisions, among those built within `budget` bytes
    /// each.
    ///
    /// If no strategy fits the budget, takes the one that needs the least memory. A table that collects becomes a
    /// bitmap. The same table and budget give the same plan.
    #[must_use]
    pub fn compile(table: &Table, budget: usize) -> Self {
        Self::new(choose::cheapest(table, budget))
    }

    /// Compiles a table by a given strategy.
    ///
    /// # Errors
    /// If building takes more than `budget` bytes.
    pub fn compile_as(
        table: &Table,
        strategy: Strategy,
        budget: usize,
    ) -> Result<Self, OverBudget> {
        choose::only(table, strategy, budget).map(Self::new)
    }

    fn new(built: PlanParts) -> Self {
        let PlanParts { reason, candidates, shadowed, classes, verdicts, rows, compiled } = built;
        let rows = (compiled.strategy() != Strategy::Diagram).then_some(rows);
        Self { reason, candidates, shadowed, classes, verdicts, rows, compiled }
    }

    /// The strategy.
    #[must_use]
    pub fn strategy(&self) -> Strategy {
        self.compiled.strategy()
    }

    /// The strategies that were weighed, each with its figures or the reason why it was not built.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The memory that decisions use, in bytes.
    ///
    /// Parts that only analyses and messages need are not counted, such as the rows that all plans but diagrams keep,
    /// some 40 bytes each.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.compiled.bytes() + self.verdicts.bytes() + self.classes.bytes()
    }

    /// The rules, ascending, that an earlier rule of a first-match table hides: an unconditional rule, or one with the
    /// same or fewer tests. They were dropped before anything was built.
    #[must_use]
    pub fn shadowed(&self) -> &[u32] {
        &self.shadowed
    }

    /// Puts the classes of a case's values into `classes`, as many as it has room for. Missing values are absent, class
    /// 0.
    pub fn classify(&self, case: &[Value], classes: &mut [u32]) {
        for (input, class) in classes.iter_mut().enumerate() {
            *class = self.class_in(case, input);
        }
    }

    /// The answer to a case, equal to that of [`Table::scan`].
    ///
    /// Allocates nothing if the plan is a diagram or the table is first-match.
    #[must_use]
    pub fn decide(&self, case: &[Value]) -> AnswerRef<'_> {
        if let Compiled::Diagram(diagram) = &self.compiled {
            return diagram.answer(diagram.find(|input| self.class_in(case, input)));
        }
        // The other strategies may read a class more than once.
        let mut classes = [ABSENT; MAX_INPUTS];
        let count = self.classes.inputs().len();
        self.classify(case, classes.get_mut(..count).unwrap_or_default());
        self.decide_classes(&classes)
    }

    /// The answer to a case given by its classes; see [`classify`](Self::classify).
    ///
    /// A missing class and a number that is no class count as absence. Allocates nothing if the plan is a diagram or
    /// the table is first-match.
    #[inline]
    #[must_use]
    pub fn decide_classes(&self, classes: &[u32]) -> AnswerRef<'_> {
        self.decide_by(class_from(classes))
    }

    /// The number of the answer to a case given by its classes, for [`answer`](Self::answer). The cheapest way to
    /// decide.
    ///
    /// None if the plan must combine rules into an answer: it is not a diagram, and several rules may answer.
    #[inline]
    #[must_use]
    pub fn find(&self, classes: &[u32]) -> Option<AnswerId> {
        let class_of = class_from(classes);
        let first = self.verdicts.policy == HitPolicy::First;
        let id = match &self.compiled {
            Compiled::Diagram(diagram) => diagram.find(class_of),
            Compiled::Forest(forest) if first => forest.find_first(class_of),
            Compiled::Tuples(tuples) if first => tuples.first_row(class_of).unwrap_or(NO_ROW),
            Compiled::Bitmap(bitmap) if first => bitmap.first_row(class_of).unwrap_or(NO_ROW),
            _ => return None,
        };
        Some(AnswerId(id))
    }

    /// The answer with a number that this plan has returned.
    #[inline]
    #[must_use]
    pub fn answer(&self, id: AnswerId) -> AnswerRef<'_> {
        match &self.compiled {
            Compiled::Diagram(diagram) => diagram.answer(id.0),
            Compiled::Forest(forest) => forest.answer(id.0),
            Compiled::Tuples(tuples) => self.verdicts.of_row(&tuples.rows().rules, id.0),
            Compiled::Bitmap(bitmap) => self.verdicts.of_row(bitmap.rules(), id.0),
        }
    }

    /// Appends the answers to many cases to `out`, in order.
    ///
    /// `cases` has a class for each input of the table, case after case; an incomplete case at the end is ignored. A
    /// table without inputs gives no answers. Where the plan allows, cases are walked side by side, so that their loads
    /// overlap.
    pub fn decide_all<'a>(&'a self, cases: &[u32], out: &mut Vec<AnswerRef<'a>>) {
        let width = self.classes.inputs().len();
        if width == 0 {
            return;
        }
        let lanes = cases.chunks_exact(width * LANES);
        let rest = lanes.remainder();
        for lanes in lanes {
            let class_of = |case: usize, input: usize| {
                lanes.get(case * width + input).copied().unwrap_or(ABSENT)
            };
            let found: Option<[u32; LANES]> = match &self.compiled {
                Compiled::Diagram(diagram) => Some(diagram.find_all(class_of)),
                Compiled::Forest(forest) if self.verdicts.policy == HitPolicy::First => {
                    Some(forest.find_all(class_of))
                }
                _ => None,
            };
            match found {
                Some(found) => out.extend(found.map(|id| self.answer(AnswerId(id)))),
                None => out.extend(lanes.chunks_exact(width).map(|case| self.decide_classes(case))),
            }
        }
        out.extend(rest.chunks_exact(width).map(|case| self.decide_classes(case)));
    }

    /// The answer to a case, from a walk whose steps are passed to the observer.
    pub fn walk_with(&self, case: &[Value], observer: &mut impl FnMut(Test)) -> AnswerRef<'_> {
        let mut class_of = |input: usize| {
            let value = case.get(input).copied().unwrap_or_default();
            let class = self.classes.class_of(input, value);
            observer(Test { input, value, class });
            class
        };
        match &self.compiled {
            Compiled::Diagram(diagram) => diagram.answer(diagram.walk(class_of)),
            Compiled::Forest(forest) => forest.walk(class_of, &self.verdicts),
            Compiled::Tuples(_) | Compiled::Bitmap(_) => {
                let mut classes = [ABSENT; MAX_INPUTS];
                for input in self.rows.iter().flat_map(|rows| rows.inputs()) {
                    if let Some(class) = classes.get_mut(input) {
                        *class = class_of(input);
                    }
                }
                self.decide_classes(&classes)
            }
        }
    }

    #[inline]
    fn class_in(&self, case: &[Value], input: usize) -> u32 {
        case.get(input).map_or(ABSENT, |&value| self.classes.class_of(input, value))
    }

    #[inline]
    fn decide_by(&self, class_of: impl Fn(usize) -> u32) -> AnswerRef<'_> {
        let Self { verdicts, .. } = self;
        match &self.compiled {
            Compiled::Diagram(diagram) => diagram.answer(diagram.find(class_of)),
            Compiled::Forest(forest) => forest.decide(class_of, verdicts),
            Compiled::Tuples(tuples) if verdicts.policy == HitPolicy::First => {
                let row = tuples.first_row(class_of).unwrap_or(NO_ROW);
                verdicts.of_row(&tuples.rows().rules, row)
            }
            Compiled::Bitmap(bitmap) if verdicts.policy == HitPolicy::First => {
                let row = bitmap.first_row(class_of).unwrap_or(NO_ROW);
                verdicts.of_row(bitmap.rules(), row)
            }
            Compiled::Tuples(tuples) => verdicts.answer(tuples.matching(class_of)),
            Compiled::Bitmap(bitmap) => verdicts.answer(bitmap.matching(class_of)),
        }
    }

    /// The diagram, if that is the strategy.
    #[must_use]
    pub fn diagram(&self) -> Option<&Diagram> {
        match &self.compiled {
            Compiled::Diagram(diagram) => Some(diagram),
            _ => None,
        }
    }

    /// The forest, if that is the strategy.
    #[must_use]
    pub fn forest(&self) -> Option<&Forest> {
        match &self.compiled {
            Compiled::Forest(forest) => Some(forest),
            _ => None,
        }
    }

    /// The tuples, if that is the strategy.
    #[must_use]
    pub fn tuples(&self) -> Option<&Tuples> {
        match &self.compiled {
            Compiled::Tuples(tuples) => Some(tuples),
            _ => None,
        }
    }

    /// The bitmap, if that is the strategy. It always is for a table that collects, unless another one was requested.
    #[must_use]
    pub fn bitmap(&self) -> Option<&Bitmap> {
        match &self.compiled {
            Compiled::Bitmap(bitmap) => Some(bitmap),
            _ => None,
        }
    }

    /// The classes of the inputs.
    #[must_use]
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    pub(crate) fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }
}

impl fmt::Display for Plan {
    /// The strategy with its reason, then all candidates, one per line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, because {}", self.strategy(), self.reason)?;
        self.candidates.iter().try_for_each(|candidate| writeln!(f, "  {candidate}"))
    }
}
