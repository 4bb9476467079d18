//! The lexicon: labels of every input, value, list, field and target, in one language.
//!
//! The rule set comes first: labels of its words, `fields` for the fields of a request (and, under `when.` and the name
//! of an input, for that input in conditions), a lifecycle's own name of a state. The tables of
//! [`kinds`](super::kinds), [`fields`](super::fields) and [`inputs`](super::inputs) supply the other labels. So every
//! command and page uses one name for one thing.

mod labels;
mod phrase;
mod target;

pub(super) use labels::keys;
pub use labels::{INPUT_PREFIX, Lexicon};
pub use phrase::WordSet;
pub use target::{TargetPart, no_target};
