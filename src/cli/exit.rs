//! Exit statuses, published in the README.

use std::process::ExitCode;

/// The exit status of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Success, and a positive answer.
    Done = 0,
    /// A negative answer: findings; a decision `refuse`, `manual` or `incomplete`; or an error in a line of a batch.
    No = 1,
    /// Invalid arguments, or an invalid request. The number is that of clap.
    Usage = 2,
    /// The rule set does not load.
    RuleSet = 3,
    /// Reading or writing failed, or the program has a bug.
    Failed = 4,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
