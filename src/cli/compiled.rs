//! The option `--compiled`: the engine of a compiled file, and errors about such files.

use std::io::{self, Write};
use std::path::Path;

use super::args::Shared;
use super::exit::ExitStatus;
use super::tell::{err, shown};
use handover_core::engine::Engine;
use handover_core::language::{Lang, text};
use handover_core::ruleset::{CompiledError, fingerprint_of};
use handover_proof::render::Origin;

impl Shared {
    /// The engine of a compiled file. If there is a folder of rules too, the file must be compiled from them.
    pub(super) fn engine_of_compiled(&self, file: &Path) -> io::Result<Option<Engine>> {
        let expected = match &self.rules {
            None => None,
            Some(_) => match self.fingerprint_of_rules()? {
                Some(fingerprint) => Some(fingerprint),
                None => return Ok(None),
            },
        };
        match Engine::from_compiled(file, expected.as_deref()) {
            Ok(engine) => Ok(Some(engine)),
            Err(error) => {
                writeln!(err(), "handover: {}", self.refusal(file, &error))?;
                Ok(None)
            }
        }
    }

    /// The fingerprint of the rules. If they cannot be read, prints their diagnostics and returns `None`.
    fn fingerprint_of_rules(&self) -> io::Result<Option<String>> {
        let files = self.files();
        if !self.has_folder(&files)? {
            return Ok(None);
        }
        match fingerprint_of(&files) {
            Ok(fingerprint) => Ok(Some(fingerprint)),
            Err(loaded) => self.print_diagnostics(&loaded).map(|()| None),
        }
    }

    /// The error about a compiled file, and how to fix it.
    fn refusal(&self, file: &Path, error: &CompiledError) -> String {
        let lang = self.text_lang(Lang::Sv);
        let mut message = format!("`{}` {}", shown(file), error.message().get(lang));
        if error.is_mended_by_compiling() {
            let rules = self.rules.as_deref().map_or_else(|| "DIR".to_owned(), quoted);
            let compile = text("kompilera om", "compile again");
            let compile = compile.get(lang);
            let file = quoted(file);
            message += &format!("\n  {compile}: handover compile --rules {rules} --output {file}");
        } else if matches!(error, CompiledError::NotCompiled | CompiledError::Folder) {
            let name = text(
                "ange en fil som `handover compile` har skrivit",
                "name a file that `handover compile` has written",
            );
            message += &format!("\n  {}", name.get(lang));
        }
        message
    }

    /// Reports that the command needs the rules' source files.
    pub(super) fn refuse_compiled(&self) -> io::Result<ExitStatus> {
        let message = match self.text_lang(Lang::Sv) {
            Lang::Sv => {
                "kommandot läser reglerna som de är skrivna; ange mappen med `--rules` i stället för `--compiled`, och \
                 töm `HANDOVER_COMPILED`"
            }
            Lang::En => {
                "the command reads the rules as they are written; name their folder with `--rules` instead of \
                 `--compiled`, and unset `HANDOVER_COMPILED`"
            }
        };
        writeln!(err(), "handover: {message}")?;
        Ok(ExitStatus::Usage)
    }
}

/// Where the rules of the command line are read from; it holds the paths that an [`Origin`] refers to.
pub(super) enum RulesOrigin {
    Carried,
    Folder(String),
    Compiled(String),
}

impl RulesOrigin {
    pub(super) fn as_origin(&self) -> Origin<'_> {
        match self {
            Self::Carried => Origin::Carried,
            Self::Folder(folder) => Origin::Folder(folder),
            Self::Compiled(file) => Origin::Compiled(file),
        }
    }
}

impl Shared {
    /// Where the rules are read from.
    pub(super) fn origin(&self) -> RulesOrigin {
        match (&self.compiled, &self.rules) {
            (Some(file), _) => RulesOrigin::Compiled(quoted(file)),
            (None, Some(folder)) => RulesOrigin::Folder(quoted(folder)),
            (None, None) => RulesOrigin::Carried,
        }
    }
}

/// A path quoted for a shell.
pub(super) fn quoted(path: &Path) -> String {
    let path = shown(path);
    let plain = |c: char| c.is_alphanumeric() || "/._-+\\:".contains(c);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
