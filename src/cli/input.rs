//! Requests from files, standard input or flags, answered one by one or in batches.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{CaseArgs, Format, Shared};
use super::exit::ExitStatus;
use crate::diagnostic::Lang;
use crate::engine::{Engine, identity};
use crate::wire::batch::{self, Form, Frame, Request};
use crate::wire::v1::{self, Context, RequestError};

/// An answer of some command.
pub(super) trait Answer: Serialize {
    /// The decision, which gives the exit status.
    fn decision(&self) -> &str;
    /// The answer as text.
    fn text(&self, lang: Lang) -> String;
}

/// The exit status of a decision.
fn status_of(decision: &str) -> ExitStatus {
    match decision {
        "route" | "allow" | "warn" => ExitStatus::Done,
        _ => ExitStatus::No,
    }
}

/// Answers every request of a file; `-` is standard input.
pub(super) fn answer_file<A: Answer>(
    shared: &Shared,
    engine: &Engine,
    path: &Path,
    out: &mut dyn Write,
    answer: impl Fn(&Context<'_>, &[u8]) -> Result<A, RequestError>,
) -> io::Result<ExitStatus> {
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        match File::open(path).and_then(refuse_folder) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) => {
                let path = identity::redact(&path.display().to_string()).into_owned();
                writeln!(io::stderr(), "handover: {path}: {error}")?;
                return Ok(ExitStatus::Failed);
            }
        }
    };
    let context =
        Context { engine, lang: shared.answer_lang(engine.rule_set()), today: shared.day() };
    let (mut worst, mut count) = (ExitStatus::Done, 0_usize);
    // Whether the first request is alone is known only when the second comes.
    let mut first_error = None;
    let frame = if shared.format == Format::Json { Frame::AsAsked } else { Frame::Plain };
    let form = batch::run(input, &mut Forwarded(out), frame, |request, written| {
        count += 1;
        let answered = match request {
            Request::Json(json) => answer(&context, json),
            Request::TooLong(limit) => Err(RequestError::too_large(limit)),
        };
        let status =
            answered.as_ref().map_or(ExitStatus::No, |answer| status_of(answer.decision()));
        if status != ExitStatus::Done {
            worst = status;
        }
        match (shared.format, &answered) {
            (Format::Json, answered) => write_json(answered, context.lang, written),
            (Format::Text, Ok(answer)) => {
                if count > 1 {
                    written.push(b'\n');
                }
                written.extend(answer.text(context.lang).trim_end().as_bytes());
            }
            (Format::Text, Err(_)) => {}
        }
        if let Err(error) = answered {
            if count == 1 {
                worst = ExitStatus::Usage;
                first_error = Some(error);
            } else if shared.format == Format::Text {
                tell_misunderstood(count, &error, context.lang);
            }
        }
        if count == 2
            && shared.format == Format::Text
            && let Some(error) = &first_error
        {
            tell_misunderstood(1, error, context.lang);
        }
    })?;
    // In a batch, a request that cannot be understood touches only its own answer.
    if form != Form::Single && worst == ExitStatus::Usage {
        worst = ExitStatus::No;
    }
    if let (Form::Single, Format::Text, Some(error)) = (form, shared.format, &first_error) {
        writeln!(io::stderr(), "{}", error_text(error, context.lang))?;
    }
    if form == Form::Empty {
        return no_request(shared, context.lang, out);
    }
    Ok(worst)
}

/// Tells on standard error which request of a batch could not be understood.
fn tell_misunderstood(number: usize, error: &RequestError, lang: Lang) {
    let request = match lang {
        Lang::Sv => "fråga",
        Lang::En => "request",
    };
    // The answers go on; there is nowhere else to tell that standard error is closed.
    let _ = writeln!(io::stderr(), "{request} {number}: {}", error_text(error, lang));
}

/// There was nothing to answer.
fn no_request(shared: &Shared, lang: Lang, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let error = RequestError::nothing();
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string(&error.answer(lang))?)?,
        Format::Text => writeln!(io::stderr(), "{}", error_text(&error, lang))?,
    }
    Ok(ExitStatus::Usage)
}

fn refuse_folder(file: File) -> io::Result<File> {
    if file.metadata()?.is_dir() {
        return Err(io::Error::other("is a folder, not a file"));
    }
    Ok(file)
}

fn write_json<A: Answer>(answered: &Result<A, RequestError>, lang: Lang, written: &mut Vec<u8>) {
    let result = match answered {
        Ok(answer) => serde_json::to_writer(&mut *written, answer),
        Err(error) => serde_json::to_writer(&mut *written, &error.answer(lang)),
    };
    debug_assert!(result.is_ok(), "answers are plain data");
}

/// Answers a case that is told by flags.
fn answer_flags<A: Answer>(
    shared: &Shared,
    engine: &Engine,
    case: &CaseArgs,
    out: &mut dyn Write,
    answer: impl Fn(&Context<'_>, &[u8]) -> Result<A, RequestError>,
) -> io::Result<ExitStatus> {
    let context =
        Context { engine, lang: shared.answer_lang(engine.rule_set()), today: shared.day() };
    let json = serde_json::to_vec(&request_of(case))?;
    match answer(&context, &json) {
        Ok(answer) => {
            match shared.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&answer)?)?,
                Format::Text => out.write_all(answer.text(context.lang).as_bytes())?,
            }
            Ok(status_of(answer.decision()))
        }
        Err(error) => {
            match shared.format {
                Format::Json => {
                    writeln!(
                        out,
                        "{}",
                        serde_json::to_string_pretty(&error.answer(context.lang))?
                    )?;
                }
                Format::Text => writeln!(io::stderr(), "{}", error_text(&error, context.lang))?,
            }
            Ok(ExitStatus::Usage)
        }
    }
}

/// Answers what the command line gives: a file, flags, or, where it gives neither, what comes on standard
/// input if that is no terminal.
pub(super) fn answer_input<A: Answer>(
    shared: &Shared,
    input: Option<&Path>,
    case: &CaseArgs,
    out: &mut dyn Write,
    answer: impl Fn(&Context<'_>, &[u8]) -> Result<A, RequestError>,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else { return Ok(ExitStatus::RuleSet) };
    let piped = request_of(case) == v1::Case::default() && !io::stdin().is_terminal();
    match input.or(piped.then_some(Path::new("-"))) {
        Some(path) => answer_file(shared, &engine, path, out, answer),
        None => answer_flags(shared, &engine, case, out, answer),
    }
}

/// The case of some flags, as it would be sent.
fn request_of(case: &CaseArgs) -> v1::Case<'_> {
    fn text(flag: &Option<String>) -> Option<Cow<'_, str>> {
        flag.as_deref().map(Cow::Borrowed)
    }
    let from = case.from.as_ref().map(|_| v1::Sender { unit: text(&case.from) });
    v1::Case {
        case_type: text(&case.case_type),
        care_level: text(&case.care_level),
        specialty: text(&case.specialty),
        unit: text(&case.unit),
        original_role: text(&case.original_role),
        priority: case.priority,
        accepted: case.accepted.then_some(true),
        from,
        same_provider: case.same_provider,
        at: None,
        contact_reason: text(&case.contact_reason),
    }
}

fn error_text(error: &RequestError, lang: Lang) -> String {
    let message = error.message().get(lang);
    let hint = error.hint().map_or(String::new(), |hint| format!("\n  {}", hint.get(lang)));
    let kind = match lang {
        Lang::Sv => "fel",
        Lang::En => "error",
    };
    format!("{kind}: {message}{hint}")
}

/// Lets a writer behind a reference be passed where a sized one is asked for.
struct Forwarded<'a>(&'a mut dyn Write);

impl Write for Forwarded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
