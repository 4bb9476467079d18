//! Why not: the smallest changes of a case that would make a rule decide it.
//!
//! The matcher knows no default specialty, so each care level that the case may have is analysed on its own, with the
//! specialty that the case then has. A level other than the case's counts as one change.

use crate::engine::case::Case;
use crate::engine::intern;
use crate::engine::prepared::Prepared;
use crate::ruleset::inputs::{ROUTING, position};
use handover_matcher::{Analysis, Block, Change, Proof, Values, WhyNot as Asked};

/// Maximum number of ways returned.
const MAX_WAYS: usize = 8;

/// A field to change, with the values that will do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedInput {
    /// The input, by its index in [`ROUTING`].
    pub input: usize,
    /// The values that will do.
    pub values: Values,
}

/// The changes that would make a rule decide a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyNot {
    /// None needed: the rule decides the case as it is.
    Decides,
    /// None exists: other rules override it, or its conditions cannot hold.
    Never,
    /// Any of these ways. No change of fewer fields will do.
    Ways {
        /// The ways, by their fields in the order of [`ROUTING`].
        ways: Vec<Vec<ChangedInput>>,
        /// Whether these are all ways with this number of fields.
        all_told: bool,
    },
    /// The analysis ran out of its budget.
    NotProved {
        /// The steps taken before it gave up.
        steps: u64,
    },
}

/// The smallest changes that would make a rule decide a case. Linear in the rules, apart from the matcher's analysis,
/// which has a budget.
pub(in crate::engine) fn why_not(prepared: &Prepared, case: &Case<'_>, rule: u32) -> WhyNot {
    let table = &prepared.rule_set.routing.table;
    let analysis = Analysis::new(table);
    let Some(level_input) = position(ROUTING, "care_level") else {
        return WhyNot::Never;
    };
    let changeable: Vec<bool> = (0..ROUTING.len()).map(|input| input != level_input).collect();
    let levels = u32::try_from(prepared.rule_set.vocabulary.care_levels.all().len());
    let others = (0..levels.unwrap_or(0)).filter(|&level| Some(level) != case.care_level);
    let mut ways: Vec<Vec<ChangedInput>> = Vec::new();
    let mut fewest = usize::MAX;
    let mut all_told = true;
    for level in std::iter::once(None).chain(others.map(Some)) {
        let at_level = Case { care_level: level.or(case.care_level), ..*case };
        let values = intern::case(prepared, &at_level).routing;
        let changed_level = level.map(|level| ChangedInput {
            input: level_input,
            values: Values::Words { listed: vec![level], unlisted: false },
        });
        let (changes, complete) = match analysis.why_not(&values, rule, &changeable, MAX_WAYS) {
            Proof::NotProved { steps } => return WhyNot::NotProved { steps },
            Proof::Exact(Asked::Never) => continue,
            Proof::Exact(Asked::Decides) if changed_level.is_none() => return WhyNot::Decides,
            Proof::Exact(Asked::Decides) => (vec![Vec::new()], true),
            Proof::Exact(Asked::Changes { changes, complete }) => {
                let all = complete && changes.iter().all(|change| change.complete);
                (changes.iter().flat_map(blocks).collect(), all)
            }
        };
        for change in changes {
            let mut way: Vec<ChangedInput> = changed_level.iter().cloned().chain(change).collect();
            way.sort_by_key(|changed| changed.input);
            if way.len() < fewest {
                fewest = way.len();
                ways.clear();
                all_told = true;
            }
            if way.len() == fewest {
                all_told &= complete;
                ways.push(way);
            }
        }
    }
    if ways.is_empty() {
        return WhyNot::Never;
    }
    let inputs =
        |way: &[ChangedInput]| -> Vec<usize> { way.iter().map(|changed| changed.input).collect() };
    ways.sort_by_key(|way| inputs(way));
    all_told &= ways.len() <= MAX_WAYS;
    ways.truncate(MAX_WAYS);
    WhyNot::Ways { ways, all_told }
}

/// A change as its blocks, each with a value for every field.
fn blocks(change: &Change) -> Vec<Vec<ChangedInput>> {
    let block = |block: &Block| {
        let input = |&input: &usize| {
            let named = block.values.get(input).cloned().flatten();
            // Where any value will do, the first stands for all.
            let any = || block.witness.get(input).copied().map(Values::only);
            Some(ChangedInput { input, values: named.or_else(any)? })
        };
        change.inputs.iter().filter_map(input).collect()
    };
    change.blocks.iter().map(block).collect()
}
