//! A test run, as the input of coverage: values read by the tables, their results, and the compared part of these.

use serde_json::{Map, Value};

use super::super::ask::AnswerFacts;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::procedures::Choice;
use handover_core::wire::report::TableName;
use handover_matcher::Value as Read;

/// A test that was run and passed.
#[derive(Debug, Clone)]
pub struct Run {
    pub(super) facts: AnswerFacts,
    compared: ComparedPart,
    /// For each table, its values and results; `None` if the run does not involve it.
    seen: [Option<TableRun>; TableName::ALL.len()],
}

/// Values and results of one table.
#[derive(Debug, Clone)]
struct TableRun {
    values: Vec<Read>,
    /// The rules that decided.
    won: Vec<usize>,
    /// Whether the result is compared; for checks, each is examined separately.
    compared: bool,
}

/// The values that a test compares.
#[derive(Debug, Clone)]
enum ComparedPart {
    /// All values: the most that a test could compare.
    Everything,
    /// These keys under `expect`.
    These(Map<String, Value>),
}

/// The result of one rule in a run.
#[derive(Clone, Copy)]
pub(super) struct View<'r> {
    /// The values that its table read.
    pub(super) values: &'r [Read],
    /// Whether it decided.
    pub(super) won: bool,
    /// Whether the result is compared.
    pub(super) compared: bool,
}

impl Run {
    /// A run of a test with its expected values.
    pub(in crate::expect) fn new(
        rule_set: &RuleSet,
        facts: AnswerFacts,
        expected: &Map<String, Value>,
    ) -> Self {
        Self::of(rule_set, facts, ComparedPart::These(expected.clone()))
    }

    /// A run that compares everything.
    pub(super) fn of_everything(rule_set: &RuleSet, facts: AnswerFacts) -> Self {
        Self::of(rule_set, facts, ComparedPart::Everything)
    }

    fn of(rule_set: &RuleSet, facts: AnswerFacts, compared: ComparedPart) -> Self {
        let mut run = Self { facts, compared, seen: Default::default() };
        run.seen = TableName::ALL.map(|name| run.see(rule_set, name));
        run
    }

    /// Whether a key is under `expect`.
    pub(super) fn compares(&self, name: &str) -> bool {
        match &self.compared {
            ComparedPart::Everything => true,
            ComparedPart::These(expected) => expected.contains_key(name),
        }
    }

    /// Whether the test would notice another routing rule in place of the one that decided.
    fn compares_route(&self) -> bool {
        let named = |names: &[&str]| names.iter().all(|name| self.compares(name));
        named(&["rule"])
            || named(&["rules"])
            || named(&["resource"])
            || named(&["unit", "role", "capability", "specialty"])
    }

    /// Whether the test would notice if a check wrongly gave, or did not give, its finding.
    pub(super) fn compares_finding(&self, code: &str, given: bool) -> bool {
        let ComparedPart::These(expected) = &self.compared else {
            return true;
        };
        let holds = |list: Option<&Value>| {
            let items = list.and_then(Value::as_array);
            items.is_some_and(|items| items.iter().any(|item| item.as_str() == Some(code)))
        };
        let by_severity = || {
            let severity = expected.get("severity").and_then(|map| map.get(code));
            severity.is_some_and(|severity| severity.is_string() == given)
        };
        match expected.get("findings") {
            Some(Value::Array(_)) => true,
            Some(some) if holds(some.get(if given { "has" } else { "not" })) => true,
            _ => by_severity(),
        }
    }

    /// Whether the test would notice another severity of a check that gave its finding.
    pub(super) fn compares_severity(&self, rule_set: &RuleSet, check: usize) -> bool {
        let severity = |check: usize| rule_set.checks.all.get(check).map(|check| check.severity);
        let alone = |other: &usize| *other == check || severity(*other) < severity(check);
        let decides = self.compares("decision") && self.facts.fired.iter().all(alone);
        let code = rule_set.checks.all.get(check).map_or("", |check| check.id.as_str());
        let named = match &self.compared {
            ComparedPart::Everything => true,
            ComparedPart::These(expected) => {
                expected.get("severity").is_some_and(|map| map.get(code).is_some())
            }
        };
        named || decides
    }

    /// The result of a rule; `None` if the run does not involve its table.
    pub(super) fn view(
        &self,
        rule_set: &RuleSet,
        name: TableName,
        rule: usize,
    ) -> Option<View<'_>> {
        let TableRun { values, won, compared } = self.seen.get(name as usize)?.as_ref()?;
        let won = won.contains(&rule);
        let compared = match name {
            TableName::Checks => self.compares_finding(&rule_set.checks.all.get(rule)?.id, won),
            _ => *compared,
        };
        Some(View { values, won, compared })
    }

    /// The values and results of a table.
    fn see(&self, rule_set: &RuleSet, name: TableName) -> Option<TableRun> {
        let facts = &self.facts;
        let read = |inputs: &[CheckInput]| inputs.iter().map(|&i| facts.checked(i)).collect();
        let procedure = [CheckInput::Method, CheckInput::Action, CheckInput::State];
        let chosen = |choice: &Choice, values: Vec<Read>, compared: bool| TableRun {
            won: choice.holding(&values),
            values,
            compared,
        };
        let indices = |rules: &[u32]| rules.iter().map(|&rule| rule as usize).collect();
        let procedures = &rule_set.procedures;
        Some(match name {
            TableName::Routing => TableRun {
                values: facts.routing.clone(),
                won: indices(&facts.rules),
                compared: self.compares_route(),
            },
            TableName::Checks => {
                TableRun { values: facts.checks.clone(), won: facts.fired.clone(), compared: false }
            }
            TableName::Priority => {
                let values = vec![Read::Int(facts.priority?)];
                let won = indices(rule_set.priority.table.scan(&values).rules());
                let compared = self.shows_sms() || self.shows_listed(rule_set);
                TableRun { values, won, compared }
            }
            TableName::Methods => {
                let mut values: Vec<Read> =
                    read(&[CheckInput::SameProvider, CheckInput::Accepted, CheckInput::State]);
                // A case without a handover has not been sent.
                if let (Some(state), false) = (values.last_mut(), facts.validates) {
                    *state = Read::Word(0);
                }
                let won = facts.methods.clone();
                TableRun { values, won, compared: self.compares("methods") }
            }
            // A refused handover has no steps, whatever procedure applies.
            TableName::Procedures if facts.validates && !facts.refused => {
                chosen(&procedures.procedure_choice, read(&procedure), self.compares("steps"))
            }
            TableName::Templates if facts.validates => {
                chosen(&procedures.template_choice, read(&procedure), self.compares("templates"))
            }
            TableName::Lifecycles if facts.validates => {
                let method = read(&[CheckInput::Method]);
                chosen(&procedures.lifecycle_choice, method, self.compares("next"))
            }
            _ => return None,
        })
    }

    /// Whether `sms` shows the meaning of the priority.
    pub(super) fn shows_sms(&self) -> bool {
        self.compares("sms") && self.facts.alerts
    }

    /// Whether findings show whether the document lists the priority.
    pub(super) fn shows_listed(&self, rule_set: &RuleSet) -> bool {
        let checks = rule_set.checks.table.rules().iter().enumerate();
        let mut listed = checks.filter(|(_, rule)| {
            let mut tests = rule.alternatives.iter().flatten().map(|condition| condition.input);
            tests.any(|input| input == CheckInput::PriorityListed as usize)
        });
        let noticed =
            |check: usize, id: &str| self.compares_finding(id, self.facts.fired.contains(&check));
        self.facts.alerts
            && self.facts.validates
            && listed.any(|(check, rule)| noticed(check, &rule.id))
    }
}
