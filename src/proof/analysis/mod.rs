//! What can be proved of a rule set beside that every case has one answer.
//!
//! [`prove`] holds the rules to what must be true whatever they say (its invariants), and what a method requires to what
//! the checks refuse, over all requests at once. [`survey`] puts the rule set's words on the matcher's analyses: what has no
//! answer or several, what rules are good for, and what breaks in the days to come.

mod goals;
mod invariants;
mod methods;
mod proof;
mod remedies;
mod report;
mod subject;
mod survey;
mod surveyed;
mod tables;
mod tell;
mod time;
mod witness;
mod words;

pub use invariants::{Outcome, Proof, Proofs, prove, prove_loaded, prove_within};
pub use methods::{Conflict, Disagreement};
pub use proof::{MAX_STEPS, Witness};
pub use report::report;
pub use subject::TableName;
pub use survey::{
    Cases, DEFAULT_DAYS, Detail, Finding, MAX_DAYS, PeriodFacts, Seldom, Survey, TableFacts,
    Window, survey, survey_within,
};
pub use surveyed::Surveyed;
