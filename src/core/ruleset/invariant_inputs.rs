//! Inputs and answers that invariants may name.

use super::inputs::{ANSWERS, CHECKS, InputSpec};

/// Every input and answer that an invariant may name, each once; the inputs of [`CHECKS`] first.
#[must_use]
pub fn specs() -> Vec<InputSpec> {
    let mut specs = CHECKS.to_vec();
    specs
        .extend(ANSWERS.iter().filter(|answer| CHECKS.iter().all(|spec| spec.name != answer.name)));
    specs
}

/// Words of an answer besides those of the vocabulary, which they follow.
#[must_use]
pub fn special(name: &str) -> &'static [&'static str] {
    match name {
        "role" => &["original", "not_given"],
        "capability" => &["not_given"],
        _ => &[],
    }
}
