//! `handover init`: a small rule set to begin with.

use std::io::{self, Write};

use super::args::{InitArgs, Shared};
use super::exit::ExitStatus;

pub(super) fn run(_: &Shared, _: &InitArgs, _: &mut dyn Write) -> io::Result<ExitStatus> {
    Ok(ExitStatus::Done)
}
