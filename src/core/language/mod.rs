//! Language: the parts common to all texts for people.
//!
//! | file | holds |
//! | --- | --- |
//! | [`text`](self) | the languages, and texts in both |
//! | [`number`] | numbers and shares as people write them |
//! | [`day`] | days as written, and as numbers of the matcher |
//! | [`zone`] | time zones by name |
//! | [`list`] | lists of words, truncated when long |
//! | [`escape`] | escaping for HTML, SVG, XML and Markdown |
//! | [`name`] | names as people read them: the form of comparison |
//! | [`near`] | the nearest known name, for suggestions |
//! | [`shape`] | an upper bound on the similarity of names |
//! | [`identity`] | Swedish identity numbers in free text |
//!
//! This module knows no rules, no files and no terminals.

pub mod day;
pub mod escape;
pub mod identity;
pub mod list;
pub mod name;
pub mod near;
pub mod number;
pub mod shape;
mod text;
pub mod unseen;
pub mod zone;

pub use text::{Lang, Text, capital, text};
