//! The routing table and the targets of its rules.

use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::ruleset::model::OtherRole;
use crate::ruleset::sources::SourceRef;
use handover_matcher::{Plan, Table};

/// The target unit of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitTarget {
    /// The unit that the case names.
    Concerned,
    /// A unit of the directory.
    Fixed(u32),
}

/// The target role of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RoleTarget {
    /// A role of the vocabulary.
    Role(u32),
    /// The role that the case first came in to.
    Original,
    /// The governing document names none: a person decides.
    NotGiven,
}

/// The target specialty of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SpecialtyTarget {
    /// The specialty that the case names.
    Concerned,
    /// A specialty of the vocabulary.
    Fixed(u32),
}

/// The answer of a routing rule. Rules give the same answer if these are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// The unit.
    pub unit: UnitTarget,
    /// The role.
    pub role: RoleTarget,
    /// The capability, if one is required.
    pub capability: Option<u32>,
    /// The specialty.
    pub specialty: SpecialtyTarget,
    /// Whether another role may be chosen with a reason.
    pub other_role: OtherRole,
}

/// Data of a routing rule besides its conditions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleInfo {
    /// Its source.
    pub source: SourceRef,
    /// A note to the reader.
    pub note: Option<Text>,
    /// The unit that owns the rule, if it is a local one.
    pub local: Option<u32>,
}

/// The routing table with its compiled plan.
#[derive(Debug)]
pub struct Routing {
    /// The table, over the inputs of [`ROUTING`](crate::ruleset::inputs::ROUTING).
    pub table: Table,
    /// The table, compiled.
    pub plan: Plan,
    /// The target of each outcome of the table.
    pub targets: Vec<Target>,
    /// The data of each rule of the table.
    pub rules: Vec<RuleInfo>,
}

impl Routing {
    /// The target of an outcome.
    #[must_use]
    pub fn target(&self, outcome: u32) -> Option<&Target> {
        self.targets.get(outcome as usize)
    }
}
