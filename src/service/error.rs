//! Why the service does not start.

use std::fmt;
use std::io;

use handover_core::language::{Text, text};
use handover_core::ruleset::Loaded;

use crate::state::keys::KeysError;
use crate::state::rules::{FailedTest, RulesError};

/// The most failed tests that a message names.
const MAX_NAMED: usize = 5;

/// Why the service does not start.
#[derive(Debug)]
pub enum StartError {
    /// The rule set does not load.
    RuleSet(Box<Loaded>),
    /// Tests of the rule set fail.
    Tests(Vec<FailedTest>),
    /// The file of keys cannot be used.
    Keys(KeysError),
    /// The certificate cannot be used.
    Tls(Text),
    /// The service would be open to other machines, which takes an explicit option.
    Exposed(Text),
    /// The address cannot be listened on.
    Listen(io::Error),
}

impl StartError {
    /// What is wrong and how to fix it. Faults of a rule set are rendered separately, from their diagnostics.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::RuleSet(_) => text("reglerna har fel", "the rules have faults"),
            Self::Tests(failed) => {
                let names: Vec<String> = (failed.iter().take(MAX_NAMED))
                    .map(|failed| format!("{}: {}", failed.file, failed.test))
                    .collect();
                let (count, names) = (failed.len(), names.join("; "));
                text(
                    format!(
                        "{count} av reglernas tester håller inte ({names}); `handover test` visar varför"
                    ),
                    format!(
                        "{count} of the rules' tests fail ({names}); `handover test` shows why"
                    ),
                )
            }
            Self::Keys(error) => error.message(),
            Self::Tls(message) | Self::Exposed(message) => message.clone(),
            Self::Listen(error) => text(
                format!("adressen går inte att lyssna på: {error}"),
                format!("the address cannot be listened on: {error}"),
            ),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl std::error::Error for StartError {}

impl From<RulesError> for StartError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Faulty(loaded) => Self::RuleSet(loaded),
            RulesError::FailedTests(failed) => Self::Tests(failed),
        }
    }
}

impl From<KeysError> for StartError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}
