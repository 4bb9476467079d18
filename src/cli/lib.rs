//! The command line: thin commands over the library. Results go to standard output, diagnostics to standard error.

mod analyse;
mod args;
mod check;
mod compile;
mod compiled;
mod completions;
mod diff;
mod dump;
mod exit;
mod explain;
mod init;
mod input;
mod interactive;
#[cfg(feature = "service")]
mod key;
mod locale;
mod output;
mod recommend;
mod render;
mod revision;
mod schema;
#[cfg(feature = "service")]
mod serve;
mod sources;
mod swedish;
mod tell;
mod test;
mod validate;
mod wrap;

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use handover_core::language::{Lang, identity};

use args::UnreadArgs;
pub use args::{Args, Command};
pub use exit::ExitStatus;
use input::error_text;
use output::wants_color;
use tell::err;
use wrap::{Wrapping, plain};

/// Parses the arguments of the process, runs the command, and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(unread) => return usage(&unread),
    };
    let stdout = io::stdout().lock();
    let width = wrap::width(&stdout).filter(|_| args.prints_text());
    let mut out = Wrapping::new(io::BufWriter::new(stdout), width);
    let status = run(&args, &mut out).and_then(|status| out.flush().map(|()| status));
    match status {
        Ok(status) => status.into(),
        // The reader of the pipe needs no more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitStatus::Done.into(),
        Err(error) => {
            let _ = writeln!(err(), "handover: {error}");
            ExitStatus::Failed.into()
        }
    }
}

/// Prints help or version, which are results, or a usage error, which repeats arguments.
fn usage(unread: &UnreadArgs) -> ExitCode {
    let UnreadArgs { error, text } = unread;
    let colored = |terminal: bool| match terminal && wants_color() {
        true => Cow::Borrowed(text.as_str()),
        false => plain(text),
    };
    let printed = match error {
        // A number in colours might be overlooked.
        true => {
            let terminal = err().is_terminal() && !identity::contains(&plain(text));
            write!(err(), "{}", colored(terminal))
        }
        false => write!(io::stdout(), "{}", colored(io::stdout().is_terminal())),
    };
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitStatus::Failed.into(),
        _ if *error => ExitStatus::Usage.into(),
        _ => ExitStatus::Done.into(),
    }
}

/// Runs a command.
///
/// # Errors
/// If reading or writing fails.
pub fn run(args: &Args, out: &mut dyn Write) -> io::Result<ExitStatus> {
    if !args.shared.has_format(args.command.formats())? {
        return Ok(ExitStatus::Usage);
    }
    let reads_rules = match &args.command {
        Command::Check(_)
        | Command::Analyse(_)
        | Command::Compile(_)
        | Command::Diff(_)
        | Command::Test(_)
        | Command::Sources(_)
        | Command::Render(_) => true,
        #[cfg(feature = "service")]
        Command::Serve(_) => true,
        _ => false,
    };
    if let Some(error) = args.shared.misread_day() {
        writeln!(err(), "handover: --at: {}", error_text(&error, args.shared.text_lang(Lang::Sv)))?;
        return Ok(ExitStatus::Usage);
    }
    if reads_rules && args.shared.compiled.is_some() {
        return args.shared.refuse_compiled();
    }
    match &args.command {
        Command::Check(own) => check::run(&args.shared, own, out),
        Command::Test(own) => test::run(&args.shared, own, out),
        Command::Analyse(own) => analyse::run(&args.shared, own, out),
        Command::Recommend(own) => recommend::run(&args.shared, own, out),
        Command::Validate(own) => validate::run(&args.shared, own, out),
        Command::Explain(own) => explain::run(&args.shared, own, out),
        Command::Diff(own) => diff::run(&args.shared, own, out),
        Command::Compile(own) => compile::run(&args.shared, own, out),
        Command::Dump(own) => dump::run(&args.shared, own, out),
        Command::Sources(own) => sources::run(&args.shared, own, out),
        Command::Render(own) => render::run(&args.shared, own, out),
        Command::Init(own) => init::run(&args.shared, own, out),
        Command::Schema(own) => schema::run(&args.shared, own, out),
        #[cfg(feature = "service")]
        Command::Serve(own) => serve::run(&args.shared, own, out),
        #[cfg(feature = "service")]
        Command::Key(own) => key::run(&args.shared, own, out),
        Command::Completions(own) => completions::run(own, out),
    }
}
