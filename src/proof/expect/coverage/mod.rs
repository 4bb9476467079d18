//! Coverage of the rules by tests.
//!
//! A test covers only the values that it compares, and only if it passes. Two things are counted:
//!
//! - a **rule** (of routing, priority, checks, methods, lists of steps, messages, lifecycles) is covered by a test in
//!   which it decides, and which compares the result;
//! - a **cell** is one thing that can be wrong in a rule. Each value that a condition names is covered by a test in
//!   which the rule decides by that value; and each condition also by a test in which it alone fails, so that the rule
//!   does not decide. Of a range both ends count, and the values next to it; of a long list of words the shorter side:
//!   those that `not` excludes. Further cells are the parts of a routing rule's answer, the severity of a check, both
//!   ends of a priority rule's ranges, and the transitions of a lifecycle.
//!
//! A **place** in a document that rules name is covered when one of those rules is.

mod goals;
mod places;
mod run;
mod search;
#[cfg(test)]
mod tests;
mod words;

pub use run::Run;

use serde_json::Value;

use self::goals::{CoverageGoal, goals};
use handover_core::wire::report::{Coverage, CoverageGap, Share, TableCoverage, TableName};
use handover_core::wire::v1::Context;

/// The coverage of the runs. Suggestions start from `requests`, if there are to be any.
pub(super) fn measure(
    context: &Context<'_>,
    runs: &[Run],
    requests: Option<Vec<(Value, bool)>>,
) -> Coverage {
    let rule_set = context.engine.rule_set();
    let goals = goals(rule_set);
    let covered: Vec<bool> =
        goals.iter().map(|goal| runs.iter().any(|run| goal.met(rule_set, run))).collect();
    let share = |wanted: &dyn Fn(&CoverageGoal) -> bool| {
        let counted = goals.iter().zip(&covered).filter(|(goal, _)| wanted(goal));
        counted.fold(Share::default(), |share, (_, &covered)| share.count(covered))
    };
    let tables = TableName::ALL.into_iter().map(|table| TableCoverage {
        table,
        rules: share(&|goal| goal.table == table && goal.is_rule()),
        cells: share(&|goal| goal.table == table && !goal.is_rule()),
    });
    let places = places::places(rule_set, &goals, &covered);
    let open: Vec<&CoverageGoal> = goals
        .iter()
        .zip(&covered)
        .filter(|(_, covered)| !**covered)
        .map(|(goal, _)| goal)
        .collect();
    let suggestions = match requests {
        Some(requests) => search::suggestions(context, &open, requests),
        None => vec![None; open.len()],
    };
    let missing = open.iter().zip(suggestions).map(|(goal, suggestion)| CoverageGap {
        table: goal.table,
        rule: goal.id(rule_set).to_owned(),
        whole: goal.is_rule(),
        text: goal.what(rule_set, context.lang),
        suggestion,
    });
    Coverage {
        rules: share(&CoverageGoal::is_rule),
        cells: share(&|goal| !goal.is_rule()),
        places: places.iter().fold(Share::default(), |share, (_, covered)| share.count(*covered)),
        tables: tables.collect(),
        missing: missing.collect(),
        missing_places: places.into_iter().filter(|(_, c)| !c).map(|(place, _)| place).collect(),
    }
}
