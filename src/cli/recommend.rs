//! `handover recommend`: to whom a case goes.

use std::io::{self, Write};

use super::args::{RecommendArgs, Shared};
use super::exit::ExitStatus;
use super::input::{Answering, answer_input, status_of};
use super::interactive;
use handover_core::language::Lang;
use handover_core::wire::v1::{Recommendation, RequestError, Writer};
use handover_proof::render::{Origin, text};

struct Recommend;

impl Answering for Recommend {
    type Answer<'w> = Recommendation<'w>;

    fn answer<'w>(
        &self,
        writer: &'w Writer<'_>,
        json: &[u8],
    ) -> Result<Recommendation<'w>, RequestError> {
        writer.recommendation(json)
    }

    fn status(&self, answer: &Recommendation<'_>) -> ExitStatus {
        status_of(answer.decision)
    }

    fn text(&self, answer: &Recommendation<'_>, origin: Origin<'_>, lang: Lang) -> String {
        text::recommendation(answer, origin, lang)
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
