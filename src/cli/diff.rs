//! `handover diff`: the changes from one rule set to another.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::args::{DiffArgs, Format, Shared};
use super::compiled::quoted;
use super::exit::ExitStatus;
use super::input::open;
use super::revision::{Failure, GitPath};
use super::tell::{err, shown};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::language::number::grouped;
use handover_core::ruleset::content::RuleSetContent;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::{RuleSet, Scope, load};
use handover_core::wire::report::IgnoredColumn;
use handover_matcher::DIFF_STEPS;
use handover_proof::compare::cases::{self, RecordForm, Recorded, Tally, Unread};
use handover_proof::compare::{Compared, Comparison};
use handover_proof::render::Origin;
use handover_proof::render::diff::{self, DiffOrigins};

/// A rule set, or the exit status if it does not load.
type LoadedInput = Result<(RuleSet, Invariants, RuleSetContent), ExitStatus>;

pub(super) fn run(shared: &Shared, args: &DiffArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    // Faults of both are reported in one run.
    let (before, after) = (load_side(shared, &args.old)?, load_side(shared, &args.new)?);
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(status), _) | (_, Err(status)) => return Ok(status),
    };
    let (before, after) = (DiffInput::new(before), DiffInput::new(after));
    let comparison = Comparison::new(before.compared(), after.compared(), DIFF_STEPS);
    let lang = shared.answer_lang(after.engine.rule_set());
    let mut report = comparison.report(lang, shared.day(Some(after.engine.rule_set())));
    if let Some(path) = &args.cases {
        let recorded = Recorded::new(
            &before.engine,
            &after.engine,
            &comparison,
            shared.day(Some(after.engine.rule_set())),
        );
        match put(&recorded, path, lang)? {
            Ok(tally) => report.recorded = Some(tally.impact(&recorded, &report, lang)),
            Err(status) => return Ok(status),
        }
    }
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
        Format::Markdown => out.write_all(diff::markdown(&report, lang).as_bytes())?,
        _ => {
            let as_told = |written: &String| match place_in_git(written) {
                Some(_) => shown(Path::new(written)),
                None => quoted(Path::new(written)),
            };
            let [old, new] = [&args.old, &args.new].map(as_told);
            let sides = DiffOrigins { old: origin(&args.old, &old), new: origin(&args.new, &new) };
            out.write_all(diff::text(&report, sides, lang).as_bytes())?;
        }
    }
    Ok(if report.summary.changed { ExitStatus::No } else { ExitStatus::Done })
}

/// One side of the comparison.
struct DiffInput {
    engine: Engine,
    invariants: Invariants,
    content: RuleSetContent,
}

impl DiffInput {
    fn new((rule_set, invariants, content): (RuleSet, Invariants, RuleSetContent)) -> Self {
        Self { engine: Engine::new(rule_set), invariants, content }
    }

    fn compared(&self) -> Compared<'_> {
        Compared {
            rule_set: self.engine.rule_set(),
            invariants: &self.invariants,
            content: &self.content,
        }
    }
}

/// The interval of progress messages.
const INTERVAL: Duration = Duration::from_secs(1);

/// Puts recorded cases to both sides. Prints errors and progress on standard error.
fn put(recorded: &Recorded<'_>, path: &Path, lang: Lang) -> io::Result<Result<Tally, ExitStatus>> {
    let Some(input) = open(path, lang)? else {
        return Ok(Err(ExitStatus::Failed));
    };
    let mut told = err();
    let mut reported = Instant::now();
    let mut shown = false;
    let on_terminal = told.is_terminal();
    let progress = |tally: &Tally| {
        if on_terminal && reported.elapsed() > INTERVAL {
            let cases = grouped(u128::from(tally.cases()), lang);
            // Progress is optional, so an error is ignored.
            let _ = write!(err(), "\r{cases} {}", lang.say("ärenden prövade", "cases tried"));
            reported = Instant::now();
            shown = true;
        }
    };
    let read = cases::run(recorded, input, progress);
    if shown {
        writeln!(told)?;
    }
    let message = match read {
        Ok((tally, form)) => {
            if form == RecordForm::Empty {
                writeln!(
                    told,
                    "handover: {}",
                    lang.say("inga ärenden i filen", "no cases in the file")
                )?;
            }
            if !tally.ignored().is_empty() {
                let said = lang.say("kolumner som inte läses", "columns that are not read");
                writeln!(told, "handover: {said}: {}", columns(tally.ignored(), lang))?;
            }
            return Ok(Ok(tally));
        }
        Err(Unread::Io(error)) => {
            writeln!(told, "handover: {error}")?;
            return Ok(Err(ExitStatus::Failed));
        }
        Err(Unread::Array) => lang
            .say(
                "ärendena står i en JSON-lista; skriv ett objekt på varje rad, eller CSV",
                "the cases stand in a JSON array; write one object a line, or CSV",
            )
            .to_owned(),
        Err(Unread::NoField(ignored)) => {
            let said = lang.say(
                "ingen kolumn i filens första rad är ett fält, som case_type, care_level, unit eller from.unit",
                "no column of the first line is a field, such as case_type, care_level, unit or from.unit",
            );
            format!("{said}: {}", columns(&ignored, lang))
        }
        Err(Unread::Headings(line)) => match lang {
            Lang::Sv => {
                format!("rad {line}, med rubrikerna, har ett citattecken som inte avslutas")
            }
            Lang::En => {
                format!("line {line}, with the headings, has a quotation mark that is not closed")
            }
        },
    };
    writeln!(told, "handover: {message}")?;
    Ok(Err(ExitStatus::Usage))
}

/// Columns that are not read, each with the field that was probably meant.
fn columns(ignored: &[IgnoredColumn], lang: Lang) -> String {
    let column = |IgnoredColumn { column, nearest }: &IgnoredColumn| match nearest {
        Some(near) => format!("{column} ({} {near}?)", lang.say("menas", "is it")),
        None => column.clone(),
    };
    ignored.iter().map(column).collect::<Vec<_>>().join(", ")
}

/// The place in git that is written, unless a folder is called so.
fn place_in_git(written: &str) -> Option<GitPath<'_>> {
    GitPath::parse(written).filter(|_| !Path::new(written).exists())
}

/// Where a side was read from.
fn origin<'q>(written: &str, quoted: &'q str) -> Origin<'q> {
    if place_in_git(written).is_some() { Origin::Revision(quoted) } else { Origin::Folder(quoted) }
}

/// Reads one side, and prints its faults.
fn load_side(shared: &Shared, written: &str) -> io::Result<LoadedInput> {
    let lang = shared.message_lang();
    let files = match place_in_git(written) {
        None => Files::Folder(written.into()),
        Some(path) => match path.files() {
            Ok(files) => files,
            Err(failure) => {
                writeln!(err(), "handover: {}", failure.message(path).get(lang))?;
                let missing = matches!(failure, Failure::NoGit(_));
                return Ok(Err(if missing { ExitStatus::Failed } else { ExitStatus::RuleSet }));
            }
        },
    };
    if !shared.has_folder(&files)? {
        return Ok(Err(ExitStatus::RuleSet));
    }
    let mut loaded = load(&files, Scope::Rules);
    match loaded.rule_set.take() {
        Some(rule_set) => Ok(Ok((rule_set, loaded.invariants, loaded.content))),
        None => {
            let message = match lang {
                Lang::Sv => format!("`{written}` går inte att läsa som regeluppsättning:"),
                Lang::En => format!("`{written}` cannot be read as a rule set:"),
            };
            writeln!(err(), "handover: {message}")?;
            shared.print_diagnostics(&loaded)?;
            Ok(Err(ExitStatus::RuleSet))
        }
    }
}
