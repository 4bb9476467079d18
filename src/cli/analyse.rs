//! `handover analyse`: proved findings about a rule set.

use std::io::{self, IsTerminal, Write};

use super::args::{AnalyseArgs, Deny, Format, Shared};
use super::exit::ExitStatus;
use handover_core::diagnostic::{Diagnostic, Severity};
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};
use handover_proof::analysis::{Surveyed, Window, report};
use handover_proof::render::analysis;

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
    let day = shared.day(loaded.rule_set.as_ref().or(loaded.flawed.as_ref()));
    let Some(surveyed) = Surveyed::new(&mut loaded, Window::of(day, args.days)) else {
        match shared.format {
            Format::Sarif | Format::Github => {
                shared.write_findings(&loaded.diagnostics, &files, out)?;
            }
            _ => shared.print_diagnostics(&loaded)?,
        }
        return Ok(ExitStatus::RuleSet);
    };
    let all = surveyed.diagnostics();
    match shared.format {
        Format::Sarif | Format::Github => shared.write_findings(&all, &files, out)?,
        Format::Json => {
            let report = report(&surveyed, shared.message_lang());
            writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
        }
        _ => {
            let text = |file: &str| loaded.text(file);
            let rendered =
                analysis::text(&surveyed, &text, shared.options(io::stdout().is_terminal()));
            out.write_all(rendered.as_bytes())?;
        }
    }
    let denied = |diagnostic: &Diagnostic| match args.deny {
        Deny::Error => diagnostic.severity == Severity::Error,
        Deny::Warning => true,
        Deny::Never => false,
    };
    Ok(if all.iter().any(denied) { ExitStatus::No } else { ExitStatus::Done })
}
