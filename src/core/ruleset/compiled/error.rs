//! Reasons to refuse a compiled file.

use std::{fmt, io};

use crate::language::{Text, text};
use handover_matcher::store::Damaged;

/// Reason to refuse a compiled file.
#[derive(Debug)]
#[non_exhaustive]
pub enum CompiledError {
    /// It cannot be read.
    Io(io::Error),
    /// It is a folder.
    Folder,
    /// It does not begin with the magic number.
    NotCompiled,
    /// It was written by another version of the program, or one with another layout of the data.
    Version {
        /// The version that wrote it; empty if that cannot be read.
        made_by: String,
    },
    /// It ends too early.
    CutOff,
    /// Its checksum or its length is not the one in its header.
    Damaged,
    /// Its checksum is right, but its contents are no rule set.
    Unfit(Damaged),
    /// It was compiled from other rules.
    Stale {
        /// The requested fingerprint.
        expected: String,
        /// The fingerprint of the rules that it was compiled from.
        found: String,
    },
    /// The machine is big-endian, and the file little-endian.
    BigEndian,
}

impl CompiledError {
    /// The fault, as the end of a sentence that begins with the file.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                text("finns inte", "does not exist")
            }
            Self::Io(error) => Text {
                sv: format!("går inte att läsa: {error}"),
                en: format!("cannot be read: {error}"),
            },
            Self::Folder => text("är en mapp, ingen fil", "is a folder, not a file"),
            Self::NotCompiled => {
                text("är ingen kompilerad regeluppsättning", "is no compiled rule set")
            }
            Self::Version { made_by } => made_by_another(made_by),
            Self::CutOff => text("slutar för tidigt", "ends too early"),
            Self::Damaged => {
                text("är skadad: kontrollsumman stämmer inte", "is damaged: its checksum is wrong")
            }
            Self::Unfit(_) => text(
                "är skadad: innehållet hänger inte ihop",
                "is damaged: what it holds does not hold together",
            ),
            Self::Stale { expected, found } => {
                let (expected, found) = (short(expected), short(found));
                Text {
                    sv: format!("är inaktuell: den gjordes av reglerna {found}, inte {expected}"),
                    en: format!("is stale: it was made of the rules {found}, not {expected}"),
                }
            }
            Self::BigEndian => text(
                "går inte att läsa på en dator med omvänd byteordning (big-endian)",
                "cannot be read on a big-endian machine",
            ),
        }
    }

    /// Whether compiling the rules to the same file repairs it.
    #[must_use]
    pub fn is_mended_by_compiling(&self) -> bool {
        match self {
            Self::Io(error) => error.kind() == io::ErrorKind::NotFound,
            Self::Folder | Self::NotCompiled | Self::BigEndian => false,
            Self::Version { .. }
            | Self::CutOff
            | Self::Damaged
            | Self::Unfit(_)
            | Self::Stale { .. } => true,
        }
    }
}

fn made_by_another(version: &str) -> Text {
    if version.is_empty() || version == env!("CARGO_PKG_VERSION") {
        text("gjordes av ett annat bygge av handover", "was made by another build of handover")
    } else {
        Text {
            sv: format!("gjordes av handover {version}, inte av den här versionen"),
            en: format!("was made by handover {version}, not by this version"),
        }
    }
}

/// The prefix of a fingerprint that answers show.
fn short(fingerprint: &str) -> &str {
    fingerprint.get(..12).unwrap_or(fingerprint)
}

impl fmt::Display for CompiledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the compiled rule set {}", self.message().en)
    }
}

impl std::error::Error for CompiledError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Unfit(damaged) => Some(damaged),
            _ => None,
        }
    }
}

impl From<io::Error> for CompiledError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Damaged> for CompiledError {
    fn from(damaged: Damaged) -> Self {
        Self::Unfit(damaged)
    }
}
