//! All requests as points of a finite space: each variable is a part of a request, each of its points stands for values
//! that nothing in the rule set or its invariants tells apart.
//!
//! Most variables are an input of the checks, and their points its classes. Units are points of their own, since requests
//! name up to three, and it matters which of them are the same: of units that are otherwise alike three are kept. What is
//! chosen and the incoming priority are told against what they are compared with.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by this module")]

use indexmap::IndexSet;
use jiff::ToSpan;
use jiff::civil::Date;

use super::set::Set;
use crate::engine::{Action, Engine};
use crate::matcher::{
    Classes, Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, Plan, Rule, Strategy, Table,
    Value, Values,
};
use crate::ruleset::inputs::{CHECKS, Kind, ROUTING, STATES};
use crate::ruleset::invariants::{Invariants, specs};
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, UnitTarget, day_number};
use crate::ruleset::{RuleSet, directory};

/// A part of a request. Those that routing reads come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Var {
    CaseType,
    CareLevel,
    Given,
    Unit,
    From,
    At,
    OriginalRole,
    ToUnit,
    Provider,
    Action,
    Method,
    State,
    Accepted,
    RelatedVisit,
    CaseText,
    Informed,
    HasRead,
    Message,
    Reason,
    Priority,
    Change,
    ChosenRole,
    ToSpecialty,
    Identity,
}

impl Var {
    pub(super) const ALL: [Self; 24] = [
        Self::CaseType,
        Self::CareLevel,
        Self::Given,
        Self::Unit,
        Self::From,
        Self::At,
        Self::OriginalRole,
        Self::ToUnit,
        Self::Provider,
        Self::Action,
        Self::Method,
        Self::State,
        Self::Accepted,
        Self::RelatedVisit,
        Self::CaseText,
        Self::Informed,
        Self::HasRead,
        Self::Message,
        Self::Reason,
        Self::Priority,
        Self::Change,
        Self::ChosenRole,
        Self::ToSpecialty,
        Self::Identity,
    ];
}

/// Points of `ToSpecialty`; 0 is absence.
pub(super) const TO_RECOMMENDED: usize = 1;
pub(super) const TO_ANOTHER: usize = 2;
pub(super) const TO_UNLISTED: usize = 3;
pub(super) const TO_UNJUDGED: usize = 4;

/// Classes of a truth value.
pub(in crate::analysis) const FALSE: usize = 1;
pub(in crate::analysis) const TRUE: usize = 2;

/// The class of a word of an input whose words are all told apart.
pub(in crate::analysis) const fn word(index: usize) -> usize {
    index + 1
}

/// What a point of a unit stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitPoint {
    Absent,
    Listed(u32),
    /// One of three names outside the directory.
    Unlisted(usize),
}

/// Units that are alike, of which a request can name three.
const ALIKE: usize = 3;

/// Where routing's own inputs stand behind those of invariants.
pub(super) struct RoutingInputs {
    pub(super) unit: usize,
    pub(super) from: usize,
    pub(super) at: usize,
}

/// The space of all requests to a rule set.
pub(in crate::analysis) struct Space<'a> {
    pub(super) engine: &'a Engine,
    pub(super) classes: Classes,
    pub(super) routing: RoutingInputs,
    pub(super) units: Vec<UnitPoint>,
    /// By unit point: its classes as the unit concerned, the sender and the answer.
    pub(super) unit_classes: Vec<[usize; 3]>,
    /// By unit point: the classes of days on which the directory has it, and on which it tells its provider.
    pub(super) listed: Vec<Set>,
    pub(super) known: Vec<Set>,
    /// By point of `OriginalRole`; 0 is absence.
    pub(super) roles: Vec<Option<u32>>,
    /// The class of specialties outside the vocabulary.
    pub(super) unlisted_specialty: usize,
    /// By class of the care level, that of its default specialty; 0 where it has none.
    pub(super) defaults: Vec<usize>,
    pub(super) level_tells_specialty: bool,
    /// The classes of priorities that alert.
    pub(super) alerting: Set,
    /// The class of the most urgent priority, where nothing on the scale is less urgent than the request may go.
    pub(super) most_urgent: Option<usize>,
    /// By class of the priority: those of what is listed, and of the band.
    pub(super) priority_classes: Vec<[usize; 2]>,
    /// The days past the governing document.
    pub(super) expired: Set,
    /// By point of `Method`, the states that its requests can be in.
    pub(super) states: Vec<Set>,
    /// How many points each variable has.
    pub(super) bounds: [usize; Var::ALL.len()],
}

impl<'a> Space<'a> {
    /// The space of the requests to an engine, as fine as its rules and these invariants.
    pub(in crate::analysis) fn new(engine: &'a Engine, invariants: &Invariants) -> Option<Self> {
        let rule_set = engine.rule_set();
        let base = specs().len();
        let routing = RoutingInputs { unit: base, from: base + 1, at: base + 2 };
        let classes = classes(rule_set, invariants, &routing)?;
        let (units, roles) = (unit_points(rule_set, &classes, &routing), role_points(rule_set));
        let unit_value = |point: &UnitPoint| match *point {
            UnitPoint::Absent => Value::Absent,
            UnitPoint::Listed(unit) => Value::Word(unit),
            UnitPoint::Unlisted(_) => Value::Unlisted,
        };
        let answer = Invariants::position("unit")?;
        let unit_classes = units.iter().map(unit_value).map(|value| {
            [routing.unit, routing.from, answer]
                .map(|input| classes.class_of(input, value) as usize)
        });
        let days = classes.count(routing.at);
        let sample = |class: usize| classes.sample(routing.at, class as u32);
        let directory = &rule_set.directory;
        let on_days = |point: &UnitPoint, told: &dyn Fn(u32, Date) -> bool| {
            let UnitPoint::Listed(unit) = *point else { return Set::none(days) };
            Set::of(
                days,
                (1..days).filter(|&day| date(sample(day)).is_some_and(|day| told(unit, day))),
            )
        };
        let on_scale = &rule_set.priority;
        let priority = CHECKS.iter().position(|spec| spec.kind == Kind::Priority)?;
        let levels: Vec<_> = (0..classes.count(priority))
            .map(|class| match classes.sample(priority, class as u32) {
                Value::Int(value) => on_scale.level(value),
                _ => None,
            })
            .collect();
        let end = if on_scale.lowest_first { on_scale.min } else { on_scale.max };
        let level_input = crate::ruleset::inputs::CheckInput::CareLevel as usize;
        let specialty = crate::ruleset::inputs::CheckInput::Specialty as usize;
        let defaults: Vec<usize> = (0..classes.count(level_input))
            .map(|class| {
                let Value::Word(level) = classes.sample(level_input, class as u32) else {
                    return 0;
                };
                let default =
                    rule_set.vocabulary.default_specialty.get(level as usize).copied().flatten();
                default.map_or(0, |word| classes.class_of(specialty, Value::Word(word)) as usize)
            })
            .collect();
        let last = rule_set.sources.governing().and_then(|document| document.valid_until);
        let past = |class: &usize| matches!((sample(*class), last), (Value::Int(day), Some(last)) if day > day_number(last));
        let mut this = Self {
            engine,
            unit_classes: unit_classes.collect(),
            listed: units
                .iter()
                .map(|point| on_days(point, &|unit, day| directory.exists(unit, day)))
                .collect(),
            known: units
                .iter()
                .map(|point| on_days(point, &|unit, day| directory.provider(unit, day).is_some()))
                .collect(),
            units,
            roles,
            unlisted_specialty: classes.class_of(specialty, Value::Unlisted) as usize,
            level_tells_specialty: defaults.iter().any(|&class| class != 0),
            defaults,
            alerting: Set::of(
                levels.len(),
                (0..levels.len())
                    .filter(|&class| levels[class].is_some_and(|level| level.notification.sms)),
            ),
            most_urgent: (on_scale.min != on_scale.max)
                .then(|| classes.class_of(priority, Value::Int(end)) as usize),
            priority_classes: levels
                .iter()
                .map(|level| {
                    level.map_or([0, 0], |level| {
                        [FALSE + usize::from(level.notification.listed), word(level.band as usize)]
                    })
                })
                .collect(),
            expired: Set::of(days, (1..days).filter(past)),
            states: states(engine),
            bounds: [0; Var::ALL.len()],
            routing,
            classes,
        };
        this.bounds = Var::ALL.map(|var| this.bound(var));
        Some(this)
    }

    /// The input of invariants whose classes are the points of a variable, if it is one.
    pub(super) fn input_of(&self, var: Var) -> Option<usize> {
        use crate::ruleset::inputs::CheckInput as In;
        Some(match var {
            Var::CaseType => In::CaseType as usize,
            Var::CareLevel => In::CareLevel as usize,
            Var::Given => In::Specialty as usize,
            Var::At => self.routing.at,
            Var::Provider => In::SameProvider as usize,
            Var::Action => In::Action as usize,
            Var::Method => In::Method as usize,
            Var::State => In::State as usize,
            Var::Accepted => In::Accepted as usize,
            Var::RelatedVisit => In::RelatedVisit as usize,
            Var::CaseText => In::CaseTextIncluded as usize,
            Var::Informed => In::PatientInformed as usize,
            Var::HasRead => In::PatientHasRead as usize,
            Var::Message => In::Message as usize,
            Var::Reason => In::RoleReason as usize,
            Var::Priority => In::Priority as usize,
            Var::Change => In::PriorityChange as usize,
            Var::ChosenRole => In::ChosenRole as usize,
            Var::Unit
            | Var::From
            | Var::OriginalRole
            | Var::ToUnit
            | Var::ToSpecialty
            | Var::Identity => return None,
        })
    }

    fn bound(&self, var: Var) -> usize {
        match var {
            Var::Unit | Var::From | Var::ToUnit => self.units.len(),
            Var::OriginalRole => self.roles.len(),
            Var::ToSpecialty => TO_UNJUDGED + 1,
            Var::Identity => TRUE + 1,
            _ => self.input_of(var).map_or(0, |input| self.classes.count(input)),
        }
    }

    /// Every point of a variable that some request has.
    pub(super) fn every(&self, var: Var) -> Set {
        let mut all = Set::all(self.bounds[var as usize]);
        let may_be_absent = matches!(
            var,
            Var::CaseType
                | Var::CareLevel
                | Var::Given
                | Var::Unit
                | Var::From
                | Var::OriginalRole
                | Var::ToUnit
                | Var::Provider
                | Var::Method
                | Var::CaseText
                | Var::Informed
                | Var::HasRead
                | Var::ToSpecialty
        );
        if !may_be_absent {
            all.remove(0);
        }
        all
    }

    /// The point of a unit of the directory that rules send to.
    pub(super) fn point_of_unit(&self, unit: u32) -> usize {
        self.units.iter().position(|&point| point == UnitPoint::Listed(unit)).unwrap_or(0)
    }

    /// The class of a value of an input of invariants.
    pub(in crate::analysis) fn class_of(&self, input: usize, value: Value) -> usize {
        self.classes.class_of(input, value) as usize
    }

    /// The classes of an input that a condition accepts.
    pub(in crate::analysis) fn accepted(&self, input: usize, accepts: &Values) -> Set {
        let count = self.classes.count(input);
        Set::of(
            count,
            (1..count).filter(|&class| accepts.contains(self.classes.sample(input, class as u32))),
        )
    }
}

/// The day of a value, if it is one.
pub(super) fn date(value: Value) -> Option<Date> {
    let Value::Int(days) = value else { return None };
    Date::constant(1970, 1, 1).checked_add(days.days()).ok()
}

/// The classes of all inputs that invariants may name, then those of routing's own.
fn classes(rule_set: &RuleSet, invariants: &Invariants, own: &RoutingInputs) -> Option<Classes> {
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
        (0..words as u32).for_each(|word| test(input, &only(word)));
        if spec.kind == Kind::Boolean {
            test(input, &Values::Booleans { yes: true, no: false });
        }
        if matches!(spec.kind, Kind::CaseType | Kind::Specialty) {
            test(input, &Values::Words { listed: Vec::new(), unlisted: true });
        }
    }
    let specialty = CHECKS.iter().position(|spec| spec.kind == Kind::Specialty)?;
    let level = CHECKS.iter().position(|spec| spec.kind == Kind::CareLevel)?;
    let fixed = rule_set.routing.targets.iter().filter_map(|target| match target.specialty {
        SpecialtyTarget::Fixed(word) => Some(word),
        SpecialtyTarget::Concerned => None,
    });
    fixed.for_each(|word| test(specialty, &only(word)));
    for (at, default) in (0_u32..).zip(&rule_set.vocabulary.default_specialty) {
        if let Some(default) = default {
            test(specialty, &only(*default));
        }
        test(level, &only(at));
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
        test(input, &Values::Ranges(vec![(end, end)]));
    }
    let mut day = |last: Option<Date>| {
        if let Some(last) = last {
            test(own.at, &Values::Ranges(vec![(crate::matcher::FIRST_DAY, day_number(last))]));
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

fn only(word: u32) -> Values {
    Values::Words { listed: vec![word], unlisted: false }
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

fn unit_points(rule_set: &RuleSet, classes: &Classes, own: &RoutingInputs) -> Vec<UnitPoint> {
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
fn role_points(rule_set: &RuleSet) -> Vec<Option<u32>> {
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
fn states(engine: &Engine) -> Vec<Set> {
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
        Set::of(bound, (0..STATES.len()).filter(|&state| ids.contains(&STATES[state])).map(word))
    };
    std::iter::once(all()).chain((0..engine.rule_set().methods.all.len()).map(of_method)).collect()
}

/// The actions that no method is needed for.
pub(super) fn without_method() -> Set {
    let bound = Action::ALL.len() + 1;
    Set::of(bound, [Action::Cancel, Action::Close].map(|action| word(action as usize)))
}
