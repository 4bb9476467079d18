//! Limits on what is read from a file, and the fault of one that is too large.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::text;

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// Deepest nesting of lists and tables; the outermost is 1.
pub const MAX_DEPTH: usize = 32;

/// Maximum number of values in a file once every alias is replaced by what it repeats.
///
/// Text counts too: each [`NODE_TEXT_BYTES`] of it weigh as much as one value.
pub const MAX_NODES: usize = 500_000;

/// Bytes of text that weigh as much as one value.
pub const NODE_TEXT_BYTES: usize = 64;

/// Maximum depth of folders in which files are listed and watched.
pub(super) const MAX_FOLDERS: usize = 8;

/// The fault of a file above [`MAX_FILE_BYTES`].
pub(super) fn too_large(file: &str) -> Diagnostic {
    let limit = MAX_FILE_BYTES / 1024 / 1024;
    Diagnostic::new(
        Code::TooLarge,
        text(
            format!("filen `{file}` är större än {limit} MiB"),
            format!("the file `{file}` is larger than {limit} MiB"),
        ),
    )
    .at(Place::file(file))
    .help(text("dela den i flera filer", "split it into several files"))
}
