//! The bytes of a file as UTF-8 with `\n` at the end of each line, whichever program wrote it.
//!
//! UTF-16 is known by its byte order mark, or by the zero bytes of its first characters. Windows-1252 has no mark: a row
//! that is not UTF-8 is read as Windows-1252 if it can be nothing else (see [`decoded`]).

use std::borrow::Cow;
use std::io::{self, Read};

/// Number of bytes read at once.
const BLOCK: usize = 1 << 18;

/// A reader of plain text.
#[derive(Debug)]
pub(super) struct TextReader<R> {
    input: R,
    encoding: Encoding,
    /// Bytes that have been read, and not yet decoded: part of a character.
    raw: Vec<u8>,
    /// Decoded bytes, and how many of them have been taken.
    ready: Vec<u8>,
    taken: usize,
    /// Whether the last decoded character was a carriage return, whose line feed is yet to come.
    after_return: bool,
    /// Whether the first bytes have been looked at.
    begun: bool,
    ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// UTF-8, or one of the encodings with a byte for each character.
    Bytes,
    /// UTF-16, the low byte first.
    LowFirst,
    /// UTF-16, the high byte first.
    HighFirst,
}

impl<R: Read> TextReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            encoding: Encoding::Bytes,
            raw: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            after_return: false,
            begun: false,
            ended: false,
        }
    }

    /// Decodes another block.
    fn fill(&mut self) -> io::Result<()> {
        let more = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.raw)?;
        self.ended = more == 0;
        if !self.begun {
            self.begun = true;
            let (encoding, mark) = begins_as(&self.raw);
            self.encoding = encoding;
            self.raw.drain(..mark);
        }
        self.ready.clear();
        self.taken = 0;
        match self.encoding {
            Encoding::Bytes => self.ready.append(&mut self.raw),
            Encoding::LowFirst => self.widen(u16::from_le_bytes),
            Encoding::HighFirst => self.widen(u16::from_be_bytes),
        }
        self.end_lines();
        Ok(())
    }

    /// Decodes UTF-16; what stands for no character is shown as such.
    fn widen(&mut self, unit: fn([u8; 2]) -> u16) {
        let (pairs, _) = self.raw.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        // The second half of a character may come with the next block.
        let half = units.last().is_some_and(|last| (0xD800..0xDC00).contains(last));
        let whole = units.len() - usize::from(half && !self.ended);
        let units = units.into_iter().take(whole);
        let decoded = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        self.ready.extend(decoded.collect::<String>().bytes());
        self.raw.drain(..2 * whole);
        if self.ended && !self.raw.is_empty() {
            self.raw.clear();
            self.ready.extend("\u{FFFD}".bytes());
        }
    }

    /// Replaces `\r\n` and `\r` by `\n`.
    fn end_lines(&mut self) {
        if !self.after_return && memchr::memchr(b'\r', &self.ready).is_none() {
            return;
        }
        let mut after = self.after_return;
        self.ready.retain_mut(|byte| {
            let second = after && *byte == b'\n';
            after = *byte == b'\r';
            if after {
                *byte = b'\n';
            }
            !second
        });
        self.after_return = after;
    }
}

/// The encoding that the first bytes tell, and the length of its mark.
fn begins_as(bytes: &[u8]) -> (Encoding, usize) {
    match *bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Bytes, 3),
        [0xFF, 0xFE, ..] => (Encoding::LowFirst, 2),
        [0xFE, 0xFF, ..] => (Encoding::HighFirst, 2),
        [one, 0, other, 0, ..] if one > 0 && other > 0 => (Encoding::LowFirst, 0),
        [0, one, 0, other, ..] if one > 0 && other > 0 => (Encoding::HighFirst, 0),
        _ => (Encoding::Bytes, 0),
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() && !self.ended {
            self.fill()?;
        }
        let left = self.ready.get(self.taken..).unwrap_or_default();
        let count = left.len().min(out.len());
        let (now, _) = left.split_at(count);
        if let Some(out) = out.get_mut(..count) {
            out.copy_from_slice(now);
        }
        self.taken += count;
        Ok(count)
    }
}

/// The characters of Windows-1252 from 0x80 to 0x9F; none where it has none.
const WINDOWS: [Option<char>; 32] = {
    const fn some(c: char) -> Option<char> {
        Some(c)
    }
    [
        some('€'),
        None,
        some('‚'),
        some('ƒ'),
        some('„'),
        some('…'),
        some('†'),
        some('‡'),
        some('ˆ'),
        some('‰'),
        some('Š'),
        some('‹'),
        some('Œ'),
        None,
        some('Ž'),
        None,
        None,
        some('‘'),
        some('’'),
        some('“'),
        some('”'),
        some('•'),
        some('–'),
        some('—'),
        some('˜'),
        some('™'),
        some('š'),
        some('›'),
        some('œ'),
        None,
        some('ž'),
        some('Ÿ'),
    ]
};

/// A text as UTF-8, or as Windows-1252 if it cannot be UTF-8. `None` if it can be neither: text that is UTF-8 in parts
/// has been damaged.
pub(super) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let in_parts = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if in_parts {
        return None;
    }
    let character = |byte: &u8| match byte {
        0x80..=0x9F => WINDOWS.get(usize::from(byte - 0x80)).copied().flatten(),
        _ => Some(char::from(*byte)),
    };
    bytes.iter().map(character).collect::<Option<String>>().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of bytes that come a few at a time.
    fn plain(bytes: &[u8]) -> String {
        let mut text = Vec::new();
        TextReader::new(bytes).read_to_end(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn every_line_ends_alike() {
        assert_eq!(plain(b"a\r\nb\rc\n\r\nd\r\r\n"), "a\nb\nc\n\nd\n\n");
        let across = [vec![b'a'; BLOCK - 1], b"\r\nb".to_vec()].concat();
        assert!(plain(&across).ends_with("a\nb"));
        let again = [vec![b'a'; BLOCK - 1], b"\r\rb".to_vec()].concat();
        assert!(plain(&again).ends_with("a\n\nb"));
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let text = "unit;Vårdnivå 𝄞\nx";
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(plain(&low), text);
        assert_eq!(plain(&high), text);
        assert_eq!(plain(&[&[0xFF, 0xFE], &low[..]].concat()), text);
        assert_eq!(plain(&[&[0xFE, 0xFF], &high[..]].concat()), text);
        assert_eq!(plain(&[&low[..], b"x"].concat()), format!("{text}\u{FFFD}"));
        let long = "𝄞".repeat(BLOCK);
        let low: Vec<u8> = format!("a{long}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(plain(&[&[0xFF, 0xFE], &low[..]].concat()), format!("a{long}"));
    }

    #[test]
    fn windows_1252_is_read_where_nothing_else_fits() {
        assert_eq!(decoded(b"Prim\xE4rv\xE5rd \x80\x96").as_deref(), Some("Primärvård €–"));
        assert_eq!(decoded("Primärvård".as_bytes()).as_deref(), Some("Primärvård"));
        assert_eq!(decoded(b"Prim\xE4rv\xC3\xA5rd"), None);
        assert_eq!(decoded(b"\x81"), None);
    }
}
