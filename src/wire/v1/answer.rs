//! Answers as they are sent.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use crate::diagnostic::Lang;
use crate::engine::messages::About;
use crate::engine::{self, Decision, Named, Values, VerdictDecision};
use crate::ruleset::model::{Actor, FindingSeverity};
use crate::ruleset::names::Words;
use crate::ruleset::{RuleSet, sources};

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
    /// Who does it.
    pub actor: String,
    /// The state after.
    pub to: String,
    /// What the state after is called, in the language of the answer.
    pub label: String,
}

/// The answer to a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
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

/// The word of a severity in the contract.
pub(super) fn severity_word(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::Info => "info",
        FindingSeverity::Warning => "warning",
        FindingSeverity::Manual => "manual",
        FindingSeverity::Refuse => "refuse",
    }
}

fn actor_word(actor: Actor) -> &'static str {
    match actor {
        Actor::Sender => "sender",
        Actor::Receiver => "receiver",
        Actor::Patient => "patient",
    }
}

pub(super) fn labelled(words: &Words, index: u32, lang: Lang) -> Option<Labelled> {
    let word = words.get(index)?;
    Some(Labelled {
        id: Some(word.id.clone()),
        name: word.label(lang).to_owned(),
    })
}

pub(super) fn source_ref(rule_set: &RuleSet, source: &sources::SourceRef) -> Option<SourceRef> {
    let document = rule_set.sources.document(source)?;
    Some(SourceRef {
        document: document.id.clone(),
        revision: document.revision,
        section: source.section.clone(),
        row: source.row,
        place: source.row.is_none().then(|| source.place.clone()),
    })
}

impl Context<'_> {
    fn rule_set(&self) -> &RuleSet {
        self.engine.rule_set()
    }

    fn unit(&self, unit: Named<'_>) -> Option<Labelled> {
        let id = match unit {
            Named::Absent => return None,
            Named::Listed(index) => self
                .rule_set()
                .directory
                .units
                .get(index)
                .map(|unit| unit.id.clone()),
            Named::Unlisted(_) => None,
        };
        Some(Labelled {
            id,
            name: self.engine.unit_name(unit, self.lang).into_owned(),
        })
    }

    fn target(&self, target: &engine::Target<'_>) -> Target {
        let vocabulary = &self.rule_set().vocabulary;
        let part = |words: &Words, index: Option<u32>| {
            index.and_then(|index| labelled(words, index, self.lang))
        };
        Target {
            unit: self.unit(target.unit),
            role: part(&vocabulary.roles, target.role),
            capability: part(&vocabulary.capabilities, target.capability),
            specialty: part(&vocabulary.specialties, target.specialty),
            resource: self
                .engine
                .resource(target)
                .display(self.rule_set(), self.lang)
                .to_string(),
        }
    }

    fn missing(&self, missing: &engine::Missing) -> Missing {
        let vocabulary = &self.rule_set().vocabulary;
        let words = match missing.field {
            "case_type" => &vocabulary.case_types,
            "care_level" => &vocabulary.care_levels,
            "specialty" => &vocabulary.specialties,
            "original_role" => &vocabulary.roles,
            _ => &self.rule_set().directory.units,
        };
        let values = match &missing.values {
            Values::Any => Vec::new(),
            Values::Words(list) => list
                .iter()
                .filter_map(|&word| labelled(words, word, self.lang))
                .collect(),
        };
        let path = format!("case.{}", missing.field);
        let label = self.rule_set().field_label(&path, self.lang).to_owned();
        Missing {
            field: missing.field.to_owned(),
            label,
            values,
        }
    }

    fn methods(&self, advice: &[engine::MethodAdvice]) -> Vec<Method> {
        let methods = &self.rule_set().methods.all;
        let known = advice
            .iter()
            .filter_map(|advice| Some((advice, methods.get(advice.method)?)));
        known
            .map(|(advice, method)| Method {
                method: method.id.clone(),
                label: method.label.get(self.lang).to_owned(),
                allowed: advice.allowed,
                because: advice
                    .because
                    .iter()
                    .map(|&reason| reason.to_owned())
                    .collect(),
            })
            .collect()
    }

    fn findings(
        &self,
        findings: &[engine::Finding],
        about: &About<'_>,
        strip: &str,
    ) -> Vec<Finding> {
        let checks = &self.rule_set().checks.all;
        let known = findings
            .iter()
            .filter_map(|finding| Some((finding, checks.get(finding.check)?)));
        known
            .map(|(finding, check)| Finding {
                code: check.id.clone(),
                severity: severity_word(check.severity).to_owned(),
                message: self.engine.message(finding, about, self.lang),
                field: finding
                    .field
                    .strip_prefix(strip)
                    .unwrap_or(&finding.field)
                    .to_owned(),
                source: check
                    .source
                    .as_ref()
                    .and_then(|source| source_ref(self.rule_set(), source)),
            })
            .collect()
    }

    fn because(&self, rules: &[u32]) -> Vec<Because> {
        let routing = &self.rule_set().routing;
        let known = rules.iter().filter_map(|&rule| {
            Some((
                routing.table.rules().get(rule as usize)?,
                routing.rules.get(rule as usize)?,
            ))
        });
        known
            .map(|(rule, info)| Because {
                rule: rule.id.clone(),
                source: source_ref(self.rule_set(), &info.source),
                note: info
                    .note
                    .as_ref()
                    .map(|note| note.get(self.lang).to_owned()),
            })
            .collect()
    }

    /// The rule set that answers.
    #[must_use]
    pub fn ruleset_info(&self) -> RuleSetInfo {
        let rule_set = self.rule_set();
        RuleSetInfo {
            id: rule_set.id.clone(),
            fingerprint: rule_set.fingerprint.clone(),
            source_valid_until: rule_set
                .sources
                .governing()
                .and_then(|d| d.valid_until)
                .map(|day| day.to_string()),
        }
    }
}

/// A recommendation as it is sent.
#[must_use]
pub fn recommendation(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    answer: &engine::Recommendation<'_>,
) -> Recommendation {
    let about = About {
        case,
        chosen: None,
        recommended: &answer.target,
        priority: case.priority,
    };
    let decision = match answer.decision {
        Decision::Route => "route",
        Decision::Manual => "manual",
        Decision::Incomplete => "incomplete",
    };
    Recommendation {
        decision: decision.to_owned(),
        target: context.target(&answer.target),
        candidates: answer
            .candidates
            .iter()
            .map(|target| context.target(target))
            .collect(),
        missing: answer
            .missing
            .iter()
            .map(|missing| context.missing(missing))
            .collect(),
        methods: context.methods(&answer.methods),
        priority: answer.priority.map(|(value, sms)| Priority { value, sms }),
        findings: context.findings(&answer.findings, &about, "case."),
        because: context.because(&answer.rules),
        ruleset: context.ruleset_info(),
    }
}

/// A verdict as it is sent.
#[must_use]
pub fn verdict(
    context: &Context<'_>,
    handover: &engine::Handover<'_>,
    answer: &engine::Verdict<'_>,
) -> Verdict {
    let rule_set = context.rule_set();
    let about = About {
        case: &handover.case,
        chosen: Some(&handover.to),
        recommended: &answer.recommendation.target,
        priority: Some(handover.priority),
    };
    let decision = match answer.decision {
        VerdictDecision::Allow => "allow",
        VerdictDecision::Warn => "warn",
        VerdictDecision::Manual => "manual",
        VerdictDecision::Refuse => "refuse",
    };
    let procedures = &rule_set.procedures;
    let steps = answer
        .steps
        .iter()
        .filter_map(|&index| procedures.steps.get(index))
        .map(|step| Step {
            id: step.id.clone(),
            actor: actor_word(step.actor).to_owned(),
            text: step.text.get(context.lang).to_owned(),
            source: step
                .source
                .as_ref()
                .and_then(|source| source_ref(rule_set, source)),
        });
    let templates = answer
        .templates
        .iter()
        .filter_map(|&index| procedures.templates.get(index))
        .map(|template| Template {
            id: template.id.clone(),
            to: actor_word(template.to).to_owned(),
            text: template.text.get(context.lang).to_owned(),
        });
    let next = answer.next.iter().filter_map(|&(lifecycle, transition)| {
        let lifecycle = procedures.lifecycles.get(lifecycle)?;
        let transition = lifecycle.transitions.get(transition)?;
        Some(Next {
            event: transition.event.clone(),
            actor: actor_word(transition.by).to_owned(),
            to: lifecycle.states.get(transition.to)?.0.clone(),
            label: lifecycle
                .states
                .get(transition.to)?
                .1
                .get(context.lang)
                .to_owned(),
        })
    });
    Verdict {
        decision: decision.to_owned(),
        sms: answer.sms,
        findings: context.findings(&answer.findings, &about, ""),
        methods: context.methods(&answer.recommendation.methods),
        recommendation: recommendation(context, &handover.case, &answer.recommendation),
        steps: steps.collect(),
        templates: templates.collect(),
        next: next.collect(),
        ruleset: context.ruleset_info(),
    }
}
