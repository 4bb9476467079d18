//! `handover` on the command line: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    handover_cli::main()
}
