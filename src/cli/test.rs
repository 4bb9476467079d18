//! `handover test`: runs the tests of a rule set.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use super::args::{Color, Format, Shared, TestArgs};
use super::exit::ExitStatus;
use super::tell::err;
use handover_core::document::{Files, Watch};
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::{Scope, load};
use handover_core::wire::report::{Coverage, TestReport};
use handover_proof::expect::{self, TestOptions};
use handover_proof::render::{junit, text};

/// The interval between looks at a folder, and the least time without changes before a run.
const INTERVAL: Duration = Duration::from_millis(200);

pub(super) fn run(shared: &Shared, args: &TestArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let files = args.dir.clone().map_or_else(|| shared.files(), Files::Folder);
    if !shared.has_folder(&files)? {
        return Ok(ExitStatus::RuleSet);
    }
    if !args.watch {
        return once(shared, args, &files, out);
    }
    match &files {
        Files::Folder(folder) => watch(shared, args, folder, out),
        Files::Memory(_) => {
            let message = match shared.text_lang(Lang::Sv) {
                Lang::Sv => "`--watch` behöver en mapp att bevaka: `handover test MAPP --watch`",
                Lang::En => "`--watch` needs a folder to watch: `handover test DIR --watch`",
            };
            writeln!(err(), "handover: {message}")?;
            Ok(ExitStatus::Usage)
        }
    }
}

/// Runs the tests again whenever a file changes, until the program is stopped or its output closed.
fn watch(
    shared: &Shared,
    args: &TestArgs,
    folder: &PathBuf,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let files = Files::Folder(folder.clone());
    let mut watch = Watch::new(folder);
    loop {
        once(shared, args, &files, out)?;
        let waiting = match shared.message_lang() {
            Lang::Sv => "Väntar på ändringar; avsluta med Ctrl+C.",
            Lang::En => "Waiting for changes; stop with Ctrl+C.",
        };
        writeln!(err(), "{waiting}")?;
        out.flush()?;
        while !watch.has_changed() {
            sleep(INTERVAL);
        }
    }
}

fn once(
    shared: &Shared,
    args: &TestArgs,
    files: &Files,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let mut loaded = load(files, Scope::RulesAndTests);
    let Some(rule_set) = loaded.rule_set.take() else {
        shared.print_diagnostics(&loaded)?;
        return Ok(ExitStatus::RuleSet);
    };
    let options = TestOptions {
        lang: shared.answer_lang(&rule_set),
        at: shared.at(),
        filter: args.filter.clone(),
        coverage: args.coverage || args.min_coverage.is_some(),
        suggest: args.coverage,
    };
    let engine = Engine::new(rule_set);
    let report = expect::run(&engine, &loaded.expectations, &options);
    write(shared, args, &report, options.lang, out)?;
    let too_little = args.min_coverage.filter(|&least| !covers(report.coverage.as_ref(), least));
    if let Some(least) = too_little {
        let message = match shared.message_lang() {
            Lang::Sv => format!("täckningen når inte {least} % av både regler och rutor"),
            Lang::En => format!("coverage is below {least} % of rules or of cells"),
        };
        writeln!(err(), "handover: {message}")?;
    }
    let sound = report.succeeded() && too_little.is_none();
    Ok(if sound { ExitStatus::Done } else { ExitStatus::No })
}

fn covers(coverage: Option<&Coverage>, least: u8) -> bool {
    coverage.is_some_and(|coverage| {
        let enough = |percent: usize| percent >= usize::from(least);
        enough(coverage.rules.percent()) && enough(coverage.cells.percent())
    })
}

fn write(
    shared: &Shared,
    args: &TestArgs,
    report: &TestReport,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    match shared.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            writeln!(out)
        }
        Format::Junit => out.write_all(junit::junit(report, lang).as_bytes()),
        _ => {
            let color = match shared.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => {
                    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                    io::stdout().is_terminal() && !plain
                }
            };
            let options = text::TestedOptions { lang, color, verbose: args.verbose };
            out.write_all(text::tested(report, options).as_bytes())
        }
    }
}
