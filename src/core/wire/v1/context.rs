//! The context of an answer: engine, language and day.

use jiff::civil::Date;

use crate::engine::Engine;
use crate::language::Lang;

/// The inputs of an answer besides the request.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The engine that answers.
    pub engine: &'a Engine,
    /// The language of names and messages.
    pub lang: Lang,
    /// The day of a case that names none.
    pub today: Date,
}
