//! From answers of the engine to answers in the form sent.

use jiff::civil::Date;

use super::answer::{
    Finding, Labelled, Method, Missing, Priority, Recommendation, RuleSetInfo, Step, Target,
    Template, Verdict,
};
use super::context::Context;
use super::paths::Paths;
use super::piece::{Piece, Rendered};
use super::pieces::Pieces;
use crate::engine::messages::MessageSubject;
use crate::engine::{self, MissingValues, Named};
use crate::ruleset::kinds::Kind;

/// Builds answers from parts: the rendered ones if there are pieces, otherwise made for each answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Responder<'c, 'p> {
    pub(super) context: &'c Context<'c>,
    pub(super) pieces: Option<&'p Pieces>,
}

impl<'c> Responder<'c, 'static> {
    /// A responder that makes every part.
    pub(super) fn plain(context: &'c Context<'c>) -> Self {
        Self { context, pieces: None }
    }
}

impl<'p> Responder<'_, 'p> {
    /// The rendered part, or one made now.
    fn part<T>(
        &self,
        known: impl FnOnce(&'p Pieces) -> Option<&'p Rendered<T>>,
        make: impl FnOnce() -> T,
    ) -> Piece<'p, T> {
        self.pieces.and_then(known).map_or_else(|| Piece::Made(make()), Piece::Known)
    }

    /// An optional part.
    fn optional<T>(
        &self,
        known: impl FnOnce(&'p Pieces) -> Option<&'p Rendered<T>>,
        make: impl FnOnce() -> Option<T>,
    ) -> Option<Piece<'p, T>> {
        let known = self.pieces.and_then(known).map(Piece::Known);
        known.or_else(|| make().map(Piece::Made))
    }

    fn word(&self, kind: Kind, index: u32) -> Option<Piece<'p, Labelled>> {
        self.optional(|known| known.word(kind, index), || self.context.word(kind, index))
    }

    fn target(&self, target: &engine::Target<'_>) -> Target<'p> {
        let unit = match target.unit {
            Named::Absent => None,
            Named::Listed(index) => self.word(Kind::Unit, index),
            Named::Unlisted(name) => Some(Piece::Made(self.context.unlisted_unit(name))),
        };
        let part = |kind, index: Option<u32>| self.word(kind, index?);
        let role = part(Kind::Role, target.role);
        let capability = part(Kind::Capability, target.capability);
        let specialty = part(Kind::Specialty, target.specialty);
        let resource = joined([&unit, &role, &specialty, &capability]);
        Target { unit, role, capability, specialty, resource }
    }

    fn missing(&self, missing: &engine::Missing) -> Missing<'p> {
        let values = match (&missing.values, missing.field.list()) {
            (MissingValues::Words(words), Some(list)) => {
                words.iter().filter_map(|&word| self.word(list, word)).collect()
            }
            _ => Vec::new(),
        };
        let lexicon = self.context.rule_set().lexicon(self.context.lang);
        let label = lexicon.field(missing.field).to_owned();
        Missing { field: missing.field.path_in_case().to_owned(), label, values }
    }

    fn methods(&self, methods: engine::AdviceList<'_>) -> Piece<'p, Vec<Method>> {
        let context = self.context;
        self.part(|known| known.methods(context, methods), || context.methods(methods.advice))
    }

    fn findings(
        &self,
        findings: &engine::Findings<'_>,
        about: &MessageSubject<'_>,
        paths: Paths,
    ) -> Vec<Piece<'p, Finding<'p>>> {
        let context = self.context;
        let finding = |finding: engine::Finding| {
            let (at, path) = (finding.check, paths.path(finding.field));
            let known = self.pieces.and_then(|pieces| pieces.findings.get(at)?.whole(path));
            if let Some(known) = known {
                return Some(Piece::Known(known));
            }
            let check = context.rule_set().checks.all.get(at)?;
            let message = || context.engine.message(finding, about, context.lang);
            let source = || context.source(check.source.as_ref()?, about.case.at);
            Some(Piece::Made(Finding {
                code: self.part(|known| Some(&known.findings.get(at)?.code), || check.id.clone()),
                severity: check.severity.into(),
                message: self.part(|known| known.findings.get(at)?.message.as_ref(), message),
                field: path,
                source: self.optional(|known| known.findings.get(at)?.source.as_ref(), source),
            }))
        };
        findings.iter().filter_map(finding).collect()
    }

    /// A recommendation in the form sent.
    pub(super) fn recommendation(
        &self,
        case: &engine::Case<'_>,
        answer: &engine::Recommendation<'_>,
        paths: Paths,
    ) -> Recommendation<'p> {
        let about = MessageSubject {
            case,
            chosen: None,
            recommended: &answer.target,
            priority: case.priority,
            rules: &answer.rules,
        };
        let because = answer.rules.iter().filter_map(|&rule| {
            let rule = rule as usize;
            self.optional(
                |known| known.because(self.context, rule),
                || self.context.because(rule, case.at),
            )
        });
        Recommendation {
            decision: answer.decision.into(),
            target: self.target(&answer.target),
            candidates: answer.candidates.iter().map(|target| self.target(target)).collect(),
            missing: answer.missing.iter().map(|missing| self.missing(missing)).collect(),
            methods: self.methods(answer.methods),
            priority: answer.priority.map(|(value, sms)| Priority { value, sms }),
            findings: self.findings(&answer.findings, &about, paths),
            because: because.collect(),
            ruleset: self.ruleset(case.at),
        }
    }

    /// A verdict in the form sent.
    pub(super) fn verdict(
        &self,
        handover: &engine::Handover<'_>,
        answer: &engine::Verdict<'_>,
        paths: Paths,
    ) -> Verdict<'p> {
        let context = self.context;
        let recommended = &answer.recommendation;
        let about = MessageSubject {
            case: &handover.case,
            chosen: Some(&handover.to),
            recommended: &recommended.target,
            priority: Some(handover.priority),
            rules: &recommended.rules,
        };
        let filled = |text: &str| context.engine.filled(text, &about, context.lang);
        let steps = answer.steps.iter().filter_map(|&at| {
            let step = || {
                let step = context.step(at, handover.case.at)?;
                Some(Step { text: filled(&step.text), ..step })
            };
            self.optional(|known| known.steps.get(at)?.as_ref(), step)
        });
        let templates = answer.templates.iter().filter_map(|&at| {
            let template = || {
                let template = context.template(at)?;
                Some(Template { text: filled(&template.text), ..template })
            };
            self.optional(|known| known.templates.get(at)?.as_ref(), template)
        });
        let next = answer.next.iter().filter_map(|&(lifecycle, transition)| {
            self.optional(
                |known| known.next.get(lifecycle)?.get(transition),
                || context.next(lifecycle, transition),
            )
        });
        Verdict {
            action: handover.action.into(),
            decision: answer.decision.into(),
            sms: answer.sms,
            findings: self.findings(&answer.findings, &about, paths),
            methods: self.methods(recommended.methods),
            recommendation: self.recommendation(&handover.case, recommended, paths.in_case()),
            steps: steps.collect(),
            templates: templates.collect(),
            next: next.collect(),
            ruleset: self.ruleset(handover.case.at),
        }
    }

    fn ruleset(&self, at: Date) -> Piece<'p, RuleSetInfo> {
        self.part(|known| known.ruleset.as_ref(), || self.context.ruleset_info(at))
    }
}

/// The names of the given parts, as a resource string.
fn joined(parts: [&Option<Piece<'_, Labelled>>; 4]) -> String {
    let names = || parts.iter().filter_map(|part| Some(part.as_ref()?.name.as_str()));
    let mut resource = String::with_capacity(names().map(|name| name.len() + 2).sum());
    for name in names() {
        if !resource.is_empty() {
            resource.push_str(", ");
        }
        resource.push_str(name);
    }
    resource
}

/// A recommendation in the form sent.
#[must_use]
pub fn recommendation(
    context: &Context<'_>,
    case: &engine::Case<'_>,
    answer: &engine::Recommendation<'_>,
    paths: Paths,
) -> Recommendation<'static> {
    Responder::plain(context).recommendation(case, answer, paths)
}

/// A verdict in the form sent.
#[must_use]
pub fn verdict(
    context: &Context<'_>,
    handover: &engine::Handover<'_>,
    answer: &engine::Verdict<'_>,
    paths: Paths,
) -> Verdict<'static> {
    Responder::plain(context).verdict(handover, answer, paths)
}
