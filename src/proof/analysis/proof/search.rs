//! The search for a request that meets a goal.
//!
//! Depth first: each node is narrowed by what follows from the goal before it is split. A node is dropped only where no
//! request of it meets the goal, so a search that ends without a witness is a proof. A witness is a request that the engine
//! has answered.

use super::bounds::{FeatureSet, NodeBounds};
use super::goal::{Cube, Goal};
use super::node::{Node, Split};
use super::set::Set;
use super::space::Var;
use super::witness::{Failed, Replayed, SHAPING, Witness, witness};
use handover_core::engine::Engine;

/// The most steps that one proof takes. A step narrows one node.
pub const MAX_STEPS: usize = 10_000;

/// Routing a node counts as a step more for each of these many rows.
const ROWS_A_STEP: usize = 256;

/// The result of a search.
#[derive(Debug)]
pub(in crate::analysis) enum Found {
    /// A request that meets the goal.
    Witness(Box<Witness>),
    /// No request does.
    Nothing,
    /// The budget was spent, or the engine gives up on some incomplete case.
    Unknown,
}

/// A search over the requests of a space, for one goal after another.
pub(in crate::analysis) struct Search<'f, 'a> {
    features: &'f FeatureSet<'a>,
    /// The steps taken so far, over all goals.
    pub(in crate::analysis) steps: usize,
    budget: usize,
    /// Whether some node has been routed for this goal.
    routed: bool,
    /// By part of the goal, how many nodes it has ended: what has to hold, then each cube of what may not.
    weights: Vec<usize>,
}

/// An open node, with the part of the goal that is not yet certain there.
#[derive(Clone)]
struct Open {
    node: Node,
    /// The conditions that have to hold and may not yet.
    all: Cube,
    /// The cubes that may not hold and still may, by index in the goal.
    none: Vec<usize>,
}

/// A node once it has been narrowed.
enum Settled {
    /// No request of it meets the goal.
    Dead,
    /// Some may. Without a split, nothing of the goal is uncertain.
    Open(Option<Split>),
}

impl<'f, 'a> Search<'f, 'a> {
    pub(in crate::analysis) fn new(features: &'f FeatureSet<'a>, budget: usize) -> Self {
        Self { features, steps: 0, budget, routed: false, weights: Vec::new() }
    }

    /// The engine of the space.
    pub(in crate::analysis) fn engine(&self) -> &'a Engine {
        self.features.engine()
    }

    /// Looks for a request that meets a goal, and whose answer `confirm` accepts.
    pub(in crate::analysis) fn find(
        &mut self,
        goal: &Goal,
        confirm: &dyn Fn(&Replayed<'_>) -> bool,
    ) -> Found {
        self.routed = false;
        self.weights = vec![0; goal.none.len() + 1];
        self.steps += 1;
        let mut root = Open {
            node: Node::whole(self.features.space),
            all: goal.all.clone(),
            none: (0..goal.none.len()).collect(),
        };
        if let Settled::Dead = self.settle(goal, &mut root) {
            return self.nothing();
        }
        let mut stack: Vec<Open> = match &goal.one_of {
            None => vec![root],
            Some(cubes) => {
                let with = |cube: &Cube| {
                    let mut open = root.clone();
                    open.all.extend(cube.iter().cloned());
                    open
                };
                cubes.iter().rev().map(with).collect()
            }
        };
        while let Some(mut open) = stack.pop() {
            if self.steps >= self.budget {
                return Found::Unknown;
            }
            self.steps += 1;
            let mut vars = &Var::ALL[..];
            let split = match self.settle(goal, &mut open) {
                Settled::Dead => continue,
                Settled::Open(Some(split)) => Some(split),
                Settled::Open(None) => {
                    match witness(self.features.space, &open.node, confirm) {
                        Ok(witness) => return Found::Witness(Box::new(witness)),
                        Err(Failed::Impossible) => vars = &SHAPING,
                        Err(Failed::Unconfirmed) => {}
                    }
                    None
                }
            };
            let Some((var, parts)) = split.or_else(|| self.any_split(&open.node, vars)) else {
                // A single request, and the engine's answer to it does not meet the goal.
                continue;
            };
            stack.extend(parts.into_iter().rev().map(|part| {
                let mut open = open.clone();
                open.node.keep(var, &part);
                open
            }));
        }
        self.nothing()
    }

    /// The result where no node is open.
    fn nothing(&self) -> Found {
        if self.routed && self.features.routes.over_budget() {
            Found::Unknown
        } else {
            Found::Nothing
        }
    }

    /// A split of some variable, though nothing of the goal is uncertain.
    fn any_split(&self, node: &Node, vars: &[Var]) -> Option<Split> {
        NodeBounds::new(self.features, node).split_by_routes().or_else(|| node.split_first(vars))
    }

    /// Narrows a node by what follows from the goal, until nothing more does.
    fn settle(&mut self, goal: &Goal, open: &mut Open) -> Settled {
        loop {
            if !self.narrow(open) {
                return Settled::Dead;
            }
            let bounds = NodeBounds::new(self.features, &open.node);
            let rest = self.rest(goal, open, &bounds);
            if bounds.is_routed() {
                self.routed = true;
                self.steps += self.features.routes.len() / ROWS_A_STEP;
            }
            match rest {
                Err(Blame(part)) => {
                    self.weights.get_mut(part).into_iter().for_each(|weight| *weight += 1);
                    return Settled::Dead;
                }
                Ok(Rest { all, none, forced, split }) => {
                    (open.all, open.none) = (all, none);
                    if forced.is_empty() {
                        return Settled::Open(split.map(|(_, split)| split));
                    }
                    open.all.extend(forced);
                }
            }
        }
    }

    /// Keeps the points of single variables that the goal and each other allow; returns whether every variable has one.
    fn narrow(&self, open: &mut Open) -> bool {
        for (feature, classes) in std::mem::take(&mut open.all) {
            if let Some((var, points)) = self.features.points(feature, &classes) {
                open.node.keep(var, &points);
                continue;
            }
            if let Some((var, points)) = self.features.needed(feature, &classes) {
                open.node.keep(var, &points);
            }
            open.all.push((feature, classes));
        }
        while !open.node.is_empty() {
            if !self.features.narrow(&mut open.node) {
                return true;
            }
        }
        false
    }

    /// The part of the goal that is uncertain in a node, or the part that no request of it meets. To be split is what the
    /// part depends on that has ended most nodes.
    fn rest(&self, goal: &Goal, open: &Open, bounds: &NodeBounds<'_, '_>) -> Result<Rest, Blame> {
        let mut rest = Rest::default();
        let weight = |part: usize| self.weights.get(part).copied().unwrap_or(0);
        for (feature, accepted) in &open.all {
            let classes = bounds.classes(*feature);
            if !classes.meets(accepted) {
                return Err(Blame(ALL));
            }
            if !classes.is_within(accepted) {
                rest.offer(weight(ALL), || bounds.split(*feature));
                rest.all.push((*feature, accepted.clone()));
            }
        }
        for (at, cube) in open.none.iter().filter_map(|&at| Some((at, goal.none.get(at)?))) {
            let Some(uncertain) = uncertain(cube, bounds) else {
                continue;
            };
            match uncertain[..] {
                [] => return Err(Blame(at + 1)),
                [(feature, accepted)] => {
                    let others = Set::all(self.features.count(*feature)).minus(accepted);
                    rest.forced.push((*feature, others));
                }
                [(feature, accepted), ..] => {
                    rest.offer(weight(at + 1), || match self.features.points(*feature, accepted) {
                        Some((var, points)) => {
                            let remaining = open.node.get(var);
                            Some((var, vec![remaining.minus(&points), remaining.and(&points)]))
                        }
                        None => bounds.split(*feature),
                    });
                    rest.none.push(at);
                }
            }
        }
        Ok(rest)
    }
}

/// The conditions of a cube that are not certain; `None` where one certainly does not hold.
fn uncertain<'c>(cube: &'c Cube, bounds: &NodeBounds<'_, '_>) -> Option<Vec<&'c (usize, Set)>> {
    let mut uncertain: Vec<&(usize, Set)> = Vec::new();
    for plain in [true, false] {
        // A condition that needs routing is looked at only where all others hold.
        let skip = !plain && !uncertain.is_empty();
        for condition in cube.iter().filter(|(feature, _)| bounds.is_plain(*feature) == plain) {
            let (feature, accepted) = condition;
            if skip {
                uncertain.push(condition);
                continue;
            }
            let classes = bounds.classes(*feature);
            if !classes.meets(accepted) {
                return None;
            }
            if !classes.is_within(accepted) {
                uncertain.push(condition);
            }
        }
    }
    Some(uncertain)
}

/// The part of a goal that ended a node: [`ALL`], or one more than the index of a cube that may not hold.
struct Blame(usize);

const ALL: usize = 0;

/// The part of a goal that is uncertain in a node.
#[derive(Default)]
struct Rest {
    all: Cube,
    none: Vec<usize>,
    /// Conditions that must hold, each the negation of the last uncertain one of a cube that may not hold.
    forced: Cube,
    /// The split to make, with the weight of its part of the goal.
    split: Option<(usize, Split)>,
}

impl Rest {
    /// Takes a split that weighs more than the one so far.
    fn offer(&mut self, weight: usize, split: impl FnOnce() -> Option<Split>) {
        if self.split.as_ref().is_none_or(|(known, _)| *known < weight)
            && let Some(split) = split()
        {
            self.split = Some((weight, split));
        }
    }
}
