//! `handover check`: every fault of a rule set.

use std::io::{self, Write};

use super::args::{CheckArgs, Format, Shared};
use super::exit::ExitStatus;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};
use handover_core::wire::report::CheckReport;
use handover_proof::analysis::{Proofs, prove_loaded};
use handover_proof::render::text;

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
    let proved = proofs.as_ref().map_or(0, Proofs::proved);
    let report = CheckReport::new(loaded.rule_set.as_ref(), proved, &loaded.diagnostics, lang);
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
        Format::Sarif | Format::Github => {
            shared.write_findings(&loaded.diagnostics, &files, out)?;
        }
        _ => {
            if !loaded.diagnostics.is_empty() {
                shared.print_diagnostics(&loaded)?;
            }
            out.write_all(text::checked(&report, lang).as_bytes())?;
        }
    }
    Ok(if report.sound { ExitStatus::Done } else { ExitStatus::No })
}
