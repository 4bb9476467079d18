//! Answers as they are sent.

use schemars::JsonSchema;
use serde::Serialize;

/// A word with its label. The id is null for a name that the rule set does not list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Labelled {
    /// The id.
    pub id: Option<String>,
    /// The label, in the language of the answer.
    pub name: String,
}

/// A receiver; a part that is not known is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Target {
    /// The unit.
    pub unit: Option<Labelled>,
    /// The role.
    pub role: Option<Labelled>,
    /// The capability.
    pub capability: Option<Labelled>,
    /// The specialty.
    pub specialty: Option<Labelled>,
    /// The parts that are known, as one string.
    pub resource: String,
}

/// A field that could still change the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Missing {
    /// The field, as a dotted path from the case.
    pub field: String,
    /// What it is called, in the language of the answer.
    pub label: String,
    /// The values that matter; empty where any value does.
    pub values: Vec<Labelled>,
}

/// Whether a method may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Method {
    /// The method.
    pub method: String,
    /// What it is called, in the language of the answer.
    pub label: String,
    /// Null where a field that is absent decides.
    pub allowed: Option<bool>,
    /// What decides.
    pub because: Vec<String>,
}

/// A priority, and whether it alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Priority {
    /// The priority.
    pub value: i64,
    /// The receiver is alerted by SMS at it.
    pub sms: bool,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceRef {
    /// The document.
    pub document: String,
    /// What the document is called, in the language of the answer.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The section.
    pub section: String,
    /// The row, where the section is a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The step or place, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The code of the check.
    pub code: String,
    /// `refuse`, `manual`, `warning` or `info`.
    pub severity: String,
    /// What to mind, in the language of the answer.
    pub message: String,
    /// The field, as a dotted path into the request.
    pub field: String,
    /// Where it comes from.
    pub source: Option<SourceRef>,
}

/// A rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Because {
    /// The rule.
    pub rule: String,
    /// Where it comes from.
    pub source: Option<SourceRef>,
    /// A note to the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The rule set that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
pub struct Recommendation {
    /// `route`, `manual` or `incomplete`.
    pub decision: String,
    /// The receiver.
    pub target: Target,
    /// Every receiver that is still possible, where the case is incomplete.
    pub candidates: Vec<Target>,
    /// The fields that are asked for, the most useful question first.
    pub missing: Vec<Missing>,
    /// Which methods may be used.
    pub methods: Vec<Method>,
    /// The incoming priority.
    pub priority: Option<Priority>,
    /// What to mind.
    pub findings: Vec<Finding>,
    /// The rules that decided.
    pub because: Vec<Because>,
    /// The rule set that answered.
    pub ruleset: RuleSetInfo,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// `section/step` of the instruction.
    pub id: String,
    /// `sender` or `receiver`.
    pub actor: String,
    /// What to do.
    pub text: String,
    /// Where it comes from.
    pub source: Option<SourceRef>,
}

/// A message to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Template {
    /// The template.
    pub id: String,
    /// `receiver`, `patient` or `sender`.
    pub to: String,
    /// The message.
    pub text: String,
}

/// What may happen next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Next {
    /// What happens.
    pub event: String,
    /// What that is called, in the language of the answer.
    pub event_label: String,
    /// Who does it.
    pub actor: String,
    /// The state after.
    pub to: String,
    /// What the state after is called, in the language of the answer.
    pub to_label: String,
}

/// The answer to a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
    /// What was asked about: `hand_over`, `receive`, `cancel` or `close`.
    pub action: String,
    /// `allow`, `warn`, `manual` or `refuse`: the worst of the findings.
    pub decision: String,
    /// The receiver is alerted by SMS if this is carried out.
    pub sms: bool,
    /// What to mind, the most serious first.
    pub findings: Vec<Finding>,
    /// Which methods may be used from the request's state.
    pub methods: Vec<Method>,
    /// What is recommended for the case.
    pub recommendation: Recommendation,
    /// The steps of the actor; none when refused.
    pub steps: Vec<Step>,
    /// The messages to start from.
    pub templates: Vec<Template>,
    /// What may happen next.
    pub next: Vec<Next>,
    /// The rule set that answered.
    pub ruleset: RuleSetInfo,
}
