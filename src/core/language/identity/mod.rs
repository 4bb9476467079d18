//! Swedish identity numbers in free text: found, located and redacted, never repeated.
//!
//! | kind | written | test |
//! | --- | --- | --- |
//! | personal identity number (personnummer) | `YYMMDD-NNNC`, `YYYYMMDD-NNNC` | date, Luhn digit `C` |
//! | coordination number (samordningsnummer) | the same, day + 60 | date, Luhn digit `C` |
//! | national reserve number | `XXYYMMDDNNGC`, `NN` letters, `G` a digit or a letter | date or date-free serial |
//! | Gävleborg's reserve number | eight digits, `-`, two digits, one of `M` `K` `X`, a digit | shape |
//!
//! Month and day of a coordination number are 00 and 60 where they are not known.
//!
//! | digits | between the groups `19` `YY` `MM` `DD` `NNNC` |
//! | --- | --- |
//! | twelve, with the right check digit | nothing, or up to eight characters that are neither letters nor digits |
//! | ten, with the right check digit | nothing in the date, or marks and signs; before the last four up to two spaces, \
//!   a hyphen, dash, minus or plus sign with up to two spaces on either side, several of those, or signs that people \
//!   write instead: `.` `/` `_` `:` `*` and the like |
//! | otherwise | nothing, or one hyphen, dash, minus or plus sign with up to two spaces on either side |
//!
//! Characters that are not seen (soft hyphens, zero-width characters, marks of direction, combining marks) may stand
//! anywhere, and digits of every script are read.
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
//! - Where the last four would be the year of a whole date, they are: a range of two dates is no number.
//! - Organisation numbers fail the date test, as their third digit is two or more.
//! - A two-digit year has no century, so the scanner needs no clock; 29 February is valid in every fourth year.
//!
//! The scanner is written by hand. A regular expression engine would be a large dependency for six shapes and could not
//! test dates or check digits, and a parser combinator would add nothing to the one loop in `read`. An attempt starts
//! only where a run of digits begins, and reads at most twelve of them with four short separators, so time is linear in
//! the text, apart from runs of unseen characters, each of which at most twelve attempts read.

mod fold;
mod number;

use std::borrow::Cow;
use std::iter;

use fold::is_digit;
use number::{Gap, LONG, SHORT};

pub use number::{Confidence, Register};

/// Replacement of each number by [`redact`].
pub const REDACTED: &str = "[…]";

/// Replacement of each byte of a number by [`mask`].
const MASK: char = '*';
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

/// Whether any ten digits of `text` with nothing but signs among them have a date and a check digit, whatever touches
/// them. Errs towards yes, for texts that need not be kept. Linear time.
#[must_use]
pub fn may_hold(text: &str) -> bool {
    let mut last = [0; SHORT];
    let mut length = 0;
    text.chars().any(|character| {
        match fold::digit(character) {
            Some(digit) => {
                last.rotate_left(1);
                last[SHORT - 1] = b'0' + digit;
                length += 1;
            }
            None if character.is_alphabetic() => length = 0,
            None => {}
        }
        length >= SHORT && number::is_confirmed(&last)
    })
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

/// `text` with an asterisk in place of each byte of an identity number, so that positions in it stay.
///
/// Linear time. [`find`] finds nothing in the result.
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut kept = 0;
    for found in matches(text) {
        masked.push_str(&text[kept..found.start]);
        masked.extend(iter::repeat_n(MASK, found.end - found.start));
        kept = found.end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[kept..]);
    Cow::Owned(masked)
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
/// Counts bytes, including any that may start a digit of another script, so it errs only towards a scan. Counts all of them,
/// so that the compiler can take many at a time.
fn has_digits(text: &str) -> bool {
    text.len() >= MIN_DIGITS
        && text.bytes().filter(|byte| fold::may_begin_digit(*byte)).count() >= MIN_DIGITS
}

/// The first number that begins at `from` or later.
///
/// Ignores the text before `from`, so that a number next to a redacted one is tested as if the other were already gone.
fn find_from(text: &str, from: usize) -> Option<NumberSpan> {
    let mut at = from;
    loop {
        let start = fold::next_digit(text, at)?;
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
/// The long form goes on with a digit where the short one ends; where only unseen characters part the two, the long one
/// counts if it is a number.
#[expect(clippy::indexing_slicing, reason = "`length` stays below LONG, the length of both arrays")]
fn read(text: &str, start: usize) -> Option<NumberSpan> {
    let mut symbols = [0; LONG];
    let mut gaps = [Gap::None; LONG];
    let mut end = start;
    let mut short = None;
    for length in 0..LONG {
        let (gap, width) = match length {
            2 | 4 | 6 | 8 => fold::separator(&text[end..]),
            _ => (Gap::None, fold::unseen(&text[end..])),
        };
        gaps[length] = gap;
        end += width;
        let next = text[end..].chars().next();
        let Some((character, symbol)) = next.and_then(|c| Some((c, fold::symbol(c)?))) else {
            return short;
        };
        symbols[length] = symbol;
        end += character.len_utf8();

        let judged = match length + 1 {
            SHORT => number::judge_short(&symbols, &gaps),
            LONG => number::judge_long(&symbols, &gaps),
            _ => None,
        };
        let Some((register, confidence)) = judged else { continue };
        let found = NumberSpan { start, end, register, confidence };
        let rest = &text[end..];
        let of_range = number::ends_with_a_year(&symbols, length + 1) && begins_with_a_day(rest);
        if !of_range && may_end(rest, found.is_sure()) {
            if length + 1 == LONG || !rest[fold::unseen(rest)..].starts_with(is_digit) {
                return Some(found);
            }
            short = Some(found);
        }
    }
    short
}

/// Whether the text goes on as a date does after its year, as in the second half of a range of dates.
fn begins_with_a_day(after: &str) -> bool {
    let mut rest = after;
    let mut pair = || {
        let (gap, width) = fold::separator(rest);
        let mut ahead = rest[width..].chars();
        let digits = [ahead.next().and_then(fold::digit)?, ahead.next().and_then(fold::digit)?];
        rest = ahead.as_str();
        (gap > Gap::Space).then_some(digits[0] * 10 + digits[1])
    };
    let (month, day) = (pair(), pair());
    month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| (1..=31).contains(&day))
        && !rest.starts_with(is_digit)
}

#[cfg(test)]
mod tests;
