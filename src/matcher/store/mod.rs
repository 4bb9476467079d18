//! Storing: tables and plans as sections of words, and back.
//!
//! What is stored is written by a `store` and read by a `restore` that stand side by side, one file for each thing:
//!
//! | file | holds | what is derived when it is read |
//! | --- | --- | --- |
//! | `values` | lists of sets of values | |
//! | `table` | inputs, rules, hit policy | |
//! | `classes` | the class of each word, truth value or segment of numbers | look-ups, the values of each class |
//! | `rows` | rules, cells, accepted sets of classes | which inputs a row tests |
//! | `nodes` | nodes, answers at leaves | what rules answer, from the table |
//! | `diagram`, `forest` | answers, nodes, roots | |
//! | `bitmap` | the bits | columns and summary, from the rows |
//! | `reason` | why, and what was weighed | |
//! | `plan` | strategy and the above | verdicts from the table; tuples from the rows |
//!
//! Whatever a section holds, a `restore` gives something that cannot panic when it is asked, or [`Damaged`]: every index
//! is checked once, so that walks need not. It allocates in proportion to the sections that it is given.
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

pub use section::{Damaged, Reader, Writer};
