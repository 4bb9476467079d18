//! Answers in pieces: everything of an answer that a rule set knows beforehand, rendered as JSON once. The pieces come from
//! the very functions that build whole answers, so the two cannot say different things.

use std::sync::OnceLock;

use serde::Serialize;

use super::Context;
use super::answer::{Labelled, Method};
use super::respond::labelled;
use crate::engine::{MethodAdvice, Named};
use crate::ruleset::checks::PLACEHOLDERS;
use crate::ruleset::names::Words;

/// A word as it stands in answers.
#[derive(Debug)]
pub(super) struct Label {
    /// `{"id":…,"name":…}`.
    pub(super) object: Box<str>,
    /// The name as it stands within quotes.
    pub(super) name: Box<str>,
}

/// What a check gives, cut where its field stands.
#[derive(Debug)]
pub(super) struct FindingText {
    /// Up to the message.
    pub(super) start: Box<str>,
    /// The message in quotes, where it is the same for every case.
    pub(super) message: Option<Box<str>>,
    /// What stands behind the field.
    pub(super) end: Box<str>,
}

/// The pieces of answers in one language. Costs memory in proportion to the vocabularies, and to the rules that have
/// decided so far.
#[derive(Debug)]
pub(super) struct Fragments {
    pub(super) units: Vec<Label>,
    pub(super) roles: Vec<Label>,
    pub(super) capabilities: Vec<Label>,
    pub(super) specialties: Vec<Label>,
    pub(super) findings: Vec<FindingText>,
    /// By method, up to whether it is allowed.
    pub(super) methods: Vec<Box<str>>,
    pub(super) steps: Vec<Box<str>>,
    pub(super) templates: Vec<Box<str>>,
    /// By lifecycle and transition.
    pub(super) next: Vec<Vec<Box<str>>>,
    pub(super) ruleset: Box<str>,
    /// By rule, rendered when it first decides: rule sets can be large.
    rules: Vec<OnceLock<Box<str>>>,
}

impl Fragments {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let rule_set = context.rule_set();
        let vocabulary = &rule_set.vocabulary;
        let labels = |words: &Words| {
            let indices = 0..words.all().len() as u32;
            indices
                .filter_map(|index| labelled(words, index, context.lang))
                .map(Label::new)
                .collect()
        };
        let units = 0..rule_set.directory.units.all().len() as u32;
        let procedures = &rule_set.procedures;
        let lifecycles = procedures.lifecycles.iter().enumerate();
        Self {
            units: units
                .filter_map(|unit| context.unit(Named::Listed(unit)))
                .map(Label::new)
                .collect(),
            roles: labels(&vocabulary.roles),
            capabilities: labels(&vocabulary.capabilities),
            specialties: labels(&vocabulary.specialties),
            findings: (0..rule_set.checks.all.len())
                .filter_map(|check| FindingText::new(context, check))
                .collect(),
            methods: (0..rule_set.methods.all.len())
                .filter_map(|method| {
                    let advice = MethodAdvice { method, allowed: None, because: Vec::new() };
                    context.method(&advice)
                })
                .map(|method: Method| before(&method, "null,\"because\""))
                .collect(),
            steps: (0..procedures.steps.len())
                .filter_map(|step| context.step(step))
                .map(|step| json(&step))
                .collect(),
            templates: (0..procedures.templates.len())
                .filter_map(|template| context.template(template))
                .map(|template| json(&template))
                .collect(),
            next: lifecycles
                .map(|(index, lifecycle)| {
                    (0..lifecycle.transitions.len())
                        .filter_map(|transition| context.next(index, transition))
                        .map(|next| json(&next))
                        .collect()
                })
                .collect(),
            ruleset: json(&context.ruleset_info()),
            rules: (0..rule_set.routing.rules.len()).map(|_| OnceLock::new()).collect(),
        }
    }

    /// A rule that decided.
    pub(super) fn because(&self, context: &Context<'_>, rule: u32) -> &str {
        let Some(fragment) = self.rules.get(rule as usize) else {
            return "";
        };
        fragment.get_or_init(|| {
            context.because(rule).map_or_else(Box::default, |because| json(&because))
        })
    }
}

impl Label {
    pub(super) fn new(labelled: Labelled) -> Self {
        let quoted = json(&labelled.name);
        let name = quoted.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        Self { object: json(&labelled), name: name.unwrap_or_default().into() }
    }
}

impl FindingText {
    /// The message is that of the check's text, if nothing is to be filled in.
    fn new(context: &Context<'_>, index: usize) -> Option<Self> {
        let check = context.rule_set().checks.all.get(index)?;
        let text = check.message.get(context.lang);
        let filled_in = PLACEHOLDERS.iter().any(|name| text.contains(&format!("{{{name}}}")));
        let finding = context.finding(index, String::new(), "")?;
        let whole = json(&finding);
        let start = before(&finding, "\"\",\"field\"");
        let end = whole.get(start.len() + "\"\",\"field\":\"\"".len()..)?;
        Some(Self { message: (!filled_in).then(|| json(&text)), end: end.into(), start })
    }
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> Box<str> {
    let written = serde_json::to_string(value);
    debug_assert!(written.is_ok(), "answers are plain data");
    written.unwrap_or_default().into()
}

/// A value as JSON, up to the last place where `mark` stands.
fn before(value: &impl Serialize, mark: &str) -> Box<str> {
    let whole = json(value);
    whole.rfind(mark).and_then(|at| whole.get(..at)).unwrap_or_default().into()
}
