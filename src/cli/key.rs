//! `handover key new`: a key for a client of the service.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::args::{Format, Shared};
use super::exit::ExitStatus;
use handover_core::language::Lang;
use handover_service::{MAX_ID_BYTES, Scope, is_id, new_key};

/// Arguments of `key`.
#[derive(Debug, ClapArgs)]
pub struct KeyArgs {
    /// What to do with keys
    #[command(subcommand)]
    pub command: KeyCommand,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key for a client: the key is shown once, and its line added to the file of keys
    New(NewArgs),
}

/// Arguments of `key new`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover key new journal --file keys.txt
  handover key new monitoring --scopes admin --file keys.txt

To withdraw a key, remove its line and send the service SIGHUP.")]
pub struct NewArgs {
    /// Whose key it is: lower case letters a-z, digits and hyphens
    #[arg(value_parser = id)]
    pub id: String,
    /// What it is for
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [ScopeArg::Query])]
    pub scopes: Vec<ScopeArg>,
    /// File of keys that the line is added to [default: the line is printed]
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScopeArg {
    /// Ask for recommendations, verdicts and explanations, and read the rule set
    Query,
    /// Have rule sets checked
    Check,
    /// Read the metrics
    Admin,
}

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::Query => Self::Query,
            ScopeArg::Check => Self::Check,
            ScopeArg::Admin => Self::Admin,
        }
    }
}

fn id(written: &str) -> Result<String, String> {
    if is_id(written) {
        return Ok(written.to_owned());
    }
    Err(format!("at most {MAX_ID_BYTES} lower case letters a-z, digits and hyphens are wanted"))
}

pub(super) fn run(shared: &Shared, args: &KeyArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let KeyCommand::New(args) = &args.command;
    let scopes: Vec<Scope> = args.scopes.iter().copied().map(Scope::from).collect();
    let made = new_key(&args.id, &scopes).map_err(|error| io::Error::other(error.to_string()))?;
    if let Some(file) = &args.file
        && let Err(error) = add(file, &made.line)
    {
        writeln!(io::stderr(), "handover: {}: {error}", file.display())?;
        return Ok(ExitStatus::Failed);
    }
    if shared.format == Format::Json {
        let json = serde_json::json!({"id": args.id, "key": made.key, "line": made.line});
        writeln!(out, "{json}")?;
        return Ok(ExitStatus::Done);
    }
    let (id, key, line) = (&args.id, &made.key, &made.line);
    let file = args.file.as_ref().map(|file| file.display());
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

/// Adds a line to a file, which only its owner may read if it is new.
fn add(file: &Path, line: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(format!("{line}\n").as_bytes())
}
