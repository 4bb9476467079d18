//! `handover recommend`: to whom a case goes.

use std::io::{self, Write};

use super::args::{RecommendArgs, Shared};
use super::exit::ExitStatus;
use super::input::{Answering, answer_input, status_of};
use super::interactive;
use handover_core::engine::Decision;
use handover_core::language::Lang;
use handover_core::wire::v1::{self, Context, Recommendation, RequestError, Writer};
use handover_proof::render::text;

struct Recommend;

impl Answering for Recommend {
    type Answer = Recommendation;

    fn answer(&self, context: &Context<'_>, json: &[u8]) -> Result<Recommendation, RequestError> {
        v1::recommend(context, json)
    }

    fn write(
        &self,
        writer: &Writer<'_>,
        json: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<ExitStatus, RequestError> {
        Ok(match writer.recommend(json, out)? {
            Decision::Route => ExitStatus::Done,
            Decision::Manual | Decision::Incomplete => ExitStatus::No,
        })
    }

    fn status(&self, answer: &Recommendation) -> ExitStatus {
        status_of(&answer.decision)
    }

    fn text(&self, answer: &Recommendation, lang: Lang) -> String {
        text::recommendation(answer, lang)
    }
}

pub(super) fn run(
    shared: &Shared,
    args: &RecommendArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    if args.interactive {
        return interactive::run(shared, args, out);
    }
    answer_input(shared, args.input.as_deref(), &args.case, out, &Recommend)
}
