//! The engine: a rule set that answers. Immutable, `Send + Sync`, without locks, files or a clock; the day is an input.
//!
//! A request passes three stages, each a folder that imports only those before it:
//!
//! | stage | in | out |
//! | --- | --- | --- |
//! | `intern` | a [`Case`] or [`Handover`]: names looked up, free text as written | an [`InternedCase`] or [`InternedHandover`]: the inputs of all tables as classes, the checks that they still allow, the fields with an identity number |
//! | `route` | an interned case | routes: the destinations that the routing table still allows and, where an absent field could change the destination, the questions to ask, ranked |
//! | `judge` | an interned request and its routes | a [`Recommendation`] or [`Verdict`]: the features that checks read of the routes, the findings of the checks that fire, the decision |
//!
//! Around them stand the inputs (`case`, and `builder` for cases made of names), the outputs (`answer`) and the answers
//! of small tables computed ahead (`prepared`). `inspect` asks about an answer: why, why not, and from which inputs.
//! [`messages`] puts findings into words. [`Engine`] is the only place where these meet, so the trip of a request can be
//! read from its methods.
//!
//! Interning is linear in free text; all that follows is constant for a complete case, and allocates nothing. Callers
//! that ask the same case again keep the interned form.
//!
//! ```
//! use handover_core::engine::{Decision, Engine};
//! use handover_core::ruleset::RuleSet;
//! use jiff::civil::date;
//!
//! let engine = Engine::new(RuleSet::embedded()?);
//! let case = engine
//!     .case(date(2025, 10, 1))
//!     .case_type("Recept på läkemedel")
//!     .care_level("Specialiserad vård")
//!     .specialty("Kardiologi")
//!     .unit("Hjärtmottagning Sandviken")
//!     .from("Valbo Din hälsocentral")
//!     .build()?;
//! let recommendation = engine.recommend(&case);
//! assert_eq!(recommendation.decision, Decision::Route);
//! let resource = engine.resource(&recommendation.target);
//! assert_eq!(
//!     resource.display(engine.rule_set(), engine.rule_set().first_language()).to_string(),
//!     "Hjärtmottagning Sandviken, Administratör, Kardiologi, Administrativt Allmän",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod batch;
mod builder;
mod case;
mod field_lists;
mod inspect;
mod intern;
mod judge;
pub mod messages;
mod names;
mod prepared;
mod route;

pub use answer::{
    AdviceList, Decision, Finding, Findings, MethodAdvice, Missing, MissingValues, Recommendation,
    Target, Verdict, VerdictDecision,
};
pub use builder::{CaseBuilder, CaseError, CaseFault};
pub use case::{Action, Case, Chosen, Handover, Named};
pub use inspect::{ChangedInput, ConditionRead, Explanation, Facts, RuleRead, WhyNot};
pub use intern::{InternedCase, InternedHandover};

use std::borrow::Cow;
use std::path::Path;

use jiff::civil::Date;

use self::messages::MessageSubject;
use self::prepared::Prepared;
use crate::language::Lang;
use crate::ruleset::inputs::CHECKS;
use crate::ruleset::resource::Resource;
use crate::ruleset::{CompiledError, RuleSet};
use handover_matcher::Value;

/// A compiled rule set that answers.
#[derive(Debug)]
pub struct Engine {
    prepared: Prepared,
}

/// Construction.
impl Engine {
    /// An engine for a rule set.
    #[must_use]
    pub fn new(rule_set: RuleSet) -> Self {
        Self { prepared: Prepared::new(rule_set) }
    }

    /// An engine for a compiled rule set, from a file that [`RuleSet::write_compiled`] wrote. It must be made of the
    /// rules with the `expected` fingerprint, if one is given.
    ///
    /// # Errors
    /// Where the file is refused: see [`CompiledError`].
    pub fn from_compiled(
        path: impl AsRef<Path>,
        expected: Option<&str>,
    ) -> Result<Self, CompiledError> {
        RuleSet::load_compiled(path, expected).map(Self::new)
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        &self.prepared.rule_set
    }

    /// The number of lists of advice on methods: one past the largest [`AdviceList::list`].
    pub(crate) fn method_lists(&self) -> usize {
        self.prepared.method_lists()
    }

    /// Returns the rule set.
    #[must_use]
    pub fn into_rule_set(self) -> RuleSet {
        self.prepared.rule_set
    }
}

/// Requests: names become cases, cases and handovers become their interned forms.
impl Engine {
    /// Starts a case that is built from names.
    #[must_use]
    pub fn case<'a>(&self, at: Date) -> CaseBuilder<'_, 'a> {
        CaseBuilder::new(self.rule_set(), at)
    }

    /// Looks up a case type by any of its names.
    #[must_use]
    pub fn case_type<'a>(&self, name: &'a str) -> Named<'a> {
        names::named(&self.rule_set().vocabulary.case_types, name)
    }

    /// Looks up the case type that a contact reason stands for, and the reason that it continues, if any.
    #[must_use]
    pub fn contact_reason<'a>(&self, reason: &'a str) -> (Named<'a>, Option<u32>) {
        names::contact_reason(self.rule_set(), reason)
    }

    /// Looks up a specialty by any of its names.
    #[must_use]
    pub fn specialty<'a>(&self, name: &'a str) -> Named<'a> {
        names::named(&self.rule_set().vocabulary.specialties, name)
    }

    /// Looks up a unit by its id or any of its names.
    #[must_use]
    pub fn unit<'a>(&self, name: &'a str) -> Named<'a> {
        names::named(&self.rule_set().directory.units, name)
    }

    /// Interns a case for [`Engine::recommend_interned`]. Linear in its free text, constant in all else.
    #[must_use]
    pub fn intern<'a>(&self, case: &Case<'a>) -> InternedCase<'a> {
        intern::case(&self.prepared, case)
    }

    /// Interns a handover for [`Engine::validate_interned`]. Linear in its free text, constant in all else.
    #[must_use]
    pub fn intern_handover<'a>(&self, handover: &Handover<'a>) -> InternedHandover<'a> {
        intern::handover(&self.prepared, handover)
    }
}

/// Answers.
impl Engine {
    /// Recommends a receiver. A complete case takes one walk of the routing plan; an incomplete one is explored, under
    /// a budget.
    #[must_use]
    pub fn recommend<'a>(&'a self, case: &Case<'a>) -> Recommendation<'a> {
        self.recommend_interned(&self.intern(case))
    }

    /// Recommends a receiver for an interned case. Allocates nothing where the case is complete.
    #[must_use]
    pub fn recommend_interned<'a>(&'a self, case: &InternedCase<'a>) -> Recommendation<'a> {
        let routes = route::routes(&self.prepared, case);
        judge::recommend(&self.prepared, case, &routes).0
    }

    /// Recommends a receiver for each case, in order, into `out`; its contents are replaced and its memory reused. Uses
    /// all cores with the feature `parallel`.
    pub fn recommend_all<'a>(
        &'a self,
        cases: &[InternedCase<'a>],
        out: &mut Vec<Recommendation<'a>>,
    ) {
        batch::answer_all(cases, |case| self.recommend_interned(case), out);
    }

    /// Validates a handover. Linear in its free text, else as [`Engine::recommend`].
    #[must_use]
    pub fn validate<'a>(&'a self, handover: &Handover<'a>) -> Verdict<'a> {
        self.validate_interned(&self.intern_handover(handover))
    }

    /// Validates an interned handover. Allocates nothing where its case is complete.
    #[must_use]
    pub fn validate_interned<'a>(&'a self, handover: &InternedHandover<'a>) -> Verdict<'a> {
        judge::validate(&self.prepared, handover)
    }

    /// Validates each handover, in order, into `out`; its contents are replaced and its memory reused. Uses all cores
    /// with the feature `parallel`.
    pub fn validate_all<'a>(
        &'a self,
        handovers: &[InternedHandover<'a>],
        out: &mut Vec<Verdict<'a>>,
    ) {
        batch::answer_all(handovers, |handover| self.validate_interned(handover), out);
    }

    /// The lifecycles of a method that follow the request's state, by index.
    #[must_use]
    pub fn lifecycles_of(&self, method: Option<usize>) -> &[usize] {
        self.prepared.lifecycles_of(method)
    }
}

/// Questions about answers.
impl Engine {
    /// Explains the answer to a case. Linear in the number of rules.
    #[must_use]
    pub fn explain<'a>(&'a self, case: &Case<'a>) -> Explanation<'a> {
        inspect::explain(&self.prepared, case)
    }

    /// The smallest changes of a case that would make a routing rule decide it; absent values may stay absent. Linear in
    /// the rules, apart from the matcher's analysis, which has a budget.
    #[must_use]
    pub fn why_not(&self, case: &Case<'_>, rule: u32) -> WhyNot {
        inspect::why_not(&self.prepared, case, rule)
    }

    /// The inputs that the verdict on a handover rests on. Routes the case again.
    #[must_use]
    pub fn facts(&self, handover: &Handover<'_>) -> Facts {
        inspect::facts(&self.prepared, handover)
    }

    /// The values of the routing table's inputs, in the order of [`crate::ruleset::inputs::ROUTING`].
    #[must_use]
    pub fn routing_values(&self, case: &Case<'_>) -> Vec<Value> {
        self.intern(case).routing().to_vec()
    }

    /// The check inputs of a case without a handover, in the order of [`CHECKS`].
    #[must_use]
    pub fn check_values(&self, case: &Case<'_>) -> [Value; CHECKS.len()] {
        inspect::check_values(&self.prepared, case)
    }
}

/// Words.
impl Engine {
    /// The text of a finding.
    #[must_use]
    pub fn filled(&self, text: &str, about: &MessageSubject<'_>, lang: Lang) -> String {
        self.prepared.fill(text, None, about, lang)
    }

    /// The text of a finding.
    #[must_use]
    pub fn message(&self, finding: Finding, about: &MessageSubject<'_>, lang: Lang) -> String {
        self.prepared.message(finding, about, lang)
    }

    /// A unit's name; outside the directory, the name as given but without identity numbers.
    #[must_use]
    pub fn unit_name(&self, unit: Named<'_>, lang: Lang) -> Cow<'_, str> {
        self.prepared.unit_name(unit, lang)
    }

    /// A target as a resource, for printing.
    #[must_use]
    pub fn resource(&self, target: &Target<'_>) -> Resource {
        Resource {
            unit: target.unit.listed(),
            unlisted_unit: target.unit.unlisted().map(messages::repeatable),
            role: target.role,
            specialty: target.specialty,
            capability: target.capability,
            unread: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Engine>();
    }
}
