//! What was found, in the form that programs read and that text is made of.

use schemars::JsonSchema;
use serde::Serialize;

use super::cases::Impact;
use handover_core::wire::v1::Case;

/// What changes from one rule set to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
pub struct Report {
    /// The rule set before.
    pub before: Version,
    /// The rule set after.
    pub after: Version,
    /// Whether anything changes; true also where that could not be proved.
    pub changed: bool,
    /// Whether all that can be proved was.
    pub proved: bool,
    /// To whom cases go.
    pub routing: Routing,
    /// When methods may be used, checks fire, and steps, messages and lifecycles apply.
    pub firing: Vec<Firing>,
    /// Priorities whose meaning changes.
    pub priority: Vec<Range>,
    /// What is compared as it is written.
    pub written: Vec<Plain>,
    /// What recorded cases show, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Impact>,
}

/// A rule set that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ComparedRules")]
pub struct Version {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// How sure a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Proof")]
pub enum Prove {
    /// It is exact, so that nothing else changes.
    Proved,
    /// The budget ended first.
    NotProved,
}

/// To whom cases go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RoutingDifference")]
pub struct Routing {
    /// Whether what follows is all of it.
    pub proof: Prove,
    /// How many complete cases there are, days not counted, and names outside a list counted as one.
    pub cases: Option<u128>,
    /// How many of them go elsewhere, on some day.
    pub changed: Option<u128>,
    /// Whether the blocks hold all of them; false where they would be too many to read.
    pub complete: bool,
    /// What changes, most cases first.
    pub changes: Vec<Change>,
}

/// Cases that go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RoutingChange")]
pub struct Change {
    /// What changes, in words.
    pub text: String,
    /// The receiver before.
    pub before: Vec<Part>,
    /// The receiver after.
    pub after: Vec<Part>,
    /// How many cases.
    pub cases: Option<u128>,
    /// Which, as disjoint sets.
    pub blocks: Vec<ChangedBlock>,
}

/// A part of a receiver, or of something written, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReceiverPart")]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// A set of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedBlock {
    /// The cases in words.
    pub text: String,
    /// Their conditions.
    pub when: Vec<Condition>,
    /// How many they are.
    pub cases: Option<u128>,
    /// The rules that decide before.
    pub before: Vec<String>,
    /// The rules that decide after.
    pub after: Vec<String>,
    /// One of them, in the words of the rule set after; only for routing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Case<'static>>,
    /// The same in the words of the rule set before, where they are others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_before: Option<Case<'static>>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BlockCondition")]
pub struct Condition {
    /// The input, as rules name it.
    pub input: String,
    /// What it is called.
    pub label: String,
    /// Its values, as rules write them.
    pub values: String,
    /// Its values in words.
    pub values_label: String,
}

/// When an entry of a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Firing {
    /// The list: `methods`, `checks`, `procedures`, `templates`, `lifecycles`.
    pub list: &'static str,
    /// The entry.
    pub id: String,
    /// What it is called, where it has a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// Whether what follows is all of it.
    pub proof: Prove,
    /// When it holds now and did not, and when it did and does no longer.
    pub changes: Vec<FiringChange>,
}

/// Cases in which an entry holds now and did not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FiringChange {
    /// Whether it holds now.
    pub holds: bool,
    /// Which cases.
    pub blocks: Vec<ChangedBlock>,
}

/// Priorities whose meaning changes alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PriorityRange")]
pub struct Range {
    /// The first.
    pub from: i64,
    /// The last.
    pub to: i64,
    /// What held; null where the scale did not go so far.
    pub before: Option<Level>,
    /// What holds.
    pub after: Option<Level>,
}

/// What holds for a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PriorityLevel")]
pub struct Level {
    /// The receiver is alerted by SMS.
    pub sms: bool,
    /// The governing document speaks of it.
    pub listed: bool,
    /// Where it stands against those that alert: `inside`, `more_urgent` or `less_urgent`.
    pub band: &'static str,
}

/// Something that is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WrittenDifference")]
pub struct Plain {
    /// What kind of thing, as a key: `rules`, `units`, `steps` …
    pub section: &'static str,
    /// What kind of thing, in words.
    pub kind: String,
    /// Its id after, or before where it is removed.
    pub id: String,
    /// What it is called, where it has a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// `added`, `removed`, `changed`, `renamed`, `merged` or `split`.
    pub change: &'static str,
    /// What became of what, where words were renamed, merged or split: ids before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<[Vec<String>; 2]>,
    /// The parts that differ.
    pub parts: Vec<ChangedPart>,
}

/// A part that is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedPart {
    /// The part, as a key.
    pub part: &'static str,
    /// What it is called.
    pub name: String,
    /// What it said; empty where it was not there.
    pub before: String,
    /// What it says; empty where it is not there.
    pub after: String,
}
