//! `handover validate`: whether a handover may be carried out.

use std::io::{self, Write};

use super::args::{Shared, ValidateArgs};
use super::exit::ExitStatus;
use super::input::{Answering, answer_file};
use handover_core::language::Lang;
use handover_core::wire::v1::{RequestError, Verdict, VerdictDecision, Writer};
use handover_proof::render::{Origin, text};

struct Validate;

impl Answering for Validate {
    type Answer<'w> = Verdict<'w>;

    fn answer<'w>(&self, writer: &'w Writer<'_>, json: &[u8]) -> Result<Verdict<'w>, RequestError> {
        writer.verdict(json)
    }

    fn status(&self, answer: &Verdict<'_>) -> ExitStatus {
        match answer.decision {
            VerdictDecision::Allow | VerdictDecision::Warn => ExitStatus::Done,
            VerdictDecision::Manual | VerdictDecision::Refuse => ExitStatus::No,
        }
    }

    fn text(&self, answer: &Verdict<'_>, origin: Origin<'_>, lang: Lang) -> String {
        text::verdict(answer, origin, lang)
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
    answer_file(shared, &engine, &args.input, out, &Validate)
}
