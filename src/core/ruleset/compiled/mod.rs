//! Compiled rule sets in files: read without parsing YAML, without proofs and without building plans.
//!
//! A file holds everything that answers, explanations and dumps need.
//!
//! # Format
//!
//! Numbers are little-endian; every part begins on a boundary of 8 bytes.
//!
//! | at | bytes | holds |
//! | --- | --- | --- |
//! | 0 | 8 | `89 48 4f 56 45 52 0d 0a` |
//! | 8 | 8 | the number of the format |
//! | 16 | 8 | the length of the file |
//! | 24 | 32 | the version of the program, padded with zeros |
//! | 56 | 64 | the fingerprint of the rule set, hexadecimal |
//! | 120 | 32 | SHA-256 over the file without these bytes |
//! | 152 | | sections |
//!
//! A section is a word of 8 bytes that gives its kind (the highest byte: 1 words of 4 bytes, 2 words of 8 bytes, 3
//! bytes) and its length in bytes (the rest), then the contents, then zeros up to the boundary. The first section
//! contains everything except tables, in the format of `postcard`. The others are the arrays of tables and plans, as
//! written by [`matcher::store`](handover_matcher::store), which are read from one aligned buffer without parsing.
//!
//! A file is for the version that wrote it: another version or format is refused. Also refused is a file whose length
//! or checksum is wrong and, since a checksum can be forged, one whose contents are inconsistent. Reading arbitrary
//! bytes gives an error or a rule set that answers without a panic, and allocates in proportion to their length. The
//! checksum protects against accidents, not attackers: whoever may write the file decides the answers.
//!
//! # Changing what is stored
//!
//! The number of the format is raised with every change of the layout or of its meaning. The tests compare hashes over
//! the bytes of a small fixed rule set and of some fixed tables, so they fail if the layout changes, and not if the
//! shipped rules do.

mod contents;
mod error;
mod header;
pub(super) mod map;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

pub use error::CompiledError;

use super::RuleSet;
use header::FileHeader;

/// The number of words to allocate before reading them.
const CHUNK: usize = 1 << 17;

impl RuleSet {
    /// Writes the compiled rule set. Equal rule sets give equal bytes. Linear.
    ///
    /// # Errors
    /// If writing fails, or the fingerprint is not 64 hexadecimal digits.
    pub fn write_compiled(&self, out: &mut impl Write) -> io::Result<()> {
        let sections = contents::store(self)?;
        let header = FileHeader::new(&self.fingerprint, &sections)?;
        out.write_all(&header.to_bytes())?;
        out.write_all(&sections)
    }

    /// Reads a rule set written by [`write_compiled`](Self::write_compiled), to the end of the input. Linear.
    ///
    /// # Errors
    /// If reading fails, or the input is not a whole rule set in the format and version of this program.
    pub fn read_compiled(mut input: impl Read) -> Result<Self, CompiledError> {
        if cfg!(target_endian = "big") {
            return Err(CompiledError::BigEndian);
        }
        let header = FileHeader::read(&mut input)?;
        let words = read_words(&mut input, header.length - header::BYTES as u64)?;
        if input.take(1).read_to_end(&mut Vec::new())? > 0
            || header.checksum_of(bytemuck::cast_slice(&words)) != header.checksum
        {
            return Err(CompiledError::Damaged);
        }
        Ok(contents::restore(&words, header.fingerprint)?)
    }

    /// Reads a rule set from a file. With an `expected` fingerprint, the file must be compiled from those rules.
    ///
    /// # Errors
    /// As [`read_compiled`](Self::read_compiled), and if the file was compiled from other rules.
    pub fn load_compiled(
        path: impl AsRef<Path>,
        expected: Option<&str>,
    ) -> Result<Self, CompiledError> {
        let path = path.as_ref();
        if path.is_dir() {
            return Err(CompiledError::Folder);
        }
        let rule_set = Self::read_compiled(File::open(path)?)?;
        match expected {
            Some(expected) if expected != rule_set.fingerprint => Err(CompiledError::Stale {
                expected: expected.to_owned(),
                found: rule_set.fingerprint,
            }),
            _ => Ok(rule_set),
        }
    }
}

/// Reads `bytes`, a multiple of 8, into one aligned buffer that grows with the input.
fn read_words(input: &mut impl Read, bytes: u64) -> Result<Vec<u64>, CompiledError> {
    let count = usize::try_from(bytes / 8).map_err(|_| CompiledError::CutOff)?;
    let mut words: Vec<u64> = Vec::new();
    while words.len() < count {
        let read = words.len();
        words.resize(count.min(read + read.max(CHUNK)), 0);
        let unread = words.get_mut(read..).unwrap_or_default();
        input.read_exact(bytemuck::cast_slice_mut(unread)).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => CompiledError::CutOff,
            _ => CompiledError::Io(error),
        })?;
    }
    Ok(words)
}
