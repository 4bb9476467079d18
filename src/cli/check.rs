//! `handover check`: every fault of a rule set.

use std::io::{self, Write};

use super::args::{CheckArgs, Format, Shared};
use super::exit::ExitStatus;
use crate::diagnostic::{Lang, Severity, render};
use crate::document::Files;
use crate::ruleset::{RuleSet, Scope, load};

pub(super) fn run(
    shared: &Shared,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    let loaded = load(&files, Scope::RulesAndTests);
    let lang = shared.told_lang();
    match shared.format {
        Format::Json => {
            writeln!(out, "{:#}", render::json(&loaded.diagnostics, lang))?;
        }
        Format::Sarif | Format::Github => {
            shared.write_findings(&loaded.diagnostics, &files, out)?;
        }
        _ if loaded.diagnostics.is_empty() => {}
        _ => shared.tell(&loaded)?,
    }
    if let (Some(rule_set), Format::Text) = (&loaded.rule_set, shared.format) {
        writeln!(out, "{}", sound(rule_set, lang))?;
    }
    let failed = loaded.diagnostics.iter().any(|fault| fault.severity == Severity::Error);
    Ok(if failed { ExitStatus::No } else { ExitStatus::Done })
}

/// What was found to be sound.
fn sound(rule_set: &RuleSet, lang: Lang) -> String {
    let (rules, checks) = (rule_set.routing.rules.len(), rule_set.checks.all.len());
    let (steps, units) = (rule_set.procedures.steps.len(), rule_set.directory.units.all().len());
    let title = rule_set.title.get(lang);
    let print = rule_set.fingerprint.get(..12).unwrap_or_default();
    match lang {
        Lang::Sv => format!(
            "{title} ({id}, {print}): {rules} routingregler, {checks} kontroller, {steps} steg, {units} enheter; varje fall har exakt ett svar",
            id = rule_set.id
        ),
        Lang::En => format!(
            "{title} ({id}, {print}): {rules} routing rules, {checks} checks, {steps} steps, {units} units; every case has exactly one answer",
            id = rule_set.id
        ),
    }
}
