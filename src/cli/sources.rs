//! `handover sources`: the statements of the documents, the rules that implement them, and expired documents.

use std::io::{self, Write};

use super::args::{Format, Shared, SourcesArgs};
use super::exit::ExitStatus;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};
use handover_proof::provenance;
use handover_proof::render::{markdown, sources, text};

pub(super) fn run(
    shared: &Shared,
    args: &SourcesArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    let loaded = load(&files, Scope::RulesAndTests);
    let Some(rule_set) = &loaded.rule_set else {
        shared.print_diagnostics(&loaded)?;
        return Ok(ExitStatus::RuleSet);
    };
    let lang = shared.answer_lang(rule_set);
    let report = provenance::report(
        rule_set,
        &loaded.statements,
        shared.day(Some(rule_set)),
        args.within,
        lang,
    );
    match shared.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
        Format::Markdown => {
            let page = sources::page(&report, lang);
            out.write_all(markdown::page(&page).as_bytes())?;
        }
        _ => out.write_all(text::sources(&report, lang).as_bytes())?,
    }
    Ok(if report.summary.unaccounted == 0 { ExitStatus::Done } else { ExitStatus::No })
}
