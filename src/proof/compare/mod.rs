//! What changes from one rule set to another: to whom cases go, which checks fire, what methods require, which priorities
//! alert, all exact over every complete case; and texts, steps, words and the like, compared as they are written.
//!
//! Words correspond by their ids, or as the `was` of a word tells (see [`words`]), so that a mere renaming changes
//! nothing. What is found becomes a [`DiffReport`], the same for programs and for people.

pub mod cases;
mod comparison;
mod items;
mod plain;
mod receiver;
mod report;
mod request;
mod tables;
mod wording;
pub mod words;

pub use comparison::{Compared, Comparison};
