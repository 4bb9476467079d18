//! Language: what every text for people needs, whatever it speaks of.
//!
//! | file | holds |
//! | --- | --- |
//! | [`text`](self) | the languages, and texts in both |
//! | [`number`] | numbers and shares as people write them |
//! | [`day`] | days as written, and as the matcher counts them |
//! | [`list`] | lists of words, cut where they grow long |
//! | [`escape`] | texts in which nothing is markup: HTML, SVG, Markdown |
//! | [`near`] | the name that was probably meant |
//! | [`shape`] | an upper bound on the similarity of names |
//! | [`identity`] | Swedish identity numbers in free text |
//!
//! The room knows no rules, no files and no terminals.

pub mod day;
pub mod escape;
pub mod identity;
pub mod list;
pub mod near;
pub mod number;
pub mod shape;
mod text;

pub use text::{Lang, Text, capital, text};
