//! `handover key new`: creates a key for a client of the service.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::args::{Format, KeyArgs, KeyCommand, PermissionArg, Shared};
use super::exit::ExitStatus;
use super::tell::{failed, shown};
use handover_core::language::Lang;
use handover_service::{Permission, new_key};

impl From<PermissionArg> for Permission {
    fn from(permission: PermissionArg) -> Self {
        match permission {
            PermissionArg::Query => Self::Query,
            PermissionArg::Check => Self::Check,
            PermissionArg::Admin => Self::Admin,
        }
    }
}

pub(super) fn run(shared: &Shared, args: &KeyArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let KeyCommand::New(args) = &args.command;
    let permissions: Vec<Permission> = args.scopes.iter().copied().map(Permission::from).collect();
    let made =
        new_key(&args.id, &permissions).map_err(|error| io::Error::other(error.to_string()))?;
    if let Some(file) = &args.file
        && let Err(error) = add(file, &made.line)
    {
        return failed(file, &error, shared);
    }
    if shared.format == Format::Json {
        let json = serde_json::json!({"id": args.id, "key": made.key, "line": made.line});
        writeln!(out, "{json}")?;
        return Ok(ExitStatus::Done);
    }
    let (id, key, line) = (&args.id, &made.key, &made.line);
    let file = args.file.as_ref().map(|file| shown(file));
    match (shared.text_lang(Lang::Sv), file) {
        (Lang::Sv, Some(file)) => writeln!(
            out,
            "Nyckeln till {id}, som inte kan visas igen:\n\n  {key}\n\nDess rad står i `{file}`."
        )?,
        (Lang::En, Some(file)) => writeln!(
            out,
            "The key of {id}, which cannot be shown again:\n\n  {key}\n\nIts line stands in `{file}`."
        )?,
        (Lang::Sv, None) => writeln!(
            out,
            "Nyckeln till {id}, som inte kan visas igen:\n\n  {key}\n\nLägg raden i tjänstens fil med nycklar:\n\n{line}"
        )?,
        (Lang::En, None) => writeln!(
            out,
            "The key of {id}, which cannot be shown again:\n\n  {key}\n\nPut the line into the service's file of keys:\n\n{line}"
        )?,
    }
    Ok(ExitStatus::Done)
}

/// Appends a line to a file. A new file is readable by its owner only.
fn add(file: &Path, line: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(format!("{line}\n").as_bytes())
}
