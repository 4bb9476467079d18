//! The error of a rule set that cannot be used, and the loading functions that return it.

use std::fmt;
use std::path::Path;

use super::embedded::files as embedded_files;
use super::load::{Loaded, Scope, load};
use super::rule_set::RuleSet;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Options, human};
use crate::document::Files;
use crate::language::Lang;

/// Error of a rule set that cannot be used: every fault of all its files.
///
/// Displays what `handover check` prints, in English: each fault with an excerpt of its file. [`LoadError::render`]
/// gives other languages. Debug output is the same, so that `unwrap` and a `main` that returns it are readable.
///
/// ```
/// use handover_core::document::Files;
/// use handover_core::ruleset::RuleSet;
///
/// let files = [("ruleset.yaml".to_owned(), b"ruleset:\n  titel: x\n".to_vec())];
/// let error = RuleSet::from_files(&Files::Memory(files.into())).unwrap_err();
/// assert!(error.to_string().contains("error[unknown_key]: there is no key `titel` here"));
/// assert!(error.to_string().contains("2 |   titel: x"));
/// assert!(error.diagnostics().iter().any(|fault| fault.nearest.as_deref() == Some("title")));
/// ```
pub struct LoadError {
    diagnostics: Vec<Diagnostic>,
    texts: Vec<(String, String)>,
}

impl LoadError {
    /// The faults and warnings, sorted; at least one is an error.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the faults and warnings.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The faults and warnings with excerpts, in a language and without colours.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        let text = |file: &str| {
            let found = self.texts.iter().find(|(name, _)| name == file);
            found.map(|(_, text)| text.as_str())
        };
        human(&self.diagnostics, &text, Options { color: false, lang })
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(Lang::En).trim_end())
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rule set cannot be used\n{self}")
    }
}

impl std::error::Error for LoadError {}

impl RuleSet {
    /// Loads a rule set from a folder.
    ///
    /// # Errors
    /// Every fault of all files, if any is an error.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::from_files(&Files::Folder(folder.as_ref().to_owned()))
    }

    /// Loads a rule set from files on disk or in memory.
    ///
    /// # Errors
    /// Every fault of all files, if any is an error.
    pub fn from_files(files: &Files) -> Result<Self, LoadError> {
        let Loaded { rule_set, diagnostics, texts, .. } = load(files, Scope::Rules);
        rule_set.ok_or(LoadError { diagnostics, texts })
    }

    /// Loads the rule set of instruction 09-878366, which the library embeds.
    ///
    /// # Errors
    /// None as long as the tests pass; else every fault.
    pub fn embedded() -> Result<Self, LoadError> {
        Self::from_files(&embedded_files())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[test]
    fn it_passes_as_any_error() {
        fn load() -> Result<RuleSet, Box<dyn std::error::Error + Send + Sync>> {
            Ok(RuleSet::from_files(&Files::Memory(Default::default()))?)
        }
        let error = load().unwrap_err();
        let error = error.downcast::<LoadError>().unwrap();
        assert!(error.diagnostics().iter().any(|fault| fault.severity == Severity::Error));
        assert!(error.to_string().starts_with("error[missing_file]: "), "{error}");
        assert!(error.to_string().ends_with("1 error in 1 file"), "{error}");
        assert!(error.render(Lang::Sv).starts_with("fel[missing_file]: "));
        assert!(format!("{error:?}").contains("error[missing_file]"));
        assert_eq!(error.into_diagnostics().len(), 1);
    }
}
