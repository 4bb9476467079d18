//! Invariants: read, and checked for names and types.

use super::cells::{Domains, cell};
use super::inputs::{ANSWERS, CHECKS, InputSpec};
use super::model;
use super::sources::{Sources, duplicate};
use super::spot::{Faults, Spot};
use crate::matcher::Domain;

/// Every input and answer that an invariant may name, each once.
pub(super) fn specs() -> Vec<InputSpec> {
    let mut specs = CHECKS.to_vec();
    specs
        .extend(ANSWERS.iter().filter(|answer| CHECKS.iter().all(|spec| spec.name != answer.name)));
    specs
}

/// Words that an answer may be beside those of the vocabulary.
pub(super) fn special(name: &str) -> &'static [&'static str] {
    match name {
        "role" => &["original", "not_given"],
        "capability" => &["not_given"],
        _ => &[],
    }
}

/// Reads the `invariants` section.
pub(super) fn check(section: &Spot<'_>, domains: &Domains, sources: &Sources, faults: &mut Faults) {
    let specs = specs();
    let mut ids: Vec<String> = Vec::new();
    for spot in section.items() {
        let Some(written) = faults.read::<model::Invariant>(&spot) else {
            continue;
        };
        if ids.contains(&written.id) {
            faults.add(duplicate(&spot.at("id"), &written.id));
        }
        ids.push(written.id);
        sources.resolve(&spot.at("source"), &written.source, faults);
        for key in ["when", "then"] {
            for (name, at) in spot.at(key).entries() {
                let Some(spec) = specs.iter().find(|spec| spec.name == name) else {
                    continue;
                };
                let mut input = domains.input(spec);
                if let Domain::Words { words, .. } = &mut input.domain
                    && !words.is_empty()
                {
                    words.extend(special(name).iter().map(|&word| word.to_owned()));
                }
                cell(&at, &input, faults);
            }
        }
    }
}
