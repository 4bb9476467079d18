//! A survey of a rule set: gaps, overlaps, rules without use, faults in the days to come, and invariants.
//!
//! The matcher's analyses of tables, in the words of the rule set, with concrete cases and remedies.

mod cases;
mod finding;
mod remedies;
mod report;
mod run;
mod subject;
mod surveyed;
mod tables;
mod texts;
mod time;
mod units;
mod unused;

pub use finding::{
    Cases, Closing, DEFAULT_DAYS, Detail, MAX_DAYS, PartCounts, PeriodFacts, Seldom, Survey,
    SurveyFinding, TableFacts, Unstaffed, Window,
};
pub use report::report;
pub use run::{survey, survey_within};
pub use subject::SurveyedTable;
pub use surveyed::Surveyed;
