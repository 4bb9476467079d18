//! The search for a request that meets a goal: depth first, each node narrowed by what follows from the goal before it is
//! split where the goal is still open.
//!
//! A node is given up only when no request in it can meet the goal, so a search that ends without a witness is a proof. A
//! witness is a request that the engine itself has answered.

use super::features::Features;
use super::node::{Cube, Goal, Node};
use super::request::{Failed, Replayed, SHAPING, Witness, concrete};
use super::seen::Seen;
use super::set::Set;
use super::space::Var;
use handover_core::engine::Engine;

/// The most steps that one proof takes. A step narrows one node.
pub const MAX_STEPS: usize = 10_000;

/// The rows of the routing table that count as one step more.
const ROWS_A_STEP: usize = 256;

/// What came of a search.
#[derive(Debug)]
pub(in crate::analysis) enum Found {
    /// A request that meets the goal.
    Witness(Box<Witness>),
    /// There is none.
    Nothing,
    /// The budget ended, or the engine does not tell where some incomplete case can go.
    Unknown,
}

/// A search over the requests of a space.
pub(in crate::analysis) struct Search<'f, 'a> {
    features: &'f Features<'a>,
    /// The steps taken so far, over all goals.
    pub(in crate::analysis) steps: usize,
    /// The steps that may be taken.
    budget: usize,
    /// Whether this search has asked where cases can go.
    routed: bool,
    /// How many nodes each part of the goal has ended: all that has to hold, then each of what may not.
    weights: Vec<usize>,
}

enum Settled {
    /// No request of the node meets the goal.
    Dead,
    /// Nothing is left to show, unless there is something to split.
    Open(Option<Split>),
}

impl<'f, 'a> Search<'f, 'a> {
    pub(in crate::analysis) fn new(features: &'f Features<'a>, budget: usize) -> Self {
        Self { features, steps: 0, budget, routed: false, weights: Vec::new() }
    }

    pub(in crate::analysis) fn engine(&self) -> &'a Engine {
        self.features.engine()
    }

    /// Looks for a request that meets the goal and that `confirm` accepts once the engine has answered it.
    pub(in crate::analysis) fn find(
        &mut self,
        goal: &Goal,
        confirm: &dyn Fn(&Replayed<'_>) -> bool,
    ) -> Found {
        let mut root = Node::root(self.features.space, goal);
        self.routed = false;
        self.weights = vec![0; goal.none.len() + 1];
        self.steps += 1;
        if let Settled::Dead = self.settle(goal, &mut root) {
            return self.nothing();
        }
        let mut open: Vec<Node> = match &goal.one_of {
            None => vec![root],
            Some(cubes) => {
                let with = |cube: &Cube| {
                    let mut node = root.clone();
                    node.all.extend(cube.iter().cloned());
                    node
                };
                cubes.iter().rev().map(with).collect()
            }
        };
        while let Some(mut node) = open.pop() {
            if self.steps >= self.budget {
                return Found::Unknown;
            }
            self.steps += 1;
            let mut vars = &Var::ALL[..];
            let split = match self.settle(goal, &mut node) {
                Settled::Dead => continue,
                Settled::Open(Some(split)) => Some(split),
                Settled::Open(None) => {
                    match concrete(self.features, &node, confirm) {
                        Ok(witness) => return Found::Witness(Box::new(witness)),
                        Err(Failed::Impossible) => vars = &SHAPING,
                        Err(Failed::Unconfirmed) => {}
                    }
                    None
                }
            };
            let Some((var, parts)) = split.or_else(|| self.any_split(&node, vars)) else {
                // One request, which the engine answers otherwise.
                continue;
            };
            open.extend(parts.into_iter().rev().map(|part| {
                let mut node = node.clone();
                node.keep(var, &part);
                node
            }));
        }
        self.nothing()
    }

    fn nothing(&self) -> Found {
        if self.routed && self.features.routes.over_budget() {
            Found::Unknown
        } else {
            Found::Nothing
        }
    }

    /// What is left to tell apart, whether or not the goal seems open.
    fn any_split(&self, node: &Node, vars: &[Var]) -> Option<Split> {
        let seen = self.features.see(node);
        let routes = seen.routes().split.clone();
        routes.or_else(|| vars.iter().find_map(|&var| self.features.apart(node, var)))
    }

    /// Narrows a node by what follows from the goal, and tells what to split where that leaves it open.
    fn settle(&mut self, goal: &Goal, node: &mut Node) -> Settled {
        loop {
            if !self.narrow(node) {
                return Settled::Dead;
            }
            let seen = self.features.see(node);
            let told = self.told(goal, node, &seen);
            if seen.routed() {
                self.routed = true;
                self.steps += self.features.routes.len() / ROWS_A_STEP;
            }
            match told {
                Err(Blame(at)) => {
                    self.weights.get_mut(at).into_iter().for_each(|weight| *weight += 1);
                    return Settled::Dead;
                }
                Ok(Told { all, none, forced, split }) => {
                    (node.all, node.none) = (all, none);
                    if forced.is_empty() {
                        return Settled::Open(split.map(|(_, split)| split));
                    }
                    node.all.extend(forced);
                }
            }
        }
    }

    /// Applies what single variables tell; false where nothing is left.
    fn narrow(&self, node: &mut Node) -> bool {
        let all = std::mem::take(&mut node.all);
        for (feature, classes) in all {
            if let Some((var, points)) = self.features.points(feature, &classes) {
                node.keep(var, &points);
                continue;
            }
            if let Some((var, points)) = self.features.needed(feature, &classes) {
                node.keep(var, &points);
            }
            node.all.push((feature, classes));
        }
        while !node.is_empty() {
            if !self.features.narrow(node) {
                return true;
            }
        }
        false
    }

    /// What is left to show of a node, or which part of the goal cannot be shown. Of what is open, that is split which has
    /// most often been the end of a node.
    fn told(&self, goal: &Goal, node: &Node, seen: &Seen<'_, '_>) -> Result<Told, Blame> {
        let features = self.features;
        let mut told = Told::default();
        let weight = |at: usize| self.weights.get(at).copied().unwrap_or(0);
        for (feature, accepted) in &node.all {
            let classes = seen.classes(*feature);
            if !classes.meets(accepted) {
                return Err(Blame(ALL));
            }
            if !classes.is_within(accepted) {
                told.offer(weight(ALL), || features.split(*feature, seen));
                told.all.push((*feature, accepted.clone()));
            }
        }
        for (at, cube) in node.none.iter().filter_map(|&at| Some((at, goal.none.get(at)?))) {
            let Some(open) = self.left_open(cube, seen) else {
                continue;
            };
            match open[..] {
                [] => return Err(Blame(at + 1)),
                [(feature, accepted)] => {
                    let others = Set::all(features.count(*feature)).minus(accepted);
                    told.forced.push((*feature, others));
                }
                [(feature, accepted), ..] => {
                    told.offer(weight(at + 1), || match features.points(*feature, accepted) {
                        Some((var, points)) => {
                            let left = node.get(var);
                            Some((var, vec![left.minus(&points), left.and(&points)]))
                        }
                        None => features.split(*feature, seen),
                    });
                    told.none.push(at);
                }
            }
        }
        Ok(told)
    }

    /// The conditions of a cube that do not surely hold; `None` where one surely does not.
    fn left_open<'c>(&self, cube: &'c Cube, seen: &Seen<'_, '_>) -> Option<Vec<&'c (usize, Set)>> {
        let mut open: Vec<&(usize, Set)> = Vec::new();
        for plain in [true, false] {
            // What takes routing is asked for where all else holds.
            let wait = !plain && !open.is_empty();
            for literal in
                cube.iter().filter(|(at, _)| self.features.is_plain(*at, seen.node) == plain)
            {
                let (feature, accepted) = literal;
                if wait {
                    open.push(literal);
                    continue;
                }
                let classes = seen.classes(*feature);
                if !classes.meets(accepted) {
                    return None;
                }
                if !classes.is_within(accepted) {
                    open.push(literal);
                }
            }
        }
        Some(open)
    }
}

/// The part of a goal that ended a node: all that has to hold, or what may not, counted from one.
struct Blame(usize);

const ALL: usize = 0;

type Split = (Var, Vec<Set>);

/// What is left to show of a node.
#[derive(Default)]
struct Told {
    all: Cube,
    none: Vec<usize>,
    /// What follows of what is left.
    forced: Cube,
    /// What to split, with the weight of why.
    split: Option<(usize, Split)>,
}

impl Told {
    /// Takes a split where it weighs more than the one that is there.
    fn offer(&mut self, weight: usize, split: impl FnOnce() -> Option<Split>) {
        if self.split.as_ref().is_none_or(|(known, _)| *known < weight)
            && let Some(split) = split()
        {
            self.split = Some((weight, split));
        }
    }
}
