//! A node of the search: what it leaves each variable, and what is still to be shown of it.

#![expect(clippy::indexing_slicing, reason = "variables are numbered")]

use super::set::Set;
use super::space::{Space, Var};

/// Conditions that hold together: features and the classes that they may have.
pub(in crate::analysis) type Cube = Vec<(usize, Set)>;

/// What requests are looked for.
#[derive(Debug, Clone, Default)]
pub(in crate::analysis) struct Goal {
    /// All of these hold.
    pub(in crate::analysis) all: Cube,
    /// None of these holds.
    pub(in crate::analysis) none: Vec<Cube>,
    /// One of these holds, unless there are none.
    pub(in crate::analysis) one_of: Option<Vec<Cube>>,
}

/// A part of the space, with what its requests have yet to satisfy.
#[derive(Debug, Clone)]
pub(super) struct Node {
    left: Vec<Set>,
    pub(super) all: Cube,
    /// What may not hold, by index in the goal.
    pub(super) none: Vec<usize>,
}

impl Node {
    /// The whole space.
    pub(super) fn root(space: &Space<'_>, goal: &Goal) -> Self {
        let left = Var::ALL.iter().map(|&var| space.every(var)).collect();
        Self { left, all: goal.all.clone(), none: (0..goal.none.len()).collect() }
    }

    /// The points that are left to a variable.
    pub(super) fn get(&self, var: Var) -> &Set {
        &self.left[var as usize]
    }

    /// Keeps some points of a variable; whether any was lost.
    pub(super) fn keep(&mut self, var: Var, points: &Set) -> bool {
        self.left[var as usize].keep(points)
    }

    /// Whether some variable has no point left.
    pub(super) fn is_empty(&self) -> bool {
        self.left.iter().any(Set::is_empty)
    }
}
