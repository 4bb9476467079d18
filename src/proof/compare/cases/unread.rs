//! Why a file of recorded cases cannot be read.

use std::io;

use handover_core::wire::report::IgnoredColumn;

/// Reason why nothing could be read.
#[derive(Debug)]
pub enum Unread {
    /// Reading failed.
    Io(io::Error),
    /// The input is a JSON array.
    Array,
    /// No column of the CSV is a field of a request; these are the columns.
    NoField(Vec<IgnoredColumn>),
    /// The headings have a quotation mark on this line that is not closed.
    Headings(u64),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
