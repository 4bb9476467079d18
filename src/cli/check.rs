//! `handover check`: every fault of a rule set.

use std::io::{self, Write};

use super::args::{CheckArgs, Format, Shared};
use super::exit::ExitStatus;
use handover_core::diagnostic::{Severity, render};
use handover_core::document::Files;
use handover_core::language::Lang;
use handover_core::ruleset::{RuleSet, Scope, load};
use handover_proof::analysis::{Proofs, prove_loaded};

pub(super) fn run(
    shared: &Shared,
    args: &CheckArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    let mut loaded = load(&files, Scope::RulesAndTests);
    let proofs = prove_loaded(&mut loaded);
    let lang = shared.message_lang();
    match shared.format {
        Format::Json => {
            let diagnostics = render::told(&loaded.diagnostics, lang);
            writeln!(out, "{}", serde_json::to_string_pretty(&diagnostics)?)?;
        }
        Format::Sarif | Format::Github => {
            shared.write_findings(&loaded.diagnostics, &files, out)?;
        }
        _ if loaded.diagnostics.is_empty() => {}
        _ => shared.print_diagnostics(&loaded)?,
    }
    let failed = loaded.diagnostics.iter().any(|fault| fault.severity == Severity::Error);
    if let (Some(rule_set), Some(proofs), Format::Text, false) =
        (&loaded.rule_set, &proofs, shared.format, failed)
    {
        writeln!(out, "{}", sound(rule_set, proofs, lang))?;
    }
    Ok(if failed { ExitStatus::No } else { ExitStatus::Done })
}

/// The summary of a sound rule set.
fn sound(rule_set: &RuleSet, proofs: &Proofs, lang: Lang) -> String {
    let (rules, checks) = (rule_set.routing.rules.len(), rule_set.checks.all.len());
    let (steps, units) = (rule_set.procedures.steps.len(), rule_set.directory.units.all().len());
    let proved = match (proofs.proved(), lang) {
        (0, _) => String::new(),
        (1, Lang::Sv) => "; 1 invariant bevisad".to_owned(),
        (1, Lang::En) => "; 1 invariant proved".to_owned(),
        (many, Lang::Sv) => format!("; {many} invarianter bevisade"),
        (many, Lang::En) => format!("; {many} invariants proved"),
    };
    let title = rule_set.title.get(lang);
    let print = rule_set.fingerprint.get(..12).unwrap_or_default();
    match lang {
        Lang::Sv => format!(
            "{title} ({id}, {print}): {rules} routingregler, {checks} kontroller, {steps} steg, {units} enheter; varje fall har exakt ett svar{proved}",
            id = rule_set.id
        ),
        Lang::En => format!(
            "{title} ({id}, {print}): {rules} routing rules, {checks} checks, {steps} steps, {units} units; every case has exactly one answer{proved}",
            id = rule_set.id
        ),
    }
}
