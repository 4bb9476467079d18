//! The routing table and the targets that it answers with.

use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::ruleset::model::OtherRole;
use crate::ruleset::sources::SourceRef;
use handover_matcher::{Plan, Table};

/// The unit that a rule sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitTarget {
    /// The unit that the case names.
    Concerned,
    /// A unit of the directory.
    Fixed(u32),
}

/// The role that a rule sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RoleTarget {
    /// A role of the vocabulary.
    Role(u32),
    /// The role that the case first came in to.
    Original,
    /// The governing document names none: a person decides.
    NotGiven,
}

/// The specialty that a rule sends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SpecialtyTarget {
    /// The specialty that the case names.
    Concerned,
    /// A specialty of the vocabulary.
    Fixed(u32),
}

/// What a routing rule answers. Rules answer alike when these are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The unit.
    pub unit: UnitTarget,
    /// The role.
    pub role: RoleTarget,
    /// The capability, where one is asked for.
    pub capability: Option<u32>,
    /// The specialty.
    pub specialty: SpecialtyTarget,
    /// Whether another role may be chosen with a reason.
    pub other_role: OtherRole,
}

/// What is known of a routing rule beside its conditions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleInfo {
    /// Where it comes from.
    pub source: SourceRef,
    /// A note to the reader.
    pub note: Option<Text>,
    /// The unit whose own rule it is.
    pub local: Option<u32>,
}

/// The routing table with its compiled plan.
#[derive(Debug)]
pub struct Routing {
    /// The table, over the inputs of [`ROUTING`](crate::ruleset::inputs::ROUTING).
    pub table: Table,
    /// The table, compiled.
    pub plan: Plan,
    /// What each outcome of the table stands for.
    pub targets: Vec<Target>,
    /// What is known of each rule of the table.
    pub rules: Vec<RuleInfo>,
}

impl Routing {
    /// The target of an outcome.
    #[must_use]
    pub fn target(&self, outcome: u32) -> Option<&Target> {
        self.targets.get(outcome as usize)
    }
}
