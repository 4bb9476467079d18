//! Requests from files, standard input or flags, alone or in batches.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{CaseArgs, Format, Shared};
use super::exit::ExitStatus;
use super::tell::{err, shown, system_error};
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::wire::batch::{self, BatchForm, Frame, Request};
use handover_core::wire::v1::{self, Context, Decision, RequestError, Writer};
use handover_proof::render::Origin;

/// A command that answers requests.
pub(super) trait Answering: Sync {
    /// The answer.
    type Answer<'w>: Serialize;

    /// Answers a request in JSON.
    fn answer<'w>(
        &self,
        writer: &'w Writer<'_>,
        json: &[u8],
    ) -> Result<Self::Answer<'w>, RequestError>;

    /// The exit status that an answer gives.
    fn status(&self, answer: &Self::Answer<'_>) -> ExitStatus;

    /// An answer as text.
    fn text(&self, answer: &Self::Answer<'_>, origin: Origin<'_>, lang: Lang) -> String;
}

/// The exit status of the answer to a case.
pub(super) fn status_of(decision: Decision) -> ExitStatus {
    match decision {
        Decision::Route => ExitStatus::Done,
        Decision::Manual | Decision::Incomplete => ExitStatus::No,
    }
}

/// The size of the read buffer, in bytes.
const READ_BYTES: usize = 1 << 20;

/// Opens a file; `-` is standard input. If it cannot be read, prints an error and returns `None`.
pub(super) fn open(path: &Path, lang: Lang) -> io::Result<Option<Box<dyn BufRead>>> {
    if path.as_os_str() == "-" {
        return Ok(Some(Box::new(BufReader::with_capacity(READ_BYTES, io::stdin().lock()))));
    }
    match File::open(path).and_then(refuse_folder) {
        Ok(file) => Ok(Some(Box::new(BufReader::with_capacity(READ_BYTES, file)))),
        Err(error) => {
            writeln!(err(), "handover: {}: {}", shown(path), system_error(&error, lang))?;
            Ok(None)
        }
    }
}

/// The result of one request, without its answer.
struct RequestResult {
    status: ExitStatus,
    error: Option<RequestError>,
}

/// Answers every request of a file; `-` is standard input.
pub(super) fn answer_file(
    shared: &Shared,
    engine: &Engine,
    path: &Path,
    out: &mut dyn Write,
    command: &impl Answering,
) -> io::Result<ExitStatus> {
    let Some(input) = open(path, shared.text_lang(Lang::Sv))? else {
        return Ok(ExitStatus::Failed);
    };
    let told = shared.origin();
    let origin = told.as_origin();
    let lang = shared.answer_lang(engine.rule_set());
    let context = Context { engine, lang, today: shared.day(Some(engine.rule_set())) };
    let mut results =
        FileResults { shared, lang, count: 0, worst: ExitStatus::Done, first_error: None };
    let note = |note| results.take(note);
    let out_ref = &mut Forwarded(out);
    let form = match shared.format {
        Format::Json => {
            let writer = Writer::new(context);
            let answer = |request: Request<'_>, written: &mut Vec<u8>| {
                let answered = match request {
                    Request::Json(json) => command.answer(&writer, json),
                    Request::TooLong(limit) => Err(RequestError::too_large(limit)),
                };
                match answered {
                    Ok(answer) => {
                        write_json(&answer, written);
                        RequestResult { status: command.status(&answer), error: None }
                    }
                    Err(error) => {
                        write_json(&error.answer(lang), written);
                        RequestResult { status: ExitStatus::No, error: Some(error) }
                    }
                }
            };
            batch::run(input, out_ref, Frame::AsAsked, answer, note)?
        }
        _ => {
            let writer = Writer::plain(context);
            let answer = |request: Request<'_>, written: &mut Vec<u8>| {
                let answered = match request {
                    Request::Json(json) => command.answer(&writer, json),
                    Request::TooLong(limit) => Err(RequestError::too_large(limit)),
                };
                match answered {
                    Ok(answer) => {
                        written.extend(command.text(&answer, origin, lang).trim_end().as_bytes());
                        RequestResult { status: command.status(&answer), error: None }
                    }
                    Err(error) => RequestResult { status: ExitStatus::No, error: Some(error) },
                }
            };
            batch::run(input, out_ref, Frame::Paragraphs, answer, note)?
        }
    };
    results.finish(form, out)
}

/// The results of a file so far.
struct FileResults<'a> {
    shared: &'a Shared,
    lang: Lang,
    count: usize,
    worst: ExitStatus,
    /// Printed once a second request shows that the first is not alone.
    first_error: Option<RequestError>,
}

impl FileResults<'_> {
    fn take(&mut self, result: RequestResult) {
        self.count += 1;
        if result.status != ExitStatus::Done {
            self.worst = result.status;
        }
        let text = self.shared.format == Format::Text;
        if self.count == 2
            && text
            && let Some(error) = &self.first_error
        {
            print_error(1, error, self.lang);
        }
        let Some(error) = result.error else {
            return;
        };
        if self.count == 1 {
            self.worst = ExitStatus::Usage;
            self.first_error = Some(error);
        } else if text {
            print_error(self.count, &error, self.lang);
        }
    }

    fn finish(self, form: BatchForm, out: &mut dyn Write) -> io::Result<ExitStatus> {
        if form == BatchForm::Empty {
            return no_request(self.shared, self.lang, out);
        }
        if let (BatchForm::Single, Format::Text, Some(error)) =
            (form, self.shared.format, &self.first_error)
        {
            writeln!(err(), "{}", error_text(error, self.lang))?;
        }
        // In a batch, an invalid request affects only its own answer.
        let usage = form != BatchForm::Single && self.worst == ExitStatus::Usage;
        Ok(if usage { ExitStatus::No } else { self.worst })
    }
}

/// Prints the error of a request of a batch.
fn print_error(number: usize, error: &RequestError, lang: Lang) {
    let request = match lang {
        Lang::Sv => "fråga",
        Lang::En => "request",
    };
    // If standard error is closed, the answers still go on.
    let _ = writeln!(err(), "{request} {number}: {}", error_text(error, lang));
}

/// Reports that there is no request.
fn no_request(shared: &Shared, lang: Lang, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let error = RequestError::nothing();
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string(&error.answer(lang))?)?,
        _ => writeln!(err(), "{}", error_text(&error, lang))?,
    }
    Ok(ExitStatus::Usage)
}

fn refuse_folder(file: File) -> io::Result<File> {
    if file.metadata()?.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    Ok(file)
}

/// Appends a value as JSON.
fn write_json(value: &impl Serialize, written: &mut Vec<u8>) {
    let result = serde_json::to_writer(written, value);
    debug_assert!(result.is_ok(), "answers are plain data");
}

/// Prints one answer, in the requested format.
pub(super) fn write_answer<T: Serialize>(
    shared: &Shared,
    answer: &T,
    text: impl Fn(&T) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(answer)?),
        _ => out.write_all(text(answer).as_bytes()),
    }
}

/// Answers the case in the flags.
fn answer_flags(
    shared: &Shared,
    engine: &Engine,
    case: &CaseArgs,
    out: &mut dyn Write,
    command: &impl Answering,
) -> io::Result<ExitStatus> {
    let lang = shared.answer_lang(engine.rule_set());
    let context = Context { engine, lang, today: shared.day(Some(engine.rule_set())) };
    let json = serde_json::to_vec(case.request())?;
    match command.answer(&Writer::plain(context), &json) {
        Ok(answer) => {
            write_answer(
                shared,
                &answer,
                |answer| command.text(answer, shared.origin().as_origin(), lang),
                out,
            )?;
            Ok(command.status(&answer))
        }
        Err(error) => {
            match shared.format {
                Format::Json => {
                    writeln!(out, "{}", serde_json::to_string_pretty(&error.answer(lang))?)?;
                }
                _ => writeln!(err(), "{}", error_text(&error, lang))?,
            }
            Ok(ExitStatus::Usage)
        }
    }
}

/// Answers the requests of a file or of flags or, if there are neither, of standard input unless it is a terminal.
pub(super) fn answer_input(
    shared: &Shared,
    input: Option<&Path>,
    case: &CaseArgs,
    out: &mut dyn Write,
    command: &impl Answering,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else { return Ok(ExitStatus::RuleSet) };
    let piped = *case.request() == v1::Case::default() && !io::stdin().is_terminal();
    match input.or(piped.then_some(Path::new("-"))) {
        Some(path) => answer_file(shared, &engine, path, out, command),
        None => answer_flags(shared, &engine, case, out, command),
    }
}

pub(super) fn error_text(error: &RequestError, lang: Lang) -> String {
    let message = error.message().get(lang);
    let hint = error.hint().map_or(String::new(), |hint| format!("\n  {}", hint.get(lang)));
    let kind = match lang {
        Lang::Sv => "fel",
        Lang::En => "error",
    };
    format!("{kind}: {message}{hint}")
}

/// A sized writer that forwards to an unsized one.
struct Forwarded<'a>(&'a mut dyn Write);

impl Write for Forwarded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
