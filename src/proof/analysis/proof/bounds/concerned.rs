//! The specialty that a case concerns: the one stated, else the default of its care level.
//!
//! Where a request states neither, the engine routes it once for each care level, with that level's default. Such a request
//! may lead to several targets by a single rule.

#![expect(clippy::indexing_slicing, reason = "care levels are numbered by `Space`")]

use super::super::node::Node;
use super::super::set::Set;
use super::super::space::{Space, Var};

/// How a request comes to the specialty that it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concerned {
    /// It states the specialty, or a care level, or no care level has a default.
    Stated,
    /// It states neither; this is the default of the care level that is tried.
    Default(Option<u32>),
}

/// Whether some request of a node is routed once for each care level.
pub(super) fn by_level(space: &Space<'_>, node: &Node) -> bool {
    space.any_default
        && node.get(Var::CareLevel).contains(0)
        && node.get(Var::Specialty).contains(0)
}

/// Each way in which the requests of a node come to their specialty.
pub(super) fn ways(space: &Space<'_>, node: &Node) -> Vec<Concerned> {
    let mut ways = vec![Concerned::Stated];
    if by_level(space, node) {
        let defaults = &space.engine.rule_set().vocabulary.default_specialty;
        for way in defaults.iter().map(|&default| Concerned::Default(default)) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    ways
}

/// The classes of the specialty concerned. A request that states neither specialty nor care level has none.
pub(in crate::analysis) fn concerned(space: &Space<'_>, node: &Node) -> Set {
    let mut classes = node.get(Var::Specialty).clone();
    if classes.contains(0) && space.any_default {
        classes.remove(0);
        node.get(Var::CareLevel).iter().for_each(|level| classes.insert(space.defaults[level]));
    }
    classes
}
