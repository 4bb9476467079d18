//! Analysis of a loaded rule set: everything that can be proved beside what loading proves.
//!
//! | room | |
//! | --- | --- |
//! | `proof` | the prover: a search over all requests |
//! | `invariants` | [`prove`]: invariants hold of every request, and methods agree with checks; [`unmet`]: parts that none meets |
//! | `survey` | [`survey()`]: gaps, overlaps, rules without use, faults in the days to come, invariants |

mod invariants;
mod proof;
mod survey;

pub use invariants::{
    Conflict, Disagreement, InvariantProof, Met, Part, PartProof, ProofResult, Proofs, prove,
    prove_loaded, prove_within, unmet, unmet_within,
};
pub use proof::{MAX_STEPS, Witness};
pub use survey::{
    Cases, Closing, DEFAULT_DAYS, Detail, MAX_DAYS, PartCounts, PeriodFacts, Seldom, Survey,
    SurveyFinding, Surveyed, SurveyedTable, TableFacts, Unstaffed, Window, report, survey,
    survey_within,
};
