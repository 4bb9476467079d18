//! Days: a date as the number of days since 1970-01-01, in the proleptic Gregorian calendar.

use std::fmt;

/// The first day that a date can hold, 0001-01-01.
pub const FIRST_DAY: i64 = -719_162;
/// The last day that a date can hold, 9999-12-31.
pub const LAST_DAY: i64 = 2_932_896;

/// The number of a day, or nothing if the calendar has no such day in the years 1 to 9999.
#[must_use]
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // The year is counted from March, so that the leap day comes last.
    let shifted = if month > 2 { year } else { year - 1 };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let number = era * 146_097 + day_of_era - 719_468;
    // A day past the end of its month has the number of another date.
    (civil(number) == (year, month, day)).then_some(number)
}

/// The year, month and day of a day number.
fn civil(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Displays a day number as an ISO date.
pub(crate) struct Iso(pub(crate) i64);

impl fmt::Display for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.clamp(FIRST_DAY, LAST_DAY));
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(day_number(2025, 3, 25), Some(20_172));
        assert_eq!(day_number(1, 1, 1), Some(FIRST_DAY));
        assert_eq!(day_number(9999, 12, 31), Some(LAST_DAY));
    }

    #[test]
    fn impossible_days() {
        assert_eq!(day_number(2025, 2, 29), None);
        assert_eq!(day_number(1900, 2, 29), None);
        assert_eq!(day_number(2025, 4, 31), None);
        assert_eq!(day_number(2025, 13, 1), None);
        assert_eq!(day_number(0, 1, 1), None);
        assert!(day_number(2024, 2, 29).is_some());
    }

    #[test]
    fn every_day_comes_back() {
        for number in (FIRST_DAY..=LAST_DAY).step_by(97) {
            let (year, month, day) = civil(number);
            assert_eq!(day_number(year, month, day), Some(number));
        }
    }
}
