//! `handover analyse`: what is proved of a rule set.

use std::io::{self, Write};

use super::args::{AnalyseArgs, Deny, Format, Shared};
use super::exit::ExitStatus;
use crate::analysis::{Window, is_proof, survey};
use crate::diagnostic::{Diagnostic, Severity, sort_and_dedup};
use crate::document::Files;
use crate::engine::Engine;
use crate::render::analysis;
use crate::ruleset::{Scope, load};

pub(super) fn run(
    shared: &Shared,
    args: &AnalyseArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    let mut loaded = load(&files, Scope::Rules);
    let Some(rule_set) = loaded.rule_set.take().or_else(|| loaded.flawed.take()) else {
        match shared.format {
            Format::Sarif | Format::Github => {
                shared.write_findings(&loaded.diagnostics, &files, out)?;
            }
            _ => shared.tell(&loaded)?,
        }
        return Ok(ExitStatus::RuleSet);
    };
    let engine = Engine::new(rule_set);
    let survey = survey(&engine, &loaded, Window::of(shared.day(), args.days));
    // What loading proves, the survey tells at greater length.
    let mut others = loaded.diagnostics.clone();
    others.retain(|diagnostic| !is_proof(diagnostic));
    let mut all: Vec<Diagnostic> = survey.diagnostics();
    all.extend(others.iter().cloned());
    sort_and_dedup(&mut all);
    let lang = shared.told_lang();
    match shared.format {
        Format::Sarif | Format::Github => shared.write_findings(&all, &files, out)?,
        Format::Json => {
            writeln!(out, "{:#}", analysis::json(&survey, &others, engine.rule_set(), lang))?;
        }
        _ => {
            let text = |file: &str| loaded.text(file);
            let options = shared.options(&io::stdout());
            let told = analysis::text(&survey, &others, engine.rule_set(), &text, options);
            out.write_all(told.as_bytes())?;
        }
    }
    let denied = |diagnostic: &Diagnostic| match args.deny {
        Deny::Error => diagnostic.severity == Severity::Error,
        Deny::Warning => true,
        Deny::Never => false,
    };
    Ok(if all.iter().any(denied) { ExitStatus::No } else { ExitStatus::Done })
}
