//! `handover validate`: whether a handover may be carried out.

use std::io::{self, Write};

use super::args::{Shared, ValidateArgs};
use super::exit::ExitStatus;
use super::input::{Answering, answer_file, status_of};
use handover_core::engine::VerdictDecision;
use handover_core::language::Lang;
use handover_core::wire::v1::{self, Context, RequestError, Verdict, Writer};
use handover_proof::render::text;

struct Validate;

impl Answering for Validate {
    type Answer = Verdict;

    fn answer(&self, context: &Context<'_>, json: &[u8]) -> Result<Verdict, RequestError> {
        v1::validate(context, json)
    }

    fn write(
        &self,
        writer: &Writer<'_>,
        json: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<ExitStatus, RequestError> {
        Ok(match writer.validate(json, out)? {
            VerdictDecision::Allow | VerdictDecision::Warn => ExitStatus::Done,
            VerdictDecision::Manual | VerdictDecision::Refuse => ExitStatus::No,
        })
    }

    fn status(&self, answer: &Verdict) -> ExitStatus {
        status_of(&answer.decision)
    }

    fn text(&self, answer: &Verdict, lang: Lang) -> String {
        text::verdict(answer, lang)
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
