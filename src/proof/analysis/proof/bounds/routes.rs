//! The targets that the requests of a node may go to.
//!
//! Where every row that may hold surely does, as far as the request decides, the engine's plan is asked, and the targets are
//! exact. Else the rows that may hold are the candidates, which bounds what follows from them, and a variable that some of
//! these rows test is split next.

#![expect(clippy::indexing_slicing, reason = "points, classes and inputs are numbered by `Space`")]

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};
use indexmap::IndexMap;

use super::super::node::{Node, Split};
use super::super::set::Set;
use super::super::space::{Space, Var};
use super::concerned::{Concerned, by_level, concerned, ways};
use super::facts::{Candidates, RouteFacts};
use super::relations::{FilledTarget, Relations, Same};
use handover_core::ruleset::inputs::ROUTING;
use handover_core::ruleset::routing::Target;
use handover_matcher::{Alike, Analysis, Answer, AnswerRef, Condition, Proof, Value};

/// A row of the routing table.
struct Row {
    /// The classes that it accepts, by routing input.
    accepts: Vec<(usize, Set)>,
    outcome: u32,
}

/// By routing input, the classes that remain in a node.
type Remaining = [Set; ROUTING.len()];

/// By routing input, a value; absent where the engine explores all.
type RoutingPoint = [Value; ROUTING.len()];

const CARE_LEVEL: usize = 1;
const SPECIALTY: usize = 2;

/// The variables that the routing inputs depend on, in order.
const VARS: [Var; ROUTING.len()] =
    [Var::CaseType, Var::CareLevel, Var::Specialty, Var::Unit, Var::From, Var::At];

/// The answers of the plan to one combination of values.
struct PlanAnswers {
    outcomes: Vec<u32>,
    /// The documents that the rules which decide are judged by.
    judges: Set,
}

/// The routing table of a space.
pub(in crate::analysis) struct RouteBounds<'a> {
    space: &'a Space<'a>,
    rows: Vec<Row>,
    /// By values, what the plan gives.
    asked: RefCell<HashMap<RoutingPoint, Option<Rc<PlanAnswers>>>>,
    /// By rule, the document that judges its answers, by its number among those that judge.
    judging: Vec<usize>,
    /// The documents that judge the answers of some rule, and the governing one.
    judges: Set,
    over_budget: OnceCell<bool>,
    complete: OnceCell<bool>,
}

impl<'a> RouteBounds<'a> {
    pub(in crate::analysis) fn new(space: &'a Space<'a>) -> Self {
        let table = &space.engine.rule_set().routing.table;
        let row = |(conditions, outcome): (&Vec<Condition>, u32)| Row {
            accepts: conditions
                .iter()
                .filter_map(|condition| {
                    let input = space.routing.of_table(condition.input)?;
                    Some((condition.input, space.accepted(input, &condition.accepts)))
                })
                .collect(),
            outcome,
        };
        let rows = table
            .rules()
            .iter()
            .flat_map(|rule| rule.alternatives.iter().map(|all| (all, rule.outcome)));
        let rule_set = space.engine.rule_set();
        let judging = rule_set.judges().by_rule;
        Self {
            space,
            rows: rows.map(row).collect(),
            judges: Set::of(space.expired.len(), judging.iter().copied().chain([0])),
            judging,
            asked: RefCell::new(HashMap::new()),
            over_budget: OnceCell::new(),
            complete: OnceCell::new(),
        }
    }

    /// How many rows there are.
    pub(in crate::analysis) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The documents that judge the answers of some rule, and the governing one.
    pub(super) fn judges(&self) -> &Set {
        &self.judges
    }

    /// Whether the governing document judges all answers.
    pub(super) fn judged_by_one(&self) -> bool {
        self.judges.is_only(0)
    }

    /// Whether the engine, which explores incomplete cases under a budget, may give up on some.
    pub(in crate::analysis) fn over_budget(&self) -> bool {
        *self.over_budget.get_or_init(|| {
            let nothing = [Value::Absent; ROUTING.len()];
            let plan = &self.space.engine.rule_set().routing.plan;
            plan.possible(&nothing, &[true; ROUTING.len()], Alike::Outcome).is_err()
        })
    }

    /// Whether every complete case is known to have one answer. Loading proves that, unless a proof was given up.
    fn complete(&self) -> bool {
        *self.complete.get_or_init(|| {
            let analysis = Analysis::new(&self.space.engine.rule_set().routing.table);
            matches!(analysis.gaps(0), Proof::Exact(gaps) if gaps.cases == Some(0))
                && matches!(analysis.overlaps(0, 0), Proof::Exact(overlaps) if overlaps.count == 0)
        })
    }

    /// Bounds on what follows from routing the requests of a node.
    pub(in crate::analysis) fn facts(&self, node: &Node) -> RouteFacts {
        let remaining = self.remaining(node);
        let may_hold = |row: &&Row| {
            row.accepts.iter().all(|(input, accepts)| {
                // The engine explores every value of an absent input.
                remaining[*input].contains(0) || remaining[*input].meets(accepts)
            })
        };
        let rows: Vec<&Row> = self.rows.iter().filter(may_hold).collect();
        let Some(split) = self.split(node, &remaining, &rows) else {
            return match self.targets(node, &remaining) {
                Some((targets, judges)) => {
                    RouteFacts::new(self.space, node, &targets, Candidates::EXACT, &judges, None)
                }
                None => RouteFacts::open(self.space, &self.judges),
            };
        };
        if !self.complete() {
            // A case without a single answer goes where no row leads.
            return RouteFacts { split: Some(split), ..RouteFacts::open(self.space, &self.judges) };
        }
        let targets = self.candidates(node, &rows);
        let candidates = self.certain(node, &remaining, &rows);
        RouteFacts::new(self.space, node, &targets, candidates, &self.judges, Some(split))
    }

    /// By routing input, the classes that remain in a node.
    fn remaining(&self, node: &Node) -> Remaining {
        let space = self.space;
        let of_units = |var: Var, which: usize, input: usize| {
            let points = node.get(var).iter();
            let classes = points.map(|point| space.unit_classes[point][which]);
            Set::of(space.classes.count(input), classes)
        };
        [
            node.get(Var::CaseType).clone(),
            node.get(Var::CareLevel).clone(),
            concerned(space, node),
            of_units(Var::Unit, 0, space.routing.unit),
            of_units(Var::From, 1, space.routing.from),
            node.get(Var::At).clone(),
        ]
    }

    fn target(&self, outcome: u32) -> Option<&'a Target> {
        self.space.engine.rule_set().routing.target(outcome)
    }

    /// Every target that some of these rows lead to.
    fn candidates(&self, node: &Node, rows: &[&Row]) -> Vec<FilledTarget<'a>> {
        let mut outcomes: Vec<u32> = rows.iter().map(|row| row.outcome).collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        let ways = ways(self.space, node);
        let says = outcomes.into_iter().filter_map(|outcome| self.target(outcome));
        says.flat_map(|says| ways.iter().map(move |&specialty| FilledTarget { says, specialty }))
            .collect()
    }

    /// Statements about all requests of a node whose targets are not known exactly.
    ///
    /// Where an input is absent, each of its values leads to some target. So if no target that one value may lead to is the
    /// same as any that another may lead to, every request has several.
    fn certain(&self, node: &Node, remaining: &Remaining, rows: &[&Row]) -> Candidates {
        let relations = Relations::new(self.space, node);
        let target = |row: &Row| {
            Some(FilledTarget { says: self.target(row.outcome)?, specialty: Concerned::Stated })
        };
        let mut certain = Candidates::default();
        for (input, classes) in remaining.iter().enumerate() {
            // A specialty that depends on the level is not explored.
            let by_level = input == SPECIALTY && by_level(self.space, node);
            if !classes.is_only(0) || by_level {
                continue;
            }
            let with = |class: usize| -> Vec<FilledTarget<'_>> {
                let accepts = |row: &&&Row| {
                    row.accepts.iter().all(|(at, accepts)| *at != input || accepts.contains(class))
                };
                rows.iter().filter(accepts).filter_map(|row| target(row)).collect()
            };
            let first = with(1);
            for other in (2..self.space.classes.count(self.input(input))).map(with) {
                let differ = |same: &dyn Fn(&FilledTarget<'_>, &FilledTarget<'_>) -> Same| {
                    !first.is_empty()
                        && !other.is_empty()
                        && first.iter().all(|a| other.iter().all(|b| same(a, b) == Same::No))
                };
                certain.several |= differ(&|a, b| relations.targets(a, b));
                certain.roles_differ |= differ(&|a, b| relations.roles(a.says.role, b.says.role));
                certain.capabilities_differ |=
                    differ(&|a, b| (a.says.capability == b.says.capability).into());
                if certain.roles_differ && certain.capabilities_differ {
                    return certain;
                }
            }
        }
        certain
    }

    /// A split of a variable whose remaining values the rows do not treat alike; `None` where there is none.
    fn split(&self, node: &Node, remaining: &Remaining, rows: &[&Row]) -> Option<Split> {
        for (input, classes) in remaining.iter().enumerate() {
            let tests: Vec<&Set> = rows
                .iter()
                .flat_map(|row| &row.accepts)
                .filter(|(at, _)| *at == input)
                .map(|(_, accepts)| accepts)
                .collect();
            if tests.is_empty() || classes.len() == 1 {
                continue;
            }
            let groups = self.groups(input, classes, &tests);
            if groups.len() < 2 {
                continue;
            }
            if input == SPECIALTY
                && let Some(split) = self.split_default(node)
            {
                return Some(split);
            }
            let var = VARS[input];
            let groups = groups.into_iter().map(|group| match var {
                Var::Unit | Var::From => {
                    let which = usize::from(var == Var::From);
                    let of_group =
                        |point: &usize| group.contains(self.space.unit_classes[*point][which]);
                    self.space.points(var, node.get(var).iter().filter(of_group))
                }
                _ => group,
            });
            return Some((var, groups.collect()));
        }
        // The default specialty depends on the level, also where no row tests either.
        by_level(self.space, node).then(|| self.split_default(node)).flatten()
    }

    /// Classes grouped by the tests that accept them; absence, which is explored, by itself.
    ///
    /// Linear in the classes that the tests accept, since rules that name one unit each are many.
    fn groups(&self, input: usize, classes: &Set, tests: &[&Set]) -> Vec<Set> {
        let bound = self.space.classes.count(self.input(input));
        let mut accepted: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, accepts) in tests.iter().enumerate() {
            for class in accepts.and(classes).iter() {
                accepted.entry(class).or_default().push(at);
            }
        }
        let mut groups: IndexMap<(bool, Vec<usize>), Set> = IndexMap::new();
        for class in classes.iter() {
            let by = accepted.remove(&class).unwrap_or_default();
            groups.entry((class == 0, by)).or_insert_with(|| Set::none(bound)).insert(class);
        }
        groups.into_values().collect()
    }

    /// Splits requests that state a specialty from those that may have a default, then these by care level.
    fn split_default(&self, node: &Node) -> Option<Split> {
        let (stated, levels) = (node.get(Var::Specialty), node.get(Var::CareLevel));
        if !self.space.any_default || !stated.contains(0) {
            return None;
        }
        if stated.len() > 1 {
            return node.split_absence(Var::Specialty);
        }
        (levels.len() > 1).then(|| (Var::CareLevel, levels.each()))
    }

    /// The input of the space that an input of the routing table is.
    fn input(&self, input: usize) -> usize {
        self.space.routing.of_table(input).unwrap_or(0)
    }

    /// The targets of every request of a node whose values the rows treat alike, and the documents that judge them; `None`
    /// where some case has no answer, or the plan gives up.
    fn targets(&self, node: &Node, remaining: &Remaining) -> Option<(Vec<FilledTarget<'a>>, Set)> {
        let space = self.space;
        let mut values: RoutingPoint = [Value::Absent; ROUTING.len()];
        for (input, (value, classes)) in values.iter_mut().zip(remaining).enumerate() {
            *value = space.classes.sample(self.input(input), classes.first()? as u32);
        }
        if !by_level(space, node) {
            return self.targets_of(&values, Concerned::Stated);
        }
        let mut all: Vec<FilledTarget<'a>> = Vec::new();
        let mut judges = self.judges.minus(&self.judges);
        for (level, default) in (0..).zip(&space.engine.rule_set().vocabulary.default_specialty) {
            values[CARE_LEVEL] = Value::Word(level);
            values[SPECIALTY] = default.map_or(Value::Absent, Value::Word);
            let (targets, judged_by) = self.targets_of(&values, Concerned::Default(*default))?;
            judges.add_all(&judged_by);
            for target in targets {
                if !all.contains(&target) {
                    all.push(target);
                }
            }
        }
        Some((all, judges))
    }

    fn targets_of(
        &self,
        values: &RoutingPoint,
        specialty: Concerned,
    ) -> Option<(Vec<FilledTarget<'a>>, Set)> {
        let asked = self.asked.borrow().get(values).cloned();
        let answers = match asked {
            Some(answers) => answers,
            None => {
                let answers = self.ask(values).map(Rc::new);
                self.asked.borrow_mut().insert(*values, answers.clone());
                answers
            }
        }?;
        let says = answers.outcomes.iter().map(|&outcome| self.target(outcome));
        let targets = says.map(|says| Some(FilledTarget { says: says?, specialty }));
        Some((targets.collect::<Option<_>>()?, answers.judges.clone()))
    }

    /// The answers that the plan gives, with absent values explored as the engine does.
    fn ask(&self, values: &RoutingPoint) -> Option<PlanAnswers> {
        let plan = &self.space.engine.rule_set().routing.plan;
        let unknown = values.map(|value| value == Value::Absent);
        if !unknown.contains(&true) {
            return match plan.decide(values) {
                AnswerRef::One { outcome, rules } => {
                    Some(PlanAnswers { outcomes: vec![outcome], judges: self.judges_of(&rules) })
                }
                _ => None,
            };
        }
        let possible = plan.possible(values, &unknown, Alike::Outcome).ok()?;
        let mut all = PlanAnswers { outcomes: Vec::new(), judges: self.judges_of(&[]) };
        for possible in &possible.answers {
            let Answer::One { outcome, rules } = &possible.answer else { return None };
            all.outcomes.push(*outcome);
            all.judges.add_all(&self.judges_of(rules));
        }
        Some(all)
    }

    /// The documents that judge what these rules decide.
    fn judges_of(&self, rules: &[u32]) -> Set {
        Set::of(
            self.space.expired.len(),
            rules.iter().filter_map(|&rule| self.judging.get(rule as usize)).copied(),
        )
    }
}
