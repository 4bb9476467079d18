//! Nodes of the search: parts of the space, each with the points that remain to every variable.

#![expect(clippy::indexing_slicing, reason = "variables are numbered")]

use super::set::Set;
use super::space::{Space, Var};

/// A variable and the parts that its remaining points are split into.
pub(in crate::analysis) type Split = (Var, Vec<Set>);

/// A part of a space: the requests that have one of the remaining points of each variable.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct Node {
    remaining: Vec<Set>,
}

impl Node {
    /// The whole space.
    pub(in crate::analysis) fn whole(space: &Space<'_>) -> Self {
        Self { remaining: Var::ALL.iter().map(|&var| space.every(var)).collect() }
    }

    /// The points that remain to a variable.
    pub(in crate::analysis) fn get(&self, var: Var) -> &Set {
        &self.remaining[var.index()]
    }

    /// Keeps some points of a variable; returns whether any was lost.
    pub(in crate::analysis) fn keep(&mut self, var: Var, points: &Set) -> bool {
        self.remaining[var.index()].keep(points)
    }

    /// Whether no request is in the node, since a variable has no point.
    pub(in crate::analysis) fn is_empty(&self) -> bool {
        self.remaining.iter().any(Set::is_empty)
    }

    /// Splits absence from the other points of a variable, where both remain.
    pub(in crate::analysis) fn split_absence(&self, var: Var) -> Option<Split> {
        let points = self.get(var);
        let mut present = points.clone();
        present.remove(0);
        let absent = points.minus(&present);
        (!absent.is_empty() && !present.is_empty()).then(|| (var, vec![present, absent]))
    }

    /// Splits the points of a variable where several remain: absence first, then one by one.
    pub(in crate::analysis) fn split(&self, var: Var) -> Option<Split> {
        let points = self.get(var);
        if points.len() < 2 {
            return None;
        }
        self.split_absence(var).or_else(|| Some((var, points.each())))
    }

    /// Splits the first of some variables that has several points.
    pub(in crate::analysis) fn split_first(&self, vars: &[Var]) -> Option<Split> {
        vars.iter().find_map(|&var| self.split(var))
    }
}
