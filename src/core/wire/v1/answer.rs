//! Answers in the form sent. Fields have the order of the JSON.
//!
//! Constant parts of a rule set are [`Piece`]s, so that a stream of answers need not serialise them again.

use schemars::JsonSchema;
use serde::Serialize;

use super::piece::Piece;
use super::words::{Action, Actor, Decision, Severity, VerdictDecision};

/// A word with its label. The id is null for a name that the rule set does not list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Labelled {
    /// The id.
    pub id: Option<String>,
    /// The label, in the language of the answer.
    pub name: String,
}

/// A receiver; an unknown part is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The unit.
    pub unit: Option<Piece<'a, Labelled>>,
    /// The role.
    pub role: Option<Piece<'a, Labelled>>,
    /// The capability.
    pub capability: Option<Piece<'a, Labelled>>,
    /// The specialty.
    pub specialty: Option<Piece<'a, Labelled>>,
    /// The known parts, as one string.
    pub resource: String,
}

/// A field that could still change the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Missing<'a> {
    /// The field, as a dotted path from the case.
    pub field: String,
    /// Its label, in the language of the answer.
    pub label: String,
    /// The values that matter; empty if any value does.
    pub values: Vec<Piece<'a, Labelled>>,
}

/// Whether a method may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Method {
    /// The method.
    pub method: String,
    /// Its label, in the language of the answer.
    pub label: String,
    /// Null if an absent field decides.
    pub allowed: Option<bool>,
    /// The inputs that decide.
    pub because: Vec<String>,
}

/// A priority, with its notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Priority {
    /// The priority.
    pub value: i64,
    /// The receiver is alerted by SMS at it.
    pub sms: bool,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SourceRef {
    /// The document.
    pub document: String,
    /// The title of the document, in the language of the answer.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The section.
    pub section: String,
    /// The row, if the section is a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The step or place, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// The code of the check.
    pub code: Piece<'a, String>,
    /// Severity.
    pub severity: Severity,
    /// The message, in the language of the answer.
    pub message: Piece<'a, String>,
    /// The field, as a dotted path into the request.
    pub field: &'static str,
    /// Its source in a document.
    pub source: Option<Piece<'a, SourceRef>>,
}

/// A rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Because {
    /// The rule.
    pub rule: String,
    /// Its source in a document.
    pub source: Option<SourceRef>,
    /// A note to the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The rule set that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RuleSetInfo {
    /// Its id.
    pub id: String,
    /// SHA-256 over its content.
    pub fingerprint: String,
    /// The last day of its governing document.
    pub source_valid_until: Option<String>,
}

/// The answer to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Recommendation<'a> {
    /// The answer as a whole.
    pub decision: Decision,
    /// The receiver.
    pub target: Target<'a>,
    /// Every receiver that is still possible, if the case is incomplete.
    pub candidates: Vec<Target<'a>>,
    /// The fields asked for, the most useful question first.
    pub missing: Vec<Missing<'a>>,
    /// Whether each method may be used.
    pub methods: Piece<'a, Vec<Method>>,
    /// The incoming priority.
    pub priority: Option<Priority>,
    /// The findings.
    pub findings: Vec<Piece<'a, Finding<'a>>>,
    /// The rules that decided.
    pub because: Vec<Piece<'a, Because>>,
    /// The rule set that answered.
    pub ruleset: Piece<'a, RuleSetInfo>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Step {
    /// `section/step` of the instruction.
    pub id: String,
    /// The actor.
    pub actor: Actor,
    /// The instruction.
    pub text: String,
    /// Its source in a document.
    pub source: Option<SourceRef>,
}

/// A message template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Template {
    /// The template.
    pub id: String,
    /// Its reader.
    pub to: Actor,
    /// The message.
    pub text: String,
}

/// Possible transitions from the state of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Next {
    /// The event.
    pub event: String,
    /// The label of the event, in the language of the answer.
    pub event_label: String,
    /// The actor.
    pub actor: Actor,
    /// The state after.
    pub to: String,
    /// The label of that state, in the language of the answer.
    pub to_label: String,
}

/// The answer to a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Verdict<'a> {
    /// The action asked about.
    pub action: Action,
    /// The answer as a whole: the worst of the findings.
    pub decision: VerdictDecision,
    /// The receiver is alerted by SMS if this is carried out.
    pub sms: bool,
    /// The findings, the most serious first.
    pub findings: Vec<Piece<'a, Finding<'a>>>,
    /// Whether each method may be used in the request's state.
    pub methods: Piece<'a, Vec<Method>>,
    /// The recommendation for the case.
    pub recommendation: Recommendation<'a>,
    /// The steps of the actor; none when refused.
    pub steps: Vec<Piece<'a, Step>>,
    /// The message templates.
    pub templates: Vec<Piece<'a, Template>>,
    /// Possible transitions from the state of the request.
    pub next: Vec<Piece<'a, Next>>,
    /// The rule set that answered.
    pub ruleset: Piece<'a, RuleSetInfo>,
}
