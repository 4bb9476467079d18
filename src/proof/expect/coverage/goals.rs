//! Goals of coverage: rules and their cells, each with the test whether a run covers it.

use super::run::{Run, View};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{
    CHECKS, CheckInput, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING,
};
use handover_core::ruleset::kinds::FixedWords;
use handover_core::ruleset::kinds::{CHOSEN, Kind, STATES};
use handover_core::ruleset::model::OtherRole;
use handover_core::wire::report::TableName;
use handover_matcher::{Condition, Domain, FIRST_DAY, Input, LAST_DAY, Table, Value, Values};

/// A rule or a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CoverageGoal {
    pub(super) table: TableName,
    /// The rule, by its index in the table.
    pub(super) rule: usize,
    pub(super) kind: GoalKind,
}

/// The part of a rule to cover.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum GoalKind {
    /// It decides.
    Rule,
    /// It decides while a condition holds, by this value if one is given.
    Holds(CoverageCell),
    /// It does not decide because a single condition fails, by this value if one is given.
    Alone(CoverageCell),
    /// All conditions of a check hold, and the list that it iterates over is empty.
    Empty,
    /// It decides, and this part of its result is compared.
    Part(&'static str),
    /// Its result for this priority is compared: `sms` or `findings`.
    Level(i64, &'static str),
    /// This transition of the lifecycle is offered.
    Transition(usize),
}

/// A condition of an alternative of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CoverageCell {
    pub(super) alternative: usize,
    pub(super) condition: usize,
    pub(super) value: Option<Value>,
}

/// A table by its name.
pub(super) fn table(rule_set: &RuleSet, name: TableName) -> &Table {
    match name {
        TableName::Routing => &rule_set.routing.table,
        TableName::Priority => &rule_set.priority.table,
        TableName::Methods => &rule_set.methods.table,
        TableName::Checks => &rule_set.checks.table,
        TableName::Procedures => &rule_set.procedures.procedure_choice.table,
        TableName::Templates => &rule_set.procedures.template_choice.table,
        TableName::Lifecycles => &rule_set.procedures.lifecycle_choice.table,
    }
}

fn specs(name: TableName) -> &'static [InputSpec] {
    match name {
        TableName::Routing => ROUTING,
        TableName::Priority => PRIORITIES,
        TableName::Methods => METHODS,
        TableName::Checks => CHECKS,
        TableName::Procedures | TableName::Templates => PROCEDURES,
        TableName::Lifecycles => LIFECYCLES,
    }
}

/// All goals, in the order of tables and rules.
pub(super) fn goals(rule_set: &RuleSet) -> Vec<CoverageGoal> {
    let mut goals = Vec::new();
    for name in TableName::ALL {
        for rule in 0..table(rule_set, name).rules().len() {
            // Lifecycles that follow nothing are for information only: no answer has them.
            let lifecycle = rule_set.procedures.lifecycles.get(rule);
            if name == TableName::Lifecycles && lifecycle.is_none_or(|one| !one.follows_state) {
                continue;
            }
            let mut add = |kind: GoalKind| goals.push(CoverageGoal { table: name, rule, kind });
            add(GoalKind::Rule);
            match name {
                // The rules divide the scale among them, so each condition ends where another begins.
                TableName::Priority => levels(rule_set, rule, &mut add),
                _ => cells(rule_set, name, rule, &mut add),
            }
            match name {
                TableName::Routing => parts(rule_set, rule, &mut add),
                TableName::Checks => of_check(rule_set, rule, &mut add),
                TableName::Lifecycles => {
                    let transitions = lifecycle.map_or(0, |one| one.transitions.len());
                    (0..transitions).for_each(|index| add(GoalKind::Transition(index)));
                }
                _ => {}
            }
        }
    }
    goals
}

fn cells(rule_set: &RuleSet, name: TableName, rule: usize, add: &mut impl FnMut(GoalKind)) {
    let table = table(rule_set, name);
    let alternatives = table.rules().get(rule).map(|rule| rule.alternatives.as_slice());
    for (alternative, conditions) in alternatives.unwrap_or_default().iter().enumerate() {
        for (condition, Condition { input, accepts }) in conditions.iter().enumerate() {
            let (Some(spec), Some(input)) = (specs(name).get(*input), table.inputs().get(*input))
            else {
                continue;
            };
            let cell = |value| CoverageCell { alternative, condition, value };
            let failing = failing_alone(table, rule, alternative, condition);
            let (held, failed) = points(accepts, &failing, &input.domain, spec.kind);
            held.into_iter().for_each(|value| add(GoalKind::Holds(cell(value))));
            failed.into_iter().for_each(|value| add(GoalKind::Alone(cell(value))));
        }
    }
}

/// The values by which a condition can fail alone.
///
/// No other alternative of the rule accepts them while all other conditions hold.
fn failing_alone(table: &Table, rule: usize, alternative: usize, condition: usize) -> Values {
    let alternatives = table.rules().get(rule).map(|rule| rule.alternatives.as_slice());
    let alternatives = alternatives.unwrap_or_default();
    let own = alternatives.get(alternative).map(Vec::as_slice).unwrap_or_default();
    let found = own.get(condition).and_then(|one| Some((one, table.inputs().get(one.input)?)));
    let Some((tested, Input { domain, .. })) = found else {
        return Values::Ranges(Vec::new());
    };
    let mut rest = tested.accepts.complement(domain);
    let others = alternatives.iter().enumerate().filter(|(at, _)| *at != alternative);
    for (_, other) in others {
        let follows = |one: &Condition| {
            let known = own.iter().find(|known| known.input == one.input);
            let domain = table.inputs().get(one.input).map(|input| &input.domain);
            known.zip(domain).is_some_and(|(known, domain)| {
                known.accepts.intersect(&one.accepts.complement(domain)).is_empty()
            })
        };
        let (same, besides): (Vec<&Condition>, Vec<&Condition>) =
            other.iter().partition(|one| one.input == tested.input);
        if besides.into_iter().all(follows) {
            let taken =
                same.iter().fold(Values::all(domain), |set, one| set.intersect(&one.accepts));
            rest = rest.intersect(&taken.complement(domain));
        }
    }
    rest
}

/// The values to test a condition with, when it holds and when it fails alone; `None` is any of them.
fn points(
    accepts: &Values,
    failing: &Values,
    domain: &Domain,
    kind: Kind,
) -> (Vec<Option<Value>>, Vec<Option<Value>>) {
    let rest = accepts.complement(domain);
    let (held, failed) = match accepts {
        Values::Ranges(ranges) => {
            let bound = |day: i64| day == FIRST_DAY || day == LAST_DAY;
            let ends = ranges.iter().flat_map(|&(from, to)| [from, to]).filter(|end| !bound(*end));
            let beside = ranges.iter().flat_map(|&(from, to)| {
                [from.saturating_sub(1), to.saturating_add(1)].map(Value::Int)
            });
            let beside: Vec<Value> = beside.filter(|&value| rest.contains(value)).collect();
            (ends.map(Value::Int).collect::<Vec<_>>(), beside)
        }
        Values::Booleans { .. } => (single(accepts), single(&rest)),
        // Of the words that the rule set lists, those that the cell names: the shorter side.
        Values::Words { .. } => {
            let listed = matches!(
                kind,
                Kind::CaseType | Kind::Specialty | Kind::Unit | Kind::Role | Kind::Capability
            );
            if listed && accepts.count() > rest.count() {
                (Vec::new(), single(&rest))
            } else {
                (single(accepts), Vec::new())
            }
        }
    };
    let any_of = |values: Vec<Value>, set: &Values| -> Vec<Option<Value>> {
        let possible = values.into_iter().filter(|&value| set.contains(value));
        let mut wanted: Vec<Option<Value>> = possible.map(Some).collect();
        wanted.dedup();
        if wanted.is_empty() && !set.is_empty() {
            wanted.push(None);
        }
        wanted
    };
    (any_of(held, accepts), any_of(failed, failing))
}

/// The values of a short set.
fn single(set: &Values) -> Vec<Value> {
    match set {
        Values::Words { listed, unlisted } => {
            let words = listed.iter().map(|&word| Value::Word(word));
            words.chain(unlisted.then_some(Value::Unlisted)).collect()
        }
        Values::Booleans { .. } => {
            [true, false].map(Value::Bool).into_iter().filter(|&v| set.contains(v)).collect()
        }
        Values::Ranges(_) => Vec::new(),
    }
}

/// The parts of a routing rule's answer.
fn parts(rule_set: &RuleSet, rule: usize, add: &mut impl FnMut(GoalKind)) {
    let outcome = rule_set.routing.table.rules().get(rule).map(|rule| rule.outcome);
    let target = outcome.and_then(|outcome| rule_set.routing.target(outcome));
    for part in ["unit", "role", "capability", "specialty"] {
        add(GoalKind::Part(part));
    }
    if target.is_some_and(|target| target.other_role == OtherRole::WithReason) {
        add(GoalKind::Part("other_role"));
    }
}

fn of_check(rule_set: &RuleSet, rule: usize, add: &mut impl FnMut(GoalKind)) {
    add(GoalKind::Part("severity"));
    if rule_set.checks.all.get(rule).is_some_and(|check| check.about.list().is_some()) {
        add(GoalKind::Empty);
    }
}

/// Both ends of each range, for the results `sms` and, if a check reads it, `listed`.
fn levels(rule_set: &RuleSet, rule: usize, add: &mut impl FnMut(GoalKind)) {
    let read = rule_set.checks.table.rules().iter().flat_map(|rule| &rule.alternatives).flatten();
    let listed = { read }.any(|condition| condition.input == CheckInput::PriorityListed as usize);
    let rule = rule_set.priority.table.rules().get(rule);
    let conditions = rule.into_iter().flat_map(|rule| &rule.alternatives).flatten();
    for condition in conditions {
        if let Values::Ranges(ranges) = &condition.accepts {
            let mut ends: Vec<i64> = ranges.iter().flat_map(|&(from, to)| [from, to]).collect();
            ends.dedup();
            for end in ends {
                add(GoalKind::Level(end, "sms"));
                if listed {
                    add(GoalKind::Level(end, "findings"));
                }
            }
        }
    }
}

impl CoverageGoal {
    /// Whether it is a rule; otherwise it is a cell.
    pub(super) fn is_rule(&self) -> bool {
        self.kind == GoalKind::Rule
    }

    /// The id of the rule.
    pub(super) fn id<'r>(&self, rule_set: &'r RuleSet) -> &'r str {
        table(rule_set, self.table).rules().get(self.rule).map_or("", |rule| rule.id.as_str())
    }

    /// Whether a run covers it.
    pub(super) fn met(&self, rule_set: &RuleSet, run: &Run) -> bool {
        self.weigh(rule_set, run).is_none()
    }

    /// The number of conditions missing before a run covers it; `None` if it does. Linear in the rule's conditions.
    pub(super) fn weigh(&self, rule_set: &RuleSet, run: &Run) -> Option<usize> {
        /// The run does not involve the table.
        const FAR: usize = 100;
        let Some(view) = run.view(rule_set, self.table, self.rule) else {
            return Some(FAR);
        };
        let wants = |wanted: &[bool]| wanted.iter().filter(|&&held| !held).count();
        let (won, compared) = (view.won, view.compared);
        let wanting = match &self.kind {
            GoalKind::Rule => wants(&[won, compared]) + self.nearest(rule_set, &view),
            GoalKind::Holds(cell) => {
                let (others, value) = self.cell(rule_set, cell, &view);
                let exact = cell.value.is_none_or(|wanted| wanted == value.0);
                wants(&[won, compared, value.1, exact]) + others
            }
            GoalKind::Alone(cell) => {
                let (others, value) = self.cell(rule_set, cell, &view);
                let exact = cell.value.is_none_or(|wanted| wanted == value.0);
                let fails = value.0 != Value::Absent && !value.1;
                wants(&[!won, compared, fails, exact]) + others
            }
            GoalKind::Empty => wants(&[!won, compared]) + self.nearest(rule_set, &view),
            GoalKind::Part(part) => {
                let shown = match *part {
                    "severity" => run.compares_severity(rule_set, self.rule),
                    "other_role" => shows_other_role(rule_set, run),
                    // An incomplete answer does not show the rule's result.
                    part => run.facts.complete && (run.compares(part) || run.compares("resource")),
                };
                wants(&[won, shown]) + self.nearest(rule_set, &view)
            }
            GoalKind::Level(priority, part) => {
                let shown = match *part {
                    "sms" => run.shows_sms(),
                    _ => run.shows_listed(rule_set),
                };
                wants(&[view.values.first() == Some(&Value::Int(*priority)), shown])
            }
            GoalKind::Transition(index) => {
                let offered = run.facts.next.contains(&(self.rule, *index));
                let lifecycle = rule_set.procedures.lifecycles.get(self.rule);
                let from =
                    lifecycle.and_then(|one| one.states.get(one.transitions.get(*index)?.from));
                let state = run.facts.checked(CheckInput::State);
                let stands = from.is_some_and(|(id, _)| word(&STATES, state) == Some(id.as_str()));
                wants(&[offered, compared, stands, won])
            }
        };
        (wanting > 0).then_some(wanting)
    }

    /// The number of unmet conditions, for the alternative with the fewest.
    fn nearest(&self, rule_set: &RuleSet, view: &View<'_>) -> usize {
        let rule = table(rule_set, self.table).rules().get(self.rule);
        let alternatives = rule.map(|rule| rule.alternatives.as_slice()).unwrap_or_default();
        let failing = |conditions: &Vec<Condition>| {
            conditions.iter().filter(|condition| !holds(condition, view)).count()
        };
        alternatives.iter().map(failing).min().unwrap_or_default()
    }

    /// The number of other unmet conditions of a cell's alternative, and the cell's value with whether it holds.
    fn cell(
        &self,
        rule_set: &RuleSet,
        cell: &CoverageCell,
        view: &View<'_>,
    ) -> (usize, (Value, bool)) {
        let mut others = 0;
        let mut own = (Value::Absent, false);
        for (at, condition) in self.conditions(rule_set, cell).iter().enumerate() {
            let held = holds(condition, view);
            if at == cell.condition {
                own = (view.values.get(condition.input).copied().unwrap_or_default(), held);
            } else if !held {
                others += 1;
            }
        }
        (others, own)
    }

    /// The conditions of a cell's alternative.
    pub(super) fn conditions<'r>(
        &self,
        rule_set: &'r RuleSet,
        cell: &CoverageCell,
    ) -> &'r [Condition] {
        let rule = table(rule_set, self.table).rules().get(self.rule);
        let alternative = rule.and_then(|rule| rule.alternatives.get(cell.alternative));
        alternative.map(Vec::as_slice).unwrap_or_default()
    }
}

fn holds(condition: &Condition, view: &View<'_>) -> bool {
    view.values.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
}

/// The word of a fixed list.
fn word(words: &FixedWords, value: Value) -> Option<&'static str> {
    match value {
        Value::Word(index) => words.id(index as usize),
        _ => None,
    }
}

/// Whether the findings show that another role is allowed: one is chosen, and some check reads `other_role`.
fn shows_other_role(rule_set: &RuleSet, run: &Run) -> bool {
    let reads = |conditions: &Vec<Condition>| {
        conditions.iter().any(|condition| condition.input == CheckInput::OtherRole as usize)
    };
    let mut checks = rule_set.checks.table.rules().iter().enumerate();
    let another = word(&CHOSEN, run.facts.checked(CheckInput::ChosenRole)) == Some("another");
    another
        && checks.any(|(check, rule)| {
            let given = run.facts.fired.contains(&check);
            rule.alternatives.iter().any(reads) && given && run.compares_finding(&rule.id, true)
        })
}
