//! The parts of answers, built from a rule set: names instead of indices, in the language of the answer.

use jiff::civil::Date;

use super::answer::{Because, Labelled, Method, Next, RuleSetInfo, SourceRef, Step, Template};
use super::context::Context;
use crate::engine::{MethodAdvice, Named};
use crate::ruleset::kinds::Kind;
use crate::ruleset::{RuleSet, sources};

impl Context<'_> {
    pub(super) fn rule_set(&self) -> &RuleSet {
        self.engine.rule_set()
    }

    /// A word of a list.
    pub(super) fn word(&self, kind: Kind, index: u32) -> Option<Labelled> {
        let word = self.rule_set().list(kind)?.get(index)?;
        Some(Labelled { id: Some(word.id.clone()), name: word.label(self.lang).to_owned() })
    }

    /// A unit that the directory does not have.
    pub(super) fn unlisted_unit(&self, name: &str) -> Labelled {
        let name = self.engine.unit_name(Named::Unlisted(name), self.lang);
        Labelled { id: None, name: name.into_owned() }
    }

    /// Whether each method may be used.
    pub(super) fn methods(&self, advice: &[MethodAdvice]) -> Vec<Method> {
        let method = |advice: &MethodAdvice| {
            let method = self.rule_set().methods.all.get(advice.method)?;
            Some(Method {
                method: method.id.clone(),
                label: method.label.get(self.lang).to_owned(),
                allowed: advice.allowed,
                because: advice.because.iter().map(|&reason| reason.to_owned()).collect(),
            })
        };
        advice.iter().filter_map(method).collect()
    }

    /// A place in a document, in the revision of a day.
    pub(super) fn source(&self, source: &sources::SourceRef, at: Date) -> Option<SourceRef> {
        let document = self.rule_set().sources.document_on(source, at)?;
        Some(SourceRef {
            document: document.id.clone(),
            title: document.title.get(self.lang).to_owned(),
            revision: document.revision,
            section: source.section.clone(),
            row: source.row,
            place: source.row.is_none().then(|| source.place.clone()),
        })
    }

    /// A rule that decided on a day.
    pub(super) fn because(&self, rule: usize, at: Date) -> Option<Because> {
        let routing = &self.rule_set().routing;
        let info = routing.rules.get(rule)?;
        Some(Because {
            rule: routing.table.rules().get(rule)?.id.clone(),
            source: self.source(&info.source, at),
            note: info.note.as_ref().map(|note| note.get(self.lang).to_owned()),
        })
    }

    /// A step of a procedure, with its source on a day.
    pub(super) fn step(&self, index: usize, at: Date) -> Option<Step> {
        let step = self.rule_set().procedures.steps.get(index)?;
        Some(Step {
            id: step.id.clone(),
            actor: step.actor.into(),
            text: step.text.get(self.lang).to_owned(),
            source: step.source.as_ref().and_then(|source| self.source(source, at)),
        })
    }

    /// A message template.
    pub(super) fn template(&self, index: usize) -> Option<Template> {
        let template = self.rule_set().procedures.templates.get(index)?;
        Some(Template {
            id: template.id.clone(),
            to: template.to.into(),
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
            actor: transition.by.into(),
            to: to.clone(),
            to_label: to_label.get(self.lang).to_owned(),
        })
    }

    /// The rule set that answers, with its governing document on a day.
    #[must_use]
    pub fn ruleset_info(&self, at: Date) -> RuleSetInfo {
        let rule_set = self.rule_set();
        let governing = rule_set.sources.governing_on(at);
        RuleSetInfo {
            id: rule_set.id.clone(),
            fingerprint: rule_set.fingerprint.clone(),
            source_valid_until: governing.and_then(|d| d.valid_until).map(|day| day.to_string()),
        }
    }
}
