//! Conversion of byte offsets to lines and columns.

use std::ops::Range;

use crate::diagnostic::Span;

/// Bytes between two counts of characters: the most that finding a column has to scan.
const STRIDE: usize = 32;

/// Index of the lines of a text. A line ends with `\n`; a `\r` before it belongs to the line.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// Number of characters that begin before each multiple of [`STRIDE`] bytes.
    counts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// O(n) in the length of the text.
    pub(super) fn new(text: &'t str) -> Lines<'t> {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let sums = text.as_bytes().chunks(STRIDE).scan(0, |sum, chunk| {
            *sum += characters(chunk);
            Some(*sum)
        });
        Lines {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
            counts: std::iter::once(0).chain(sums).collect(),
        }
    }

    /// The span `start..end`, clamped to the text and widened to character boundaries.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let start = self.text.floor_char_boundary(start);
        let end = self.text.ceil_char_boundary(end).max(start);
        let (line, column) = self.position(start);
        let (end_line, end_column) = self.position(end);
        Span { start, end, line, column, end_line, end_column }
    }

    /// Line and column of a byte offset, from 1. O(log lines).
    fn position(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index));
        let before = start.map_or(0, |&start| self.characters_before(start));
        let column = self.characters_before(offset) - before + 1;
        (saturate(line), saturate(column))
    }

    fn characters_before(&self, offset: usize) -> usize {
        let index = offset / STRIDE;
        let counted = self.counts.get(index).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(index * STRIDE..offset);
        counted + rest.map_or(0, characters)
    }
}

/// The spans that `find` finds in the lines of a text, at most one in each.
pub fn line_spans(text: &str, find: impl Fn(&str) -> Option<Range<usize>>) -> Vec<Span> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        found.extend(find(line).map(|range| start + range.start..start + range.end));
        start += line.len();
    }
    if found.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text);
    found.into_iter().map(|range| lines.span(range.start, range.end)).collect()
}

/// Number of characters that begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// A count as `u32`; the limit on the size of files keeps it far below.
fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "å: ö\r\nb: x";
        let lines = Lines::new(text);
        let span = lines.span(4, 6);
        assert_eq!((span.line, span.column, span.end_line, span.end_column), (1, 4, 1, 5));
        let span = lines.span(8, text.len());
        assert_eq!((span.line, span.column, span.end_line, span.end_column), (2, 1, 2, 5));
    }

    #[test]
    fn offsets_are_brought_into_the_text() {
        let lines = Lines::new("åb");
        let span = lines.span(1, 99);
        assert_eq!((span.start, span.end), (0, 3));
        let span = lines.span(99, 1);
        assert_eq!((span.start, span.end, span.column), (3, 3, 3));
    }

    #[test]
    fn positions_agree_with_counting() {
        for text in ["", "a\n", &"åb\n€".repeat(300), &"ö".repeat(1000)] {
            let lines = Lines::new(text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = &text[..offset];
                let line = before.matches('\n').count() as u32 + 1;
                let column = before.rsplit('\n').next().unwrap().chars().count() as u32 + 1;
                assert_eq!(lines.position(offset), (line, column));
            }
        }
    }
}
