//! What the benchmarks share: the rules, the questions and the right answers.

pub mod generator;
