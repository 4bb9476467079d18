//! Why not: the smallest changes of a case that would make a rule decide it.
//!
//! The matcher knows no default specialty. So each care level that the case may have is asked about on its own, with the
//! specialty that the case then has; a level other than the case's is one change.

use super::Engine;
use super::case::Case;
use crate::ruleset::inputs::{ROUTING, position};
use handover_matcher::{Analysis, Block, Change, Proof, Value, Values, WhyNot as Asked};

/// The most ways that are told.
const MAX_WAYS: usize = 8;

/// A field to change, by its input in [`ROUTING`], with the values that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedInput {
    /// The input of the routing table.
    pub input: usize,
    /// The values that do.
    pub values: Values,
}

/// What would make a rule decide a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing: it decides the case as it is.
    Decides,
    /// No change does: other rules go before it, or its conditions cannot hold.
    Never,
    /// Any of these, each with a value for every field of it. No change of fewer fields does.
    Ways {
        /// The ways, by their fields in the order of [`ROUTING`].
        ways: Vec<Vec<ChangedInput>>,
        /// Whether these are all ways of so few fields.
        all_told: bool,
    },
    /// It took more steps than an analysis may.
    NotProved {
        /// The steps after which it was given up.
        steps: u64,
    },
}

impl Engine {
    /// The smallest changes of a case that would make a routing rule decide it; values that the case leaves out may stay
    /// so. Linear in the rules, but for what the matcher's analysis takes, which has a budget.
    #[must_use]
    pub fn why_not(&self, case: &Case<'_>, rule: u32) -> WhyNot {
        let table = &self.rule_set().routing.table;
        let analysis = Analysis::new(table);
        let Some(level_input) = position(ROUTING, "care_level") else {
            return WhyNot::Never;
        };
        let changeable: Vec<bool> = (0..ROUTING.len()).map(|input| input != level_input).collect();
        let levels = u32::try_from(self.rule_set().vocabulary.care_levels.all().len());
        let others = (0..levels.unwrap_or(0)).filter(|&level| Some(level) != case.care_level);
        let mut ways: Vec<Vec<ChangedInput>> = Vec::new();
        let mut fewest = usize::MAX;
        let mut all_told = true;
        for level in std::iter::once(None).chain(others.map(Some)) {
            let at_level = self.intern(&Case { care_level: level.or(case.care_level), ..*case });
            let told = level.map(|level| ChangedInput {
                input: level_input,
                values: Values::only(Value::Word(level)),
            });
            let (changes, told_all) =
                match analysis.why_not(&at_level.routing, rule, &changeable, MAX_WAYS) {
                    Proof::NotProved { steps } => return WhyNot::NotProved { steps },
                    Proof::Exact(Asked::Never) => continue,
                    Proof::Exact(Asked::Decides) if told.is_none() => return WhyNot::Decides,
                    Proof::Exact(Asked::Decides) => (vec![Vec::new()], true),
                    Proof::Exact(Asked::Changes { changes, complete }) => {
                        let all = complete && changes.iter().all(|change| change.complete);
                        (changes.iter().flat_map(blocks).collect(), all)
                    }
                };
            for change in changes {
                let mut way: Vec<ChangedInput> = told.iter().cloned().chain(change).collect();
                way.sort_by_key(|changed| changed.input);
                if way.len() < fewest {
                    fewest = way.len();
                    ways.clear();
                    all_told = true;
                }
                if way.len() == fewest {
                    all_told &= told_all;
                    ways.push(way);
                }
            }
        }
        if ways.is_empty() {
            return WhyNot::Never;
        }
        let inputs = |way: &[ChangedInput]| -> Vec<usize> {
            way.iter().map(|changed| changed.input).collect()
        };
        ways.sort_by_key(|way| inputs(way));
        all_told &= ways.len() <= MAX_WAYS;
        ways.truncate(MAX_WAYS);
        WhyNot::Ways { ways, all_told }
    }
}

/// A change as its blocks of values, a value for every field of it.
fn blocks(change: &Change) -> Vec<Vec<ChangedInput>> {
    let block = |block: &Block| {
        let input = |&input: &usize| {
            let told = block.values.get(input).cloned().flatten();
            // Any value does; the first one stands for all.
            let any = || block.witness.get(input).copied().map(Values::only);
            Some(ChangedInput { input, values: told.or_else(any)? })
        };
        change.inputs.iter().filter_map(input).collect()
    };
    change.blocks.iter().map(block).collect()
}
