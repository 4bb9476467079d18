//! `handover recommend`: to whom a case goes.

use std::io::{self, Write};

use super::args::{RecommendArgs, Shared};
use super::exit::ExitStatus;
use super::input::{Answer, answer_input};
use crate::diagnostic::Lang;
use crate::render::text;
use crate::wire::v1::{self, Recommendation};

impl Answer for Recommendation {
    fn decision(&self) -> &str {
        &self.decision
    }

    fn text(&self, lang: Lang) -> String {
        text::recommendation(self, lang)
    }
}

pub(super) fn run(
    shared: &Shared,
    args: &RecommendArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    answer_input(shared, args.input.as_deref(), &args.case, out, v1::recommend)
}
