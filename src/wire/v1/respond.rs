//! From what the engine answers to what is sent: names instead of indices, in the language asked for.

use super::Context;
use super::answer::{
    Because, Finding, Labelled, Method, Missing, Next, Priority, Recommendation, RuleSetInfo,
    SourceRef, Step, Target, Template, Verdict,
};
use crate::diagnostic::Lang;
use crate::engine::messages::About;
use crate::engine::{self, Decision, Named, Values, VerdictDecision};
use crate::ruleset::inputs::{ACTIONS, RequestField};
use crate::ruleset::model::{Actor, FindingSeverity};
use crate::ruleset::names::Words;
use crate::ruleset::{RuleSet, sources};

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
    Some(Labelled { id: Some(word.id.clone()), name: word.label(lang).to_owned() })
}

pub(super) fn source_ref(
    rule_set: &RuleSet,
    source: &sources::SourceRef,
    lang: Lang,
) -> Option<SourceRef> {
    let document = rule_set.sources.document(source)?;
    Some(SourceRef {
        document: document.id.clone(),
        title: document.title.get(lang).to_owned(),
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
            Named::Listed(index) => {
                self.rule_set().directory.units.get(index).map(|unit| unit.id.clone())
            }
            Named::Unlisted(_) => None,
        };
        Some(Labelled { id, name: self.engine.unit_name(unit, self.lang).into_owned() })
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
            resource: self.engine.resource(target).display(self.rule_set(), self.lang).to_string(),
        }
    }

    fn missing(&self, missing: &engine::Missing) -> Missing {
        let vocabulary = &self.rule_set().vocabulary;
        let words = match missing.field {
            RequestField::CaseType => &vocabulary.case_types,
            RequestField::CareLevel => &vocabulary.care_levels,
            RequestField::Specialty => &vocabulary.specialties,
            RequestField::OriginalRole => &vocabulary.roles,
            _ => &self.rule_set().directory.units,
        };
        let values = match &missing.values {
            Values::Any => Vec::new(),
            Values::Words(list) => {
                list.iter().filter_map(|&word| labelled(words, word, self.lang)).collect()
            }
        };
        let label = self.rule_set().field_label(missing.field.path(), self.lang).to_owned();
        Missing { field: missing.field.path_in_case().to_owned(), label, values }
    }

    fn methods(&self, advice: &[engine::MethodAdvice]) -> Vec<Method> {
        let methods = &self.rule_set().methods.all;
        let known = advice.iter().filter_map(|advice| Some((advice, methods.get(advice.method)?)));
        known
            .map(|(advice, method)| Method {
                method: method.id.clone(),
                label: method.label.get(self.lang).to_owned(),
                allowed: advice.allowed,
                because: advice.because.iter().map(|&reason| reason.to_owned()).collect(),
            })
            .collect()
    }

    fn findings(
        &self,
        findings: &engine::Findings<'_>,
        about: &About<'_>,
        path: fn(RequestField) -> &'static str,
    ) -> Vec<Finding> {
        let checks = &self.rule_set().checks.all;
        let known =
            findings.iter().filter_map(|finding| Some((finding, checks.get(finding.check)?)));
        known
            .map(|(finding, check)| Finding {
                code: check.id.clone(),
                severity: severity_word(check.severity).to_owned(),
                message: self.engine.message(finding, about, self.lang),
                field: path(finding.field).to_owned(),
                source: check
                    .source
                    .as_ref()
                    .and_then(|source| source_ref(self.rule_set(), source, self.lang)),
            })
            .collect()
    }

    fn because(&self, rules: &[u32]) -> Vec<Because> {
        let routing = &self.rule_set().routing;
        let known = rules.iter().filter_map(|&rule| {
            Some((routing.table.rules().get(rule as usize)?, routing.rules.get(rule as usize)?))
        });
        known
            .map(|(rule, info)| Because {
                rule: rule.id.clone(),
                source: source_ref(self.rule_set(), &info.source, self.lang),
                note: info.note.as_ref().map(|note| note.get(self.lang).to_owned()),
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
    let about = About { case, chosen: None, recommended: &answer.target, priority: case.priority };
    let decision = match answer.decision {
        Decision::Route => "route",
        Decision::Manual => "manual",
        Decision::Incomplete => "incomplete",
    };
    Recommendation {
        decision: decision.to_owned(),
        target: context.target(&answer.target),
        candidates: answer.candidates.iter().map(|target| context.target(target)).collect(),
        missing: answer.missing.iter().map(|missing| context.missing(missing)).collect(),
        methods: context.methods(answer.methods),
        priority: answer.priority.map(|(value, sms)| Priority { value, sms }),
        findings: context.findings(&answer.findings, &about, RequestField::path_in_case),
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
    let steps =
        answer.steps.iter().filter_map(|&index| procedures.steps.get(index)).map(|step| Step {
            id: step.id.clone(),
            actor: actor_word(step.actor).to_owned(),
            text: step.text.get(context.lang).to_owned(),
            source: step
                .source
                .as_ref()
                .and_then(|source| source_ref(rule_set, source, context.lang)),
        });
    let templates =
        answer.templates.iter().filter_map(|&index| procedures.templates.get(index)).map(
            |template| Template {
                id: template.id.clone(),
                to: actor_word(template.to).to_owned(),
                text: template.text.get(context.lang).to_owned(),
            },
        );
    let next = answer.next.iter().filter_map(|&(lifecycle, transition)| {
        let lifecycle = procedures.lifecycles.get(lifecycle)?;
        let transition = lifecycle.transitions.get(transition)?;
        let (to, to_label) = lifecycle.states.get(transition.to)?;
        Some(Next {
            event: transition.event.clone(),
            event_label: transition.label.get(context.lang).to_owned(),
            actor: actor_word(transition.by).to_owned(),
            to: to.clone(),
            to_label: to_label.get(context.lang).to_owned(),
        })
    });
    Verdict {
        action: ACTIONS.get(handover.action as usize).copied().unwrap_or_default().to_owned(),
        decision: decision.to_owned(),
        sms: answer.sms,
        findings: context.findings(&answer.findings, &about, RequestField::path),
        methods: context.methods(answer.recommendation.methods),
        recommendation: recommendation(context, &handover.case, &answer.recommendation),
        steps: steps.collect(),
        templates: templates.collect(),
        next: next.collect(),
        ruleset: context.ruleset_info(),
    }
}
