//! The choice of a strategy: candidates are built under the budget and weighed on cases drawn from the rows.

use std::cell::OnceCell;
use std::sync::Arc;

use super::bitmap::Bitmap;
use super::compiled::Compiled;
use super::cost::Sample;
use super::diagram::Diagram;
use super::forest::Forest;
use super::reason::{Candidate, Reason, Strategy, Weight};
use super::tuples::Tuples;
use crate::build::order;
use crate::compile::{BuildLimits, Classes, OverBudget, Rows, Unbuilt, Verdicts, drop_shadowed};
use crate::table::{HitPolicy, Table};

/// Limit of the row visits of building a diagram: a constant, and a number per row. A visit takes about 30 ns.
const WORK: usize = 60_000;
const WORK_PER_ROW: usize = 24;
/// A forest may take this many times longer: large tables need it, and it does not blow up.
const FOREST_WORK: usize = 16;

/// Above this many rows, a bitmap is slower than any other strategy that fits.
const BITMAP_ROWS: usize = 4096;
/// Above this many rows, tuples miss the caches with every signature; they are not built if a diagram or a forest fits.
const TUPLE_ROWS: usize = 32_768;

/// Above this many rows, first try a diagram of every `PROBE_STEP`-th row under limits scaled down alike.
const PROBE_ROWS: usize = 4096;
const PROBE_STEP: usize = 16;

/// The parts of a plan.
pub(crate) struct PlanParts {
    pub(crate) reason: Reason,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) shadowed: Vec<u32>,
    pub(crate) classes: Arc<Classes>,
    pub(crate) verdicts: Verdicts,
    pub(crate) rows: Arc<Rows>,
    pub(crate) compiled: Compiled,
}

/// A table prepared for any strategy.
struct PreparedTable {
    rows: Arc<Rows>,
    classes: Arc<Classes>,
    verdicts: Verdicts,
    shadowed: Vec<u32>,
    order: OnceCell<Vec<usize>>,
}

impl PreparedTable {
    fn new(table: &Table) -> Self {
        let (mut rows, classes) = Rows::new(table);
        let shadowed = match table.policy() {
            HitPolicy::First => drop_shadowed(&mut rows),
            HitPolicy::Unique | HitPolicy::Collect => Vec::new(),
        };
        let (rows, classes) = (Arc::new(rows), Arc::new(classes));
        Self { rows, classes, verdicts: Verdicts::new(table), shadowed, order: OnceCell::new() }
    }

    fn build(&self, strategy: Strategy, limits: BuildLimits) -> Result<Compiled, Unbuilt> {
        let Self { rows, classes, verdicts, .. } = self;
        match strategy {
            Strategy::Diagram => {
                Diagram::build(rows, classes, verdicts, self.order(), limits).map(Compiled::Diagram)
            }
            Strategy::Forest => {
                Forest::build(rows, classes, verdicts, self.order(), limits).map(Compiled::Forest)
            }
            Strategy::Tuples => {
                Tuples::build(rows, classes, verdicts.policy, limits.bytes).map(Compiled::Tuples)
            }
            Strategy::Bitmap => match Bitmap::size(rows, classes) {
                bytes if bytes > limits.bytes => Err(OverBudget { bytes }.into()),
                _ => Ok(Compiled::Bitmap(self.bitmap())),
            },
        }
    }

    /// The order in which diagrams test the inputs.
    fn order(&self) -> Vec<usize> {
        self.order.get_or_init(|| order::choose(&self.rows, &self.classes, &self.verdicts)).clone()
    }

    fn bitmap(&self) -> Bitmap {
        Bitmap::new(&self.rows, &self.classes, self.verdicts.rules())
    }

    /// Whether a diagram of the table would take too long, judged by a diagram of a sample of its rows, which is not
    /// larger.
    fn blows_up(&self, work: usize, budget: usize) -> Result<(), Unbuilt> {
        if self.rows.len() < PROBE_ROWS {
            return Ok(());
        }
        let limits = BuildLimits { bytes: budget, work: work / PROBE_STEP };
        let sample = self.rows.every(PROBE_STEP);
        Diagram::build(&sample, &self.classes, &self.verdicts, self.order(), limits).map(|_| ())
    }

    fn weigh(&self, compiled: &Compiled, sample: &Sample) -> Weight {
        let picoseconds = match compiled {
            Compiled::Diagram(diagram) => sample.of_diagram(diagram),
            Compiled::Forest(forest) => sample.of_forest(forest),
            Compiled::Tuples(tuples) => sample.of_tuples(tuples),
            Compiled::Bitmap(bitmap) => sample.of_bitmap(bitmap, self.verdicts.policy),
        };
        Weight { bytes: compiled.bytes(), picoseconds }
    }

    fn built(self, compiled: Compiled, reason: Reason, candidates: Vec<Candidate>) -> PlanParts {
        let Self { rows, classes, verdicts, shadowed, .. } = self;
        PlanParts { reason, candidates, shadowed, classes, verdicts, rows, compiled }
    }
}

/// Compiles by one strategy.
pub(crate) fn only(
    table: &Table,
    strategy: Strategy,
    budget: usize,
) -> Result<PlanParts, OverBudget> {
    let ready = PreparedTable::new(table);
    let limits = BuildLimits { bytes: budget, work: usize::MAX };
    match ready.build(strategy, limits) {
        Ok(compiled) => Ok(ready.built(compiled, Reason::Asked, Vec::new())),
        Err(Unbuilt::OverBudget(over)) => Err(over),
        // Only bytes are limited.
        Err(Unbuilt::TooLong { .. } | Unbuilt::Slower) => Err(OverBudget { bytes: budget }),
    }
}

/// Compiles by the strategy with the fastest estimated decisions.
pub(crate) fn cheapest(table: &Table, budget: usize) -> PlanParts {
    let ready = PreparedTable::new(table);
    if table.policy() == HitPolicy::Collect {
        let bitmap = Compiled::Bitmap(ready.bitmap());
        return ready.built(bitmap, Reason::Collects, Vec::new());
    }
    let rows = ready.rows.len();
    let work = WORK_PER_ROW * rows + WORK;
    let sample = Sample::new(&ready.rows, &ready.classes);
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut best: Option<(Compiled, Weight)> = None;
    for strategy in Strategy::ALL {
        let needless = best.is_some()
            && match strategy {
                Strategy::Diagram | Strategy::Forest => false,
                Strategy::Tuples => rows > TUPLE_ROWS,
                Strategy::Bitmap => rows > BITMAP_ROWS,
            };
        let factor = if strategy == Strategy::Forest { FOREST_WORK } else { 1 };
        let limits = BuildLimits { bytes: budget, work: work * factor };
        let built = match strategy {
            _ if needless => Err(Unbuilt::Slower),
            Strategy::Diagram => {
                ready.blows_up(work, budget).and_then(|()| ready.build(strategy, limits))
            }
            _ => ready.build(strategy, limits),
        };
        let weight = built.map(|compiled| {
            let weight = ready.weigh(&compiled, &sample);
            if best.as_ref().is_none_or(|(_, best)| weight.picoseconds < best.picoseconds) {
                best = Some((compiled, weight));
            }
            weight
        });
        candidates.push(Candidate { strategy, weight });
    }
    let Some((compiled, weight)) = best else {
        return smallest(ready, budget, candidates);
    };
    let next = candidates
        .iter()
        .filter(|candidate| candidate.strategy != compiled.strategy())
        .filter_map(|candidate| Some((candidate.strategy, candidate.weight.ok()?)))
        .min_by_key(|(_, weight)| weight.picoseconds);
    ready.built(compiled, Reason::Fastest { weight, next }, candidates)
}

/// Compiles by the strategy that needs the least memory, however much that is.
fn smallest(ready: PreparedTable, budget: usize, candidates: Vec<Candidate>) -> PlanParts {
    let bitmap = Bitmap::size(&ready.rows, &ready.classes);
    let any = BuildLimits { bytes: bitmap, work: usize::MAX };
    let compiled = match ready.build(Strategy::Tuples, any) {
        Ok(tuples) => tuples,
        Err(_) => Compiled::Bitmap(ready.bitmap()),
    };
    let reason = Reason::Smallest { bytes: compiled.bytes(), budget };
    ready.built(compiled, reason, candidates)
}
