//! From what the engine answers to what is sent: names instead of indices, in the language asked for.

use super::Context;
use super::answer::{
    Because, Finding, Labelled, Method, Missing, Next, Priority, Recommendation, RuleSetInfo,
    SourceRef, Step, Target, Template, Verdict,
};
use super::paths::Paths;
use crate::engine::messages::About;
use crate::engine::{self, Decision, Named, Values, VerdictDecision};
use crate::language::Lang;
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
    pub(super) fn rule_set(&self) -> &RuleSet {
        self.engine.rule_set()
    }

    pub(super) fn unit(&self, unit: Named<'_>) -> Option<Labelled> {
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

    /// The words that a field of a case may take.
    #[must_use]
    pub fn words_of(&self, field: RequestField) -> &Words {
        let vocabulary = &self.rule_set().vocabulary;
        match field {
            RequestField::CaseType => &vocabulary.case_types,
            RequestField::CareLevel => &vocabulary.care_levels,
            RequestField::Specialty => &vocabulary.specialties,
            RequestField::OriginalRole => &vocabulary.roles,
            _ => &self.rule_set().directory.units,
        }
    }

    pub(super) fn missing(&self, missing: &engine::Missing) -> Missing {
        let words = self.words_of(missing.field);
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
        advice.iter().filter_map(|advice| self.method(advice)).collect()
    }

    /// Whether a method may be used.
    pub(super) fn method(&self, advice: &engine::MethodAdvice) -> Option<Method> {
        let method = self.rule_set().methods.all.get(advice.method)?;
        Some(Method {
            method: method.id.clone(),
            label: method.label.get(self.lang).to_owned(),
            allowed: advice.allowed,
            because: advice.because.iter().map(|&reason| reason.to_owned()).collect(),
        })
    }

    fn findings(
        &self,
        findings: &engine::Findings<'_>,
        about: &About<'_>,
        paths: Paths,
    ) -> Vec<Finding> {
        let finding = |finding: engine::Finding| {
            let message = self.engine.message(finding, about, self.lang);
            self.finding(finding.check, message, paths.path(finding.field))
        };
        findings.iter().filter_map(finding).collect()
    }

    /// What a check gives, with its message.
    pub(super) fn finding(&self, check: usize, message: String, field: &str) -> Option<Finding> {
        let check = self.rule_set().checks.all.get(check)?;
        Some(Finding {
            code: check.id.clone(),
            severity: severity_word(check.severity).to_owned(),
            message,
            field: field.to_owned(),
            source: self.source(check.source.as_ref()),
        })
    }

    fn source(&self, source: Option<&sources::SourceRef>) -> Option<SourceRef> {
        source_ref(self.rule_set(), source?, self.lang)
    }

    /// A rule that decided.
    pub(super) fn because(&self, rule: u32) -> Option<Because> {
        let routing = &self.rule_set().routing;
        let info = routing.rules.get(rule as usize)?;
        Some(Because {
            rule: routing.table.rules().get(rule as usize)?.id.clone(),
            source: self.source(Some(&info.source)),
            note: info.note.as_ref().map(|note| note.get(self.lang).to_owned()),
        })
    }

    /// A step of a procedure.
    pub(super) fn step(&self, index: usize) -> Option<Step> {
        let step = self.rule_set().procedures.steps.get(index)?;
        Some(Step {
            id: step.id.clone(),
            actor: actor_word(step.actor).to_owned(),
            text: step.text.get(self.lang).to_owned(),
            source: self.source(step.source.as_ref()),
        })
    }

    /// A message to start from.
    pub(super) fn template(&self, index: usize) -> Option<Template> {
        let template = self.rule_set().procedures.templates.get(index)?;
        Some(Template {
            id: template.id.clone(),
            to: actor_word(template.to).to_owned(),
            text: template.text.get(self.lang).to_owned(),
        })
    }

    /// A transition of a lifecycle.
    pub(super) fn next(&self, lifecycle: usize, transition: usize) -> Option<Next> {
        let lifecycle = self.rule_set().procedures.lifecycles.get(lifecycle)?;
        let transition = lifecycle.transitions.get(transition)?;
        let (to, to_label) = lifecycle.states.get(transition.to)?;
        Some(Next {
            event: transition.event.clone(),
            event_label: transition.label.get(self.lang).to_owned(),
            actor: actor_word(transition.by).to_owned(),
            to: to.clone(),
            to_label: to_label.get(self.lang).to_owned(),
        })
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

/// The word of a decision in the contract.
pub(super) fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Route => "route",
        Decision::Manual => "manual",
        Decision::Incomplete => "incomplete",
    }
}

/// The word of a verdict's decision in the contract.
pub(super) fn verdict_word(decision: VerdictDecision) -> &'static str {
    match decision {
        VerdictDecision::Allow => "allow",
        VerdictDecision::Warn => "warn",
        VerdictDecision::Manual => "manual",
        VerdictDecision::Refuse => "refuse",
    }
}

/// What the messages of a recommendation may speak of.
pub(super) fn about_case<'a>(
    case: &'a engine::Case<'a>,
    answer: &'a engine::Recommendation<'a>,
) -> About<'a> {
    About { case, chosen: None, recommended: &answer.target, priority: case.priority }
}

/// What the messages of a verdict may speak of.
pub(super) fn about_handover<'a>(
    handover: &'a engine::Handover<'a>,
    answer: &'a engine::Verdict<'a>,
) -> About<'a> {
    About {
        case: &handover.case,
        chosen: Some(&handover.to),
        recommended: &answer.recommendation.target,
        priority: Some(handover.priority),
    }
}

/// A recommendation as it is sent.
#[must_use]
pub fn recommendation(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    answer: &engine::Recommendation<'_>,
    paths: Paths,
) -> Recommendation {
    let rules = answer.rules.iter();
    Recommendation {
        decision: decision_word(answer.decision).to_owned(),
        target: context.target(&answer.target),
        candidates: answer.candidates.iter().map(|target| context.target(target)).collect(),
        missing: answer.missing.iter().map(|missing| context.missing(missing)).collect(),
        methods: context.methods(answer.methods),
        priority: answer.priority.map(|(value, sms)| Priority { value, sms }),
        findings: context.findings(&answer.findings, &about_case(case, answer), paths),
        because: rules.filter_map(|&rule| context.because(rule)).collect(),
        ruleset: context.ruleset_info(),
    }
}

/// A verdict as it is sent.
#[must_use]
pub fn verdict(
    context: &Context<'_>,
    handover: &engine::Handover<'_>,
    answer: &engine::Verdict<'_>,
    paths: Paths,
) -> Verdict {
    let recommended = &answer.recommendation;
    Verdict {
        action: ACTIONS.get(handover.action as usize).copied().unwrap_or_default().to_owned(),
        decision: verdict_word(answer.decision).to_owned(),
        sms: answer.sms,
        findings: context.findings(&answer.findings, &about_handover(handover, answer), paths),
        methods: context.methods(recommended.methods),
        recommendation: recommendation(context, &handover.case, recommended, paths.in_case()),
        steps: answer.steps.iter().filter_map(|&index| context.step(index)).collect(),
        templates: answer.templates.iter().filter_map(|&index| context.template(index)).collect(),
        next: answer.next.iter().filter_map(|&(l, t)| context.next(l, t)).collect(),
        ruleset: context.ruleset_info(),
    }
}
