//! `handover validate`: whether a handover may be carried out.

use std::io::{self, Write};

use super::args::{Shared, ValidateArgs};
use super::exit::ExitStatus;
use super::input::{Answer, answer_file};
use crate::diagnostic::Lang;
use crate::render::text;
use crate::wire::v1::{self, Verdict};

impl Answer for Verdict {
    fn decision(&self) -> &str {
        &self.decision
    }

    fn text(&self, lang: Lang) -> String {
        text::verdict(self, lang)
    }
}

pub(super) fn run(
    shared: &Shared,
    args: &ValidateArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else {
        return Ok(ExitStatus::RuleSet);
    };
    answer_file(shared, &engine, &args.input, out, v1::validate)
}
