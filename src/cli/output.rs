//! Functions that commands share: loading the rule set, languages, the day, printing of diagnostics.

use std::io::{self, Write};

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::args::{Color, Format, LangArg, Shared};
use super::locale::locale;
use super::tell::{err, shown};
use handover_core::diagnostic::{Diagnostic, render};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::{Lang, day, zone};
use handover_core::ruleset::{Loaded, RuleSet, Scope, embedded_files, load};
use handover_core::wire::report::CheckReport;
use handover_core::wire::v1::RequestError;

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Sv => Self::Sv,
            LangArg::En => Self::En,
        }
    }
}

impl Shared {
    /// The language of text: the requested one, else the locale's, else `first`.
    pub(super) fn text_lang(&self, first: Lang) -> Lang {
        self.lang.map(Lang::from).or_else(locale).unwrap_or(first)
    }

    /// The language of an answer.
    pub(super) fn answer_lang(&self, rule_set: &RuleSet) -> Lang {
        if self.format.for_programs() {
            self.lang.map_or(rule_set.first_language(), Lang::from)
        } else {
            self.text_lang(rule_set.first_language())
        }
    }

    /// The language of diagnostics and messages, which need no rule set. The locale applies to text only.
    pub(super) fn message_lang(&self) -> Lang {
        if self.format.for_programs() {
            self.lang.map_or(Lang::Sv, Lang::from)
        } else {
            self.text_lang(Lang::Sv)
        }
    }

    /// The day of answers to requests that name none: today, in the time zone of the rule set or else of the machine.
    pub(super) fn day(&self, rule_set: Option<&RuleSet>) -> Date {
        let zone = || rule_set.and_then(RuleSet::zone).unwrap_or_else(TimeZone::system);
        self.at().unwrap_or_else(|| zone::day(Timestamp::now(), &zone()))
    }

    /// The day asked for.
    pub(super) fn at(&self) -> Option<Date> {
        self.at.as_deref().and_then(day::parse)
    }

    /// The error of a day that cannot be read.
    pub(super) fn misread_day(&self) -> Option<RequestError> {
        let written = self.at.as_deref().filter(|written| day::parse(written).is_none())?;
        Some(RequestError::bad_date(written, "at"))
    }

    /// Whether the command has the requested output format; if not, prints an error.
    pub(super) fn has_format(&self, formats: &[Format]) -> io::Result<bool> {
        if self.format == Format::Text || formats.contains(&self.format) {
            return Ok(true);
        }
        let name = |format: Format| {
            let value = format.to_possible_value();
            value.map_or_else(String::new, |value| format!("`{}`", value.get_name()))
        };
        let known: Vec<String> =
            std::iter::once(Format::Text).chain(formats.iter().copied()).map(name).collect();
        let (asked, known) = (name(self.format), known.join(", "));
        let message = match self.text_lang(Lang::Sv) {
            Lang::Sv => format!("kommandot svarar inte i formen {asked}; välj bland {known}"),
            Lang::En => {
                format!("the command does not answer in the form {asked}; choose among {known}")
            }
        };
        writeln!(err(), "handover: {message}")?;
        Ok(false)
    }

    /// The files of the rule set.
    pub(super) fn files(&self) -> Files {
        self.rules.clone().map_or_else(embedded_files, Files::Folder)
    }

    /// The engine. If the rule set does not load, prints its diagnostics and returns `None`.
    pub(super) fn engine(&self) -> io::Result<Option<Engine>> {
        match &self.compiled {
            Some(file) => self.engine_of_compiled(file),
            None => self.engine_of_rules(),
        }
    }

    /// The engine of the rules' source files.
    pub(super) fn engine_of_rules(&self) -> io::Result<Option<Engine>> {
        let files = self.files();
        if !self.has_folder(&files)? {
            return Ok(None);
        }
        let mut loaded = load(&files, Scope::Rules);
        match loaded.rule_set.take() {
            Some(rule_set) => Ok(Some(Engine::new(rule_set))),
            None => {
                self.print_diagnostics(&loaded)?;
                Ok(None)
            }
        }
    }

    /// Whether the folder of the rule set exists; if not, prints an error.
    pub(super) fn has_folder(&self, files: &Files) -> io::Result<bool> {
        let Files::Folder(folder) = files else {
            return Ok(true);
        };
        if folder.is_dir() {
            return Ok(true);
        }
        let shown = shown(folder);
        let message = match (self.text_lang(Lang::Sv), folder.exists()) {
            (Lang::Sv, true) => {
                format!("`{shown}` är ingen mapp; ange mappen som regelfilerna ligger i")
            }
            (Lang::Sv, false) => format!("mappen `{shown}` finns inte"),
            (Lang::En, true) => {
                format!("`{shown}` is no folder; name the one that the rule files are in")
            }
            (Lang::En, false) => format!("there is no folder `{shown}`"),
        };
        writeln!(err(), "handover: {message}")?;
        Ok(false)
    }

    /// Prints diagnostics on standard error, in the requested format.
    pub(super) fn print_diagnostics(&self, loaded: &Loaded) -> io::Result<()> {
        let mut told = err();
        let lang = self.message_lang();
        match self.format {
            Format::Json => {
                let report = CheckReport::new(None, 0, &loaded.diagnostics, lang);
                writeln!(told, "{}", serde_json::to_string_pretty(&report)?)
            }
            _ => {
                let text = |file: &str| loaded.text(file);
                let options = self.options(told.is_terminal());
                told.write_all(render::human(&loaded.diagnostics, &text, options).as_bytes())
            }
        }
    }

    /// Prints diagnostics for other tools, with file names relative to where the folder of the rule set is.
    pub(super) fn write_findings(
        &self,
        diagnostics: &[Diagnostic],
        files: &Files,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = self.message_lang();
        let folder = match files {
            Files::Folder(folder) => shown(folder),
            Files::Memory(_) => String::new(),
        };
        match self.format {
            Format::Sarif => writeln!(out, "{:#}", render::sarif(diagnostics, &folder, lang)),
            _ => out.write_all(render::github(diagnostics, &folder, lang).as_bytes()),
        }
    }

    /// How to render diagnostics for an output.
    pub(super) fn options(&self, terminal: bool) -> render::Options {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && wants_color(),
        };
        render::Options { color, lang: self.message_lang() }
    }
}

/// Whether nothing forbids colours on a terminal.
pub(super) fn wants_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
