//! Sections: arrays of 32-bit words, 64-bit words or bytes, each on a boundary of 8 bytes.
//!
//! A section begins with a word that has its kind (the highest 8 bits) and its length in bytes (the rest). Its contents
//! follow, then zeros up to the boundary. All numbers are little-endian.

use std::fmt;

/// The kind of a section's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SectionKind {
    U32 = 1,
    U64 = 2,
    Bytes = 3,
}

/// The number of bits for the length in a section's first word.
const LENGTH_BITS: u32 = 56;

/// The error of stored data whose parts do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The part that does not fit.
    pub what: &'static str,
}

impl Damaged {
    /// The error for a part.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        Self { what }
    }

    /// Requires a condition.
    ///
    /// # Errors
    /// This error, if the condition does not hold.
    pub fn unless(holds: bool, what: &'static str) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self::new(what)) }
    }
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stored data does not hold together: {}", self.what)
    }
}

impl std::error::Error for Damaged {}

/// Writes sections.
#[derive(Debug, Default)]
pub struct SectionWriter {
    bytes: Vec<u8>,
}

impl SectionWriter {
    /// A writer without sections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a section of 32-bit words.
    pub fn u32s(&mut self, words: impl IntoIterator<Item = u32>) {
        self.section(SectionKind::U32, |bytes| {
            words.into_iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        });
    }

    /// Writes a section of 64-bit words.
    pub fn u64s(&mut self, words: impl IntoIterator<Item = u64>) {
        self.section(SectionKind::U64, |bytes| {
            words.into_iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        });
    }

    /// Writes a section of bytes.
    pub fn bytes(&mut self, contents: &[u8]) {
        self.section(SectionKind::Bytes, |bytes| bytes.extend(contents));
    }

    /// Writes a few numbers, for [`SectionReader::numbers`].
    pub fn numbers<const N: usize>(&mut self, numbers: [usize; N]) {
        self.u64s(numbers.map(|number| number as u64));
    }

    /// Writes texts: a section of bytes, and one of their ends.
    pub fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let (mut joined, mut ends) = (String::new(), Vec::new());
        for text in texts {
            joined.push_str(text);
            ends.push(joined.len() as u64);
        }
        self.bytes(joined.as_bytes());
        self.u64s(ends);
    }

    /// All sections. Their length is a multiple of 8.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn section(&mut self, kind: SectionKind, write: impl FnOnce(&mut Vec<u8>)) {
        let head = self.bytes.len();
        self.bytes.extend([0; 8]);
        let start = self.bytes.len();
        write(&mut self.bytes);
        let length = (self.bytes.len() - start) as u64;
        let word = (kind as u64) << LENGTH_BITS | length;
        self.bytes.splice(head..start, word.to_le_bytes());
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }
}

/// Reads sections in the order of writing, and borrows their contents from one aligned buffer. For little-endian
/// machines.
#[derive(Debug)]
pub struct SectionReader<'a> {
    words: &'a [u64],
}

impl<'a> SectionReader<'a> {
    /// A reader that begins at the first word.
    #[must_use]
    pub fn new(words: &'a [u64]) -> Self {
        Self { words }
    }

    /// Reads a section of 32-bit words.
    ///
    /// # Errors
    /// If the next section is of another kind or cut off, here and in the functions below.
    pub fn u32s(&mut self) -> Result<&'a [u32], Damaged> {
        let (words, length) = self.section(SectionKind::U32)?;
        Damaged::unless(length.is_multiple_of(4), "the length of a section of words")?;
        bytemuck::cast_slice(words).get(..length / 4).ok_or(Damaged::new("the end of a section"))
    }

    /// Reads a section of 64-bit words.
    ///
    /// # Errors
    /// If the next section is of another kind or cut off.
    pub fn u64s(&mut self) -> Result<&'a [u64], Damaged> {
        let (words, length) = self.section(SectionKind::U64)?;
        Damaged::unless(length.is_multiple_of(8), "the length of a section of words")?;
        Ok(words)
    }

    /// Reads a section of bytes.
    ///
    /// # Errors
    /// If the next section is of another kind or cut off.
    pub fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let (words, length) = self.section(SectionKind::Bytes)?;
        bytemuck::cast_slice(words).get(..length).ok_or(Damaged::new("the end of a section"))
    }

    /// Reads a few numbers.
    ///
    /// # Errors
    /// If their number differs, or the next section is of another kind.
    pub fn numbers<const N: usize>(&mut self) -> Result<[usize; N], Damaged> {
        let count = Damaged::new("how many numbers there are");
        let words: [u64; N] = self.u64s()?.try_into().map_err(|_| count)?;
        let mut numbers = [0; N];
        for (number, word) in numbers.iter_mut().zip(words) {
            *number = usize::try_from(word).map_err(|_| Damaged::new("the size of a number"))?;
        }
        Ok(numbers)
    }

    /// Reads texts.
    ///
    /// # Errors
    /// If the next sections are of another kind, or do not hold texts.
    pub fn texts(&mut self) -> Result<Vec<&'a str>, Damaged> {
        let unfit = Damaged::new("the texts");
        let joined = std::str::from_utf8(self.bytes()?).map_err(|_| unfit)?;
        let mut start = 0;
        let text = |&end: &u64| {
            let end = usize::try_from(end).ok()?;
            let text = joined.get(start..end)?;
            start = end;
            Some(text)
        };
        let texts: Option<Vec<&str>> = self.u64s()?.iter().map(text).collect();
        texts.filter(|_| start == joined.len()).ok_or(unfit)
    }

    /// Requires that all sections have been read.
    ///
    /// # Errors
    /// If some have not.
    pub fn end(&self) -> Result<(), Damaged> {
        Damaged::unless(self.words.is_empty(), "the end of the sections")
    }

    fn section(&mut self, kind: SectionKind) -> Result<(&'a [u64], usize), Damaged> {
        let cut = Damaged::new("the end of a section");
        let (&head, rest) = self.words.split_first().ok_or(cut)?;
        Damaged::unless(head >> LENGTH_BITS == kind as u64, "the kind of a section")?;
        let length = usize::try_from(head & ((1 << LENGTH_BITS) - 1)).map_err(|_| cut)?;
        let (contents, rest) = rest.split_at_checked(length.div_ceil(8)).ok_or(cut)?;
        self.words = rest;
        Ok((contents, length))
    }
}

/// A section that is read from the front, a few items at a time.
#[derive(Debug)]
pub(super) struct Column<'a, T>(pub(super) &'a [T]);

impl<'a, T: Copy> Column<'a, T> {
    /// Takes the next `count` items.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [T], Damaged> {
        let (taken, rest) =
            self.0.split_at_checked(count).ok_or(Damaged::new("the length of a column"))?;
        self.0 = rest;
        Ok(taken)
    }

    /// Takes the next item.
    pub(super) fn next(&mut self) -> Result<T, Damaged> {
        self.take(1)?.first().copied().ok_or(Damaged::new("the length of a column"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that were written.
    fn words(written: SectionWriter) -> Vec<u64> {
        let bytes = written.into_bytes();
        bytes.as_chunks().0.iter().map(|&word| u64::from_le_bytes(word)).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut out = SectionWriter::new();
        out.u32s([1, 2, u32::MAX]);
        out.texts(["", "ö", "words"]);
        out.numbers([7, 8]);
        out.u64s([]);
        out.bytes(b"123456789");
        let words = words(out);
        let mut from = SectionReader::new(&words);
        assert_eq!(from.u32s(), Ok(&[1, 2, u32::MAX][..]));
        assert_eq!(from.texts(), Ok(vec!["", "ö", "words"]));
        assert_eq!(from.numbers(), Ok([7, 8]));
        assert_eq!(from.u64s(), Ok(&[][..]));
        assert!(from.end().is_err());
        assert_eq!(from.bytes(), Ok(&b"123456789"[..]));
        assert_eq!(from.end(), Ok(()));
        assert_eq!(from.u64s(), Err(Damaged::new("the end of a section")));
    }

    #[test]
    fn sections_that_are_another_or_too_long_are_refused() {
        let mut out = SectionWriter::new();
        out.u32s([1, 2, 3]);
        let mut words = words(out);
        assert_eq!(SectionReader::new(&words).u64s(), Err(Damaged::new("the kind of a section")));
        assert!(SectionReader::new(&words[..2]).u32s().is_err());
        words[0] |= u64::MAX >> 8;
        assert!(SectionReader::new(&words).u32s().is_err());
        words[0] = (1 << LENGTH_BITS) | 7;
        assert!(SectionReader::new(&words).u32s().is_err());
    }
}
