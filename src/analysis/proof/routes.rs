//! Where the requests of a node can go: exactly where every rule that may still hold surely does as far as the request
//! tells, else a bound from the rules that may.

#![expect(clippy::indexing_slicing, reason = "points, classes and inputs are numbered by `Space`")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::node::Node;
use super::set::Set;
use super::space::{FALSE, Space, TRUE, Var, routing_input, word};
use crate::matcher::{Alike, Answer, AnswerRef, Value};
use crate::ruleset::inputs::{CheckInput, GIVEN, OTHER_ROLE, ROUTING};
use crate::ruleset::invariants::Invariants;
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};

/// What a request's part may come to: something, nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Maybe {
    pub(super) some: bool,
    pub(super) none: bool,
}

/// What may be said of the routes of a node: sets of classes, each at least as large as what the engine can come to.
#[derive(Debug)]
pub(super) struct RouteFacts {
    pub(super) role: Set,
    pub(super) capability: Set,
    pub(super) other_role: Set,
    pub(super) recommended_role: Set,
    /// Whether a field is missing that would decide or fill a part.
    pub(super) missing: Set,
    /// The units recommended, as points.
    pub(super) unit: Set,
    pub(super) role_named: Maybe,
    pub(super) capability_named: Maybe,
    pub(super) specialty_named: Maybe,
    /// Which variable to split, and how, to know more.
    pub(super) split: Option<(Var, Vec<Set>)>,
}

/// A row of the routing table: the classes that it accepts, by routing input.
struct Row {
    accepts: Vec<(usize, Set)>,
    outcome: u32,
}

/// A target that is possible, with the specialty that the case concerns there.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place<'a> {
    says: &'a Target,
    specialty: Concerned,
}

/// The specialty that a case concerns: as it tells, or the default of the care level that is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Concerned {
    AsTold,
    Default(Option<u32>),
}

/// What surely differs among places of which any may be possible; or that all of them are.
#[derive(Default)]
struct Differ {
    exact: bool,
    places: bool,
    roles: bool,
    capabilities: bool,
}

impl Differ {
    const EXACT: Self = Self { exact: true, places: false, roles: false, capabilities: false };
}

/// Whether two things are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    Yes,
    No,
    Perhaps,
}

type Values = [Value; ROUTING.len()];

/// The routing table of a space.
pub(super) struct Routes<'a> {
    space: &'a Space<'a>,
    rows: Vec<Row>,
    known: RefCell<HashMap<Values, Option<Rc<[u32]>>>>,
    /// Whether the engine may give up on some incomplete case; asked for only once.
    over_budget: Cell<Option<bool>>,
}

const SPECIALTY: usize = 2;

impl<'a> Routes<'a> {
    pub(super) fn new(space: &'a Space<'a>) -> Self {
        let table = &space.engine.rule_set().routing.table;
        let row = |(conditions, outcome): (&Vec<crate::matcher::Condition>, u32)| Row {
            accepts: conditions
                .iter()
                .filter_map(|condition| {
                    let input = routing_input(condition.input, &space.routing)?;
                    Some((condition.input, space.accepted(input, &condition.accepts)))
                })
                .collect(),
            outcome,
        };
        let rows = table
            .rules()
            .iter()
            .flat_map(|rule| rule.alternatives.iter().map(|all| (all, rule.outcome)));
        Self {
            space,
            rows: rows.map(row).collect(),
            known: RefCell::new(HashMap::new()),
            over_budget: Cell::new(None),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the engine, which explores incomplete cases under a budget, may give up on some.
    pub(super) fn over_budget(&self) -> bool {
        self.over_budget.get().unwrap_or_else(|| {
            let nothing = [Value::Absent; ROUTING.len()];
            let plan = &self.space.engine.rule_set().routing.plan;
            let over = plan.possible(&nothing, &[true; ROUTING.len()], Alike::Outcome).is_err();
            self.over_budget.set(Some(over));
            over
        })
    }

    /// The variable that tells a routing input.
    fn var(input: usize) -> Var {
        [Var::CaseType, Var::CareLevel, Var::Given, Var::Unit, Var::From, Var::At][input]
    }

    /// The classes that a node leaves each routing input.
    fn left(&self, node: &Node) -> [Set; ROUTING.len()] {
        let space = self.space;
        let of_units = |var: Var, which: usize, input: usize| {
            let points = node.get(var).iter();
            Set::of(
                space.classes.count(input),
                points.map(|point| space.unit_classes[point][which]),
            )
        };
        [
            node.get(Var::CaseType).clone(),
            node.get(Var::CareLevel).clone(),
            self.concerned(node),
            of_units(Var::Unit, 0, space.routing.unit),
            of_units(Var::From, 1, space.routing.from),
            node.get(Var::At).clone(),
        ]
    }

    /// The classes of the specialty concerned: as told, else the care level's default.
    pub(super) fn concerned(&self, node: &Node) -> Set {
        let mut classes = node.get(Var::Given).clone();
        if classes.contains(0) && self.space.level_tells_specialty {
            classes.remove(0);
            node.get(Var::CareLevel)
                .iter()
                .for_each(|level| classes.insert(self.space.defaults[level]));
        }
        classes
    }

    /// Whether a care level that is left out leaves out the specialty too.
    fn by_level(&self, node: &Node) -> bool {
        self.space.level_tells_specialty
            && node.get(Var::CareLevel).contains(0)
            && node.get(Var::Given).contains(0)
    }

    /// What may be said of the routes of a node.
    pub(super) fn facts(&self, node: &Node) -> RouteFacts {
        let left = self.left(node);
        let rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| {
                row.accepts
                    .iter()
                    .all(|(input, accepts)| left[*input].contains(0) || left[*input].meets(accepts))
            })
            .collect();
        let targets = &self.space.engine.rule_set().routing.targets;
        if let Some(split) = self.told_apart(node, &left, &rows) {
            let mut outcomes: Vec<u32> = rows.iter().map(|row| row.outcome).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            let says = outcomes.iter().filter_map(|&outcome| targets.get(outcome as usize));
            let places: Vec<Place<'_>> =
                says.map(|says| Place { says, specialty: Concerned::AsTold }).collect();
            let differ = self.differ(node, &left, &rows);
            return self.bound(node, &places, &differ, Some(split));
        }
        match self.places(node, &left) {
            Some(places) => self.bound(node, &places, &Differ::EXACT, None),
            None => self.nothing_known(),
        }
    }

    /// What surely differs among the places that are possible where an input is absent: each of its values leads to some
    /// place, so those of two values that have nothing in common are both possible, or others like them.
    fn differ(&self, node: &Node, left: &[Set; ROUTING.len()], rows: &[&Row]) -> Differ {
        let targets = &self.space.engine.rule_set().routing.targets;
        let relations = Relations { node, space: self.space, routes: self, split: Cell::new(None) };
        let place = |row: &Row| {
            let says = targets.get(row.outcome as usize)?;
            Some(Place { says, specialty: Concerned::AsTold })
        };
        let mut differ = Differ::default();
        for (input, classes) in left.iter().enumerate() {
            // A specialty that goes by the care level is not open, though none is told.
            let by_level = input == SPECIALTY && self.by_level(node);
            if !classes.is_only(0) || by_level {
                continue;
            }
            let with = |class: usize| -> Vec<Place<'_>> {
                let accepts = |row: &&&Row| {
                    row.accepts.iter().all(|(at, accepts)| *at != input || accepts.contains(class))
                };
                rows.iter().filter(accepts).filter_map(|row| place(row)).collect()
            };
            let first = with(1);
            for other in (2..self.space.classes.count(self.input(input))).map(with) {
                let all = |same: &dyn Fn(&Place<'_>, &Place<'_>) -> Same| {
                    !first.is_empty()
                        && !other.is_empty()
                        && first.iter().all(|a| other.iter().all(|b| same(a, b) == Same::No))
                };
                differ.places |= all(&|a, b| relations.places(a, b));
                differ.roles |= all(&|a, b| relations.roles(a.says.role, b.says.role));
                differ.capabilities |= all(&|a, b| (a.says.capability == b.says.capability).into());
                if differ.roles && differ.capabilities {
                    return differ;
                }
            }
        }
        differ
    }

    /// How to split a variable whose values some rows tell apart; `None` where none do.
    fn told_apart(
        &self,
        node: &Node,
        left: &[Set; ROUTING.len()],
        rows: &[&Row],
    ) -> Option<(Var, Vec<Set>)> {
        for input in 0..ROUTING.len() {
            let classes = &left[input];
            let tested: Vec<&Set> = rows
                .iter()
                .flat_map(|row| &row.accepts)
                .filter(|(at, _)| *at == input)
                .map(|(_, accepts)| accepts)
                .collect();
            if tested.is_empty() || classes.len() == 1 {
                continue;
            }
            // Classes that the same rows accept stay together.
            let mut groups: Vec<(Vec<bool>, Set)> = Vec::new();
            for class in classes.iter() {
                let accepted: Vec<bool> = std::iter::once(class == 0)
                    .chain(tested.iter().map(|accepts| accepts.contains(class)))
                    .collect();
                match groups.iter_mut().find(|(known, _)| *known == accepted) {
                    Some((_, group)) => group.insert(class),
                    None => groups.push((
                        accepted,
                        Set::one(self.space.classes.count(self.input(input)), class),
                    )),
                }
            }
            if groups.len() < 2 {
                continue;
            }
            if input == SPECIALTY
                && let Some(split) = self.split_default(node)
            {
                return Some(split);
            }
            let var = Self::var(input);
            let groups = groups.into_iter().map(|(_, group)| match var {
                Var::Unit | Var::From => {
                    let which = usize::from(var == Var::From);
                    let points = node.get(var).iter();
                    let within = points
                        .filter(|&point| group.contains(self.space.unit_classes[point][which]));
                    Set::of(self.space.units.len(), within)
                }
                _ => group,
            });
            return Some((var, groups.collect()));
        }
        // The default specialty goes by the level, also where no row tests either.
        self.by_level(node).then(|| self.split_default(node)).flatten()
    }

    fn input(&self, input: usize) -> usize {
        routing_input(input, &self.space.routing).unwrap_or(0)
    }

    /// Tells a specialty that is told from one that the care level may give.
    fn split_default(&self, node: &Node) -> Option<(Var, Vec<Set>)> {
        let (given, levels) = (node.get(Var::Given), node.get(Var::CareLevel));
        if !self.space.level_tells_specialty || !given.contains(0) {
            return None;
        }
        let absent = |var: Var| Set::one(self.space.bounds[var as usize], 0);
        if given.len() > 1 {
            return Some((Var::Given, vec![given.minus(&absent(Var::Given)), absent(Var::Given)]));
        }
        let bound = self.space.bounds[Var::CareLevel as usize];
        (levels.len() > 1)
            .then(|| (Var::CareLevel, levels.iter().map(|level| Set::one(bound, level)).collect()))
    }

    /// The places that are possible where no row tells apart what is left.
    fn places(&self, node: &Node, left: &[Set; ROUTING.len()]) -> Option<Vec<Place<'a>>> {
        let space = self.space;
        let vocabulary = &space.engine.rule_set().vocabulary;
        let mut values: Values = [Value::Absent; ROUTING.len()];
        for (input, (value, classes)) in values.iter_mut().zip(left).enumerate() {
            *value = space.classes.sample(self.input(input), classes.first()? as u32);
        }
        if !self.by_level(node) {
            return self.outcomes(&values, Concerned::AsTold);
        }
        let mut all: Vec<Place<'a>> = Vec::new();
        for (level, default) in (0..).zip(&vocabulary.default_specialty) {
            values[1] = Value::Word(level);
            values[SPECIALTY] = default.map_or(Value::Absent, Value::Word);
            for place in self.outcomes(&values, Concerned::Default(*default))? {
                if !all.contains(&place) {
                    all.push(place);
                }
            }
        }
        Some(all)
    }

    fn outcomes(&self, values: &Values, specialty: Concerned) -> Option<Vec<Place<'a>>> {
        let routing = &self.space.engine.rule_set().routing;
        let known = self.known.borrow().get(values).cloned();
        let outcomes = match known {
            Some(outcomes) => outcomes,
            None => {
                let found = self.ask(values);
                self.known.borrow_mut().insert(*values, found.clone());
                found
            }
        }?;
        let says = outcomes.iter().map(|&outcome| routing.target(outcome));
        says.map(|says| Some(Place { says: says?, specialty })).collect()
    }

    /// The outcomes that are possible; `None` where some case has none, or the plan gives up.
    fn ask(&self, values: &Values) -> Option<Rc<[u32]>> {
        let plan = &self.space.engine.rule_set().routing.plan;
        let unknown = values.map(|value| value == Value::Absent);
        if !unknown.contains(&true) {
            return match plan.decide(values) {
                AnswerRef::One { outcome, .. } => Some(Rc::from([outcome])),
                _ => None,
            };
        }
        let possible = plan.possible(values, &unknown, Alike::Outcome).ok()?;
        let outcomes = possible.answers.iter().map(|possible| match possible.answer {
            Answer::One { outcome, .. } => Some(outcome),
            _ => None,
        });
        outcomes.collect::<Option<Vec<_>>>().map(Rc::from)
    }

    /// Everything, where nothing can be told.
    fn nothing_known(&self) -> RouteFacts {
        let all = |input: usize| Set::all(self.space.classes.count(input));
        let answer = |name: &str| all(Invariants::position(name).unwrap_or(0));
        let any = Maybe { some: true, none: true };
        RouteFacts {
            role: answer("role"),
            capability: answer("capability"),
            other_role: all(CheckInput::OtherRole as usize),
            recommended_role: all(CheckInput::RecommendedRole as usize),
            missing: Set::of(TRUE + 1, [FALSE, TRUE]),
            unit: Set::all(self.space.units.len()),
            role_named: any,
            capability_named: any,
            specialty_named: any,
            split: None,
        }
    }

    /// What may be said where all of some places are possible, or, not exact, any of them.
    fn bound(
        &self,
        node: &Node,
        places: &[Place<'_>],
        differ: &Differ,
        split: Option<(Var, Vec<Set>)>,
    ) -> RouteFacts {
        let Some((first, others)) = places.split_first() else {
            return self.nothing_known();
        };
        let exact = differ.exact;
        let relations = Relations { node, space: self.space, routes: self, split: Cell::new(None) };
        let mut facts = self.nothing_known();
        facts.split = split;
        let same =
            others.iter().fold(Same::Yes, |same, other| same.and(relations.places(first, other)));
        let same = if exact || same == Same::Yes { same } else { Same::Perhaps };
        let (may_be_one, may_be_several) = (same != Same::No && !differ.places, same != Same::Yes);

        let answers = |input: &str, class: &dyn Fn(&Target) -> Value| {
            let Some(input) = Invariants::position(input) else { return Set::none(0) };
            let said = places.iter().map(|place| self.space.class_of(input, class(place.says)));
            let mut set = Set::of(self.space.classes.count(input), said);
            if may_be_several && !places.iter().all(|place| class(place.says) == class(first.says))
            {
                set.insert(0);
            }
            set
        };
        let vocabulary = &self.space.engine.rule_set().vocabulary;
        let (roles, capabilities) =
            (vocabulary.roles.all().len() as u32, vocabulary.capabilities.all().len() as u32);
        facts.role = answers("role", &|says| {
            Value::Word(match says.role {
                RoleTarget::Role(role) => role,
                RoleTarget::Original => roles,
                RoleTarget::NotGiven => roles + 1,
            })
        });
        facts.capability =
            answers("capability", &|says| Value::Word(says.capability.unwrap_or(capabilities)));
        let original = node.get(Var::OriginalRole);
        let nothing = |input: &str| {
            Set::one(self.space.classes.count(Invariants::position(input).unwrap_or(0)), 0)
        };
        if differ.roles
            || exact
                && others.iter().any(|o| relations.roles(first.says.role, o.says.role) == Same::No)
        {
            facts.role = nothing("role");
        }
        if differ.capabilities
            || exact && others.iter().any(|o| o.says.capability != first.says.capability)
        {
            facts.capability = nothing("capability");
        }
        let other_roles = OTHER_ROLE.len() + 1;
        facts.other_role = Set::none(other_roles);
        facts.recommended_role = Set::none(GIVEN.len() + 1);
        for place in places.iter().filter(|_| may_be_one) {
            facts
                .other_role
                .insert(word(usize::from(place.says.other_role == OtherRole::NotAllowed)));
            match place.says.role {
                RoleTarget::NotGiven => facts.recommended_role.insert(word(1)),
                RoleTarget::Role(_) => facts.recommended_role.insert(word(0)),
                RoleTarget::Original => {
                    if original.contains(0) {
                        facts.recommended_role.insert(word(2));
                    }
                    if original.any_present() {
                        facts.recommended_role.insert(word(0));
                    }
                }
            }
        }
        if may_be_several {
            facts.other_role.insert(0);
            facts.recommended_role.insert(word(2));
        }

        let unfilled = |place: &Place<'_>| relations.unfilled(place);
        let (mut any_may, mut all_may_be_filled, mut some_may_be_filled) = (false, true, false);
        for place in places {
            let Maybe { some, none } = unfilled(place);
            any_may |= some;
            all_may_be_filled &= none;
            some_may_be_filled |= none;
        }
        facts.missing = Set::none(TRUE + 1);
        if may_be_several || any_may {
            facts.missing.insert(TRUE);
        }
        if may_be_one && if exact { all_may_be_filled } else { some_may_be_filled } {
            facts.missing.insert(FALSE);
        }

        facts.unit = Set::none(self.space.units.len());
        for place in places {
            match place.says.unit {
                UnitTarget::Concerned => facts.unit.add_all(node.get(Var::Unit)),
                UnitTarget::Fixed(unit) => facts.unit.insert(self.space.point_of_unit(unit)),
            }
        }
        let units = others.iter().fold(Same::Yes, |same, other| {
            same.and(relations.units(first.says.unit, other.says.unit))
        });
        if exact && units == Same::No {
            facts.unit = Set::one(self.space.units.len(), 0);
        } else if units != Same::Yes {
            facts.unit.insert(0);
        }

        let agreed = |part: &dyn Fn(&Place<'_>) -> Maybe, same: &dyn Fn(&Place<'_>) -> Same| {
            let same = others.iter().fold(Same::Yes, |all, other| all.and(same(other)));
            let some = places.iter().any(|place| part(place).some);
            let none = places.iter().any(|place| part(place).none);
            Maybe { some: some && !(exact && same == Same::No), none: none || same != Same::Yes }
        };
        let sure = |some: bool| Maybe { some, none: !some };
        facts.role_named = agreed(
            &|place| match place.says.role {
                RoleTarget::Role(_) => sure(true),
                RoleTarget::NotGiven => sure(false),
                RoleTarget::Original => {
                    Maybe { some: original.any_present(), none: original.contains(0) }
                }
            },
            &|other| relations.roles(first.says.role, other.says.role),
        );
        facts.capability_named = agreed(&|place| sure(place.says.capability.is_some()), &|other| {
            (other.says.capability == first.says.capability).into()
        });
        facts.specialty_named = agreed(&|place| relations.specialty_named(place), &|other| {
            relations.specialties(first, other)
        });
        if facts.split.is_none() {
            facts.split = relations.split.take();
        }
        facts
    }
}

/// Which parts of places are the same, as far as a node tells.
struct Relations<'r, 'a> {
    node: &'r Node,
    space: &'r Space<'a>,
    routes: &'r Routes<'a>,
    /// The first variable that leaves it open.
    split: Cell<Option<(Var, Vec<Set>)>>,
}

impl Relations<'_, '_> {
    fn places(&self, a: &Place<'_>, b: &Place<'_>) -> Same {
        if a == b {
            return Same::Yes;
        }
        let (says, other) = (a.says, b.says);
        Same::from((says.capability, says.other_role) == (other.capability, other.other_role))
            .and(self.roles(says.role, other.role))
            .and(self.units(says.unit, other.unit))
            .and(self.specialties(a, b))
    }

    /// Whether a variable has this one point.
    fn is(&self, var: Var, point: Option<usize>) -> Same {
        let left = self.node.get(var);
        match point {
            Some(point) if left.is_only(point) => Same::Yes,
            Some(point) if left.contains(point) => {
                if self.open() {
                    let only = Set::one(self.space.bounds[var as usize], point);
                    self.split.set(Some((var, vec![left.minus(&only), only])));
                }
                Same::Perhaps
            }
            _ => Same::No,
        }
    }

    fn open(&self) -> bool {
        let split = self.split.take();
        let open = split.is_none();
        self.split.set(split);
        open
    }

    fn units(&self, a: UnitTarget, b: UnitTarget) -> Same {
        match (a, b) {
            (UnitTarget::Fixed(a), UnitTarget::Fixed(b)) => (a == b).into(),
            (UnitTarget::Concerned, UnitTarget::Concerned) => Same::Yes,
            (UnitTarget::Concerned, UnitTarget::Fixed(unit))
            | (UnitTarget::Fixed(unit), UnitTarget::Concerned) => {
                self.is(Var::Unit, Some(self.space.point_of_unit(unit)))
            }
        }
    }

    fn roles(&self, a: RoleTarget, b: RoleTarget) -> Same {
        match (a, b) {
            (RoleTarget::Original, RoleTarget::Role(role))
            | (RoleTarget::Role(role), RoleTarget::Original) => self.is(
                Var::OriginalRole,
                self.space.roles.iter().position(|&known| known == Some(role)),
            ),
            (a, b) => (a == b).into(),
        }
    }

    fn specialties(&self, a: &Place<'_>, b: &Place<'_>) -> Same {
        use SpecialtyTarget::{Concerned as Case, Fixed};
        let class =
            |word: u32| self.space.class_of(CheckInput::Specialty as usize, Value::Word(word));
        match ((a.says.specialty, a.specialty), (b.says.specialty, b.specialty)) {
            ((Fixed(a), _), (Fixed(b), _)) => (a == b).into(),
            ((Case, a), (Case, b)) if a == b => {
                if a == Concerned::AsTold && self.routes.by_level(self.node) {
                    Same::Perhaps
                } else {
                    Same::Yes
                }
            }
            ((Case, Concerned::Default(a)), (Case, Concerned::Default(b))) => (a == b).into(),
            ((Case, _), (Case, _)) => Same::Perhaps,
            ((Case, Concerned::Default(told)), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::Default(told))) => (told == Some(word)).into(),
            ((Case, Concerned::AsTold), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::AsTold)) => {
                let left = self.routes.concerned(self.node);
                match left.contains(class(word)) {
                    true if left.len() == 1 => Same::Yes,
                    true => {
                        self.is(Var::Given, Some(class(word)));
                        Same::Perhaps
                    }
                    false => Same::No,
                }
            }
        }
    }

    /// Whether the specialty of a place is one of the vocabulary.
    fn specialty_named(&self, place: &Place<'_>) -> Maybe {
        let sure = |some: bool| Maybe { some, none: !some };
        match (place.says.specialty, place.specialty) {
            (SpecialtyTarget::Fixed(_), _) => sure(true),
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => sure(default.is_some()),
            (SpecialtyTarget::Concerned, Concerned::AsTold) => {
                let left = self.routes.concerned(self.node);
                let nameless = |class: usize| class == 0 || class == self.space.unlisted_specialty;
                let open = self.routes.by_level(self.node);
                Maybe {
                    some: open || left.iter().any(|class| !nameless(class)),
                    none: left.iter().any(nameless),
                }
            }
        }
    }

    /// Whether a part of a place is left open by the request; `none` where it may be filled.
    fn unfilled(&self, place: &Place<'_>) -> Maybe {
        let unit = match place.says.unit {
            UnitTarget::Fixed(_) => Maybe { some: false, none: true },
            UnitTarget::Concerned => absent(self.node.get(Var::Unit)),
        };
        let role = match place.says.role {
            RoleTarget::Original => absent(self.node.get(Var::OriginalRole)),
            RoleTarget::Role(_) | RoleTarget::NotGiven => Maybe { some: false, none: true },
        };
        let specialty = match (place.says.specialty, place.specialty) {
            (SpecialtyTarget::Fixed(_), _) => Maybe { some: false, none: true },
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => {
                Maybe { some: default.is_none(), none: default.is_some() }
            }
            (SpecialtyTarget::Concerned, Concerned::AsTold) => {
                let left = absent(&self.routes.concerned(self.node));
                Maybe { some: left.some, none: left.none || self.routes.by_level(self.node) }
            }
        };
        Maybe {
            some: unit.some || role.some || specialty.some,
            none: unit.none && role.none && specialty.none,
        }
    }
}

fn absent(left: &Set) -> Maybe {
    Maybe { some: left.contains(0), none: left.any_present() }
}

impl Same {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Perhaps,
        }
    }
}

impl From<bool> for Same {
    fn from(same: bool) -> Self {
        if same { Self::Yes } else { Self::No }
    }
}
