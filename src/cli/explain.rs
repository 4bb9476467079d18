//! `handover explain`: why a case goes where it goes, or the page of a code.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::args::{ExplainArgs, Format, Shared};
use super::exit::ExitStatus;
use super::input::{Answering, answer_input, status_of};
use super::tell::err;
use super::wrap::unfolded;
use handover_core::diagnostic::{Code, pages};
use handover_core::language::Lang;
use handover_core::language::near;
use handover_core::wire::v1::{Explanation, RequestError, Writer};
use handover_proof::render::{Origin, text};

struct Explain<'a> {
    /// The id of a rule, to explain what would make it decide.
    rule: Option<&'a str>,
}

impl Answering for Explain<'_> {
    type Answer<'w> = Explanation<'w>;

    fn answer<'w>(
        &self,
        writer: &'w Writer<'_>,
        json: &[u8],
    ) -> Result<Explanation<'w>, RequestError> {
        writer.explanation(json, self.rule)
    }

    fn status(&self, answer: &Explanation<'_>) -> ExitStatus {
        status_of(answer.recommendation.decision)
    }

    fn text(&self, answer: &Explanation<'_>, origin: Origin<'_>, lang: Lang) -> String {
        text::explanation(answer, origin, lang)
    }
}

pub(super) fn run(
    shared: &Shared,
    args: &ExplainArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    if let Some(subject) = &args.subject {
        if let Ok(code) = subject.parse::<Code>() {
            return page(shared, code, out);
        }
        let path = Path::new(subject);
        if subject != "-" && !path.exists() {
            return no_such_code(shared, subject);
        }
    }
    let explain = Explain { rule: args.rule.as_deref() };
    answer_input(shared, args.subject.as_deref().map(Path::new), &args.case, out, &explain)
}

fn page(shared: &Shared, code: Code, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let lang = shared.text_lang(Lang::Sv);
    let page = pages::page(code, lang);
    if shared.format == Format::Json {
        let json = serde_json::json!({
            "code": code.as_str(), "severity": code.severity().as_str(), "title": code.title(lang), "page": page,
        });
        writeln!(out, "{json:#}")?;
    } else if io::stdout().is_terminal() {
        out.write_all(unfolded(&page).as_bytes())?;
    } else {
        out.write_all(page.as_bytes())?;
    }
    Ok(ExitStatus::Done)
}

fn no_such_code(shared: &Shared, subject: &str) -> io::Result<ExitStatus> {
    let near = near::nearest(subject, Code::ALL.iter().map(|code| code.as_str()));
    let message = match (shared.text_lang(Lang::Sv), near) {
        (Lang::Sv, Some(near)) => {
            format!("`{subject}` är varken en kod eller en fil; menar du `{near}`?")
        }
        (Lang::Sv, None) => format!("`{subject}` är varken en kod eller en fil"),
        (Lang::En, Some(near)) => {
            format!("`{subject}` is neither a code nor a file; did you mean `{near}`?")
        }
        (Lang::En, None) => format!("`{subject}` is neither a code nor a file"),
    };
    writeln!(err(), "handover: {message}")?;
    Ok(ExitStatus::Usage)
}
