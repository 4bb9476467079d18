//! The constant parts of a rule set's answers, rendered once per engine and language.
//!
//! Where documents have several revisions, whatever names a source depends on the day, and is not among them.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Serialize;

use super::answer::{
    Because, Finding, Labelled, Method, Next, RuleSetInfo, SourceRef, Step, Template,
};
use super::context::Context;
use super::piece::{Piece, Rendered};
use crate::engine::{AdviceList, Engine};
use crate::language::Lang;
use crate::ruleset::checks::{About, Check};
use crate::ruleset::kinds::Kind;
use crate::ruleset::placeholders::has_placeholders;

/// The day of parts that are the same on every day.
const ANY_DAY: Date = Date::ZERO;

/// The rendered parts of answers. Memory is linear in the vocabularies, and in the rules that have decided so far.
#[derive(Debug)]
pub struct Pieces {
    case_types: Vec<Rendered<Labelled>>,
    care_levels: Vec<Rendered<Labelled>>,
    specialties: Vec<Rendered<Labelled>>,
    units: Vec<Rendered<Labelled>>,
    roles: Vec<Rendered<Labelled>>,
    capabilities: Vec<Rendered<Labelled>>,
    /// By list of advice, rendered on first use.
    methods: Vec<OnceLock<Rendered<Vec<Method>>>>,
    pub(super) findings: Vec<KnownFinding>,
    /// By step; `None` for those whose text answers fill in.
    pub(super) steps: Vec<Option<Rendered<Step>>>,
    /// By template; `None` for those whose text answers fill in.
    pub(super) templates: Vec<Option<Rendered<Template>>>,
    /// By lifecycle and transition.
    pub(super) next: Vec<Vec<Rendered<Next>>>,
    pub(super) ruleset: Option<Rendered<RuleSetInfo>>,
    /// By rule, rendered on first use: rule sets can be large. Empty where sources depend on the day.
    because: Vec<OnceLock<Option<Box<Rendered<Because>>>>>,
}

/// The rendered parts of a check's findings.
#[derive(Debug)]
pub(super) struct KnownFinding {
    pub(super) code: Rendered<String>,
    /// The message, if it is the same for every case.
    pub(super) message: Option<Rendered<String>>,
    pub(super) source: Option<Rendered<SourceRef>>,
    /// The whole finding by path of its field, if all of it is the same for every case.
    whole: Vec<(&'static str, Rendered<Finding<'static>>)>,
}

impl Pieces {
    /// Renders the constant parts of answers.
    #[must_use]
    pub fn new(engine: &Engine, lang: Lang) -> Self {
        let context = &Context { engine, lang, today: ANY_DAY };
        let rule_set = context.rule_set();
        let same_every_day = !rule_set.sources.has_revisions();
        let words = |kind| {
            let count = rule_set.list(kind).map_or(0, |words| words.all().len());
            rendered(count, |index| context.word(kind, u32::try_from(index).ok()?))
        };
        let procedures = &rule_set.procedures;
        let lifecycles = procedures.lifecycles.iter().enumerate();
        let next = lifecycles.map(|(index, lifecycle)| {
            rendered(lifecycle.transitions.len(), |transition| context.next(index, transition))
        });
        let checks = rule_set.checks.all.iter();
        let rules = if same_every_day { rule_set.routing.rules.len() } else { 0 };
        // A step is as constant as its text and its source.
        let constant = |text| same_every_day && !has_placeholders(text);
        Self {
            case_types: words(Kind::CaseType),
            care_levels: words(Kind::CareLevel),
            specialties: words(Kind::Specialty),
            units: words(Kind::Unit),
            roles: words(Kind::Role),
            capabilities: words(Kind::Capability),
            methods: (0..engine.method_lists()).map(|_| OnceLock::new()).collect(),
            findings: checks
                .map(|check| KnownFinding::new(context, check, same_every_day))
                .collect(),
            steps: (procedures.steps.iter().enumerate())
                .map(|(at, step)| constant(&step.text).then(|| context.step(at, ANY_DAY))?)
                .map(|step| step.map(Rendered::new))
                .collect(),
            templates: (procedures.templates.iter().enumerate())
                .map(|(at, template)| {
                    (!has_placeholders(&template.text)).then(|| context.template(at))?
                })
                .map(|template| template.map(Rendered::new))
                .collect(),
            next: next.collect(),
            ruleset: same_every_day.then(|| Rendered::new(context.ruleset_info(ANY_DAY))),
            because: (0..rules).map(|_| OnceLock::new()).collect(),
        }
    }

    /// A word of a list.
    pub(super) fn word(&self, kind: Kind, index: u32) -> Option<&Rendered<Labelled>> {
        let words = match kind {
            Kind::CaseType => &self.case_types,
            Kind::CareLevel => &self.care_levels,
            Kind::Specialty => &self.specialties,
            Kind::Unit => &self.units,
            Kind::Role => &self.roles,
            Kind::Capability => &self.capabilities,
            Kind::Method | Kind::Priority | Kind::Date | Kind::Boolean | Kind::Words(_) => {
                return None;
            }
        };
        words.get(index as usize)
    }

    /// Whether each method may be used.
    pub(super) fn methods(
        &self,
        context: &Context<'_>,
        methods: AdviceList<'_>,
    ) -> Option<&Rendered<Vec<Method>>> {
        let known = self.methods.get(methods.list)?;
        Some(known.get_or_init(|| Rendered::new(context.methods(methods.advice))))
    }

    /// A rule that decided.
    pub(super) fn because(&self, context: &Context<'_>, rule: usize) -> Option<&Rendered<Because>> {
        let render = || Some(Box::new(Rendered::new(context.because(rule, ANY_DAY)?)));
        self.because.get(rule)?.get_or_init(render).as_deref()
    }
}

impl KnownFinding {
    fn new(context: &Context<'_>, check: &Check, same_every_day: bool) -> Self {
        let text = check.message.get(context.lang);
        let filled_in = has_placeholders(&check.message);
        let source = check.source.as_ref().and_then(|source| context.source(source, ANY_DAY));
        let whole = |path| {
            let finding = Finding {
                code: Piece::Made(check.id.clone()),
                severity: check.severity.into(),
                message: Piece::Made(text.to_owned()),
                field: path,
                source: source.clone().map(Piece::Made),
            };
            (path, Rendered::new(finding))
        };
        let paths = match check.about {
            About::Field(field) if !filled_in && same_every_day => {
                vec![field.path_in_case(), field.path()]
            }
            _ => Vec::new(),
        };
        Self {
            whole: paths.into_iter().map(whole).collect(),
            code: Rendered::new(check.id.clone()),
            message: (!filled_in).then(|| Rendered::new(text.to_owned())),
            source: source.filter(|_| same_every_day).map(Rendered::new),
        }
    }

    /// The whole finding about a field, if it is known.
    pub(super) fn whole(&self, path: &str) -> Option<&Rendered<Finding<'static>>> {
        self.whole.iter().find(|(known, _)| *known == path).map(|(_, finding)| finding)
    }
}

fn rendered<T: Serialize>(count: usize, part: impl Fn(usize) -> Option<T>) -> Vec<Rendered<T>> {
    (0..count).filter_map(part).map(Rendered::new).collect()
}
