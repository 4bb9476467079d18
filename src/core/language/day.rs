//! Days: as written, and as numbers of the matcher, counted from 1970-01-01.

use jiff::civil::Date;

/// Day 0 of the count.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// The day with this number; `None` past the ends of the calendar.
#[must_use]
pub fn from_number(number: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    EPOCH.checked_add(days).ok()
}

/// The number of the day.
#[must_use]
pub fn number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// A day written as `2025-03-25`; no other form is read.
#[must_use]
pub fn parse(written: &str) -> Option<Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = written.as_bytes() else {
        return None;
    };
    let year = number_of([y1, y2, y3, y4])?;
    let (month, day) = (number_of([m1, m2])?, number_of([d1, d2])?);
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok().filter(|day| day.year() >= 1)
}

/// The number written by these digits, which are few.
fn number_of<const N: usize>(digits: [u8; N]) -> Option<i16> {
    digits.into_iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_come_back() {
        for day in [date(1, 1, 1), date(1970, 1, 1), date(2025, 3, 25), date(9999, 12, 31)] {
            assert_eq!(from_number(number(day)), Some(day));
        }
        assert_eq!(number(date(1970, 1, 2)), 1);
        assert_eq!((from_number(i64::MAX), from_number(i64::MIN)), (None, None));
    }

    #[test]
    fn only_the_iso_form_is_read() {
        assert_eq!(parse("2025-03-25"), Some(date(2025, 3, 25)));
        for other in [
            "2025-3-25",
            "2025-02-30",
            "25-03-2025",
            "2025-03-25 ",
            "0000-01-01",
            "",
            "+025-03-25",
            "12025-03-25",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
