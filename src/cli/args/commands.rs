//! Arguments of the commands.

use std::path::PathBuf;

use super::CaseArgs;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args as ClapArgs, ValueEnum};

use handover_proof::analysis::{DEFAULT_DAYS, MAX_DAYS};
use handover_proof::provenance::DEFAULT_WITHIN;

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover check rules/gavleborg
  handover check rules/gavleborg --lang en --format json
  handover check rules/gavleborg --format sarif > check.sarif")]
pub struct CheckArgs {
    /// Folder of the rule set [default: --rules, else the built-in one]
    pub dir: Option<PathBuf>,
}

/// Arguments of `test`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover test rules/gavleborg
  handover test rules/gavleborg --filter preventivmedel --watch
  handover test rules/gavleborg --coverage --min-coverage 100
  handover test rules/gavleborg --format junit > tests.xml

A test, in a file tests/*.yaml beside the rules:
  tests:
    - name: intyg i primärvården går till en administratör
      case: {case_type: certificate, care_level: primary, unit: valbo}
      expect: {rule: certificate-primary, role: administrator}

A test without a day runs as of --at, else as of the first day of the governing document.")]
pub struct TestArgs {
    /// Folder of the rule set [default: --rules, else the built-in one]
    pub dir: Option<PathBuf>,
    /// Run only tests whose name or file name contains TEXT; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// List passed tests too
    #[arg(long)]
    pub verbose: bool,
    /// Report the rules and cells that no test covers, with suggested tests
    #[arg(long)]
    pub coverage: bool,
    /// Fail if less of the rules or of their cells is covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    pub min_coverage: Option<u8>,
    /// Run again whenever a file of the folder changes
    #[arg(long)]
    pub watch: bool,
}

/// Arguments of `analyse`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover analyse rules/gavleborg
  handover analyse rules/gavleborg --at 2026-01-01 --days 90 --deny warning
  handover analyse rules/gavleborg --format sarif > analyse.sarif")]
pub struct AnalyseArgs {
    /// Folder of the rule set [default: --rules, else the built-in one]
    pub dir: Option<PathBuf>,
    /// Number of days to analyse, from --at on
    #[arg(long, value_name = "NUMBER", default_value_t = DEFAULT_DAYS, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_DAYS)))]
    pub days: u32,
    /// Least severity of findings that make the exit status 1
    #[arg(long, value_enum, default_value_t = Deny::Error)]
    pub deny: Deny,
}

/// The least severity of findings that fail the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// No finding
    Never,
}

/// Arguments of `recommend`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover recommend --case-type Triage --care-level PV --unit Valbo --original-role Sjuksköterska
  handover recommend case.json --at 2025-10-01
  handover recommend --interactive --case-type Preventivmedel
  handover recommend --format json - < cases.ndjson")]
pub struct RecommendArgs {
    /// File with a case, an array of cases, or one case a line, in JSON; `-` is standard input
    #[arg(conflicts_with = "case")]
    pub input: Option<PathBuf>,
    /// Ask for missing values, the most useful first; starts from the file or the flags
    #[arg(long, short)]
    pub interactive: bool,
    /// The case.
    #[command(flatten)]
    pub case: CaseArgs,
}

/// Arguments of `validate`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  echo '{\"case\": {\"case_type\": \"Intyg\", \"care_level\": \"PV\", \"unit\": \"valbo\"},
         \"method\": \"move\", \"priority\": 8, \"message\": \"Hör till er.\"}' | handover validate -")]
pub struct ValidateArgs {
    /// File with a handover, an array of them, or one a line, in JSON; `-` is standard input
    pub input: PathBuf,
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover explain --case-type Preventivmedel --care-level SV --specialty Kirurgi
  handover explain case.json
  handover explain case.json --rule medicine-specialised
  handover explain half_label")]
pub struct ExplainArgs {
    /// Code of a diagnostic, or file with a case in JSON (`-` is standard input)
    #[arg(conflicts_with = "case")]
    pub subject: Option<String>,
    /// Explain what would make this routing rule decide the case
    #[arg(long, value_name = "ID")]
    pub rule: Option<String>,
    /// The case.
    #[command(flatten)]
    pub case: CaseArgs,
}

/// Arguments of `diff`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover diff rules/gavleborg rules/proposal
  handover diff HEAD~1:rules/gavleborg rules/gavleborg
  handover diff rules/gavleborg rules/proposal --cases last-year.csv
  handover diff rules/gavleborg rules/proposal --format markdown > proposal.md

Exit status: 0 proved that nothing changes; 1 something changes; 3 a rule set does not load.")]
pub struct DiffArgs {
    /// Folder of the old rule set, or REVISION:PATH in git
    pub old: String,
    /// Folder of the new rule set, or REVISION:PATH in git
    pub new: String,
    /// Recorded cases or handovers: one JSON object a line, or CSV whose first line names the fields;
    /// `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
}

/// Arguments of `compile`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  handover compile --rules rules/gavleborg --output gavleborg.compiled
  handover recommend --compiled gavleborg.compiled case.json

The file works with the build of the program that wrote it. Compile again when the rules or the program change.")]
pub struct CompileArgs {
    /// File to write; an existing one is replaced
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
}

/// Arguments of `dump`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover dump tables --table priority
  handover dump diagram --table routing --format dot | dot -Tsvg > routing.svg")]
pub struct DumpArgs {
    /// What to print
    #[arg(value_enum)]
    pub what: Dumped,
    /// Table [default: all]
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
}

/// A compiled form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dumped {
    /// The decision tables
    Tables,
    /// The classes of values that no rule distinguishes
    Classes,
    /// The decision diagrams
    Diagram,
    /// The strategy of each table, and its reason
    Plan,
}

/// Arguments of `sources`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover sources rules/gavleborg
  handover sources --at 2026-01-15 --within 120
  handover sources --format markdown --lang en > account.md

Exit status: 1 if a statement is neither implemented nor declined, or a place has no statement.")]
pub struct SourcesArgs {
    /// Folder of the rule set [default: --rules, else the built-in one]
    pub dir: Option<PathBuf>,
    /// Number of days from --at within which expiring documents are reported
    #[arg(long, value_name = "DAYS", default_value_t = DEFAULT_WITHIN)]
    pub within: u32,
}

/// Arguments of `render`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover render rules/gavleborg --format html --output rules.html
  handover render --lang en --format markdown > rules.md

The HTML page is self-contained: it can be mailed, published, and printed on A4. The default format is
Markdown.")]
pub struct RenderArgs {
    /// Folder of the rule set [default: --rules, else the built-in one]
    pub dir: Option<PathBuf>,
    /// File to write; an existing one is replaced [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  handover init my-rules --id my-region --title \"Överlämna ärenden i min region\"
  handover check my-rules

The folder is created, or has to be empty. Either all files are written, or none.")]
pub struct InitArgs {
    /// Folder to create
    pub dir: PathBuf,
    /// Id of the rule set, which every answer carries [default: exempel]
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub id: Option<String>,
    /// Title of the rule set [default: that of the example]
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub title: Option<String>,
}

/// Arguments of `schema`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  handover schema routing                          of a file, for any rule set
  handover schema routing --rules rules/gavleborg  with the words of that rule set
  handover schema verdict                          of an answer
  handover schema --write schemas                  all of them, to a folder")]
pub struct SchemaArgs {
    /// rules, ruleset, vocabulary, directory, routing, handover, procedures, local, invariants, statements,
    /// tests;
    /// case, recommendation, verdict, explanation, error; handover-request;
    /// check-report, analyse-report, test-report, diff-report, sources-report; openapi
    #[arg(required_unless_present = "write")]
    pub name: Option<String>,
    /// Write every schema to this folder
    #[arg(long, value_name = "DIR", conflicts_with = "name", hide = true)]
    pub write: Option<PathBuf>,
}

/// Arguments of `completions`.
#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
