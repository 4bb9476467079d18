//! Tests of a run of characters for an identity number: layout, date and check digit.
//!
//! Works on at most twelve ASCII digits and capital letters, and the gap before each, without any text.

/// The register that issues the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Register {
    /// Personnummer.
    Personal,
    /// Samordningsnummer: the day is raised by 60.
    Coordination,
    /// Reserve number, national or Gävleborg's own.
    Reserve,
}

/// Confidence in a number, by the parts that could be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// The date and the check digit are right.
    High,
    /// The shape is right; the check digit is wrong, or the register has none that is tested here.
    Medium,
}

/// Characters in a number with a two-digit year.
pub(super) const SHORT: usize = 10;
/// Characters in a number with a century.
pub(super) const LONG: usize = 12;

/// Separator before a character of a number, the more usual ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    /// Only characters that are not seen.
    Unseen,
    /// One or two spaces.
    Space,
    /// A hyphen, dash, minus or plus sign, with or without spaces.
    Mark,
    /// Several of those, or other signs that people write in their place.
    Signs,
    /// Whatever else is neither letter nor digit.
    Any,
}

/// `YYMMDD-NNNC`, whole or as `YY-MM-DD-NNNC`.
pub(super) fn judge_short(
    symbols: &[u8; LONG],
    gaps: &[Gap; LONG],
) -> Option<(Register, Confidence)> {
    let [body @ .., _, _] = symbols;
    let [_, _, month_gap, _, day_gap, _, tail_gap, _, inside, ..] = *gaps;
    let parted = |gap| matches!(gap, Gap::Mark | Gap::Signs);
    let grouped = match (month_gap, day_gap, tail_gap) {
        (.., Gap::Any) => false,
        // Spaces here would accept phone numbers.
        (Gap::Mark, Gap::Mark, Gap::Unseen | Gap::Space) => true,
        (Gap::None | Gap::Unseen, Gap::None | Gap::Unseen, _) => {
            tail_gap != Gap::None || !body.starts_with(b"07")
        }
        _ => [month_gap, day_gap, tail_gap].into_iter().all(parted),
    };
    (grouped && inside <= Gap::Unseen).then_some(())?;
    judge_personal(None, body, tail_gap)
}

/// `YYYYMMDD-NNNC` or a reserve number, with the date whole or in groups. Date and check digit confirm twelve digits
/// whatever separates them.
pub(super) fn judge_long(
    symbols: &[u8; LONG],
    gaps: &[Gap; LONG],
) -> Option<(Register, Confidence)> {
    let [hundreds, tens, body @ ..] = symbols;
    let [_, _, _, _, month_gap, _, day_gap, _, tail_gap, ..] = *gaps;
    let century = number(*hundreds, *tens)?;
    let personal = judge_personal(Some(century), body, tail_gap);
    if matches!(personal, Some((_, Confidence::High))) {
        return personal;
    }
    let whole = month_gap <= Gap::Unseen && day_gap <= Gap::Unseen;
    let parted = [month_gap, day_gap, tail_gap].iter().all(|gap| *gap > Gap::Unseen);
    let usual = gaps.iter().all(|gap| *gap <= Gap::Mark);
    (usual && (whole || parted)).then_some(())?;
    if personal.is_some() {
        return personal;
    }
    let reserve = is_national_reserve(century, body) || is_local_reserve(century, body, tail_gap);
    reserve.then_some((Register::Reserve, Confidence::Medium))
}

/// Whether ten digits have a date and the right check digit.
pub(super) fn is_confirmed(body: &[u8; SHORT]) -> bool {
    matches!(judge_personal(None, body, Gap::None), Some((_, Confidence::High)))
}

/// The ten digits from the year on, after a birth century if one is written.
fn judge_personal(
    century: Option<u8>,
    body: &[u8; SHORT],
    tail_gap: Gap,
) -> Option<(Register, Confidence)> {
    let checked = luhn_holds(body)?;
    let (year, month, day) = date(body)?;
    let (register, known) = match day.checked_sub(60) {
        Some(day) => (Register::Coordination, is_partial_date(century, year, month, day)),
        None => (Register::Personal, is_birth_date(century, year, month, day)),
    };
    known.then_some(())?;
    match (checked, tail_gap) {
        (true, _) => Some((register, Confidence::High)),
        (false, Gap::Mark) => Some((register, Confidence::Medium)),
        (false, _) => None,
    }
}

/// `XXYYMMDDNNGC`. `XX` is the birth century raised by a multiple of three, from 22 on, or 00 if
/// the birth date is not known; then the month and day are a serial outside the calendar.
fn is_national_reserve(prefix: u8, body: &[u8; SHORT]) -> bool {
    let serial_letter = |c: &u8| c.is_ascii_uppercase() && !b"IOQVW".contains(c);
    let [.., first, second, sex, check] = body;
    let Some((year, month, day)) = date(body) else {
        return false;
    };
    let dated = match prefix {
        0 => (20..=99).contains(&month) && (40..=59).contains(&day),
        22..=98 => is_birth_date(Some(18 + prefix % 3), year, month, day),
        _ => false,
    };
    dated
        && serial_letter(first)
        && serial_letter(second)
        && (sex.is_ascii_digit() || serial_letter(sex))
        && check.is_ascii_digit()
}

/// Eight digits, `-`, two digits, one of `M` `K` `X`, a digit. Without the hyphen the eight must
/// be a birth date, since other serials look alike.
fn is_local_reserve(century: u8, body: &[u8; SHORT], tail_gap: Gap) -> bool {
    let Some((year, month, day)) = date(body) else {
        return false;
    };
    let [.., first, second, group, last] = body;
    [first, second, last].into_iter().all(u8::is_ascii_digit)
        && matches!(group, b'M' | b'K' | b'X')
        && (tail_gap == Gap::Mark || is_birth_date(Some(century), year, month, day))
}

/// Year, month and day as written; `None` if one contains a letter.
fn date(body: &[u8; SHORT]) -> Option<(u8, u8, u8)> {
    let [y, yy, m, mm, d, dd, ..] = *body;
    Some((number(y, yy)?, number(m, mm)?, number(d, dd)?))
}

/// Whether the calendar has the date, in the centuries from which people are registered.
fn is_birth_date(century: Option<u8>, year: u8, month: u8, day: u8) -> bool {
    let leap = match (century, year) {
        (Some(century), 0) => century.is_multiple_of(4),
        _ => year.is_multiple_of(4),
    };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day) && century.is_none_or(|century| (18..=20).contains(&century))
}

/// Whether the calendar has the date, or would if its month and day were known: each is zero where it is not.
fn is_partial_date(century: Option<u8>, year: u8, month: u8, day: u8) -> bool {
    let month = if month == 0 { 1 } else { month };
    is_birth_date(century, year, month, day.max(1))
}

/// Whether the last four of a number of this length may be a year.
pub(super) fn ends_with_a_year(symbols: &[u8; LONG], length: usize) -> bool {
    let tail = length.checked_sub(4).and_then(|start| symbols.get(start..length));
    matches!(tail, Some([b'1', b'8' | b'9', _, _] | [b'2', b'0' | b'1', _, _]))
}

/// Whether the last digit makes the weighted sum a multiple of ten; `None` if a letter is there.
fn luhn_holds(body: &[u8; SHORT]) -> Option<bool> {
    let mut sum = 0;
    for (symbol, weight) in body.iter().zip([2, 1].into_iter().cycle()) {
        let product = digit(*symbol)? * weight;
        sum += product / 10 + product % 10;
    }
    Some(sum.is_multiple_of(10))
}

/// The number of two digits.
fn number(tens: u8, ones: u8) -> Option<u8> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// The value of an ASCII digit.
fn digit(symbol: u8) -> Option<u8> {
    symbol.is_ascii_digit().then(|| symbol - b'0')
}
