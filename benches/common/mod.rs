//! What the benchmarks share: the rules, the questions and the right answers, and how a question is timed.

pub mod generator;
pub mod measure;
pub mod rule_set;
pub mod sizes;
