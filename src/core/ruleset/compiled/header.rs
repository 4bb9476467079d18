//! The header of a compiled file: format, length, program version, fingerprint of the rules, and checksum.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::CompiledError;

/// The first bytes of a compiled file. The first is not text, and a transfer in text mode would change the last two.
const MAGIC: [u8; 8] = *b"\x89HOVER\r\n";
/// Version of the format: header, sections and their contents. The tests beside this file fail when it has to be
/// raised.
pub(super) const FORMAT: u64 = 4;
/// The version of the program. A file is read only by the version that wrote it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

const VERSION_BYTES: usize = 32;
const FINGERPRINT_BYTES: usize = 64;
const CHECKSUM_BYTES: usize = 32;

/// The length of the header in bytes.
pub(super) const BYTES: usize = 152;

/// The fields of a header in the order of the file, after magic number and format. Their lengths are multiples of 8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileHeader {
    /// The length of the file in bytes, header included.
    pub(super) length: u64,
    /// The fingerprint of the rule set, as 64 hexadecimal digits.
    pub(super) fingerprint: String,
    /// SHA-256 over the file without these bytes.
    pub(super) checksum: [u8; CHECKSUM_BYTES],
}

impl FileHeader {
    /// The header of these sections.
    pub(super) fn new(fingerprint: &str, sections: &[u8]) -> io::Result<Self> {
        if !is_fingerprint(fingerprint.as_bytes()) {
            let message = "the fingerprint of the rule set is not 64 hexadecimal digits";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let length = (BYTES + sections.len()) as u64;
        let mut header =
            Self { length, fingerprint: fingerprint.to_owned(), checksum: [0; CHECKSUM_BYTES] };
        header.checksum = header.checksum_of(sections);
        Ok(header)
    }

    /// Reads a header written by this program.
    pub(super) fn read(input: &mut impl Read) -> Result<Self, CompiledError> {
        let mut bytes = Vec::with_capacity(BYTES);
        input.take(BYTES as u64).read_to_end(&mut bytes)?;
        let mut rest = bytes.as_slice();
        if rest.split_off(..MAGIC.len()) != Some(&MAGIC) {
            return Err(CompiledError::NotCompiled);
        }
        let format = number(&mut rest)?;
        let length = number(&mut rest)?;
        // All formats so far have the version at this position.
        let version = part(&mut rest, VERSION_BYTES)?;
        if (format, version) != (FORMAT, &padded_version()) {
            return Err(CompiledError::Version { made_by: printable(version) });
        }
        let fingerprint = part(&mut rest, FINGERPRINT_BYTES)?;
        let checksum = part(&mut rest, CHECKSUM_BYTES)?;
        let checksum = checksum.try_into().map_err(|_| CompiledError::CutOff)?;
        if !is_fingerprint(fingerprint) || length < BYTES as u64 || !length.is_multiple_of(8) {
            return Err(CompiledError::Damaged);
        }
        let fingerprint = String::from_utf8_lossy(fingerprint).into_owned();
        Ok(Self { length, fingerprint, checksum })
    }

    /// The bytes of the header.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.checked_bytes();
        bytes.extend(self.checksum);
        bytes
    }

    /// The checksum of a file with this header and these sections.
    pub(super) fn checksum_of(&self, sections: &[u8]) -> [u8; CHECKSUM_BYTES] {
        let mut hasher = Sha256::new();
        hasher.update(self.checked_bytes());
        hasher.update(sections);
        hasher.finalize().into()
    }

    /// The header up to its checksum.
    fn checked_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend(MAGIC);
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(self.length.to_le_bytes());
        bytes.extend(padded_version());
        bytes.extend(self.fingerprint.as_bytes());
        bytes
    }
}

fn is_fingerprint(bytes: &[u8]) -> bool {
    bytes.len() == FINGERPRINT_BYTES && bytes.iter().all(u8::is_ascii_hexdigit)
}

/// The version of the program, padded with zeros.
fn padded_version() -> [u8; VERSION_BYTES] {
    let mut padded = [0; VERSION_BYTES];
    padded.iter_mut().zip(VERSION.bytes()).for_each(|(to, byte)| *to = byte);
    padded
}

/// The printable start of a version.
fn printable(version: &[u8]) -> String {
    let shown = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-+".contains(byte);
    version.iter().take_while(shown).map(|&byte| char::from(byte)).collect()
}

fn part<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], CompiledError> {
    rest.split_off(..length).ok_or(CompiledError::CutOff)
}

fn number(rest: &mut &[u8]) -> Result<u64, CompiledError> {
    let bytes = part(rest, 8)?.try_into().map_err(|_| CompiledError::CutOff)?;
    Ok(u64::from_le_bytes(bytes))
}
