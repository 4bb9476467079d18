//! Bounds and witnesses compared with the engine, request by request.
//!
//! The bounds of any node that has a request hold the classes that the engine gives the request. For the node of a single
//! request they are exact, and the request made of it is equivalent.

use handover_core::engine::{Engine, Handover};
use handover_core::language::Lang;
use handover_core::wire::v1::{self, Context};
use proptest::prelude::*;

use super::super::bounds::{Feature, FeatureSet, NodeBounds};
use super::super::node::Node;
use super::super::set::Set;
use super::super::space::{Space, Var};
use super::super::witness::request;
use super::answered::Answered;
use super::requests::random;
use super::routing::Dice;
use super::small::{Drawn, drawn_wider};

/// How many requests are tried of a rule set.
const REQUESTS: usize = 20;
/// How many nodes are tried of a request.
const NODES: usize = 20;

pub(super) fn bounds_hold(seed: u64) {
    let mut dice = Dice(seed);
    let drawn = drawn_wider(&mut dice);
    bounds_hold_of(drawn, &mut dice, REQUESTS, &format!("seed {seed}"));
}

/// Holds the bounds of a rule set to some random requests.
pub(super) fn bounds_hold_of(drawn: Drawn, dice: &mut Dice, requests: usize, name: &str) {
    let engine = Engine::new(drawn.rule_set);
    let space = Space::new(&engine, &drawn.loaded.invariants).unwrap();
    let features = FeatureSet::new(&space);
    for _ in 0..requests {
        let handover = random(&engine, dice);
        let request = Request {
            features: &features,
            answered: Answered::new(&features, &handover),
            handover,
            context: format!("{name}: {}", drawn.yaml),
        };
        for _ in 0..NODES {
            let node = node_round(dice, &space, &request.answered.points);
            request.is_bounded(dice, &node);
        }
        let alone = alone(&space, &request.answered.points);
        request.is_made_again(&alone);
        // With a gap or an overlap, bounds on routes are open.
        if drawn.sound {
            request.is_exact(&alone);
        }
    }
}

/// A node that has some points, and of each variable no others, all, or some.
fn node_round(dice: &mut Dice, space: &Space<'_>, points: &[usize]) -> Node {
    let mut node = Node::whole(space);
    for (&var, &point) in Var::ALL.iter().zip(points) {
        let every = space.every(var);
        assert!(every.contains(point), "{var:?} cannot be {point}");
        let bound = space.bound(var);
        let some = match dice.below(3) {
            0 => Set::one(bound, point),
            1 => every,
            _ => {
                let mut some = Set::of(bound, every.iter().filter(|_| dice.below(2) == 0));
                some.insert(point);
                some
            }
        };
        node.keep(var, &some);
    }
    node
}

/// The node of one request.
fn alone(space: &Space<'_>, points: &[usize]) -> Node {
    let mut node = Node::whole(space);
    for (&var, &point) in Var::ALL.iter().zip(points) {
        node.keep(var, &space.points(var, [point]));
    }
    node
}

/// A request to a rule set.
struct Request<'r> {
    features: &'r FeatureSet<'r>,
    handover: Handover<'static>,
    answered: Answered,
    context: String,
}

impl Request<'_> {
    fn assert(&self, holds: bool, node: &Node, fault: impl Fn() -> String) {
        assert!(holds, "{}, of {:?} in {node:?}, {}", fault(), self.handover, self.context);
    }

    /// No bound and no narrowing excludes the request, and the parts of a split are the whole.
    fn is_bounded(&self, dice: &mut Dice, node: &Node) {
        let (features, points) = (self.features, &self.answered.points);
        let bounds = NodeBounds::new(features, node);
        for (feature, &class) in self.answered.classes.iter().enumerate() {
            let classes = bounds.classes(feature);
            self.assert(classes.contains(class), node, || {
                format!("feature {feature} may be {classes:?}, and is {class}")
            });
            let mut asked =
                Set::of(features.count(feature), classes.iter().filter(|_| dice.below(2) == 0));
            asked.insert(class);
            let narrowed = [features.points(feature, &asked), features.needed(feature, &asked)];
            for (var, allowed) in narrowed.into_iter().flatten() {
                self.assert(allowed.contains(points[var.index()]), node, || {
                    format!("feature {feature} as {asked:?} allows {var:?} {allowed:?}")
                });
            }
            let Some((var, parts)) = bounds.split(feature) else { continue };
            let mut all = Set::none(features.space.bound(var));
            parts.iter().for_each(|part| all.add_all(part));
            let proper = parts.len() > 1 && !parts.iter().any(Set::is_empty);
            self.assert(proper && all == *node.get(var), node, || {
                format!("feature {feature} splits {var:?} into {parts:?}")
            });
        }
        let mut narrowed = node.clone();
        while features.narrow(&mut narrowed) {}
        for (&var, &point) in Var::ALL.iter().zip(points) {
            self.assert(narrowed.get(var).contains(point), node, || format!("{var:?} is narrowed"));
        }
    }

    /// For the node of a single request every bound is one class.
    fn is_exact(&self, alone: &Node) {
        let bounds = NodeBounds::new(self.features, alone);
        for (feature, &class) in self.answered.classes.iter().enumerate() {
            let classes = bounds.classes(feature);
            let decided = match self.features.get(feature) {
                Feature::Decided => true,
                // Which of the rules that lead to one place judge is fixed by the order in which an open case is explored.
                Feature::Expired | Feature::NotYetValid => {
                    self.handover.case.care_level.is_none()
                        || self.handover.case.case_type.is_absent()
                        || self.handover.case.specialty.is_absent()
                        || self.handover.case.unit.is_absent()
                        || self.handover.case.from.is_absent()
                }
                _ => false,
            };
            self.assert(decided || classes.is_only(class), alone, || {
                format!("feature {feature} may be {classes:?}, and is {class}")
            });
        }
    }

    /// The request made of the points has the same points and the same answer.
    fn is_made_again(&self, alone: &Node) {
        let engine = self.features.engine();
        let made = request(self.features.space, alone);
        self.assert(made.is_some(), alone, || "no request is made".to_owned());
        let made = made.unwrap();
        let context = Context { engine, lang: Lang::Sv, today: self.handover.case.at };
        let resource = v1::read_resource(&context, &made);
        let read = v1::read_handover(&context, &made, resource.as_ref()).unwrap();
        let again = Answered::new(self.features, &read);
        self.assert(again == self.answered, alone, || format!("{made:?} is made"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn a_bound_holds_every_request_of_its_node(seed in any::<u64>()) {
        bounds_hold(seed);
    }
}
