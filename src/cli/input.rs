//! Requests from files, standard input or flags, answered one by one or in batches.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::Serialize;

use super::args::{CaseArgs, Format, Shared};
use super::exit::ExitStatus;
use crate::diagnostic::Lang;
use crate::engine::Engine;
use crate::wire::batch::{self, MAX_LINE_BYTES, Request};
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
                writeln!(io::stderr(), "handover: {}: {error}", path.display())?;
                return Ok(ExitStatus::Failed);
            }
        }
    };
    let context = Context {
        engine,
        lang: shared.answer_lang(engine.rule_set()),
        today: shared.day(),
    };
    let mut worst = ExitStatus::Done;
    let mut errors = Vec::new();
    let mut first = true;
    let answered = batch::run(input, &mut Forwarded(out), |request, written| {
        let answered = match request {
            Request::Json(json) => answer(&context, json),
            Request::TooLong => Err(RequestError::too_large(MAX_LINE_BYTES)),
        };
        let status = match &answered {
            Ok(answer) => status_of(answer.decision()),
            Err(error) => {
                errors.push(error.clone());
                ExitStatus::No
            }
        };
        if status != ExitStatus::Done {
            worst = status;
        }
        match shared.format {
            Format::Json => write_json(&answered, context.lang, written),
            Format::Text => {
                if !first {
                    written.push(b'\n');
                }
                first = false;
                match &answered {
                    Ok(answer) => written.extend(answer.text(context.lang).trim_end().as_bytes()),
                    Err(error) => written.extend(error_text(error, context.lang).as_bytes()),
                }
            }
        }
        errors.truncate(1);
    })?;
    // A single request that cannot be understood is a usage error; in a batch it touches its line only.
    if answered.single && !errors.is_empty() {
        return Ok(ExitStatus::Usage);
    }
    if answered.requests == 0 {
        let message = match context.lang {
            Lang::Sv => "det finns ingen fråga att svara på",
            Lang::En => "there is no request to answer",
        };
        writeln!(io::stderr(), "handover: {message}")?;
        return Ok(ExitStatus::Usage);
    }
    Ok(worst)
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
pub(super) fn answer_flags<A: Answer>(
    shared: &Shared,
    engine: &Engine,
    case: &CaseArgs,
    out: &mut dyn Write,
    answer: impl Fn(&Context<'_>, &[u8]) -> Result<A, RequestError>,
) -> io::Result<ExitStatus> {
    let context = Context {
        engine,
        lang: shared.answer_lang(engine.rule_set()),
        today: shared.day(),
    };
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
                Format::Json => writeln!(
                    out,
                    "{}",
                    serde_json::to_string_pretty(&error.answer(context.lang))?
                )?,
                Format::Text => writeln!(io::stderr(), "{}", error_text(&error, context.lang))?,
            }
            Ok(ExitStatus::Usage)
        }
    }
}

/// The case of some flags, as it would be sent.
fn request_of(case: &CaseArgs) -> v1::Case {
    let from = case
        .from
        .clone()
        .map(|unit| v1::Sender { unit: Some(unit) });
    v1::Case {
        case_type: case.case_type.clone(),
        care_level: case.care_level.clone(),
        specialty: case.specialty.clone(),
        unit: case.unit.clone(),
        original_role: case.original_role.clone(),
        priority: case.priority,
        accepted: case.accepted.then_some(true),
        from,
        same_provider: case.same_provider,
        at: None,
        contact_reason: case.contact_reason.clone(),
    }
}

fn error_text(error: &RequestError, lang: Lang) -> String {
    let message = error.message().get(lang);
    let hint = error
        .hint()
        .map_or(String::new(), |hint| format!("\n  {}", hint.get(lang)));
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
