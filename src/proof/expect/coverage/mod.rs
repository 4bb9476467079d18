//! What the tests hold the rules to.
//!
//! A test covers only what it compares, and only where it holds. Two things are counted:
//!
//! - a **rule** (of routing, priority, checks, methods, lists of steps, messages, lifecycles) is covered by a test in which
//!   it decides, and which compares what it decides;
//! - a **cell** is one thing that can be wrong in a rule. Each value that a condition names is covered by a test in which
//!   the rule decides by that value; and each condition besides by a test in which it alone does not hold, so that the
//!   rule does not decide. Of a range both ends count, and the values next to it; of a long list of words the shorter
//!   side: those that `not` leaves out. Further cells are the parts of a routing rule's answer, the severity of a check,
//!   both ends of a priority rule's ranges, and the transitions of a lifecycle.
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

use serde::Serialize;
use serde_json::Value;

use self::goals::{Goal, goals};
use handover_core::language::Lang;
use handover_core::wire::v1::Context;

/// What kind of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Routing rules.
    Routing,
    /// Priority rules.
    Priority,
    /// Methods.
    Methods,
    /// Checks.
    Checks,
    /// Lists of steps.
    Procedures,
    /// Messages to start from.
    Templates,
    /// The lifecycles that follow the request's state.
    Lifecycles,
}

impl Area {
    /// Every area, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Routing,
        Self::Priority,
        Self::Methods,
        Self::Checks,
        Self::Procedures,
        Self::Templates,
        Self::Lifecycles,
    ];

    /// What it is called.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        let (sv, en) = match self {
            Self::Routing => ("Vart ärenden ska", "Where cases go"),
            Self::Priority => ("Prioritet", "Priority"),
            Self::Methods => ("Metoder", "Methods"),
            Self::Checks => ("Kontroller", "Checks"),
            Self::Procedures => ("Steg", "Steps"),
            Self::Templates => ("Meddelanden", "Messages"),
            Self::Lifecycles => ("Livscykler", "Lifecycles"),
        };
        if lang == Lang::Sv { sv } else { en }
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many are covered.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
}

impl Share {
    fn count(self, covered: bool) -> Self {
        Self { covered: self.covered + usize::from(covered), total: self.total + 1 }
    }

    /// The share in whole percent, rounded down, so that only all is 100; of nothing, 100.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.total).unwrap_or(100)
    }
}

/// What is covered of one kind of rules.
#[derive(Debug, Clone, Serialize)]
pub struct AreaCoverage {
    /// The kind.
    pub area: Area,
    /// Its rules.
    pub rules: Share,
    /// Their cells.
    pub cells: Share,
}

/// Something that no test covers.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// The kind of rule.
    pub area: Area,
    /// The rule.
    pub rule: String,
    /// Whether it is the whole rule; else it is a cell of it.
    pub whole: bool,
    /// What no test shows, in the language of the report.
    pub what: String,
    /// A test that covers it, as it may be written, with the answer that the rules give today; where one was found.
    pub suggestion: Option<String>,
}

/// What the tests hold the rules to.
#[derive(Debug, Clone, Serialize)]
pub struct Coverage {
    /// All rules.
    pub rules: Share,
    /// All cells.
    pub cells: Share,
    /// The places in documents that rules name.
    pub places: Share,
    /// By kind of rule.
    pub areas: Vec<AreaCoverage>,
    /// What is not covered, in the order of the areas and rules.
    pub missing: Vec<Missing>,
    /// The places that are not covered.
    pub missing_places: Vec<String>,
}

/// What the runs cover. `requests` are where suggestions start from, if there are to be any.
pub(super) fn measure(
    context: &Context<'_>,
    runs: &[Run],
    requests: Option<Vec<(Value, bool)>>,
) -> Coverage {
    let rule_set = context.engine.rule_set();
    let goals = goals(rule_set);
    let covered: Vec<bool> =
        goals.iter().map(|goal| runs.iter().any(|run| goal.met(rule_set, run))).collect();
    let share = |wanted: &dyn Fn(&Goal) -> bool| {
        let counted = goals.iter().zip(&covered).filter(|(goal, _)| wanted(goal));
        counted.fold(Share::default(), |share, (_, &covered)| share.count(covered))
    };
    let areas = Area::ALL.into_iter().map(|area| AreaCoverage {
        area,
        rules: share(&|goal| goal.area == area && goal.is_rule()),
        cells: share(&|goal| goal.area == area && !goal.is_rule()),
    });
    let places = places::places(rule_set, &goals, &covered);
    let open: Vec<&Goal> = goals
        .iter()
        .zip(&covered)
        .filter(|(_, covered)| !**covered)
        .map(|(goal, _)| goal)
        .collect();
    let suggestions = match requests {
        Some(requests) => search::suggestions(context, &open, requests),
        None => vec![None; open.len()],
    };
    let missing = open.iter().zip(suggestions).map(|(goal, suggestion)| Missing {
        area: goal.area,
        rule: goal.id(rule_set).to_owned(),
        whole: goal.is_rule(),
        what: goal.what(rule_set, context.lang),
        suggestion,
    });
    Coverage {
        rules: share(&Goal::is_rule),
        cells: share(&|goal| !goal.is_rule()),
        places: places.iter().fold(Share::default(), |share, (_, covered)| share.count(*covered)),
        areas: areas.collect(),
        missing: missing.collect(),
        missing_places: places.into_iter().filter(|(_, c)| !c).map(|(place, _)| place).collect(),
    }
}
