//! The prover: whether some request to a rule set meets a goal.
//!
//! Contents: [the question](#the-question), [the naive algorithm](#the-naive-algorithm), then one optimisation after
//! another: [points](#points), [nodes](#nodes), [goals](#goals), [bounds](#bounds), [routes](#routes),
//! [narrowing](#narrowing), [splitting](#splitting), [witnesses](#witnesses), [the budget](#the-budget). Last,
//! [why it is sound](#why-it-is-sound) and [how to extend it](#how-to-extend-it).
//!
//! ```text
//! set ── space ── node ── bounds ──┐
//!                  │               ├── search ── Found
//!                  ├─── witness ───┤
//!                  └──── goal ─────┘
//! ```
//!
//! # The question
//!
//! A rule set has invariants: "where all of `when` holds of a request and its answer, all of `then` holds too". A test shows
//! that for a few requests. [`prove`](super::prove) shows it for every request that the contract accepts:
//!
//! | [`ProofResult`](super::ProofResult) | meaning |
//! | --- | --- |
//! | `Proved` | no request breaks the invariant, and some request meets `when` |
//! | `Refuted` | this request breaks it; `handover validate -` gives the answer that does |
//! | `Idle` | no request meets `when`, so the invariant says nothing |
//! | `NotProved` | the search was given up; nothing is claimed |
//!
//! All of it comes down to one question, asked with different goals: *is there a request that meets this goal?* A [`Goal`]
//! is "breaks the invariant", "meets `when`", or "hands over by a method that is allowed, and a check refuses it".
//! [`Search::find`] answers with a [`Witness`], with nothing, or with "unknown" ([`Found`]).
//!
//! # The naive algorithm
//!
//! Try every request:
//!
//! ```text
//! find(goal):
//!     for request in all requests:
//!         answer = engine.validate(request)
//!         if answer meets goal: return request
//!     return nothing
//! ```
//!
//! This is the definition. It is right because it asks the engine itself, and nothing below may change its result. The test
//! `tests/brute_force.rs` is this loop over a small domain, and the real search has to agree with it.
//!
//! It is not practical: texts and days make the requests infinitely many, and even the finite space of the shipped rule set
//! has some 5 · 10¹⁴ points. The search proves its 23 invariants in fewer than 1,000 steps.
//!
//! # Points
//!
//! Most values make no difference. If no condition of a rule, check or invariant distinguishes two case types, and no code
//! of the engine does, then requests that differ only there have the same answer as far as goals can see, and one is enough.
//!
//! A [`Space`] therefore has 24 variables ([`Var`](space::Var)), the parts of a request, each with finitely many points:
//!
//! - Most variables are an input of the checks. Their points are *classes* of values: two values are in one class where every
//!   condition accepts both or neither (`space/inputs.rs`). The classes are those of the matcher, with tests added for what
//!   code distinguishes: targets that rules name, default specialties, ends of the scale, days on which units change.
//! - A unit is named up to three times in a request, as concerned, sender and receiver, and it matters which of them are the
//!   same. So of units of one kind, three are kept (`space/points.rs`), and three outside the directory.
//! - Chosen role, chosen specialty and incoming priority vary by *comparison*: "the recommended one", "another". The request
//!   itself is made later, when the recommendation is known.
//! - Whether the provider is the same may be stated or follow from the directory. The point is the result, since a request
//!   that states the result has the same answer.
//!
//! Point 0 is absence. Sound, because every request has a point of each variable, and requests with the same points meet the
//! same goals.
//!
//! # Nodes
//!
//! There are still 5 · 10¹⁴ requests. The search looks at many at once: a [`Node`](node::Node) keeps a set of points for
//! each variable, and stands for all requests that combine them. The whole space is a node, and so is a single request.
//!
//! ```text
//! find(goal):
//!     open = [the whole space]
//!     while a node is taken from open:
//!         if no request of the node meets the goal, by its bounds: drop it
//!         otherwise, split it into parts, and add these to open
//!         a node of one request is answered by the engine
//!     return nothing
//! ```
//!
//! This finds the same as the naive loop, provided that a node is dropped only where no request of it meets the goal, and
//! that the parts of a split together have all points of the node.
//!
//! # Goals
//!
//! A goal has to be something that bounds can decide. Everything that a check or an invariant reads of a request is a
//! *feature* with classes ([`FeatureSet`]): the inputs of the checks, the answers that invariants name, and four more
//! ([`Extra`]), such as "a text holds an identity number". Conditions on features that hold together are a [`Cube`]. A [`Goal`]
//! is a cube that holds, cubes that do not, and a list of cubes at least one of which holds.
//!
//! `analysis/invariants/goals.rs` makes them:
//!
//! - An invariant is broken where `when` holds and one condition of `then` does not: a goal for each condition of `then`.
//! - A check fires where one of its alternatives holds; one that goes through a list of fields, where the list is not empty
//!   too. Each alternative is a cube. Where code does not know exactly when a check fires, its cubes hold *at least* where
//!   it does, and it is never assumed to fire.
//! - The decision is no feature: it depends on all checks. It is the severity of the worst check that fires, so it becomes
//!   *goals by severity*. "Decision is manual" is: one cube of a check with severity `manual` holds, and none of a check that
//!   refuses. The SMS depends on decision, action and priority, and is added to the cube.
//!
//! Sound, because a request that breaks the invariant meets at least one of these goals. Goals may be met by requests that
//! do not break it; the engine rejects those at the end.
//!
//! # Bounds
//!
//! To drop a node one has to know the classes that a feature may have there. [`NodeBounds`](bounds::NodeBounds) computes a
//! *bound*: a set of classes that holds the class of every request of the node. Then
//!
//! - a condition whose accepted classes do not meet the bound holds of no request: if it has to hold, the node is dropped;
//! - a condition whose accepted classes hold the whole bound holds of every request: it need not be looked at again.
//!
//! Everything depends on one property: **a bound is never too narrow**. A bound that is too wide costs only time: the node is
//! split until it is one request, for which every bound is a single class.
//!
//! | feature | bound | computed in the engine by |
//! | --- | --- | --- |
//! | stated inputs, priority, expiry | the points of one variable | `features.rs`, from the request |
//! | specialty | stated, else the default of the care level | `intern.rs` |
//! | role, capability, recommended role, missing field | from the targets of the case: next section | `routes.rs`, `facts.rs`, `features.rs` |
//! | chosen unit, own unit | points of units, with those recommended | `choice.rs` |
//! | chosen role, chosen specialty | points, where the recommendation has the part to compare | `choice.rs` |
//! | same provider | open only where the directory may not know a provider | `features.rs` |
//! | unlisted unit, unknown specialty, identity number | points, where there is a unit, a handover, a text | `intern.rs` |
//!
//! # Routes
//!
//! Many features depend on where the case goes. [`RouteBounds`](bounds::FeatureSet::routes) bounds that for a node.
//!
//! *Exact.* Where no row of the routing table that may still hold distinguishes the remaining points, every request of the
//! node is routed alike. The engine's plan is asked with one of them, incomplete as it is, and gives the targets of all.
//!
//! *Inexact.* Otherwise the outcomes of the rows that may hold are *candidates*: each request goes to some of them, and to no
//! others. So "role" may be any role of a candidate, or open, where two candidates may be targets of the same request.
//!
//! Targets are compared as the engine compares them (`bounds/relations.rs`), with the results yes, no and perhaps. A request
//! may fill a part of a target: `unit: concerned` and `unit: valbo` are one target where the unit concerned is Valbo. For a
//! node that has Valbo among other units the comparison is "perhaps", and both results stay in the bound.
//!
//! Three things make a bound wider than it seems at first, and each was once overlooked:
//!
//! - *One rule, several targets.* A request without care level and specialty is routed once for each level, with its default
//!   specialty. A single rule with `specialty: concerned` then leads to several targets, and what they disagree on is open.
//! - *No answer.* Where the table has gaps or overlaps, or loading could not prove that it has none, a case may go where no
//!   row leads. Inexact bounds are then open.
//! - *Explored values.* An absent input is not a value that fails all conditions: the engine explores every value of it. A
//!   row that tests it may hold.
//!
//! # Narrowing
//!
//! Before a node is split, it loses the points that cannot be part of a witness ([`FeatureSet::points`],
//! [`FeatureSet::needed`], [`FeatureSet::narrow`]): those that give a wanted feature an unwanted class, and those that no
//! request combines with the points of other variables, such as a state that the method does not have. Where all but one
//! condition of a cube that may not hold are certain, the last one must fail, which narrows again. This is unit propagation,
//! and repeated until nothing changes. Sound, because only points are lost that no witness has.
//!
//! # Splitting
//!
//! What remains uncertain is split: a feature names the variable that would make its bound tighter
//! ([`NodeBounds::split`](bounds::NodeBounds::split)). Absence is split off first, then points one by one; routing inputs by
//! groups of points that the rows treat alike. Of several uncertain parts of a goal, the search takes the one that has ended
//! most nodes so far, which finds contradictions early. Any choice is sound, since the parts have all points of the node; it
//! matters only for the number of steps.
//!
//! # Witnesses
//!
//! Where nothing is uncertain, or one request remains, a request is made: usual values where several remain, choices by
//! comparison with the engine's own recommendation (`witness/pick.rs`, `witness/chosen.rs`). It is read as the contract
//! reads it, answered by the engine, and the caller's `confirm` looks at the answer, not at bounds. Then it loses
//! each part that it can do without, so that readers see the ones that matter.
//!
//! So a refutation never rests on this module: `handover validate -` gives the same answer to the same request. A node whose
//! request is not confirmed is split further. When it is a single request it is dropped, as in the naive loop; that is sound
//! only because the request made of a single request's points *has* these points.
//!
//! # The budget
//!
//! Whether a goal can be met is as hard as satisfiability, so the search may take exponentially many nodes. It counts steps,
//! which depend on the rule set alone and not on the machine: one for each node, and one more for each 256 rows where the
//! node is routed. After [`MAX_STEPS`] it ends with [`Found::Unknown`].
//!
//! "Not proved" claims nothing. It means that no witness was found so far, and that nodes remain that were not looked at. It
//! is also the result where there are more classes than a plan may have, and where the engine may give up on incomplete
//! cases, which it explores under a budget of its own.
//!
//! # Why it is sound
//!
//! "No request meets the goal" follows from five statements. Each is a property of its own, tested request by request against
//! the engine over random rule sets:
//!
//! | statement | test |
//! | --- | --- |
//! | a request has a point of each variable, and narrowing keeps them | `tests/bounds.rs`: `is_bounded` |
//! | the bound of every node that has the request has its classes | `is_bounded` |
//! | the parts of a split have all points of the node | `is_bounded` |
//! | a request made of single points has these points, and its bounds are exact | `is_made_again`, `is_exact` |
//! | a request that breaks an invariant, or meets `when`, meets a goal | `tests/goals.rs`: `meets` |
//!
//! Whole proofs are compared with single requests (`bears_out`) and with all requests of a small domain
//! (`tests/brute_force.rs`). `tests/regressions.rs` keeps every rule set with which a proof was once wrong.
//!
//! # How to extend it
//!
//! An input that a request states: a variable in `space/var.rs` with its input in [`Space::input_of`], and its field in
//! `witness/build.rs`. A feature that is derived: a variant in `bounds/features.rs`, its bound in `bounds/node.rs`, and what to
//! split in `bounds/split.rs`; the compiler asks for each. Then extend the requests of `tests/requests.rs` and the conditions of
//! `tests/small.rs`: the properties find a bound that is too narrow within a few hundred rule sets.

mod bounds;
mod goal;
mod node;
mod search;
mod set;
mod space;
#[cfg(test)]
mod tests;
mod witness;

pub use search::MAX_STEPS;
pub use witness::Witness;

pub(in crate::analysis) use bounds::{Extra, FeatureSet};
pub(in crate::analysis) use goal::{Cube, Goal};
pub(in crate::analysis) use search::{Found, Search};
pub(in crate::analysis) use set::Set;
pub(in crate::analysis) use space::{FALSE, HAND_OVER, Space, TRUE, word};
pub(in crate::analysis) use witness::Replayed;
