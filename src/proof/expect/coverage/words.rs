//! Uncovered goals in words.

use super::goals::{CoverageCell, CoverageGoal, GoalKind, table};
use handover_core::language::Lang;
use handover_core::ruleset::{RuleSet, shown};
use handover_core::wire::report::TableName;

impl CoverageGoal {
    /// The behaviour that no test shows.
    pub(super) fn what(&self, rule_set: &RuleSet, lang: Lang) -> String {
        let (sv, en) = match &self.kind {
            GoalKind::Rule => match self.table {
                TableName::Routing => ("avgör inte i något test", "decides in no test"),
                TableName::Checks => ("slår inte till i något test", "fires in no test"),
                TableName::Methods => ("är inte tillåten i något test", "is allowed in no test"),
                TableName::Procedures => ("stegen jämförs inte", "its steps are not compared"),
                TableName::Templates => ("erbjuds inte i något test", "is offered in no test"),
                TableName::Priority | TableName::Lifecycles => ("jämförs inte", "is not compared"),
            },
            GoalKind::Empty => (
                "inget test där listan som kontrollen går igenom är tom",
                "no test where the list that the check goes through is empty",
            ),
            _ => ("", ""),
        };
        let described = match (&self.kind, lang) {
            (GoalKind::Holds(cell), Lang::Sv) => {
                format!("inget test där {} avgör", self.written(rule_set, cell, true))
            }
            (GoalKind::Holds(cell), Lang::En) => {
                format!("no test where {} decides", self.written(rule_set, cell, true))
            }
            (GoalKind::Alone(cell), Lang::Sv) => {
                format!("inget test där bara {} inte stämmer", self.written(rule_set, cell, false))
            }
            (GoalKind::Alone(cell), Lang::En) => {
                format!("no test where only {} fails", self.written(rule_set, cell, false))
            }
            (GoalKind::Part(part), Lang::Sv) => format!("`{part}` jämförs inte"),
            (GoalKind::Part(part), Lang::En) => format!("`{part}` is not compared"),
            (GoalKind::Level(priority, part), Lang::Sv) => {
                format!("`{part}` jämförs inte vid prioritet {priority}")
            }
            (GoalKind::Level(priority, part), Lang::En) => {
                format!("`{part}` is not compared at priority {priority}")
            }
            (GoalKind::Transition(index), lang) => {
                let lifecycle = rule_set.procedures.lifecycles.get(self.rule);
                let found = lifecycle.and_then(|one| {
                    let transition = one.transitions.get(*index)?;
                    Some((one.states.get(transition.from)?.0.as_str(), transition.event.as_str()))
                });
                let (from, event) = found.unwrap_or_default();
                match lang {
                    Lang::Sv => format!("`{event}` från `{from}` jämförs inte"),
                    Lang::En => format!("`{event}` from `{from}` is not compared"),
                }
            }
            _ => String::new(),
        };
        if described.is_empty() {
            if lang == Lang::Sv { sv } else { en }.to_owned()
        } else {
            described
        }
    }

    /// A cell in the form of rules, with the value to test.
    fn written(&self, rule_set: &RuleSet, cell: &CoverageCell, by_value: bool) -> String {
        let condition = self.conditions(rule_set, cell).get(cell.condition);
        let found = condition.and_then(|condition| {
            Some((condition, table(rule_set, self.table).inputs().get(condition.input)?))
        });
        let Some((condition, input)) = found else {
            return String::new();
        };
        let accepts = condition.accepts.display(input);
        match cell.value.map(|value| shown(input, value)) {
            Some(value) if by_value => format!("`{}: {value}`", input.name),
            Some(_) if condition.accepts.complement(&input.domain).count() == 1 => {
                format!("`{}: {accepts}`", input.name)
            }
            Some(value) => format!("`{}: {accepts}` (`{value}`)", input.name),
            None => format!("`{}: {accepts}`", input.name),
        }
    }
}
