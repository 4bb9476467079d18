//! The space of all requests: variables with finitely many points.
//!
//! Most variables are an input of the checks, and their points its classes. Units have points of their own, since a
//! request names up to three and it matters whether they are the same. Choices vary by comparison with the recommendation,
//! and the incoming priority by comparison with the chosen one.

mod class;
mod inputs;
mod points;
mod var;

pub(in crate::analysis) use class::{
    ANOTHER, BLANK, FALSE, GIVEN, HAND_OVER, LOWERED, NO_CHANGE, NOT_CHOSEN, NOT_GIVEN, OPEN,
    RAISED, RECOMMENDED, SAME, TRUE, UNJUDGED, WRITTEN, truth, without_method, word,
};
pub(in crate::analysis) use inputs::RoutingInputs;
pub(in crate::analysis) use points::UnitPoint;
pub(in crate::analysis) use var::{TO_ANOTHER, TO_RECOMMENDED, TO_UNJUDGED, TO_UNLISTED, Var};

use jiff::civil::Date;

use super::set::Set;
use handover_core::engine::Engine;
use handover_core::language::day;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{CheckInput, STATED_BOOLEANS};
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::judges::Judge;
use handover_core::ruleset::priority::Level;
use handover_core::ruleset::sources::Document;
use handover_matcher::{Classes, Value, Values};

/// All requests to a rule set, as points of finitely many variables.
pub(in crate::analysis) struct Space<'a> {
    /// The engine of the rule set.
    pub(in crate::analysis) engine: &'a Engine,
    /// The classes of the inputs of invariants, then of those of routing alone.
    pub(in crate::analysis) classes: Classes,
    /// The inputs of routing alone.
    pub(in crate::analysis) routing: RoutingInputs,
    /// The points of units; 0 is absence.
    pub(in crate::analysis) units: Vec<UnitPoint>,
    /// By unit point: its classes as unit concerned, as sender, and as the unit recommended.
    pub(in crate::analysis) unit_classes: Vec<[usize; 3]>,
    /// By unit point: the classes of days on which the directory has it.
    pub(in crate::analysis) listed: Vec<Set>,
    /// By unit point: the classes of days on which the directory knows its provider.
    pub(in crate::analysis) known: Vec<Set>,
    /// The roles that the points of `OriginalRole` stand for; 0 is absence.
    pub(in crate::analysis) roles: Vec<Option<u32>>,
    /// The class of specialties outside the vocabulary.
    pub(in crate::analysis) unlisted_specialty: usize,
    /// By class of the care level, the class of its default specialty; 0 where it has none.
    pub(in crate::analysis) defaults: Vec<usize>,
    /// Whether some care level has a default specialty.
    pub(in crate::analysis) any_default: bool,
    /// The classes of priorities that alert.
    pub(in crate::analysis) alerting: Set,
    /// The class of the most urgent priority, than which no other is more urgent; none on a scale of one value.
    pub(in crate::analysis) most_urgent: Option<usize>,
    /// By class of the priority: the classes of whether it is listed, and of its band.
    pub(in crate::analysis) priority_classes: Vec<[usize; 2]>,
    /// By document, the classes of days after its last one.
    pub(in crate::analysis) expired: Vec<Set>,
    /// By document, the classes of days before its first one.
    pub(in crate::analysis) not_yet: Vec<Set>,
    /// By class of the case type, a contact reason that can go on, and stands for a case type of the class.
    pub(in crate::analysis) continued: Vec<Option<u32>>,
    /// By point of `Method`, the states that its requests may have.
    pub(in crate::analysis) states: Vec<Set>,
    /// How many points each variable has.
    bounds: [usize; Var::ALL.len()],
}

impl<'a> Space<'a> {
    /// The space of the requests to an engine, as fine as its rules and these invariants. `None` where there are more
    /// classes than a plan may have.
    pub(in crate::analysis) fn new(engine: &'a Engine, invariants: &Invariants) -> Option<Self> {
        let rule_set = engine.rule_set();
        let routing = RoutingInputs::new();
        let classes = inputs::classes(rule_set, invariants, &routing)?;
        let units = points::unit_points(rule_set, &classes, &routing);
        let scale = Scale::new(rule_set, &classes);
        let mut this = Self {
            engine,
            unit_classes: unit_classes(&units, &classes, &routing)?,
            listed: days_of(&units, &classes, &routing, |unit, day| {
                rule_set.directory.exists(unit, day)
            }),
            known: days_of(&units, &classes, &routing, |unit, day| {
                rule_set.directory.provider(unit, day).is_some()
            }),
            roles: points::role_points(rule_set),
            unlisted_specialty: class(&classes, CheckInput::Specialty as usize, Value::Unlisted),
            defaults: defaults(rule_set, &classes),
            any_default: rule_set.vocabulary.default_specialty.iter().any(Option::is_some),
            alerting: scale.alerting,
            most_urgent: scale.most_urgent,
            priority_classes: scale.classes,
            expired: documents_by(rule_set, &classes, &routing, Document::has_expired),
            not_yet: documents_by(rule_set, &classes, &routing, Document::is_not_yet_valid),
            continued: continued(rule_set, &classes),
            states: points::states(engine),
            bounds: [0; Var::ALL.len()],
            units,
            routing,
            classes,
        };
        this.bounds = Var::ALL.map(|var| this.count(var));
        Some(this)
    }

    /// The input whose classes are the points of a variable, if there is one.
    pub(in crate::analysis) fn input_of(&self, var: Var) -> Option<usize> {
        use CheckInput as In;
        Some(match var {
            Var::CaseType => In::CaseType as usize,
            Var::CareLevel => In::CareLevel as usize,
            Var::Specialty => In::Specialty as usize,
            Var::At => self.routing.at,
            Var::Provider => In::SameProvider as usize,
            Var::Action => In::Action as usize,
            Var::Method => In::Method as usize,
            Var::State => In::State as usize,
            Var::Accepted => In::Accepted as usize,
            Var::Stated(position) => STATED_BOOLEANS.get(usize::from(position))?.0,
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
            | Var::Continued
            | Var::Identity => return None,
        })
    }

    fn count(&self, var: Var) -> usize {
        match var {
            Var::Unit | Var::From | Var::ToUnit => self.units.len(),
            Var::OriginalRole => self.roles.len(),
            Var::ToSpecialty => TO_UNJUDGED + 1,
            Var::Continued | Var::Identity => TRUE + 1,
            _ => self.input_of(var).map_or(0, |input| self.classes.count(input)),
        }
    }

    /// How many points a variable has, absence among them.
    pub(in crate::analysis) fn bound(&self, var: Var) -> usize {
        self.bounds.get(var.index()).copied().unwrap_or(0)
    }

    /// Some points of a variable.
    pub(in crate::analysis) fn points(
        &self,
        var: Var,
        points: impl IntoIterator<Item = usize>,
    ) -> Set {
        Set::of(self.bound(var), points)
    }

    /// Every point of a variable that some request has.
    pub(in crate::analysis) fn every(&self, var: Var) -> Set {
        self.points(var, usize::from(!var.may_be_absent())..self.bound(var))
    }

    /// The point of a unit of the directory that rules send to.
    pub(in crate::analysis) fn point_of_unit(&self, unit: u32) -> usize {
        self.units.iter().position(|&point| point == UnitPoint::Listed(unit)).unwrap_or(0)
    }

    /// The class of a value of an input.
    pub(in crate::analysis) fn class_of(&self, input: usize, value: Value) -> usize {
        class(&self.classes, input, value)
    }

    /// The classes of an input that a condition accepts. It accepts no absent value.
    pub(in crate::analysis) fn accepted(&self, input: usize, accepts: &Values) -> Set {
        let count = self.classes.count(input);
        Set::of(
            count,
            (1..count).filter(|&class| accepts.contains(self.classes.sample(input, class as u32))),
        )
    }
}

fn class(classes: &Classes, input: usize, value: Value) -> usize {
    classes.class_of(input, value) as usize
}

/// The day of a value, if it is one.
fn date(value: Value) -> Option<Date> {
    let Value::Int(days) = value else { return None };
    day::from_number(days)
}

/// By unit point, its classes as unit concerned, as sender, and as the unit recommended.
fn unit_classes(
    units: &[UnitPoint],
    classes: &Classes,
    routing: &RoutingInputs,
) -> Option<Vec<[usize; 3]>> {
    let inputs = [routing.unit, routing.from, Invariants::position("unit")?];
    let of_point = |point: &UnitPoint| {
        let value = match *point {
            UnitPoint::Absent => Value::Absent,
            UnitPoint::Listed(unit) => Value::Word(unit),
            UnitPoint::Unlisted(_) => Value::Unlisted,
        };
        inputs.map(|input| class(classes, input, value))
    };
    Some(units.iter().map(of_point).collect())
}

/// By unit point, the classes of days on which something holds of a unit of the directory.
fn days_of(
    units: &[UnitPoint],
    classes: &Classes,
    routing: &RoutingInputs,
    holds: impl Fn(u32, Date) -> bool,
) -> Vec<Set> {
    let count = classes.count(routing.at);
    let of_point = |point: &UnitPoint| {
        let UnitPoint::Listed(unit) = *point else { return Set::none(count) };
        let day = |class: usize| date(classes.sample(routing.at, class as u32));
        Set::of(count, (1..count).filter(|&class| day(class).is_some_and(|day| holds(unit, day))))
    };
    units.iter().map(of_point).collect()
}

/// By class of the care level, the class of its default specialty; 0 where it has none.
fn defaults(rule_set: &RuleSet, classes: &Classes) -> Vec<usize> {
    let input = CheckInput::CareLevel as usize;
    let default = |class: usize| {
        let Value::Word(level) = classes.sample(input, class as u32) else { return None };
        rule_set.vocabulary.default_specialty.get(level as usize).copied().flatten()
    };
    let of_default =
        |word: u32| self::class(classes, CheckInput::Specialty as usize, Value::Word(word));
    (0..classes.count(input)).map(|class| default(class).map_or(0, of_default)).collect()
}

/// By document that judges, the classes of days on which something holds of its revision.
fn documents_by(
    rule_set: &RuleSet,
    classes: &Classes,
    routing: &RoutingInputs,
    holds: impl Fn(&Document, Date) -> bool,
) -> Vec<Set> {
    let (sources, count) = (&rule_set.sources, classes.count(routing.at));
    let of_document = |revisions: &Judge| {
        let on = |class: &usize| {
            let day = date(classes.sample(routing.at, *class as u32));
            let revision = |day| {
                let revision = sources.revision_on(revisions, day)?;
                Some(holds(sources.documents.get(revision)?, day))
            };
            day.and_then(revision).unwrap_or(false)
        };
        Set::of(count, (1..count).filter(on))
    };
    rule_set.judges().all.iter().map(of_document).collect()
}

/// What a contact reason goes on with where a request is to have one that does.
pub(in crate::analysis) const CONTINUATION: &str = " - Gävle";

/// By class of the case type, a contact reason that can go on, and stands for a case type of the class.
fn continued(rule_set: &RuleSet, classes: &Classes) -> Vec<Option<u32>> {
    let (input, reasons) = (CheckInput::CaseType as usize, &rule_set.vocabulary.reasons);
    let mut continued = vec![None; classes.count(input)];
    for (index, reason) in (0_u32..).zip(reasons.all()) {
        let found = reasons.find(&format!("{}{CONTINUATION}", reason.name));
        if found.is_some_and(|found| found.continued && found.reason == index)
            && let Some(of_class) =
                continued.get_mut(class(classes, input, Value::Word(reason.case_type)))
        {
            of_class.get_or_insert(index);
        }
    }
    continued
}

/// What the priority scale says of its classes.
struct Scale {
    alerting: Set,
    most_urgent: Option<usize>,
    classes: Vec<[usize; 2]>,
}

impl Scale {
    fn new(rule_set: &RuleSet, classes: &Classes) -> Self {
        let (scale, input) = (&rule_set.priority, CheckInput::Priority as usize);
        let level = |class: usize| match classes.sample(input, class as u32) {
            Value::Int(value) => scale.level(value),
            _ => None,
        };
        let levels: Vec<Option<Level>> = (0..classes.count(input)).map(level).collect();
        let alerts = |class: &usize| {
            levels.get(*class).copied().flatten().is_some_and(|level| level.notification.sms)
        };
        let of_level = |level: &Option<Level>| {
            level.map_or([0, 0], |level| {
                [truth(level.notification.listed), word(level.band as usize)]
            })
        };
        let end = if scale.lowest_first { scale.min } else { scale.max };
        Self {
            alerting: Set::of(levels.len(), (0..levels.len()).filter(alerts)),
            most_urgent: (scale.min != scale.max).then(|| class(classes, input, Value::Int(end))),
            classes: levels.iter().map(of_level).collect(),
        }
    }
}
