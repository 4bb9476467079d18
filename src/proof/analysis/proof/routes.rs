//! Where the requests of a node can go: exactly where every rule that may still hold surely does as far as the request
//! tells, else a bound from the rules that may.

#![expect(clippy::indexing_slicing, reason = "points, classes and inputs are numbered by `Space`")]

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::node::Node;
use super::points::routing_input;
use super::relations::{Concerned, Place, Relations, Same};
use super::set::Set;
use super::space::{Space, Var};
use handover_core::ruleset::inputs::ROUTING;
use handover_matcher::{Alike, Analysis, Answer, AnswerRef, Condition, Proof, Value};

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

/// What surely differs among places of which any may be possible; or that all of them are.
#[derive(Default)]
pub(super) struct Differ {
    pub(super) exact: bool,
    pub(super) places: bool,
    pub(super) roles: bool,
    pub(super) capabilities: bool,
}

impl Differ {
    const EXACT: Self = Self { exact: true, places: false, roles: false, capabilities: false };
}

type Values = [Value; ROUTING.len()];

/// The routing table of a space.
pub(super) struct Routes<'a> {
    pub(super) space: &'a Space<'a>,
    rows: Vec<Row>,
    known: RefCell<HashMap<Values, Option<Rc<[u32]>>>>,
    /// Whether the engine may give up on some incomplete case; asked for only once.
    over_budget: Cell<Option<bool>>,
    /// Whether every complete case is known to have one answer; asked for only once.
    answered: OnceCell<bool>,
}

const SPECIALTY: usize = 2;

impl<'a> Routes<'a> {
    pub(super) fn new(space: &'a Space<'a>) -> Self {
        let table = &space.engine.rule_set().routing.table;
        let row = |(conditions, outcome): (&Vec<Condition>, u32)| Row {
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
            answered: OnceCell::new(),
        }
    }

    /// Whether every complete case is known to have one answer, as it has where loading has proved it. Else a request may
    /// go where no row of its node leads.
    fn answered(&self) -> bool {
        *self.answered.get_or_init(|| {
            let analysis = Analysis::new(&self.space.engine.rule_set().routing.table);
            matches!(analysis.gaps(0), Proof::Exact(gaps) if gaps.is_empty())
                && matches!(analysis.overlaps(0, 0), Proof::Exact(overlaps) if overlaps.count == 0)
        })
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
    pub(super) fn by_level(&self, node: &Node) -> bool {
        self.space.level_tells_specialty
            && node.get(Var::CareLevel).contains(0)
            && node.get(Var::Given).contains(0)
    }

    /// The ways in which the requests of a node come to the specialty that they concern.
    fn concerned_ways(&self, node: &Node) -> Vec<Concerned> {
        let mut ways = vec![Concerned::AsTold];
        if self.by_level(node) {
            let defaults = &self.space.engine.rule_set().vocabulary.default_specialty;
            for way in defaults.iter().map(|&default| Concerned::Default(default)) {
                if !ways.contains(&way) {
                    ways.push(way);
                }
            }
        }
        ways
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
            if !self.answered() {
                return RouteFacts { split: Some(split), ..self.nothing_known() };
            }
            let mut outcomes: Vec<u32> = rows.iter().map(|row| row.outcome).collect();
            outcomes.sort_unstable();
            outcomes.dedup();
            let says = outcomes.iter().filter_map(|&outcome| targets.get(outcome as usize));
            let concerned = self.concerned_ways(node);
            let places: Vec<Place<'_>> = says
                .flat_map(|says| concerned.iter().map(|&specialty| Place { says, specialty }))
                .collect();
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
        let relations = Relations::new(node, self);
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
        for (input, classes) in left.iter().enumerate() {
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
}
