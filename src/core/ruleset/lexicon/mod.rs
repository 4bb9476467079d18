//! The lexicon: what every input, value, list, field and target is called, in one language.
//!
//! What the rule set says comes first: labels of its words, `fields` for the fields of a request (and, under `when.` and the
//! name of an input, for that input in conditions), a lifecycle's own name of a state. What it leaves open is called as in
//! the tables of [`kinds`](super::kinds), [`fields`](super::fields) and [`inputs`](super::inputs). So one thing has one name,
//! whatever command or page speaks of it.

mod labels;
mod phrase;
mod target;

pub(super) use labels::keys;
pub use labels::{INPUT_PREFIX, Lexicon};
pub use phrase::WordSet;
pub use target::{TargetPart, no_target};
