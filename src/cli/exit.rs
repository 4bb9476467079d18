//! Exit statuses, published in the README.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done, and nothing to object.
    Done = 0,
    /// It ran, and the answer is no: findings, or a decision `refuse`, `manual` or `incomplete`, or a line of
    /// a batch with an error.
    No = 1,
    /// The command line, or a request, cannot be understood. The number is the one that clap uses.
    Usage = 2,
    /// The rule set does not load.
    RuleSet = 3,
    /// Reading or writing failed, or there is a bug.
    Failed = 4,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
