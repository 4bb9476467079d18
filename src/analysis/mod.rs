//! What can be proved of a rule set beside that every case has one answer.
//!
//! [`survey`] puts the rule set's words on the matcher's analyses: what has no answer or several, what rules are good for,
//! and what breaks in the days to come.

mod remedies;
mod subject;
mod survey;
mod tables;
mod time;
mod witness;

pub use subject::{TableName, grouped};
pub use survey::{
    Cases, Detail, Finding, PeriodFacts, Seldom, Survey, TableFacts, Topic, Window, is_proof,
    survey,
};
