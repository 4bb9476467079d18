//! Days: as written, and as numbers of the matcher, counted from 1970-01-01.

use jiff::civil::Date;

use super::{Text, text};

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

/// The remedy for a text that is no day: the day that it means, if that is certain, and else what is wrong with it.
#[must_use]
pub fn remedy(written: &str) -> Text {
    let form = || {
        text(
            "skriv år, månad och dag med fyra, två och två siffror: `ÅÅÅÅ-MM-DD`",
            "write year, month and day with four, two and two digits: `YYYY-MM-DD`",
        )
    };
    let write = |day: Date| text(format!("skriv det som `{day}`"), format!("write it as `{day}`"));
    let trimmed = written.trim();
    if let Some(day) = trimmed.get(..10).and_then(parse)
        && !trimmed.get(10..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return write(day);
    }
    let parts: Vec<&str> = trimmed.split(['-', '/', '.', ' ']).collect();
    let parts = match *parts.as_slice() {
        [digits] if digits.len() == 8 => {
            [digits.get(..4), digits.get(4..6), digits.get(6..)].map(Option::unwrap_or_default)
        }
        [first, second, third] => [first, second, third],
        _ => return form(),
    };
    let numbers = parts.map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| digits)
    });
    let [Some(first), Some(second), Some(third)] = numbers else {
        return form();
    };
    let day = |year, month: i16, day: i16| -> Option<Date> {
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?)
            .ok()
            .filter(|day| day.year() >= 1)
    };
    match parts.map(str::len) {
        [4, 1..=2, 1..=2] => {
            day(first, second, third).map_or_else(|| impossible(first, second), write)
        }
        [1..=2, 1..=2, 4] => match (day(third, second, first), day(third, first, second)) {
            (Some(only), None) | (None, Some(only)) => write(only),
            (Some(one), Some(other)) if one == other => write(one),
            (Some(one), Some(other)) => text(
                format!("skriv år-månad-dag: `{one}` eller `{other}`"),
                format!("write year-month-day: `{one}` or `{other}`"),
            ),
            (None, None) => form(),
        },
        _ => form(),
    }
}

/// The remedy for a day that its month does not have.
fn impossible(year: i16, month: i16) -> Text {
    let first = month.try_into().ok().and_then(|month| Date::new(year, month, 1).ok());
    let Some(first) = first else {
        return if year < 1 {
            text("året ska vara minst 0001", "the year must be at least 0001")
        } else {
            text("månaderna går från 01 till 12", "months go from 01 to 12")
        };
    };
    let days = first.days_in_month();
    let name = usize::from(first.month().unsigned_abs()) - 1;
    let [sv, en] = MONTHS.get(name).copied().unwrap_or_default();
    text(format!("{sv} {year} har {days} dagar"), format!("{en} {year} has {days} days"))
}

/// The months in Swedish and in English.
const MONTHS: [[&str; 2]; 12] = [
    ["januari", "January"],
    ["februari", "February"],
    ["mars", "March"],
    ["april", "April"],
    ["maj", "May"],
    ["juni", "June"],
    ["juli", "July"],
    ["augusti", "August"],
    ["september", "September"],
    ["oktober", "October"],
    ["november", "November"],
    ["december", "December"],
];

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
    fn remedies_name_the_day_that_is_meant_and_no_other() {
        for (written, told) in [
            ("2024-1-5", "write it as `2024-01-05`"),
            ("2024/01/05", "write it as `2024-01-05`"),
            ("20250325", "write it as `2025-03-25`"),
            ("2025-03-25T24:00", "write it as `2025-03-25`"),
            ("25.3.2025", "write it as `2025-03-25`"),
            ("01/06/2026", "write year-month-day: `2026-06-01` or `2026-01-06`"),
            ("2025-02-29", "February 2025 has 28 days"),
            ("2024-02-30", "February 2024 has 29 days"),
            ("2025-13-01", "months go from 01 to 12"),
            ("25-03-25", "write year, month and day with four, two and two digits: `YYYY-MM-DD`"),
            ("2025-W13-2", "write year, month and day with four, two and two digits: `YYYY-MM-DD`"),
            (
                "2025-03-255",
                "write year, month and day with four, two and two digits: `YYYY-MM-DD`",
            ),
            ("i går", "write year, month and day with four, two and two digits: `YYYY-MM-DD`"),
        ] {
            assert_eq!(remedy(written).en, told, "{written}");
        }
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
