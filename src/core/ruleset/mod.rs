//! The domain: vocabulary, directory, routing, methods, priority, checks, procedures and sources, read
//! from YAML, with every name resolved and every rule lowered to a table of the matcher.
//!
//! ```
//! use handover_core::ruleset::RuleSet;
//!
//! let rule_set = RuleSet::embedded().expect("the shipped rule set loads");
//! assert_eq!(rule_set.id, "gavleborg");
//! assert_eq!(rule_set.routing.rules.len(), 18);
//! ```

mod cells;
pub mod checks;
pub mod compiled;
pub mod directory;
mod embedded;
mod expectations;
pub mod fields;
mod fingerprint;
pub mod inputs;
pub mod invariants;
pub mod kinds;
pub mod lexicon;
mod load;
pub mod methods;
pub mod model;
pub mod names;
mod overrides;
mod places;
pub mod priority;
pub mod procedures;
mod proofs;
mod reading;
pub mod resource;
pub mod routing;
pub mod schema;
pub mod sources;
mod spot;
pub mod statements;
pub mod vocabulary;

use std::path::Path;

pub use cells::shown;
pub use compiled::CompiledError;
pub use embedded::files as embedded_files;
pub use expectations::Expectation;
pub use load::{Loaded, Scope, fingerprint_of, load};
pub use model::FindingSeverity;
pub use places::Places;
pub use reading::{HEADER_FILE, MAX_FILES, TESTS_FOLDER};

use crate::diagnostic::Diagnostic;
use crate::document::Files;
use crate::language::{Lang, Text};

/// A rule set: checked, with every name resolved. Immutable.
#[derive(Debug)]
pub struct RuleSet {
    /// Its id, in every answer.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The languages of its texts; answers use the first unless another is asked for.
    pub languages: Vec<Lang>,
    /// SHA-256 over its content, in hexadecimal; in every answer.
    pub fingerprint: String,
    /// The documents that it rests on.
    pub sources: sources::Sources,
    /// Its words.
    pub vocabulary: vocabulary::Vocabulary,
    /// Care providers and units.
    pub directory: directory::Directory,
    /// To whom cases go.
    pub routing: routing::Routing,
    /// The priority scale.
    pub priority: priority::Priority,
    /// The ways to hand over.
    pub methods: methods::Methods,
    /// What is checked.
    pub checks: checks::Checks,
    /// Steps, states and messages.
    pub procedures: procedures::Procedures,
    /// The most parts between commas that any name has, for reading resource strings.
    pub name_parts: usize,
    /// What the fields of a request are called in messages.
    pub field_labels: Vec<(String, Text)>,
}

impl RuleSet {
    /// Reads a rule set from a folder.
    ///
    /// # Errors
    /// All faults of all files, sorted, where any is an error.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, Vec<Diagnostic>> {
        Self::from_files(&Files::Folder(folder.as_ref().to_owned()))
    }

    /// Reads a rule set from files, wherever they are.
    ///
    /// # Errors
    /// All faults of all files, sorted, where any is an error.
    pub fn from_files(files: &Files) -> Result<Self, Vec<Diagnostic>> {
        let loaded = load(files, Scope::Rules);
        loaded.rule_set.ok_or(loaded.diagnostics)
    }

    /// The rule set of instruction 09-878366, which the library carries.
    ///
    /// # Errors
    /// Never, as long as the tests pass; the faults otherwise.
    pub fn embedded() -> Result<Self, Vec<Diagnostic>> {
        Self::from_files(&embedded_files())
    }

    /// The language of answers where none is asked for.
    #[must_use]
    pub fn first_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or_default()
    }

    /// Whether requests mean the same to both: every name is the same word, by number, and every priority, method and
    /// state that the one takes the other takes too.
    #[must_use]
    pub fn reads_alike(&self, other: &Self) -> bool {
        let scale =
            |rules: &Self| (rules.priority.min, rules.priority.max, rules.priority.lowest_first);
        let methods = |rules: &Self| -> Vec<(String, Text)> {
            rules.methods.all.iter().map(|m| (m.id.clone(), m.label.clone())).collect()
        };
        let states = |rules: &Self| -> Vec<(bool, Vec<(String, Text)>)> {
            let lifecycles = rules.procedures.lifecycles.iter();
            lifecycles.map(|l| (l.follows_state, l.states.clone())).collect()
        };
        self.vocabulary.reads_alike(&other.vocabulary)
            && self.directory.units.reads_alike(&other.directory.units)
            && self.name_parts == other.name_parts
            && scale(self) == scale(other)
            && methods(self) == methods(other)
            && states(self) == states(other)
            && self.procedures.lifecycle_choice.table == other.procedures.lifecycle_choice.table
    }
}
