//! `handover completions`: completions for a shell.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::{Args, CompletionsArgs};
use super::exit::ExitStatus;

pub(super) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "handover", &mut script);
    out.write_all(&script)?;
    Ok(ExitStatus::Done)
}
