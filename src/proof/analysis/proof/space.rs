//! All requests as points of a finite space: each variable is a part of a request, each of its points stands for values
//! that nothing in the rule set or its invariants tells apart.
//!
//! Most variables are an input of the checks, and their points its classes. Units are points of their own, since requests
//! name up to three, and it matters which of them are the same: of units that are otherwise alike three are kept. What is
//! chosen and the incoming priority are told against what they are compared with.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by this module")]

use jiff::civil::Date;

use super::points::{classes, role_points, states, unit_points};
use super::set::Set;
use handover_core::engine::{Action, Engine};
use handover_core::language::day;
use handover_core::ruleset::inputs::{CHECKS, CheckInput};
use handover_core::ruleset::invariants::{Invariants, specs};
use handover_core::ruleset::kinds::Kind;
use handover_matcher::{Classes, Value, Values};

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
        let level_input = CheckInput::CareLevel as usize;
        let specialty = CheckInput::Specialty as usize;
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
        let past = |class: &usize| matches!((sample(*class), last), (Value::Int(day), Some(last)) if day > day::number(last));
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
        use CheckInput as In;
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
    day::from_number(days)
}

/// The actions that no method is needed for.
pub(super) fn without_method() -> Set {
    let bound = Action::ALL.len() + 1;
    Set::of(bound, [Action::Cancel, Action::Close].map(|action| word(action as usize)))
}
