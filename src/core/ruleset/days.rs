//! Days and periods as rule sets write them.

use jiff::civil::Date;

use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Text, day, text};

/// The written day, or a fault that points at it.
pub(super) fn date(
    spot: Option<&Spot<'_>>,
    written: Option<&str>,
    faults: &mut Faults,
) -> Option<Date> {
    let written = written?;
    match day::parse(written) {
        Some(date) => Some(date),
        None => {
            if let Some(spot) = spot
                && !faults.told_within(spot)
            {
                let message = Text {
                    sv: format!("`{written}` är inget datum"),
                    en: format!("`{written}` is no date"),
                };
                let help = day::remedy(written);
                faults.add(Diagnostic::new(Code::BadDate, message).at(spot.place()).help(help));
            }
            None
        }
    }
}

/// A period with both days included, or a fault if it ends before it begins.
pub(super) fn period(
    spot: &Spot<'_>,
    from: Option<&str>,
    until: Option<&str>,
    faults: &mut Faults,
) -> (Option<Date>, Option<Date>) {
    let first = date(spot.get("valid_from").as_ref(), from, faults);
    let last = date(spot.get("valid_until").as_ref(), until, faults);
    if let (Some(first), Some(last)) = (first, last)
        && first > last
    {
        let message = Text {
            sv: format!("giltigheten slutar {last}, före första dagen {first}"),
            en: format!("validity ends on {last}, before its first day {first}"),
        };
        let first_day = text("första dagen", "first day");
        let help = text("rätta den ena dagen", "correct one of the days");
        faults.add(
            Diagnostic::new(Code::BadRange, message)
                .at(spot.at("valid_until").place())
                .also(spot.at("valid_from").place(), first_day)
                .help(help),
        );
        return (None, None);
    }
    warn_of_unlikely(spot, first, last, faults);
    (first, last)
}

/// The longest time in years that anything is likely to be valid.
const LIKELY_YEARS: i16 = 100;
/// The years in which days are likely to lie.
const LIKELY: std::ops::RangeInclusive<i16> = 1900..=2150;

/// Warns of days that are probably misspelt.
fn warn_of_unlikely(spot: &Spot<'_>, first: Option<Date>, last: Option<Date>, faults: &mut Faults) {
    let long =
        first.zip(last).is_some_and(|(first, last)| last.year() - first.year() > LIKELY_YEARS);
    for (key, day) in [("valid_from", first), ("valid_until", last)] {
        let Some(day) = day else { continue };
        if !LIKELY.contains(&day.year()) || long && key == "valid_until" {
            let message = Text {
                sv: format!("{day} kan knappast stämma"),
                en: format!("{day} can hardly be right"),
            };
            let help = Text {
                sv: format!("rätta dagen; finns ingen, ta bort `{key}`"),
                en: format!("correct the day; if there is none, remove `{key}`"),
            };
            let fault = Diagnostic::new(Code::DatesUnlikely, message).at(spot.at(key).place());
            faults.add(fault.help(help));
        }
    }
}
