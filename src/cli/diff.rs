//! `handover diff`: what changes from one rule set to another.

use std::io::{self, Write};
use std::path::Path;

use super::args::{DiffArgs, Format, Shared};
use super::exit::ExitStatus;
use super::revision::{Failure, Place};
use crate::compare::{Compared, Comparison};
use crate::diagnostic::Lang;
use crate::document::Files;
use crate::matcher::DIFF_STEPS;
use crate::render::diff;
use crate::ruleset::invariants::Invariants;
use crate::ruleset::{RuleSet, Scope, load};

/// A side that could not be taken, with how the command ends.
type Loaded = Result<(RuleSet, Invariants), ExitStatus>;

pub(super) fn run(
    shared: &Shared,
    args: &DiffArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    // What is wrong with either is told in one run.
    let (before, after) = (side(shared, &args.old)?, side(shared, &args.new)?);
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(status), _) | (_, Err(status)) => return Ok(status),
    };
    let comparison = Comparison::new(compared(&before), compared(&after), DIFF_STEPS);
    let lang = shared.answer_lang(&after.0);
    let report = comparison.report(lang, shared.day());
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
        Format::Markdown => out.write_all(diff::markdown(&report, lang).as_bytes())?,
        _ => out.write_all(diff::text(&report, lang).as_bytes())?,
    }
    Ok(if report.changed { ExitStatus::No } else { ExitStatus::Done })
}

fn compared((rule_set, invariants): &(RuleSet, Invariants)) -> Compared<'_> {
    Compared { rule_set, invariants }
}

/// Reads one side; what is wrong with it is told on standard error.
fn side(shared: &Shared, written: &str) -> io::Result<Loaded> {
    let lang = shared.told_lang();
    let files = match Place::parse(written).filter(|_| !Path::new(written).exists()) {
        None => Files::Folder(written.into()),
        Some(place) => match place.files() {
            Ok(files) => files,
            Err(failure) => {
                writeln!(io::stderr(), "handover: {}", failure.message(place).get(lang))?;
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
        Some(rule_set) => Ok(Ok((rule_set, loaded.invariants))),
        None => {
            let message = match lang {
                Lang::Sv => format!("`{written}` går inte att läsa som regeluppsättning:"),
                Lang::En => format!("`{written}` cannot be read as a rule set:"),
            };
            writeln!(io::stderr(), "handover: {message}")?;
            shared.tell(&loaded)?;
            Ok(Err(ExitStatus::RuleSet))
        }
    }
}
