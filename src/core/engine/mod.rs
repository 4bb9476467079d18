//! The engine: a rule set that answers. Immutable, `Send + Sync`, without locks, files or a clock; the
//! day is an input.
//!
//! ```
//! use handover_core::engine::{Case, Engine, Decision};
//! use handover_core::ruleset::RuleSet;
//! use jiff::civil::date;
//!
//! let engine = Engine::new(RuleSet::embedded().unwrap());
//! let case = Case {
//!     case_type: engine.case_type("Recept på läkemedel"),
//!     care_level: engine.rule_set().vocabulary.care_levels.find("Specialiserad vård"),
//!     specialty: engine.specialty("Kardiologi"),
//!     unit: engine.unit("Hjärtmottagning Sandviken"),
//!     from: engine.unit("Valbo Din hälsocentral"),
//!     ..Case::on(date(2025, 10, 1))
//! };
//! let recommendation = engine.recommend(&case);
//! assert_eq!(recommendation.decision, Decision::Route);
//! let resource = engine.resource(&recommendation.target);
//! assert_eq!(
//!     resource.display(engine.rule_set(), engine.rule_set().first_language()).to_string(),
//!     "Hjärtmottagning Sandviken, Administratör, Kardiologi, Administrativt Allmän",
//! );
//! ```

mod batch;
mod case;
mod choice;
mod explain;
mod facts;
mod features;
mod fields;
mod findings;
mod intern;
pub mod messages;
mod methods;
mod prepared;
mod questions;
mod recommend;
mod routes;
mod validate;
mod why_not;

pub use case::{Action, Case, Chosen, Handover, Named};
pub use explain::{ConditionRead, Explanation, RuleRead};
pub use facts::Facts;
pub use findings::{Finding, Findings};
pub use intern::{InternedCase, InternedHandover};
pub use methods::{MethodAdvice, Methods};
pub use recommend::{Decision, Missing, Recommendation, Target, Values};
pub use validate::{Verdict, VerdictDecision};
pub use why_not::{ChangedInput, WhyNot};

use std::path::Path;

use self::prepared::Prepared;
use crate::ruleset::names::Words;
use crate::ruleset::resource::Resource;
use crate::ruleset::{CompiledError, RuleSet};

/// A compiled rule set that answers.
#[derive(Debug)]
pub struct Engine {
    rule_set: RuleSet,
    prepared: Prepared,
}

impl Engine {
    /// Takes a rule set into service.
    #[must_use]
    pub fn new(rule_set: RuleSet) -> Self {
        Self { prepared: Prepared::new(&rule_set), rule_set }
    }

    /// Takes a compiled rule set into service, from a file that [`RuleSet::write_compiled`] wrote. It must be made of the
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
        &self.rule_set
    }

    /// How many lists of advice on methods there are: one past the largest [`Methods::list`].
    pub(crate) fn method_lists(&self) -> usize {
        self.prepared.method_lists()
    }

    /// Takes the rule set out of service.
    #[must_use]
    pub fn into_rule_set(self) -> RuleSet {
        self.rule_set
    }

    /// Looks up a kind of case by any of its names.
    #[must_use]
    pub fn case_type<'a>(&self, name: &'a str) -> Named<'a> {
        named(&self.rule_set.vocabulary.case_types, name)
    }

    /// Looks up the kind of case that a contact reason stands for.
    #[must_use]
    pub fn contact_reason<'a>(&self, reason: &'a str) -> Named<'a> {
        let found = self.rule_set.vocabulary.case_type_of_reason(reason);
        found.map_or(Named::Unlisted(reason), Named::Listed)
    }

    /// Looks up a specialty by any of its names.
    #[must_use]
    pub fn specialty<'a>(&self, name: &'a str) -> Named<'a> {
        named(&self.rule_set.vocabulary.specialties, name)
    }

    /// Looks up a unit by its id or any of its names.
    #[must_use]
    pub fn unit<'a>(&self, name: &'a str) -> Named<'a> {
        named(&self.rule_set.directory.units, name)
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

fn named<'a>(words: &Words, name: &'a str) -> Named<'a> {
    words.find(name).map_or(Named::Unlisted(name), Named::Listed)
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
