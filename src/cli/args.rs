//! The command line's arguments.

mod case;
mod commands;
#[cfg(feature = "service")]
mod service;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::error::ErrorKind;
use clap::{Args as ClapArgs, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::locale::locale;
use super::swedish;
use handover_core::language::Lang;

pub(super) use case::CaseArgs;
pub(super) use commands::*;
#[cfg(feature = "service")]
pub(super) use service::*;

/// Recommends handover targets and validates handovers by a rule set in YAML.
#[derive(Debug, Parser)]
#[command(name = "handover", version, after_help = EXAMPLES, max_term_width = 100, propagate_version = true)]
pub struct Args {
    /// Options of every command.
    #[command(flatten)]
    pub shared: Shared,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Why there are no arguments to run with: they ask for help or the version, or are not understood.
#[derive(Debug)]
pub(super) struct UnreadArgs {
    /// Whether it is an error, not a result.
    pub(super) error: bool,
    /// What to print, with colours.
    pub(super) text: String,
}

impl Args {
    /// The arguments of the process. Environment variables that are empty count as unset.
    ///
    /// # Errors
    /// If they are not understood, or ask for help or the version.
    pub(super) fn read() -> Result<Self, UnreadArgs> {
        let empty = |name: &OsStr| env::var_os(name).is_some_and(|value| value.is_empty());
        let definition = Self::command().mut_args(|arg| match arg.get_env().map(empty) {
            Some(true) => arg.env(Resettable::Reset),
            _ => arg,
        });
        let mut command = definition.clone();
        let read = |command: &mut clap::Command| command.try_get_matches_from_mut(env::args_os());
        let english = match read(&mut command) {
            Ok(matches) => match Self::from_arg_matches(&matches) {
                Ok(args) => return Ok(args),
                Err(error) => error.format(&mut command),
            },
            Err(error) => error,
        };
        let rendered = |error: &clap::Error| error.render().ansi().to_string();
        let error = english.use_stderr();
        if unread_lang() == Lang::En {
            return Err(UnreadArgs { error, text: rendered(&english) });
        }
        // The same arguments fail in the same way where the texts are others.
        let again = read(&mut swedish::command(definition)).err().unwrap_or(english);
        let text = match again.kind() {
            ErrorKind::DisplayVersion => rendered(&again),
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                swedish::framed(&rendered(&again))
            }
            _ => swedish::told(&again),
        };
        Err(UnreadArgs { error, text })
    }
}

/// The language of the help and of errors in arguments that could not be read.
fn unread_lang() -> Lang {
    let lang = |name: &OsStr| LangArg::from_str(name.to_str()?, false).ok().map(Lang::from);
    let args: Vec<OsString> = env::args_os().skip(1).take_while(|arg| arg != "--").collect();
    let asked = args.iter().enumerate().find_map(|(at, arg)| {
        let value = arg.to_str()?.strip_prefix("--lang")?;
        match value.strip_prefix('=') {
            Some(value) => lang(OsStr::new(value)),
            None if value.is_empty() => lang(args.get(at + 1)?),
            None => None,
        }
    });
    asked.or_else(|| lang(&env::var_os("HANDOVER_LANG")?)).or_else(locale).unwrap_or(Lang::Sv)
}

impl Args {
    /// Whether the command prints text for people, which is broken at the terminal's width.
    pub(super) fn prints_text(&self) -> bool {
        let text = matches!(
            self.command,
            Command::Check(_)
                | Command::Analyse(_)
                | Command::Test(_)
                | Command::Recommend(_)
                | Command::Validate(_)
                | Command::Explain(_)
                | Command::Diff(_)
                | Command::Sources(_)
        );
        text && self.shared.format == Format::Text
    }
}

const EXAMPLES: &str = "\
Examples:
  handover recommend --case-type Intyg --care-level primary --unit \"Valbo Din hälsocentral\"
  handover validate handover.json
  handover check rules/gavleborg
  handover explain overlap

Exit status: 0 success; 1 a negative answer (findings; refuse, manual or incomplete); 2 invalid
arguments or request; 3 the rule set does not load; 4 reading or writing failed.";

/// Options of every command.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Options of every command")]
pub struct Shared {
    /// Folder of the rule set [default: the built-in one, of instruction 09-878366]
    #[arg(long, global = true, value_name = "DIR", env = "HANDOVER_RULES")]
    pub rules: Option<PathBuf>,
    /// Compiled file to read instead of the rules; with --rules, it must be compiled from them
    #[arg(long, global = true, value_name = "FILE", env = "HANDOVER_COMPILED")]
    pub compiled: Option<PathBuf>,
    /// Day of answers to requests that name none [default: today]
    // Read by `Shared::at`, so that days are read alike everywhere and errors are in the language asked for.
    #[arg(long, global = true, value_name = "YYYY-MM-DD", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// Language [default: the locale's for text, the rule set's first for JSON]
    #[arg(long, global = true, value_enum, env = "HANDOVER_LANG")]
    pub lang: Option<LangArg>,
    /// Output format
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Colour in diagnostics
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Swedish
    Sv,
    /// English
    En,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text for people
    Text,
    /// JSON for programs
    Json,
    /// SARIF 2.1.0, for code scanning tools
    Sarif,
    /// Annotations for GitHub workflows
    Github,
    /// JUnit XML, for build servers
    Junit,
    /// Graphviz DOT
    Dot,
    /// Markdown, to paste into a document
    Markdown,
    /// A self-contained HTML page
    Html,
}

impl Format {
    /// Whether programs read it, in which case it does not depend on the locale.
    pub(super) fn for_programs(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Html)
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a rule set: report every fault of every file, with its place and remedy
    Check(CheckArgs),
    /// Find gaps, contradictions, dead and redundant rules, and rules that break on a coming day
    Analyse(AnalyseArgs),
    /// Run the tests beside the rules
    Test(TestArgs),
    /// Recommend a receiver for a case
    Recommend(RecommendArgs),
    /// Validate a handover
    Validate(ValidateArgs),
    /// Explain the answer to a case, or a code of a diagnostic
    Explain(ExplainArgs),
    /// Compare two rule sets: list all changes of answers, also for recorded cases
    Diff(DiffArgs),
    /// Compile a rule set to a file that loads instantly, for `--compiled`
    Compile(CompileArgs),
    /// Print the compiled forms of a rule set
    Dump(DumpArgs),
    /// Show the statements of the governing documents, the rules that implement them, and what has expired
    Sources(SourcesArgs),
    /// Render the rules as a document: routing table, methods, checks, steps, states
    Render(RenderArgs),
    /// Create a folder with a small rule set to start from
    Init(InitArgs),
    /// Print a JSON Schema of rule set files, or of requests, answers and reports
    Schema(SchemaArgs),
    /// Serve answers over HTTP
    #[cfg(feature = "service")]
    Serve(ServeArgs),
    /// Create keys for clients of the service
    #[cfg(feature = "service")]
    Key(KeyArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
}

impl Command {
    /// The output formats of the command, beside text.
    pub(super) fn formats(&self) -> &'static [Format] {
        match self {
            Self::Check(_) | Self::Analyse(_) => &[Format::Json, Format::Sarif, Format::Github],
            Self::Dump(DumpArgs { what: Dumped::Diagram, .. }) => &[Format::Dot],
            Self::Compile(_) | Self::Recommend(_) | Self::Validate(_) | Self::Explain(_) => {
                &[Format::Json]
            }
            Self::Diff(_) => &[Format::Json, Format::Markdown],
            Self::Test(_) => &[Format::Json, Format::Junit],
            #[cfg(feature = "service")]
            Self::Serve(_) => &[],
            #[cfg(feature = "service")]
            Self::Key(_) => &[Format::Json],
            // A schema is JSON, whatever is requested.
            Self::Schema(_) => &[Format::Json],
            Self::Sources(_) => &[Format::Json, Format::Markdown],
            Self::Render(_) => &[Format::Markdown, Format::Html],
            Self::Dump(_) | Self::Init(_) | Self::Completions(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_arguments_holds_together() {
        super::Args::command().debug_assert();
    }
}
