//! `handover render`: renders the rules as a document.

use std::fs;
use std::io::{self, Write};

use super::args::{Format, RenderArgs, Shared};
use super::exit::ExitStatus;
use super::tell::failed;
use handover_core::document::Files;
use handover_core::ruleset::{Scope, load};
use handover_proof::render::{html, markdown, rules};

pub(super) fn run(
    shared: &Shared,
    args: &RenderArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    let loaded = load(&files, Scope::Rules);
    let Some(rule_set) = &loaded.rule_set else {
        shared.print_diagnostics(&loaded)?;
        return Ok(ExitStatus::RuleSet);
    };
    let page = rules::page(rule_set, shared.answer_lang(rule_set));
    let written = match shared.format {
        Format::Html => html::page(&page),
        _ => markdown::page(&page),
    };
    match &args.output {
        Some(file) => {
            if let Err(error) = fs::write(file, written) {
                return failed(file, &error, shared);
            }
        }
        None => out.write_all(written.as_bytes())?,
    }
    Ok(ExitStatus::Done)
}
