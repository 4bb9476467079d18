//! What an answer needs beside the request.

use jiff::civil::Date;

use crate::engine::Engine;
use crate::language::Lang;

/// What an answer needs beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The engine that answers.
    pub engine: &'a Engine,
    /// The language of names and messages.
    pub lang: Lang,
    /// The day taken where a case names none.
    pub today: Date,
}
