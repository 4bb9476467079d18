//! Swedish identity numbers in free text: found, located and redacted, never repeated.
//!
//! | kind | written | test |
//! | --- | --- | --- |
//! | personal identity number (personnummer) | `YYMMDD-NNNC`, `YYYYMMDD-NNNC` | date, Luhn digit `C` |
//! | coordination number (samordningsnummer) | the same, day + 60 | date, Luhn digit `C` |
//! | national reserve number | `XXYYMMDDNNGC`, `NN` letters, `G` a digit or a letter | date or date-free serial |
//! | Gävleborg's reserve number | eight digits, `-`, two digits, one of `M` `K` `X`, a digit | shape |
//!
//! The parts may be adjacent, or separated by up to two spaces, or by a hyphen, dash, minus or plus sign with up to two
//! spaces on either side. `19 YYMMDD-NNNC`, `YYYY-MM-DD-NNNC` and full-width characters are read too.
//!
//! Ambiguous text is decided as follows:
//! - A number whose check digit fails still counts, as [`Confidence::Medium`], if a hyphen or plus
//!   sign stands before the last four: a person has probably mistyped it. With a space or
//!   nothing there it is more likely a date with a time, or an order number.
//! - Ten unbroken digits that begin with `07` are a mobile number, although a person born in 2007
//!   could write the same.
//! - A number may not touch another digit, nor follow another number after `-` or `+`. That excludes
//!   HSA-ids, phone numbers with country code and longer serials. Next to a letter, or before `-2`,
//!   it counts if date and check digit are right (as in `pnr` without a space).
//! - Organisation numbers fail the date test, as their third digit is two or more.
//! - A two-digit year has no century, so the scanner needs no clock; 29 February is valid in every fourth year.
//!
//! The scanner is written by hand. A regular expression engine would be a large dependency for six shapes and could not
//! test dates or check digits, and a parser combinator would add nothing to the one loop in `read`. An attempt starts
//! only where a run of digits begins, and reads at most twelve characters with four short separators, so time is linear
//! in the text.

mod number;

use std::borrow::Cow;
use std::iter;

use number::{Gap, LONG, SHORT};

pub use number::{Confidence, Register};

/// Replacement of each number by [`redact`].
pub const REDACTED: &str = "[…]";

/// Maximum number of spaces on either side of a hyphen, dash or plus sign.
const MAX_SPACES: usize = 2;
/// Minimum number of digits: a reserve number may have letters in three of its twelve places.
const MIN_DIGITS: usize = LONG - 3;

/// Location of a number, and the confidence in it; never the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberSpan {
    /// First byte of the number.
    pub start: usize,
    /// The byte after the number; `start..end` lies on character boundaries.
    pub end: usize,
    /// The register that issues numbers of this form.
    pub register: Register,
    /// The confidence, by the parts of the number that could be tested.
    pub confidence: Confidence,
}

impl NumberSpan {
    /// Whether date and check digit confirm the number, so that its neighbours need not.
    fn is_sure(&self) -> bool {
        self.confidence == Confidence::High && self.register != Register::Reserve
    }
}

/// The first identity number in `text`. Linear time, no allocation.
#[must_use]
pub fn find(text: &str) -> Option<NumberSpan> {
    matches(text).next()
}

/// Whether `text` contains an identity number. Linear time, no allocation.
#[must_use]
pub fn contains(text: &str) -> bool {
    find(text).is_some()
}

/// `text` with [`REDACTED`] in place of each identity number; borrowed if there is none.
///
/// Linear time. [`find`] finds nothing in the result.
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut redacted = String::new();
    let mut kept = 0;
    for found in matches(text) {
        redacted.push_str(&text[kept..found.start]);
        redacted.push_str(REDACTED);
        kept = found.end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    redacted.push_str(&text[kept..]);
    Cow::Owned(redacted)
}

/// All numbers from left to right, none overlapping.
fn matches(text: &str) -> impl Iterator<Item = NumberSpan> {
    let mut from = if has_digits(text) { 0 } else { text.len() };
    iter::from_fn(move || {
        let found = find_from(text, from);
        from = found.map_or(text.len(), |found| found.end);
        found
    })
}

/// Whether there are enough digits for a number.
///
/// Counts bytes, including any that may start a full-width digit, so it errs only towards a scan.
fn has_digits(text: &str) -> bool {
    const FULL_WIDTH_LEAD: u8 = 0xEF;
    text.bytes()
        .filter(|byte| byte.is_ascii_digit() || *byte == FULL_WIDTH_LEAD)
        .nth(MIN_DIGITS - 1)
        .is_some()
}

/// The first number that begins at `from` or later.
///
/// Ignores the text before `from`, so that a number next to a redacted one is tested as if the other were already gone.
fn find_from(text: &str, from: usize) -> Option<NumberSpan> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(is_digit)?;
        if let Some(found) = read(text, start)
            && may_begin(&text[from..start], found.is_sure())
        {
            return Some(found);
        }
        // Any other start in this run would touch a digit.
        let run = text[start..].find(|c: char| !is_digit(c))?;
        at = start + run;
    }
}

/// Whether a number may begin after `before`: a sure one may follow a letter.
fn may_begin(before: &str, sure: bool) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('+') => false,
        Some('-') => !back.next().is_some_and(is_digit),
        before => sure || !before.is_some_and(char::is_alphanumeric),
    }
}

/// Whether a number may end before `after`: a sure one may precede anything except a digit.
fn may_end(after: &str, sure: bool) -> bool {
    let mut ahead = after.chars();
    match ahead.next() {
        Some('+' | '-') => sure || !ahead.next().is_some_and(is_digit),
        Some(next) if is_digit(next) => false,
        after => sure || !after.is_some_and(char::is_alphanumeric),
    }
}

/// The number that begins at byte `start`.
///
/// The short form ends where the long form would have a gap that it may not have, so at most one of the two matches.
#[expect(clippy::indexing_slicing, reason = "`length` stays below LONG, the length of both arrays")]
fn read(text: &str, start: usize) -> Option<NumberSpan> {
    let mut symbols = [0; LONG];
    let mut gaps = [Gap::None; LONG];
    let mut end = start;
    for length in 0..LONG {
        if matches!(length, 2 | 4 | 6 | 8) {
            let (gap, width) = separator(&text[end..]);
            gaps[length] = gap;
            end += width;
        }
        let character = text[end..].chars().next()?;
        symbols[length] = symbol(character)?;
        end += character.len_utf8();

        let judged = match length + 1 {
            SHORT => number::judge_short(&symbols, &gaps),
            LONG => number::judge_long(&symbols, &gaps),
            _ => None,
        };
        if let Some((register, confidence)) = judged {
            let found = NumberSpan { start, end, register, confidence };
            if may_end(&text[end..], found.is_sure()) {
                return Some(found);
            }
        }
    }
    None
}

/// The separator at the start of `rest` and its width in bytes.
fn separator(rest: &str) -> (Gap, usize) {
    let spaces = |rest: &str| -> usize {
        let space = |c: &char| fold(*c) == ' ';
        let spaces = rest.chars().take(MAX_SPACES).take_while(space);
        spaces.map(char::len_utf8).sum()
    };
    let before = spaces(rest);
    match rest[before..].chars().next() {
        Some(mark) if matches!(fold(mark), '-' | '+') => {
            let width = before + mark.len_utf8();
            (Gap::Mark, width + spaces(&rest[width..]))
        }
        _ if before > 0 => (Gap::Space, before),
        _ => (Gap::None, 0),
    }
}

/// The ASCII digit or capital letter that a character of a number represents.
fn symbol(character: char) -> Option<u8> {
    let folded = fold(character).to_ascii_uppercase();
    let symbol = u8::try_from(folded).ok()?;
    symbol.is_ascii_alphanumeric().then_some(symbol)
}

/// Whether a character is a digit that [`fold`] knows.
///
/// Separate from it for speed, as every character of the text passes here.
fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

/// A full-width character as ASCII, every dash as `-`, every space as one space.
fn fold(character: char) -> char {
    const FULL_WIDTH_OFFSET: u32 = 0xFEE0;
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - FULL_WIDTH_OFFSET).unwrap_or(character)
        }
        // Soft hyphen, hyphens and dashes, minus, small forms.
        '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        // Zero-width space, word joiner, byte order mark: pasted text carries them unseen.
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => ' ',
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}

#[cfg(test)]
mod tests;
