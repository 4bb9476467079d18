//! Inputs, rules and conditions for the tests of tables.

use super::input::{Domain, Input};
use super::rule::{Condition, Rule};
use super::values::Values;

pub(super) fn level() -> Input {
    Input {
        name: "level".to_owned(),
        domain: Domain::Words { words: vec!["primary".to_owned()], open: true },
    }
}

pub(super) fn rule(id: &str, alternatives: Vec<Vec<Condition>>, overrides: Vec<usize>) -> Rule {
    Rule { id: id.to_owned(), alternatives, outcome: 7, overrides }
}

pub(super) fn primary(input: usize) -> Condition {
    Condition { input, accepts: Values::Words { listed: vec![0], unlisted: false } }
}
