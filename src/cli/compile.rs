//! `handover compile`: compiles a rule set to a file that loads instantly.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::args::{CompileArgs, Format, Shared};
use super::exit::ExitStatus;
use super::tell::{failed, shown};
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;

pub(super) fn run(
    shared: &Shared,
    args: &CompileArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine_of_rules()? else {
        return Ok(ExitStatus::RuleSet);
    };
    let rule_set = engine.rule_set();
    match write(rule_set, &args.output) {
        Ok(bytes) => {
            let path = &args.output;
            if shared.format == Format::Json {
                let json = serde_json::json!({
                    "id": rule_set.id, "fingerprint": rule_set.fingerprint,
                    "file": shown(path), "bytes": bytes,
                });
                writeln!(out, "{json}")?;
            } else {
                writeln!(out, "{}", compiled(rule_set, path, bytes, shared.message_lang()))?;
            }
            Ok(ExitStatus::Done)
        }
        Err(error) => failed(&args.output, &error, shared),
    }
}

/// Writes the file atomically: to a temporary name first, then renamed. Returns its length in bytes.
fn write(rule_set: &RuleSet, path: &Path) -> io::Result<u64> {
    let beside = beside(path)?;
    let written =
        write_whole(rule_set, &beside).and_then(|bytes| fs::rename(&beside, path).map(|()| bytes));
    if written.is_err() {
        // The first error is reported; a part that cannot be removed either is harmless.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A temporary name in the same folder, unique to this process.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().filter(|_| !path.is_dir());
    let name = name.ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}", std::process::id()));
    Ok(path.with_file_name(hidden))
}

fn write_whole(rule_set: &RuleSet, path: &Path) -> io::Result<u64> {
    // A leftover of an interrupted run; nothing else has such a name.
    let _ = fs::remove_file(path);
    let mut file = BufWriter::new(File::create_new(path)?);
    rule_set.write_compiled(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// The message about a compiled file.
fn compiled(rule_set: &RuleSet, path: &Path, bytes: u64, lang: Lang) -> String {
    let (title, id, path) = (rule_set.title.get(lang), &rule_set.id, shown(path));
    let print = rule_set.fingerprint.get(..12).unwrap_or_default();
    let kilobytes = bytes.div_ceil(1000);
    match lang {
        Lang::Sv => format!("{title} ({id}, {print}): kompilerad till `{path}`, {kilobytes} kB"),
        Lang::En => format!("{title} ({id}, {print}): compiled to `{path}`, {kilobytes} kB"),
    }
}
