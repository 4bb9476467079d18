//! Standard error, and what was written on the command line as messages show it: never with an identity number.
//!
//! Every other module writes to standard error by [`err`], and shows paths by [`shown`]; a test checks that.

use std::io::{self, ErrorKind, IsTerminal, Stderr, Write};
use std::path::Path;

use super::args::Shared;
use super::exit::ExitStatus;
use super::wrap::{LineBreaker, width};
use handover_core::language::{Lang, identity};

/// A writer that passes whole lines on, without the identity numbers in them.
pub(super) struct Redacting<W: Write> {
    to: W,
    /// The line that has not ended yet.
    held: Vec<u8>,
    lines: LineBreaker,
}

/// Standard error. On a terminal its lines are broken at the width.
pub(super) fn err() -> Redacting<Stderr> {
    let to = io::stderr();
    let lines = LineBreaker::new(width(&to));
    Redacting { to, held: Vec::new(), lines }
}

/// Tells that a file could not be read or written, in the language of text.
pub(super) fn failed(path: &Path, error: &io::Error, shared: &Shared) -> io::Result<ExitStatus> {
    let said = system_error(error, shared.text_lang(Lang::Sv));
    writeln!(err(), "handover: {}: {said}", shown(path))?;
    Ok(ExitStatus::Failed)
}

/// An error of the system, in Swedish where that is known; in English it is the system's own.
pub(super) fn system_error(error: &io::Error, lang: Lang) -> String {
    let said = match error.kind() {
        ErrorKind::IsADirectory => Some(("är en mapp, ingen fil", "is a folder, not a file")),
        _ if lang == Lang::En => None,
        ErrorKind::NotFound => Some(("finns inte", "")),
        ErrorKind::PermissionDenied => Some(("du har inte rätt att läsa eller skriva där", "")),
        ErrorKind::StorageFull => Some(("det finns inte plats", "")),
        ErrorKind::ReadOnlyFilesystem => Some(("det går bara att läsa där", "")),
        ErrorKind::InvalidData => Some(("innehållet är inte UTF-8", "")),
        _ => None,
    };
    said.map_or_else(|| error.to_string(), |(sv, en)| lang.say(sv, en).to_owned())
}

/// A path of the command line as messages show it.
pub(super) fn shown(path: &Path) -> String {
    identity::redact(&path.to_string_lossy()).into_owned()
}

impl<W: Write> Redacting<W> {
    fn pass(&mut self, end: usize) -> io::Result<()> {
        let ended: Vec<u8> = self.held.drain(..end).collect();
        let text = String::from_utf8_lossy(&ended);
        // Line by line, since figures of neighbouring lines could pass for a number.
        for line in text.split_inclusive('\n') {
            let redacted = identity::redact(line);
            self.to.write_all(self.lines.wrap(&redacted).as_bytes())?;
        }
        Ok(())
    }
}

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if let Some(last) = self.held.iter().rposition(|byte| *byte == b'\n') {
            self.pass(last + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(self.held.len())?;
        self.to.flush()
    }
}

impl<W: Write> Drop for Redacting<W> {
    fn drop(&mut self) {
        // Nobody is left to hear of an error.
        let _ = self.flush();
    }
}

impl<W: Write + IsTerminal> Redacting<W> {
    /// Whether a person reads along.
    pub(super) fn is_terminal(&self) -> bool {
        self.to.is_terminal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_comes_in_pieces_is_not_passed_on() {
        let mut written = Vec::new();
        {
            let mut to =
                Redacting { to: &mut written, held: Vec::new(), lines: LineBreaker::default() };
            for piece in
                ["path x198502", "28-98", "72 is no ", "folder\n1985-02-28\n9872", " cases"]
            {
                to.write_all(piece.as_bytes()).unwrap();
            }
        }
        let text = String::from_utf8(written).unwrap();
        assert_eq!(text, "path x[…] is no folder\n1985-02-28\n9872 cases");
        assert_eq!(shown(Path::new(&format!("a/{}-9872.csv", 19_850_228))), "a/[…].csv");
    }
}
