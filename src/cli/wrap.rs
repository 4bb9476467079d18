//! Lines as wide as the terminal. One place breaks them, on the way out: output that goes elsewhere is never broken, so that
//! `grep` finds whole lines.
//!
//! A line is broken between words, and goes on under its own text. What people paste is not broken: excerpts, YAML, JSON,
//! blocks of code, and commands.

use std::borrow::Cow;
use std::io::{self, Write};
#[cfg(unix)]
use std::os::fd::AsFd as AsOutput;
#[cfg(windows)]
use std::os::windows::io::AsHandle as AsOutput;

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The least width that lines are broken at.
const NARROWEST: usize = 40;

/// The widest column of names that text is put beside.
const COLUMN: usize = 26;

/// Stands for a space that is not to be broken at.
const HELD: char = '\u{e000}';

/// The width of the terminal that an output is; `None` if it is none, or does not tell.
pub(super) fn width(output: &impl AsOutput) -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size_of(output)?;
    Some(usize::from(columns).max(NARROWEST))
}

/// Breaks lines, one after the other.
#[derive(Debug, Default)]
pub(super) struct LineBreaker {
    width: Option<usize>,
    /// Within a block of code between fences.
    fenced: bool,
    /// Within an excerpt of a file.
    excerpt: bool,
    /// Within an item of YAML that is indented so much.
    item: Option<usize>,
}

impl LineBreaker {
    /// A breaker of lines of this width; without one they are kept as they are.
    pub(super) fn new(width: Option<usize>) -> Self {
        Self { width, ..Self::default() }
    }

    /// A line, with its line break if it has one, as it is printed.
    pub(super) fn wrap<'l>(&mut self, line: &'l str) -> Cow<'l, str> {
        let Some(width) = self.width else { return Cow::Borrowed(line) };
        let Some(text) = line.strip_suffix('\n') else { return Cow::Borrowed(line) };
        let plain = plain(text);
        if self.is_code(&plain) || display_width(text) <= width {
            return Cow::Borrowed(line);
        }
        let next = next_prefix(&plain, width);
        let options = Options::new(width)
            .subsequent_indent(&next)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit)
            .break_words(false);
        let wrapped = textwrap::fill(&hold(text), options);
        Cow::Owned(wrapped.replace(HELD, " ") + "\n")
    }

    /// Whether a line is to be pasted or compared, and so stays whole.
    fn is_code(&mut self, line: &str) -> bool {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.starts_with("```") {
            self.fenced = !self.fenced;
            return true;
        }
        if self.fenced {
            return true;
        }
        if text.starts_with("--> ") {
            self.excerpt = true;
            return true;
        }
        let margin = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        self.excerpt &= margin.starts_with('|') || text.starts_with("...");
        if self.excerpt {
            return true;
        }
        self.item = self.item.filter(|&item| indent > item && !text.is_empty());
        if self.item.is_some() {
            return true;
        }
        if text.strip_prefix("- ").is_some_and(begins_with_key) {
            self.item = Some(indent);
            return true;
        }
        text.starts_with(['{', '}', '[', ']', '"']) && !text.starts_with("[ ]") || is_command(text)
    }
}

/// Whether it begins with a key of YAML.
fn begins_with_key(text: &str) -> bool {
    let key = text.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_');
    key.len() < text.len() && key.starts_with(": ")
}

/// Whether it is a command to paste, alone or after a few words and a colon.
fn is_command(text: &str) -> bool {
    let begins = |text: &str| text.starts_with("handover ");
    begins(text) || text.split_once(": ").is_some_and(|(_, rest)| begins(rest))
}

/// Text without colours.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic()).map_or(after.len(), |end| end + 1);
        rest = after.get(end..).unwrap_or_default();
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Text whose commands between backticks have no space to be broken at.
fn hold(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let held = parts.map(|(at, part)| match at % 2 == 1 && part.starts_with("handover ") {
        true => Cow::Owned(part.replace(' ', HELD.encode_utf8(&mut [0; 4]))),
        false => Cow::Borrowed(part),
    });
    held.collect::<Vec<_>>().join("`")
}

/// What a line goes on with: its margin where it quotes, else blanks up to its text.
fn next_prefix(line: &str, width: usize) -> String {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let margin = " ".repeat(indent);
    if text.starts_with("| ") {
        return format!("{margin}| ");
    }
    let mut column = indent + mark(text);
    // Text beside a column of names.
    if let Some((name, rest)) = text.split_once("  ") {
        let beside = indent + display_width(name) + 2 + rest.len() - rest.trim_start().len();
        if beside <= COLUMN && !rest.trim_start().starts_with('(') {
            column = beside + mark(rest.trim_start());
        }
    }
    if column * 2 > width { margin } else { " ".repeat(column) }
}

/// The width of the mark or number that a line of a list begins with, and of the blank after it.
fn mark(text: &str) -> usize {
    const MARKS: [&str; 12] =
        ["✓ ", "✗ ", "– ", "- ", "! ", "? ", "← ", "= ", "… ", "[ ] ", "□ ", "• "];
    let marked = MARKS.into_iter().find(|mark| text.starts_with(mark)).map_or(0, display_width);
    if marked > 0 {
        return marked;
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered =
        (1..=3).contains(&digits) && text.get(digits..).is_some_and(|rest| rest.starts_with(' '));
    if numbered { digits + 1 } else { 0 }
}

/// A writer that passes whole lines on, broken at a width.
pub(super) struct Wrapping<W: Write> {
    to: W,
    lines: LineBreaker,
    /// The line that has not ended yet.
    held: Vec<u8>,
}

impl<W: Write> Wrapping<W> {
    pub(super) fn new(to: W, width: Option<usize>) -> Self {
        Self { to, lines: LineBreaker::new(width), held: Vec::new() }
    }

    fn pass(&mut self, end: usize) -> io::Result<()> {
        let ended: Vec<u8> = self.held.drain(..end).collect();
        for line in String::from_utf8_lossy(&ended).split_inclusive('\n') {
            self.to.write_all(self.lines.wrap(line).as_bytes())?;
        }
        Ok(())
    }
}

impl<W: Write> Write for Wrapping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.lines.width.is_none() {
            return self.to.write(bytes);
        }
        self.held.extend_from_slice(bytes);
        if let Some(last) = bytes.iter().rposition(|byte| *byte == b'\n') {
            self.pass(self.held.len() - bytes.len() + last + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(self.held.len())?;
        self.to.flush()
    }
}

/// A page whose paragraphs stand on one line each, so that they can be broken at any width.
pub(super) fn unfolded(page: &str) -> String {
    let mut out = String::new();
    let (mut fenced, mut open) = (false, false);
    for line in page.lines() {
        let fence = line.starts_with("```");
        let prose = !fenced && !fence && !line.is_empty() && !line.starts_with(['#', '|']);
        let goes_on = prose && open && !line.starts_with("- ");
        if !out.is_empty() {
            out.push(if goes_on { ' ' } else { '\n' });
        }
        out.push_str(if goes_on { line.trim_start() } else { line });
        fenced ^= fence;
        open = prose;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: usize, text: &str) -> String {
        let mut lines = LineBreaker::new(Some(width));
        text.split_inclusive('\n').map(|line| lines.wrap(line).into_owned()).collect()
    }

    #[test]
    fn lines_are_broken_between_words_and_keep_their_indent() {
        assert_eq!(
            at(20, "  Hjärtmottagning Sandviken, Administratör\n"),
            "  Hjärtmottagning\n  Sandviken,\n  Administratör\n"
        );
        assert_eq!(at(20, "  ✗ inget svar för detta\n"), "  ✗ inget svar för\n    detta\n");
        assert_eq!(
            at(20, "  12 Hand- och plastikkirurgi\n"),
            "  12 Hand- och\n     plastikkirurgi\n"
        );
        assert_eq!(
            at(20, "  | Hej! Ärendet hör till er.\n"),
            "  | Hej! Ärendet hör\n  | till er.\n"
        );
        assert_eq!(
            at(24, "✓ 3/2   ett två tre fyra fem\n"),
            "✓ 3/2   ett två tre fyra\n        fem\n"
        );
        // Grouped digits are one word.
        assert_eq!(at(12, "nästan 147\u{a0}392 fall\n"), "nästan\n147\u{a0}392 fall\n");
        assert_eq!(at(20, "Två rader.\n\nTvå rader.\n"), "Två rader.\n\nTvå rader.\n");
        assert_eq!(at(20, "en rad som inte är slut"), "en rad som inte är slut");
    }

    #[test]
    fn colours_have_no_width() {
        let coloured = "\u{1b}[1m\u{1b}[31mfel\u{1b}[0m: en två tre\n";
        assert_eq!(at(17, coloured), coloured);
        assert_eq!(
            at(12, "  \u{1b}[32m✓\u{1b}[0m en två tre\n"),
            "  \u{1b}[32m✓\u{1b}[0m en två\n    tre\n"
        );
    }

    #[test]
    fn what_is_pasted_stays_whole() {
        for whole in [
            "      try: handover recommend --case-type rebooking --unit drop-in\n",
            "  handover compile --rules rules --output file\n",
            "    - id: a-rule-with-a-long-id\n      when: {case_type: rebooking, unit: valbo}\n",
            "    {\"case_type\":\"rebooking\", \"care_level\":\"primary\"}\n",
            "```yaml\nwhen: {case_type: rebooking, unit: valbo}\n```\n",
            " --> routing.yaml:1:1\n  |\n1 | when: {case_type: rebooking, unit: valbo}\n...\n",
        ] {
            assert_eq!(at(20, whole), whole);
        }
        assert_eq!(
            at(20, "Kör sedan `handover test --help` och läs\n"),
            "Kör sedan\n`handover test --help`\noch läs\n"
        );
        assert_eq!(
            at(20, "    - id: a\n      when: {}\n  Ett stycke efter regeln\n"),
            "    - id: a\n      when: {}\n  Ett stycke efter\n  regeln\n"
        );
    }

    #[test]
    fn pieces_of_a_line_are_broken_as_one() {
        let mut written = Vec::new();
        let mut to = Wrapping::new(&mut written, Some(20));
        for piece in ["Hjärtmottagning San", "dviken\n> ", "x"] {
            to.write_all(piece.as_bytes()).unwrap();
        }
        to.flush().unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "Hjärtmottagning\nSandviken\n> x");
    }

    #[test]
    fn paragraphs_of_a_page_are_put_on_one_line() {
        let page = "# Titel\n\nEtt\nstycke.\n\n- ett\n  till\n- två\n\n```\na\nb\n```\n";
        assert_eq!(
            unfolded(page),
            "# Titel\n\nEtt stycke.\n\n- ett till\n- två\n\n```\na\nb\n```\n"
        );
    }
}
