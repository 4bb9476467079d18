//! The points of a space: the classes of its inputs, and the units and roles that stand for others alike.

#![expect(clippy::indexing_slicing, reason = "states are numbered")]

use indexmap::IndexSet;
use jiff::civil::Date;

use super::set::Set;
use super::space::{RoutingInputs, UnitPoint, word};
use handover_core::engine::Engine;
use handover_core::language::day;
use handover_core::ruleset::inputs::{CHECKS, ROUTING};
use handover_core::ruleset::invariants::{Invariants, specs};
use handover_core::ruleset::kinds::{Kind, STATES};
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, UnitTarget};
use handover_core::ruleset::{RuleSet, directory};
use handover_matcher::{
    Classes, Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, Plan, Rule, Strategy, Table,
    Value, Values,
};

/// Units that are alike, of which a request can name three.
const ALIKE: usize = 3;

/// The classes of all inputs that invariants may name, then those of routing's own.
pub(super) fn classes(
    rule_set: &RuleSet,
    invariants: &Invariants,
    own: &RoutingInputs,
) -> Option<Classes> {
    let mut inputs: Vec<Input> = invariants.inputs.clone();
    let from_routing =
        |name: &str| rule_set.routing.table.inputs().iter().find(|input| input.name == name);
    for name in ["unit", "from_unit", "at"] {
        inputs.push(from_routing(name)?.clone());
    }
    // A list without words is one that no condition tests.
    for input in &mut inputs {
        if let Domain::Words { words, open: false } = &mut input.domain
            && words.is_empty()
        {
            words.push(String::new());
        }
    }
    let mut tested: IndexSet<(usize, Values)> = IndexSet::new();
    let mut test = |input: usize, accepts: &Values| {
        tested.insert((input, accepts.clone()));
    };
    let each = |conditions: &[Condition], test: &mut dyn FnMut(usize, &Values)| {
        conditions.iter().for_each(|condition| test(condition.input, &condition.accepts));
    };
    for invariant in &invariants.all {
        each(&invariant.when, &mut test);
        each(&invariant.then, &mut test);
    }
    rule_set
        .checks
        .table
        .rules()
        .iter()
        .flat_map(|rule| &rule.alternatives)
        .for_each(|all| each(all, &mut test));
    for condition in
        rule_set.routing.table.rules().iter().flat_map(|rule| rule.alternatives.iter().flatten())
    {
        test(routing_input(condition.input, own)?, &condition.accepts);
    }
    for (input, spec) in specs().iter().enumerate() {
        let words = match spec.kind {
            Kind::Words(list) => list.len(),
            Kind::Method => rule_set.methods.all.len(),
            _ => 0,
        };
        (0..words as u32).for_each(|word| test(input, &Values::only(Value::Word(word))));
        if spec.kind == Kind::Boolean {
            test(input, &Values::only(Value::Bool(true)));
        }
        if matches!(spec.kind, Kind::CaseType | Kind::Specialty) {
            test(input, &Values::only(Value::Unlisted));
        }
    }
    let specialty = CHECKS.iter().position(|spec| spec.kind == Kind::Specialty)?;
    let level = CHECKS.iter().position(|spec| spec.kind == Kind::CareLevel)?;
    let fixed = rule_set.routing.targets.iter().filter_map(|target| match target.specialty {
        SpecialtyTarget::Fixed(word) => Some(word),
        SpecialtyTarget::Concerned => None,
    });
    fixed.for_each(|word| test(specialty, &Values::only(Value::Word(word))));
    for (at, default) in (0_u32..).zip(&rule_set.vocabulary.default_specialty) {
        if let Some(default) = default {
            test(specialty, &Values::only(Value::Word(*default)));
        }
        test(level, &Values::only(Value::Word(at)));
    }
    let priority = &rule_set.priority;
    let by_value: Vec<_> =
        (priority.min..=priority.max).map(|value| (value, priority.level(value))).collect();
    let input = CHECKS.iter().position(|spec| spec.kind == Kind::Priority)?;
    for run in by_value.chunk_by(|a, b| a.1 == b.1) {
        if let ([(first, _), ..], [.., (last, _)]) = (run, run) {
            test(input, &Values::Ranges(vec![(*first, *last)]));
        }
    }
    for end in [priority.min, priority.max] {
        test(input, &Values::only(Value::Int(end)));
    }
    let mut day = |last: Option<Date>| {
        if let Some(last) = last {
            test(own.at, &Values::Ranges(vec![(handover_matcher::FIRST_DAY, day::number(last))]));
        }
    };
    day(rule_set.sources.governing().and_then(|document| document.valid_until));
    let details = (0_u32..).map_while(|unit| rule_set.directory.unit(unit));
    for period in
        details.flat_map(|unit| unit.providers.iter().map(|(_, days)| *days).chain([unit.period]))
    {
        day(period.0.and_then(|first| first.yesterday().ok()));
        day(period.1);
    }
    let rules = (0..).zip(tested).map(|(outcome, (input, accepts))| Rule {
        id: String::new(),
        alternatives: vec![vec![Condition { input, accepts }]],
        outcome,
        overrides: Vec::new(),
    });
    let rules = rules.map(|rule| Rule { id: rule.outcome.to_string(), ..rule }).collect();
    let table = Table::new("classes", inputs, rules, HitPolicy::Collect).ok()?;
    let plan = Plan::compile_as(&table, Strategy::Bitmap, DEFAULT_BUDGET).ok()?;
    Some(plan.classes().clone())
}

/// The input of the space that an input of the routing table is.
pub(super) fn routing_input(input: usize, own: &RoutingInputs) -> Option<usize> {
    match ROUTING.get(input)?.name {
        "unit" => Some(own.unit),
        "from_unit" => Some(own.from),
        "at" => Some(own.at),
        name => CHECKS.iter().position(|spec| spec.name == name),
    }
}

pub(super) fn unit_points(
    rule_set: &RuleSet,
    classes: &Classes,
    own: &RoutingInputs,
) -> Vec<UnitPoint> {
    let fixed: Vec<u32> = rule_set
        .routing
        .targets
        .iter()
        .filter_map(|target| match target.unit {
            UnitTarget::Fixed(unit) => Some(unit),
            UnitTarget::Concerned => None,
        })
        .collect();
    let answer = Invariants::position("unit").unwrap_or(own.unit);
    type Kept = ([u32; 3], Option<directory::Unit>, Option<u32>);
    let mut kept: Vec<(Kept, usize)> = Vec::new();
    let mut points = vec![UnitPoint::Absent];
    for unit in (0_u32..).take(rule_set.directory.units.all().len()) {
        let told =
            [own.unit, own.from, answer].map(|input| classes.class_of(input, Value::Word(unit)));
        let single = fixed.contains(&unit).then_some(unit);
        let details = rule_set.directory.unit(unit);
        let alike = kept.iter_mut().find(|((classes, known, fixed), _)| {
            let same_days = match (known, details) {
                (Some(known), Some(unit)) => {
                    (known.period, &known.providers) == (unit.period, &unit.providers)
                }
                (known, unit) => known.is_none() && unit.is_none(),
            };
            *classes == told && *fixed == single && same_days
        });
        match alike {
            Some((_, count)) if *count == ALIKE => continue,
            Some((_, count)) => *count += 1,
            None => kept.push(((told, details.cloned(), single), 1)),
        }
        points.push(UnitPoint::Listed(unit));
    }
    points.extend((0..ALIKE).map(UnitPoint::Unlisted));
    points
}

/// No role, those that rules send to, and one more.
pub(super) fn role_points(rule_set: &RuleSet) -> Vec<Option<u32>> {
    let named: IndexSet<u32> = rule_set
        .routing
        .targets
        .iter()
        .filter_map(|target| match target.role {
            RoleTarget::Role(role) => Some(role),
            RoleTarget::Original | RoleTarget::NotGiven => None,
        })
        .collect();
    let another =
        (0_u32..).take(rule_set.vocabulary.roles.all().len()).find(|role| !named.contains(role));
    [None].into_iter().chain(named.iter().copied().map(Some)).chain(another.map(Some)).collect()
}

/// By point of a method, the states that requests by it can be in: those of its lifecycle, if it follows one.
pub(super) fn states(engine: &Engine) -> Vec<Set> {
    let procedures = &engine.rule_set().procedures;
    let bound = STATES.len() + 1;
    let all = || Set::of(bound, 1..bound);
    let of_method = |method: usize| {
        let followed = engine
            .lifecycles_of(Some(method))
            .iter()
            .filter_map(|&index| procedures.lifecycles.get(index));
        let ids: Vec<&str> = followed
            .flat_map(|lifecycle| lifecycle.states.iter().map(|(id, _)| id.as_str()))
            .collect();
        if ids.is_empty() {
            return all();
        }
        Set::of(
            bound,
            (0..STATES.len())
                .filter(|&state| STATES.id(state).is_some_and(|id| ids.contains(&id)))
                .map(word),
        )
    };
    std::iter::once(all()).chain((0..engine.rule_set().methods.all.len()).map(of_method)).collect()
}
