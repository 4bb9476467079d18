//! The command line's arguments.

mod commands;
#[cfg(feature = "service")]
mod service;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

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
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  handover recommend --case-type Intyg --care-level primary --unit \"Valbo Din hälsocentral\"
  handover validate handover.json
  handover check rules/gavleborg
  handover explain overlap

Exit status: 0 done; 1 the answer is no (findings; refuse, manual or incomplete); 2 usage, or a
request that cannot be understood; 3 the rule set does not load; 4 reading or writing failed.";

/// Options of every command.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Options of every command")]
pub struct Shared {
    /// Folder of the rule set [default: the one that the program carries, of instruction 09-878366]
    #[arg(long, global = true, value_name = "DIR", env = "HANDOVER_RULES")]
    pub rules: Option<PathBuf>,
    /// File that `compile` wrote, read instead of the rules; with --rules too, it must be made of them
    #[arg(long, global = true, value_name = "FILE", env = "HANDOVER_COMPILED")]
    pub compiled: Option<PathBuf>,
    /// The day that answers are for, where a request names none [default: today]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub at: Option<Date>,
    /// Language [default: of text the locale's, of JSON the rule set's first]
    #[arg(long, global = true, value_enum, env = "HANDOVER_LANG")]
    pub lang: Option<LangArg>,
    /// Form of the answer
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

/// A form of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text for people
    Text,
    /// JSON for programs
    Json,
    /// SARIF 2.1.0, for tools that show findings
    Sarif,
    /// Annotations of GitHub's workflows
    Github,
    /// JUnit's XML, for build servers
    Junit,
    /// Graphviz
    Dot,
    /// Markdown, to paste into a document
    Markdown,
    /// One page that needs nothing else
    Html,
}

impl Format {
    /// Whether programs read it: then it does not depend on the locale.
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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a rule set: every fault of every file, with its place and remedy
    Check(CheckArgs),
    /// Prove what a rule set leaves open, says twice or says in vain, and what breaks in the days to come
    Analyse(AnalyseArgs),
    /// Run the tests beside the rules: what every answer must hold
    Test(TestArgs),
    /// Recommend to whom a case goes
    Recommend(RecommendArgs),
    /// Validate a handover
    Validate(ValidateArgs),
    /// Explain the answer to a case, or a code that `check` gives
    Explain(ExplainArgs),
    /// Tell what changes from one rule set to another, exactly, and for which recorded cases
    Diff(DiffArgs),
    /// Compile a rule set to a file that loads at once, for `--compiled`
    Compile(CompileArgs),
    /// Print what a rule set is compiled to
    Dump(DumpArgs),
    /// Show what the governing documents state, what carries it, and what has expired
    Sources(SourcesArgs),
    /// Show the rules as a page: the routing table, methods, checks, steps, states
    Render(RenderArgs),
    /// Write a small rule set to begin with into a new folder
    Init(InitArgs),
    /// Print a JSON Schema of rule set files, or of requests and answers
    Schema(SchemaArgs),
    /// Answer over HTTP
    #[cfg(feature = "service")]
    Serve(ServeArgs),
    /// Make keys for clients of the service
    #[cfg(feature = "service")]
    Key(KeyArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
}

impl Command {
    /// The forms that the command answers in, beside text.
    pub(super) fn formats(&self) -> &'static [Format] {
        match self {
            Self::Check(_) | Self::Analyse(_) => &[Format::Json, Format::Sarif, Format::Github],
            Self::Dump(DumpArgs { what: Dumped::Diagram, .. }) => &[Format::Json, Format::Dot],
            Self::Compile(_) | Self::Recommend(_) | Self::Validate(_) | Self::Explain(_) => {
                &[Format::Json]
            }
            Self::Diff(_) => &[Format::Json, Format::Markdown],
            Self::Test(_) => &[Format::Json, Format::Junit],
            #[cfg(feature = "service")]
            Self::Serve(_) => &[],
            #[cfg(feature = "service")]
            Self::Key(_) => &[Format::Json],
            // Their results have one form, whatever is asked for.
            Self::Dump(_) | Self::Schema(_) | Self::Completions(_) => &[Format::Json],
            Self::Sources(_) => &[Format::Json, Format::Markdown],
            Self::Render(_) => &[Format::Markdown, Format::Html],
            Self::Init(_) => &[],
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
