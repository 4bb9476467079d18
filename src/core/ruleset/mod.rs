//! The domain: vocabulary, directory, routing, methods, priority, checks, procedures and sources, read
//! from YAML, with every name resolved and every rule lowered to a table of the matcher.
//!
//! ```
//! use handover_core::ruleset::RuleSet;
//!
//! let rule_set = RuleSet::embedded()?;
//! assert_eq!(rule_set.id, "gavleborg");
//! assert_eq!(rule_set.routing.rules.len(), 18);
//! # Ok::<(), handover_core::ruleset::LoadError>(())
//! ```

mod cells;
pub mod checks;
pub mod compiled;
pub mod content;
mod dated;
mod days;
pub mod directory;
mod embedded;
mod expectations;
pub mod fields;
mod fingerprint;
pub mod holes;
pub mod inputs;
mod invariant_inputs;
pub mod invariants;
pub mod judges;
pub mod kinds;
mod known;
pub mod lexicon;
mod load;
mod load_error;
pub mod methods;
pub mod model;
pub mod names;
mod numbers;
mod overrides;
pub mod placeholders;
mod places;
pub mod priority;
pub mod procedures;
mod proofs;
mod reading;
pub mod reasons;
pub mod reserved;
pub mod resource;
pub mod routing;
mod rule_set;
pub mod schema;
pub mod section;
mod sections;
mod sound;
pub mod sources;
mod spot;
pub mod statements;
mod unread;
mod unread_lists;
pub mod vocabulary;

pub use cells::shown;
pub use compiled::CompiledError;
pub use embedded::files as embedded_files;
pub use expectations::Expectation;
pub use load::{Loaded, Scope, fingerprint_of, load};
pub use load_error::LoadError;
pub use model::FindingSeverity;
pub use places::Places;
pub use reading::{HEADER_FILE, MAX_FILES, TESTS_FOLDER};
pub use rule_set::RuleSet;
