//! Storing: tables and plans as sections of words, and back.
//!
//! What is stored is written by a `store` and read by a `restore` that stand side by side, one file for each thing:
//!
//! | file | holds | what is derived when it is read |
//! | --- | --- | --- |
//! | `values` | lists of sets of values | |
//! | `table` | inputs, rules, hit policy | |
//! | `classes` | the class of each word, truth value or segment of numbers | look-ups, the values of each class |
//! | `diagram` | levels, children, answers | |
//! | `bitmap` | the rule of each row, the tested inputs, the bits | where columns begin |
//! | `plan` | reason and strategy | verdicts, from the table |
//!
//! Whatever a section holds, a `restore` gives something that cannot panic when it is asked, or [`Damaged`]: every index
//! is checked once, so that walks need not. It allocates in proportion to the sections that it is given.
//!
//! A new strategy needs a file here with its `store` and `restore`, and a line in each of those of the plan.

mod bitmap;
mod classes;
mod diagram;
mod plan;
mod section;
mod table;
mod values;

pub use section::{Damaged, Reader, Writer};

use section::Column;
