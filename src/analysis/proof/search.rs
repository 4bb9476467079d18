//! The search for a request that meets a goal: depth first, each node narrowed by what follows from the goal before it is
//! split where the goal is still open.
//!
//! A node is given up only when no request in it can meet the goal, so a search that ends without a witness is a proof. A
//! witness is a request that the engine itself has answered.

use super::features::{Features, Seen};
use super::node::{Cube, Goal, Node};
use super::request::{Replayed, Witness, concrete};
use super::set::Set;
use super::space::Var;
use crate::engine::Engine;

/// The most steps that one proof takes. A step narrows one node.
pub const MAX_STEPS: usize = 20_000;

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
    pub(in crate::analysis) budget: usize,
}

enum Settled {
    /// No request of the node meets the goal.
    Dead,
    /// Nothing is left to show, unless there is something to split.
    Open(Option<(Var, Vec<Set>)>),
}

impl<'f, 'a> Search<'f, 'a> {
    pub(in crate::analysis) fn new(features: &'f Features<'a>, budget: usize) -> Self {
        Self { features, steps: 0, budget }
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
        let mut routed = false;
        self.steps += 1;
        if let Settled::Dead = self.settle(&mut root, &mut routed) {
            return self.nothing(routed);
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
            let split = match self.settle(&mut node, &mut routed) {
                Settled::Dead => continue,
                Settled::Open(Some(split)) => Some(split),
                Settled::Open(None) => {
                    if let Some(witness) = concrete(self.features, &node, confirm) {
                        return Found::Witness(Box::new(witness));
                    }
                    None
                }
            };
            let Some((var, parts)) = split.or_else(|| self.any_split(&node)) else {
                // One request, which the engine answers otherwise.
                continue;
            };
            open.extend(parts.into_iter().rev().map(|part| {
                let mut node = node.clone();
                node.keep(var, &part);
                node
            }));
        }
        self.nothing(routed)
    }

    fn nothing(&self, routed: bool) -> Found {
        if routed && self.features.routes.over_budget() { Found::Unknown } else { Found::Nothing }
    }

    /// What is left to tell apart, whether or not the goal seems open.
    fn any_split(&self, node: &Node) -> Option<(Var, Vec<Set>)> {
        let seen = self.features.see(node);
        let routes = seen.routes().split.clone();
        routes.or_else(|| Var::ALL.iter().find_map(|&var| self.features.apart(node, var)))
    }

    /// Narrows a node by what follows from the goal, and tells what to split where that leaves it open.
    fn settle(&mut self, node: &mut Node, routed: &mut bool) -> Settled {
        loop {
            if !self.narrow(node) {
                return Settled::Dead;
            }
            let Some(Told { all, none, forced, split, asked }) = self.told(node) else {
                return Settled::Dead;
            };
            if asked && !*routed {
                *routed = true;
            }
            if asked {
                self.steps += self.features.routes.len() / ROWS_A_STEP;
            }
            (node.all, node.none) = (all, none);
            if forced.is_empty() {
                return Settled::Open(split);
            }
            node.all.extend(forced);
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

    /// What is left to show of a node; `None` where it cannot be shown.
    fn told(&self, node: &Node) -> Option<Told> {
        let features = self.features;
        let seen = features.see(node);
        let mut told = Told {
            all: Cube::new(),
            none: Vec::new(),
            forced: Cube::new(),
            split: None,
            asked: false,
        };
        for (feature, accepted) in &node.all {
            let classes = seen.classes(*feature);
            if !classes.meets(accepted) {
                return None;
            }
            if !classes.is_within(accepted) {
                told.split = told.split.take().or_else(|| features.split(*feature, &seen));
                told.all.push((*feature, accepted.clone()));
            }
        }
        for cube in &node.none {
            let Some(open) = self.left_open(cube, &seen) else {
                continue;
            };
            match open[..] {
                [] => return None,
                [(feature, accepted)] => {
                    let others = Set::all(features.count(*feature)).minus(accepted);
                    told.forced.push((*feature, others));
                }
                [(feature, accepted), ..] => {
                    told.split =
                        told.split.take().or_else(|| match features.points(*feature, accepted) {
                            Some((var, points)) => {
                                let left = node.get(var);
                                Some((var, vec![left.minus(&points), left.and(&points)]))
                            }
                            None => features.split(*feature, &seen),
                        });
                    told.none.push(cube.clone());
                }
            }
        }
        told.asked = seen.routed();
        Some(told)
    }

    /// The conditions of a cube that do not surely hold; `None` where one surely does not.
    fn left_open<'c>(&self, cube: &'c Cube, seen: &Seen<'_, '_>) -> Option<Vec<&'c (usize, Set)>> {
        let mut open: Vec<&(usize, Set)> = Vec::new();
        for plain in [true, false] {
            // What takes routing is asked for where all else holds.
            let wait = !plain && !open.is_empty();
            for literal in cube.iter().filter(|(at, _)| self.features.is_plain(*at) == plain) {
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

/// What is left to show of a node.
struct Told {
    all: Cube,
    none: Vec<Cube>,
    /// What follows of what is left.
    forced: Cube,
    split: Option<(Var, Vec<Set>)>,
    /// Whether routes were asked for.
    asked: bool,
}
