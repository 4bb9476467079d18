//! The interface of a measured engine.

use handover_matcher::Table;

use crate::generator::{Query, Work};

/// Rules and questions of one size, as engines get them.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The rules and the questions.
    pub work: &'a Work,
    /// The same rules as a table of handover.
    pub table: &'a Table,
}

/// An engine with one set of rules.
pub trait Engine: Sized {
    /// The name in the report.
    const NAME: &'static str;
    /// The largest number of rules that it is asked to take.
    const LARGEST: usize = 100_000;
    /// The rules in the form that the engine reads: text, or a data structure of its own.
    type Source<'a>;
    /// A question in the form that the engine reads.
    type Input;

    /// Writes the rules down. Not timed.
    fn source<'a>(task: &Task<'a>) -> Self::Source<'a>;

    /// Makes ready to decide: reading, checking and compiling. Timed.
    ///
    /// # Errors
    /// The engine's message about rules that it cannot take.
    fn build(source: &Self::Source<'_>) -> Result<Self, String>;

    /// Makes the input from the strings and the number of a question.
    fn input(&self, query: &Query) -> Self::Input;

    /// The number of the first rule that matches.
    fn decide(&mut self, input: &Self::Input) -> Option<u32>;

    /// The bytes of memory used to look names up; `None` if they cannot be separated.
    fn names_bytes(&self) -> usize {
        0
    }

    /// A remark for the report, such as the chosen strategy.
    fn remark(&self) -> Option<String> {
        None
    }
}
