//! A test that was run, as coverage sees it: what the tables read, what they made of it, and what of that the test
//! compares.

use serde_json::{Map, Value};

use super::super::ask::Facts;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::procedures::Choice;
use handover_core::wire::report::TableName;
use handover_matcher::Value as Read;

/// A test that was run and held.
#[derive(Debug, Clone)]
pub struct Run {
    pub(super) facts: Facts,
    compared: Compared,
    /// For each table, what it was asked; none where the run says nothing of it.
    seen: [Option<Seen>; TableName::ALL.len()],
}

/// What one table was asked and answered.
#[derive(Debug, Clone)]
struct Seen {
    values: Vec<Read>,
    /// The rules that decided.
    won: Vec<usize>,
    /// Whether that is compared; of checks each is asked about by itself.
    compared: bool,
}

/// What a test compares.
#[derive(Debug, Clone)]
enum Compared {
    /// Whatever there is: what a test could compare.
    Everything,
    /// These names, as they stand under `expect`.
    These(Map<String, Value>),
}

/// How one rule fared in a run.
#[derive(Clone, Copy)]
pub(super) struct View<'r> {
    /// What its table was asked.
    pub(super) values: &'r [Read],
    /// Whether it decided.
    pub(super) won: bool,
    /// Whether that is compared.
    pub(super) compared: bool,
}

impl Run {
    /// A run of a test with what it expects.
    pub(in crate::expect) fn new(
        rule_set: &RuleSet,
        facts: Facts,
        expected: &Map<String, Value>,
    ) -> Self {
        Self::of(rule_set, facts, Compared::These(expected.clone()))
    }

    /// A run that is compared in everything.
    pub(super) fn of_everything(rule_set: &RuleSet, facts: Facts) -> Self {
        Self::of(rule_set, facts, Compared::Everything)
    }

    fn of(rule_set: &RuleSet, facts: Facts, compared: Compared) -> Self {
        let mut run = Self { facts, compared, seen: Default::default() };
        run.seen = TableName::ALL.map(|name| run.see(rule_set, name));
        run
    }

    /// Whether a name stands under `expect`.
    pub(super) fn compares(&self, name: &str) -> bool {
        match &self.compared {
            Compared::Everything => true,
            Compared::These(expected) => expected.contains_key(name),
        }
    }

    /// Whether another routing rule in place of the one that decided would be noticed.
    fn compares_route(&self) -> bool {
        let named = |names: &[&str]| names.iter().all(|name| self.compares(name));
        named(&["rule"])
            || named(&["rules"])
            || named(&["resource"])
            || named(&["unit", "role", "capability", "specialty"])
    }

    /// Whether it would be noticed that a check does not give its finding, or gives it.
    pub(super) fn compares_finding(&self, code: &str, given: bool) -> bool {
        let Compared::These(expected) = &self.compared else {
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

    /// Whether another severity of a check that gave its finding would be noticed.
    pub(super) fn compares_severity(&self, rule_set: &RuleSet, check: usize) -> bool {
        let severity = |check: usize| rule_set.checks.all.get(check).map(|check| check.severity);
        let alone = |other: &usize| *other == check || severity(*other) < severity(check);
        let decides = self.compares("decision") && self.facts.fired.iter().all(alone);
        let code = rule_set.checks.all.get(check).map_or("", |check| check.id.as_str());
        let named = match &self.compared {
            Compared::Everything => true,
            Compared::These(expected) => {
                expected.get("severity").is_some_and(|map| map.get(code).is_some())
            }
        };
        named || decides
    }

    /// How a rule fared; `None` where the run says nothing of its table.
    pub(super) fn view(
        &self,
        rule_set: &RuleSet,
        name: TableName,
        rule: usize,
    ) -> Option<View<'_>> {
        let Seen { values, won, compared } = self.seen.get(name as usize)?.as_ref()?;
        let won = won.contains(&rule);
        let compared = match name {
            TableName::Checks => self.compares_finding(&rule_set.checks.all.get(rule)?.id, won),
            _ => *compared,
        };
        Some(View { values, won, compared })
    }

    /// What a table was asked and answered.
    fn see(&self, rule_set: &RuleSet, name: TableName) -> Option<Seen> {
        let facts = &self.facts;
        let read = |inputs: &[CheckInput]| inputs.iter().map(|&i| facts.checked(i)).collect();
        let procedure = [CheckInput::Method, CheckInput::Action, CheckInput::State];
        let chosen = |choice: &Choice, values: Vec<Read>, compared: bool| Seen {
            won: choice.holding(&values),
            values,
            compared,
        };
        let indices = |rules: &[u32]| rules.iter().map(|&rule| rule as usize).collect();
        let procedures = &rule_set.procedures;
        Some(match name {
            TableName::Routing => Seen {
                values: facts.routing.clone(),
                won: indices(&facts.rules),
                compared: self.compares_route(),
            },
            TableName::Checks => {
                Seen { values: facts.checks.clone(), won: facts.fired.clone(), compared: false }
            }
            TableName::Priority => {
                let values = vec![Read::Int(facts.priority?)];
                let won = indices(rule_set.priority.table.scan(&values).rules());
                let compared = self.shows_sms() || self.shows_listed(rule_set);
                Seen { values, won, compared }
            }
            TableName::Methods => {
                let mut values: Vec<Read> =
                    read(&[CheckInput::SameProvider, CheckInput::Accepted, CheckInput::State]);
                // A case that is asked about has not been sent.
                if let (Some(state), false) = (values.last_mut(), facts.validates) {
                    *state = Read::Word(0);
                }
                let won = facts.methods.clone();
                Seen { values, won, compared: self.compares("methods") }
            }
            // Of what is refused no steps are told, whichever would apply.
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

    /// Whether `sms` shows what the priority means.
    pub(super) fn shows_sms(&self) -> bool {
        self.compares("sms") && self.facts.alerts
    }

    /// Whether findings show what the instruction says of the priority.
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
