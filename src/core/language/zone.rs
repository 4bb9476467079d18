//! Time zones by name, from the database that the program carries: the same on every machine.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::near::nearest;

/// The time zone with exactly this name, as `Europe/Stockholm`.
#[must_use]
pub fn find(name: &str) -> Option<TimeZone> {
    let database = TimeZoneDatabase::bundled();
    // The database does not mind the case.
    let known = names(&database).into_iter().any(|known| known == name);
    if known { database.get(name).ok() } else { None }
}

/// The name that is probably meant: one that looks like it, or whose place does.
#[must_use]
pub fn near(name: &str) -> Option<String> {
    let names = names(&TimeZoneDatabase::bundled());
    let place = |name: &'_ str| name.rsplit('/').next().unwrap_or_default().to_owned();
    if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
        return Some(near.to_owned());
    }
    let places: Vec<String> = names.iter().map(|name| place(name)).collect();
    let wanted = place(name);
    let near = nearest(&wanted, places.iter().map(String::as_str))?;
    names.iter().zip(&places).find(|(_, place)| *place == near).map(|(name, _)| name.clone())
}

/// The day of a moment in a time zone.
#[must_use]
pub fn day(moment: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(moment).date()
}

fn names(database: &TimeZoneDatabase) -> Vec<String> {
    database.available().map(|name| name.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn zones_are_found_by_their_exact_names() {
        let stockholm = find("Europe/Stockholm").unwrap();
        let moment: Timestamp = "2025-10-01T22:30:00Z".parse().unwrap();
        assert_eq!(day(moment, &stockholm), date(2025, 10, 2));
        let winter: Timestamp = "2025-12-01T22:30:00Z".parse().unwrap();
        assert_eq!(day(winter, &stockholm), date(2025, 12, 1));
        assert_eq!(day(moment, &find("UTC").unwrap()), date(2025, 10, 1));
        for unknown in ["europe/stockholm", "Europe/Stokholm", "Stockholm", "", "+02:00"] {
            assert!(find(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_slip_or_a_place_alone_is_understood() {
        for written in ["europe/stockholm", "Europe/Stokholm", "Stockholm", "Europa/Stockholm"] {
            assert_eq!(near(written).as_deref(), Some("Europe/Stockholm"), "{written}");
        }
        assert_eq!(near("an hour from here"), None);
    }
}
