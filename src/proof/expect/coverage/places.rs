//! The places in documents that rules name, and whether a test covers one of those rules.

use super::goals::{CoverageGoal, GoalKind};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::sources::SourceRef;
use handover_core::wire::report::TableName;

/// Every place that a rule names, in the order of tables and rules, with whether it is covered.
pub(super) fn places(
    rule_set: &RuleSet,
    goals: &[CoverageGoal],
    covered: &[bool],
) -> Vec<(String, bool)> {
    let mut places: Vec<(String, bool)> = Vec::new();
    for (goal, &covered) in goals.iter().zip(covered) {
        for source in sources(rule_set, goal) {
            let name = format!("{}/{}", source.section, source.place);
            match places.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known |= covered,
                None => places.push((name, covered)),
            }
        }
    }
    places
}

/// The places that the rule of a goal is based on.
fn sources<'r>(rule_set: &'r RuleSet, goal: &CoverageGoal) -> Vec<&'r SourceRef> {
    let procedures = &rule_set.procedures;
    match (goal.table, &goal.kind) {
        (TableName::Routing, GoalKind::Rule) => {
            rule_set.routing.rules.get(goal.rule).map(|rule| &rule.source).into_iter().collect()
        }
        (TableName::Checks, GoalKind::Rule) => {
            let check = rule_set.checks.all.get(goal.rule);
            check.and_then(|check| check.source.as_ref()).into_iter().collect()
        }
        (TableName::Methods, GoalKind::Rule) => {
            let method = rule_set.methods.all.get(goal.rule);
            method.and_then(|method| method.source.as_ref()).into_iter().collect()
        }
        (TableName::Procedures, GoalKind::Rule) => {
            let steps = procedures.procedures.get(goal.rule).map(|one| one.steps.as_slice());
            let steps = steps.unwrap_or_default().iter();
            steps.filter_map(|&step| procedures.steps.get(step)?.source.as_ref()).collect()
        }
        (TableName::Templates, GoalKind::Rule) => {
            let template = procedures.templates.get(goal.rule);
            template.and_then(|template| template.source.as_ref()).into_iter().collect()
        }
        (TableName::Lifecycles, GoalKind::Transition(index)) => {
            let lifecycle = procedures.lifecycles.get(goal.rule);
            let transition = lifecycle.and_then(|one| one.transitions.get(*index));
            transition.and_then(|transition| transition.source.as_ref()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
