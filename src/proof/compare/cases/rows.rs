//! CaseRows of CSV, each with the line on which it begins as an editor counts them.
//!
//! A cell in quotation marks may hold separators, line breaks and doubled marks. A mark that is not closed, or closed
//! before the cell ends, spoils its own line only: the next line is read as a row again.

use std::io::{self, Read};

use handover_core::wire::batch::MAX_LINE_BYTES;

/// Number of bytes read at once.
const BLOCK: usize = 1 << 18;

/// A row: its cells, or why it has none.
#[derive(Debug, Clone, Default)]
pub(super) struct CaseRow {
    /// The line on which it begins; of a fault, the line on which that begins.
    pub(super) line: u64,
    /// The code of what is wrong with it.
    pub(super) fault: Option<&'static str>,
    /// The cells, one after the other.
    text: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
}

impl CaseRow {
    /// The cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }

    /// Whether it has nothing but space.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.iter().all(u8::is_ascii_whitespace)
    }

    /// The text of all cells.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// A reader of rows.
#[derive(Debug)]
pub(super) struct CaseRows<R> {
    input: R,
    held: Vec<u8>,
    /// How much of `held` has been read as rows.
    at: usize,
    /// The line of what follows.
    line: u64,
    delimiter: u8,
    /// The number of cells of a row, once it is known.
    width: usize,
    /// Whether the rest of an overlong line is left out.
    skipping: bool,
    ended: bool,
}

/// A look at the bytes that may be a row.
enum Look {
    /// The row has this many bytes and line breaks.
    Whole { bytes: usize, lines: u64 },
    /// It goes on after the bytes at hand; a quotation may have begun so many lines into it.
    Open { quoted: Option<u64> },
    /// A quotation that began so many lines into it has no proper end.
    Spoiled { code: &'static str, line: u64 },
}

impl<R: Read> CaseRows<R> {
    /// CaseRows of a file whose first line has this number.
    pub(super) fn new(input: R, line: u64) -> Self {
        Self {
            input,
            held: Vec::new(),
            at: 0,
            line,
            delimiter: b',',
            width: 0,
            skipping: false,
            ended: false,
        }
    }

    /// Looks at the next line, without taking it.
    pub(super) fn peek_line(&mut self) -> io::Result<&[u8]> {
        while !self.ended
            && memchr::memchr(b'\n', self.rest()).is_none()
            && self.rest().len() <= MAX_LINE_BYTES
        {
            self.read_more()?;
        }
        let end = memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        Ok(self.rest().get(..end).unwrap_or_default())
    }

    /// Leaves out the next line.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        let end = self.peek_line()?.len();
        self.pass(end + 1, 1);
        Ok(())
    }

    /// Sets the separator of cells.
    pub(super) fn separate_by(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// Sets the number of cells of a row.
    pub(super) fn expect(&mut self, width: usize) {
        self.width = width;
    }

    /// The number of lines that have been read.
    pub(super) fn lines(&self) -> u64 {
        self.line - 1
    }

    /// Reads the next row that is not blank; false if there is none.
    pub(super) fn next(&mut self, row: &mut CaseRow) -> io::Result<bool> {
        loop {
            if self.skipping && !self.skip_rest()? {
                return Ok(false);
            }
            if self.rest().is_empty() && !self.read_more()? {
                return Ok(false);
            }
            let look = look(
                self.held.get(self.at..).unwrap_or_default(),
                self.ended,
                self.delimiter,
                self.width,
                row,
            );
            row.line = self.line;
            match look {
                Look::Whole { bytes, lines } => {
                    self.pass(bytes, lines);
                    if !row.is_blank() {
                        return Ok(true);
                    }
                }
                Look::Spoiled { code, line } => return Ok(self.spoil(row, code, line)),
                Look::Open { quoted } if self.rest().len() > MAX_LINE_BYTES => match quoted {
                    Some(line) => return Ok(self.spoil(row, "unclosed_quote", line)),
                    None => {
                        self.skipping = true;
                        row.fault = Some("too_large");
                        return Ok(true);
                    }
                },
                Look::Open { .. } => {
                    self.read_more()?;
                }
            }
        }
    }

    /// Passes over the lines up to the one with the fault.
    fn spoil(&mut self, row: &mut CaseRow, code: &'static str, line: u64) -> bool {
        let breaks = memchr::memchr_iter(b'\n', self.rest())
            .nth(usize::try_from(line).unwrap_or(usize::MAX));
        let end = breaks.map_or(self.rest().len(), |at| at + 1);
        row.line = self.line + line;
        row.fault = Some(code);
        self.skipping = breaks.is_none() && !self.ended;
        self.pass(end, line + u64::from(!self.skipping));
        true
    }

    /// Leaves out the rest of a line; false if the file ends with it.
    fn skip_rest(&mut self) -> io::Result<bool> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.rest()) {
                self.skipping = false;
                self.pass(end + 1, 1);
                return Ok(true);
            }
            self.at = self.held.len();
            if !self.read_more()? {
                self.line += 1;
                self.skipping = false;
                return Ok(false);
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.held.get(self.at..).unwrap_or_default()
    }

    fn pass(&mut self, bytes: usize, lines: u64) {
        self.at = (self.at + bytes).min(self.held.len());
        self.line += lines;
    }

    /// Reads more bytes; false if there are none.
    fn read_more(&mut self) -> io::Result<bool> {
        self.held.drain(..self.at);
        self.at = 0;
        let more = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.held)?;
        self.ended = more == 0;
        Ok(more > 0)
    }
}

/// Reads a row at the start of a text, which ends the file if it is the `last`.
fn look(text: &[u8], last: bool, delimiter: u8, width: usize, row: &mut CaseRow) -> Look {
    row.text.clear();
    row.ends.clear();
    row.fault = None;
    let (mut at, mut lines) = (0, 0);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let quote =
            rest.iter().position(|byte| *byte != b' ').filter(|at| rest.get(*at) == Some(&b'"'));
        if let Some(quote) = quote {
            let begun = lines;
            match quoted(rest.get(quote + 1..).unwrap_or_default(), last, row) {
                Quoted::Open if last => {
                    return Look::Spoiled { code: "unclosed_quote", line: begun };
                }
                Quoted::Open => return Look::Open { quoted: Some(begun) },
                Quoted::Closed { bytes } => {
                    let within = rest.get(quote + 1..quote + 1 + bytes).unwrap_or_default();
                    if holds_rows(within, delimiter, width) {
                        return Look::Spoiled { code: "unclosed_quote", line: begun };
                    }
                    lines += memchr::memchr_iter(b'\n', within).count() as u64;
                    at += quote + 1 + bytes;
                }
            }
            let after = text.get(at..).unwrap_or_default();
            let spaces = after.iter().take_while(|byte| **byte == b' ').count();
            at += spaces;
            match after.get(spaces) {
                None if !last => return Look::Open { quoted: Some(begun) },
                Some(byte) if *byte != delimiter && *byte != b'\n' => {
                    let code = if lines > begun { "unclosed_quote" } else { "stray_quote" };
                    return Look::Spoiled { code, line: begun };
                }
                _ => {}
            }
        } else {
            let found = memchr::memchr2(delimiter, b'\n', rest);
            if found.is_none() && !last {
                return Look::Open { quoted: None };
            }
            let end = found.unwrap_or(rest.len());
            row.text.extend_from_slice(rest.get(..end).unwrap_or_default());
            at += end;
        }
        row.end_cell();
        match text.get(at) {
            Some(b'\n') => return Look::Whole { bytes: at + 1, lines: lines + 1 },
            Some(_) => at += 1,
            None => return Look::Whole { bytes: at, lines: lines + 1 },
        }
    }
}

/// A cell after its quotation mark.
enum Quoted {
    /// It ends with the mark that is the last of these bytes.
    Closed { bytes: usize },
    /// Its end is not at hand.
    Open,
}

/// Reads a cell up to the mark that closes it.
fn quoted(text: &[u8], last: bool, row: &mut CaseRow) -> Quoted {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(mark) = memchr::memchr(b'"', rest) else { return Quoted::Open };
        row.text.extend_from_slice(rest.get(..mark).unwrap_or_default());
        match rest.get(mark + 1) {
            Some(b'"') => {
                row.text.push(b'"');
                at += mark + 2;
            }
            None if !last => return Quoted::Open,
            _ => return Quoted::Closed { bytes: at + mark + 1 },
        }
    }
}

/// Whether a cell holds a whole line with as many cells as a row, so that its mark was probably never closed.
fn holds_rows(cell: &[u8], delimiter: u8, width: usize) -> bool {
    let mut lines = cell.split(|byte| *byte == b'\n');
    let (first, last) = (lines.next(), lines.next_back());
    let wide = |line: &[u8]| line.iter().filter(|byte| **byte == delimiter).count() + 1 == width;
    width > 2 && first.is_some() && last.is_some() && lines.any(wide)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// CaseRows as line, fault and cells.
    fn rows(text: &str, width: usize) -> Vec<(u64, Option<&'static str>, Vec<String>)> {
        let mut rows = CaseRows::new(text.as_bytes(), 1);
        rows.separate_by(b';');
        rows.expect(width);
        let (mut row, mut all) = (CaseRow::default(), Vec::new());
        while rows.next(&mut row).unwrap() {
            let cells = row.cells().map(|cell| String::from_utf8(cell.to_vec()).unwrap());
            let cells = if row.fault.is_some() { Vec::new() } else { cells.collect() };
            all.push((row.line, row.fault, cells));
        }
        all
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Option<&'static str>, Vec<String>) {
        (line, None, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_have_the_lines_of_an_editor() {
        let text = "a;b\n\n  \n;\nc;\"d\n\ne\"\n\"\";\"f\"\"g\" \nh;i\"j";
        let expected = [
            row(1, &["a", "b"]),
            row(5, &["c", "d\n\ne"]),
            row(8, &["", "f\"g"]),
            row(9, &["h", "i\"j"]),
        ];
        assert_eq!(rows(text, 2), expected);
        assert_eq!(rows("", 1), []);
        assert_eq!(rows("a", 1), [row(1, &["a"])]);
    }

    #[test]
    fn a_mark_that_is_not_closed_spoils_its_own_line_only() {
        let spoilt = |line| (line, Some("unclosed_quote"), Vec::new());
        assert_eq!(
            rows("a;b\nc;\"d\ne;f\n", 2),
            [row(1, &["a", "b"]), spoilt(2), row(3, &["e", "f"])]
        );
        assert_eq!(rows("c;\"d", 2), [spoilt(1)]);
        let stray = (1, Some("stray_quote"), Vec::new());
        assert_eq!(rows("\"c\" d;x\ne;f\n", 2), [stray, row(2, &["e", "f"])]);
        // It is closed by that of a later row, which then has text behind it.
        let text = "a;\"b\nc;d\n\"e\";f\n";
        assert_eq!(rows(text, 2), [spoilt(1), row(2, &["c", "d"]), row(3, &["e", "f"])]);
        // Or a cell would hold whole rows.
        let text = "1;a;\"b\n2;c;d\n3;e;f\"\n";
        assert_eq!(
            rows(text, 3),
            [spoilt(1), row(2, &["2", "c", "d"]), row(3, &["3", "e", "f\""])]
        );
        let text = "a;\"b\nc\";\"d\ne;f\n";
        assert_eq!(rows(text, 2), [spoilt(2), row(3, &["e", "f"])]);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_counted() {
        let long = "x".repeat(3 * MAX_LINE_BYTES);
        let told = rows(&format!("a;b\n{long}\n\nc;\"{long}\nd;e\n"), 2);
        let faults: Vec<_> = told.iter().map(|(line, fault, _)| (*line, *fault)).collect();
        assert_eq!(
            faults,
            [(1, None), (2, Some("too_large")), (4, Some("unclosed_quote")), (5, None)]
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_on_its_line(
            table in prop::collection::vec(prop::collection::vec("[a-c;\"\n ]{0,6}", 3), 1..8),
        ) {
            let mut text = String::new();
            let mut expected = Vec::new();
            for cells in &table {
                let line = text.matches('\n').count() as u64 + 1;
                let written: Vec<String> =
                    cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text += &(written.join(";") + "\n");
                if !cells.iter().all(|cell| cell.trim().is_empty()) {
                    expected.push((line, None, cells.clone()));
                }
            }
            // Cells that hold whole rows are taken for quotations that were never closed.
            prop_assert_eq!(rows(&text, 0), expected);
        }

        #[test]
        fn no_line_is_lost(text in "[a;\"\n ]{0,60}") {
            let read = rows(&text, 2);
            let mut last = 0;
            for (line, ..) in &read {
                prop_assert!(*line > last);
                last = *line;
            }
            prop_assert!(last <= text.matches('\n').count() as u64 + 1);
            let marks = text.contains('"');
            let filled = text.split('\n').filter(|line| line.contains('a')).count();
            prop_assert!(marks || read.len() == filled, "{:?}", read);
        }
    }
}
