//! Storage: tables and plans as sections of words, and back.
//!
//! Each thing has a file with its `store` and `restore` side by side:
//!
//! | file | holds | derived when read |
//! | --- | --- | --- |
//! | `section` | the writer and the reader of sections | |
//! | `values` | lists of sets of values | |
//! | `table` | inputs, rules, hit policy | |
//! | `classes` | the class of each word, truth value or segment of numbers | look-ups, the values of each class |
//! | `rows` | rules, cells, accepted sets of classes | the inputs that a row tests |
//! | `nodes` | nodes, answers at leaves | the answers of rules, from the table |
//! | `diagram`, `forest` | answers, nodes, roots | |
//! | `bitmap` | the bits | columns and summary, from the rows |
//! | `reason` | the reason and the candidates | |
//! | `plan` | strategy and the above | verdicts from the table; tuples from the rows |
//!
//! Whatever a section holds, `restore` returns [`Damaged`] or something that cannot panic when used: every index is
//! checked once, so that walks need not check. It allocates in proportion to the given sections.
//!
//! A new strategy needs a file here with its `store` and `restore`, and a line in each of those of the plan.

mod bitmap;
mod classes;
mod diagram;
mod forest;
mod nodes;
mod plan;
mod reason;
mod rows;
mod section;
mod table;
mod values;

pub use section::{Damaged, SectionReader, SectionWriter};
