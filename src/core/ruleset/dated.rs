//! Warnings about days: rules that send to a unit when it is closed, rules that rest on a revision when another one is in force,
//! and units without a care provider on some days.
//!
//! All are certain from the files alone. `analyse` tells the days one by one.

use jiff::ToSpan;
use jiff::civil::Date;

use super::directory::{DayRange, Directory, Unit};
use super::inputs::{ROUTING, position};
use super::places::Places;
use super::routing::UnitTarget;
use super::rule_set::RuleSet;
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::day;
use crate::language::{Text, text};
use handover_matcher::{Condition, Values};

/// Warns of rules that send to a unit on days after the governing document's first one on which the unit does not exist.
pub(super) fn warn_of_closed_targets(rule_set: &RuleSet, places: &Places, faults: &mut Faults) {
    let governing = rule_set.sources.governing();
    let from = governing.and_then(|document| document.valid_from).unwrap_or(Date::MIN);
    let rules = rule_set.routing.table.rules().iter();
    for (rule, place) in rules.zip(&places.target_units) {
        let target = rule_set.routing.target(rule.outcome).map(|target| target.unit);
        let Some(UnitTarget::Fixed(unit)) = target else { continue };
        let (Some(details), Some(word)) =
            (rule_set.directory.unit(unit), rule_set.directory.units.get(unit))
        else {
            continue;
        };
        let days = rule.alternatives.iter().flat_map(|conditions| days_of(conditions));
        let mut outside = days.filter_map(|days| first_outside(details.period, days, from));
        let Some(first) = outside.next() else { continue };
        let first = outside.fold(first, Date::min);
        let (id, unit) = (&rule.id, &word.id);
        let message = Text {
            sv: format!("`{id}` skickar till `{unit}`, som inte finns {first}"),
            en: format!("`{id}` sends to `{unit}`, which does not exist on {first}"),
        };
        let why = text(
            "den som får ärendet den dagen är stängd eller har inte öppnat, och en människa får avgöra",
            "the receiver is closed on that day or has not opened, and a person has to decide",
        );
        let help = text(
            "ge regeln `valid_from` och `valid_until` som ryms i enhetens dagar, och skriv en regel för dagarna utanför",
            "give the rule `valid_from` and `valid_until` within the unit's days, and write a rule for the days outside",
        );
        faults.add(
            Diagnostic::new(Code::ClosedTarget, message).at(place.clone()).why(why).help(help),
        );
    }
}

/// Warns of rules that hold on days on which the revision in force lacks the place that they rest on.
pub(super) fn warn_of_revisions(rule_set: &RuleSet, places: &Places, faults: &mut Faults) {
    let sources = &rule_set.sources;
    if !sources.has_revisions() {
        return;
    }
    let rules = rule_set.routing.rules.iter().zip(rule_set.routing.table.rules());
    for ((info, rule), place) in rules.zip(&places.rules) {
        let Some(document) = sources.document(&info.source) else { continue };
        let having = sources.revisions_with(&info.source);
        let lacking = (0..)
            .zip(&sources.documents)
            .filter(|(at, other)| other.id == document.id && !having.contains(at));
        let days: Vec<DayRange> =
            rule.alternatives.iter().flat_map(|conditions| days_of(conditions)).collect();
        for (_, revision) in lacking {
            let within = |&(first, last): &DayRange| {
                let first = first.max(revision.valid_from);
                let ends = [last, revision.valid_until].into_iter().flatten().min();
                ends.is_none_or(|last| first.is_none_or(|first| first <= last))
            };
            if !days.iter().any(within) {
                continue;
            }
            let (id, written, number) = (&rule.id, info.source.written(), revision.revision);
            let message = Text {
                sv: format!("`{id}` vilar på `{written}`, som revision {number} inte har"),
                en: format!("`{id}` rests on `{written}`, which revision {number} does not have"),
            };
            let why = text(
                "de dagar då den revisionen gäller vilar regeln på något som inte längre gäller, eller inte ännu",
                "on the days of that revision the rule rests on what no longer holds, or does not hold yet",
            );
            let help = text(
                "ge regeln `valid_from` och `valid_until` inom revisionens dagar och skriv en regel för den andra revisionen, eller lägg till stället under `places` om revisionen har det",
                "give the rule `valid_from` and `valid_until` within the days of its revision and write a rule for the other one, or add the place under `places` if the revision has it",
            );
            let fault = Diagnostic::new(Code::SourceNotInRevision, message).at(place.clone());
            faults.add(fault.why(why).help(help));
        }
    }
}

/// The days on which conditions may hold.
fn days_of(conditions: &[Condition]) -> Vec<DayRange> {
    let at = position(ROUTING, "at");
    let dated = conditions.iter().find(|condition| Some(condition.input) == at);
    match dated.map(|condition| &condition.accepts) {
        Some(Values::Ranges(ranges)) => {
            let bound = |number: i64| day::from_number(number);
            ranges.iter().map(|&(first, last)| (bound(first), bound(last))).collect()
        }
        _ => vec![(None, None)],
    }
}

/// The first of some days, and of those from a day on, on which a unit does not exist.
fn first_outside(unit: DayRange, (first, last): DayRange, from: Date) -> Option<Date> {
    let first = first.unwrap_or(Date::MIN).max(from);
    let last = last.unwrap_or(Date::MAX);
    let closed = unit.1.and_then(|last| last.checked_add(1.day()).ok());
    let opens = unit.0.unwrap_or(Date::MIN);
    let day = match closed {
        _ if first < opens => first,
        Some(closed) => first.max(closed),
        None => return None,
    };
    (day <= last).then_some(day)
}

/// Warns of the days on which units have no care provider, where they have one on others.
pub(super) fn warn_of_provider_gaps(
    section: &Spot<'_>,
    directory: &Directory,
    faults: &mut Faults,
) {
    for (id, spot) in section.entries_of("units") {
        let unit = directory.units.by_id(id).and_then(|index| directory.unit(index));
        if let Some(days) = unit.and_then(provider_gap) {
            warn_of_provider_gap(id, days, &spot, faults);
        }
    }
}

fn warn_of_provider_gap(id: &str, days: DayRange, spot: &Spot<'_>, faults: &mut Faults) {
    let (first, last) = days;
    let days = match (first, last) {
        (None, Some(last)) => {
            Text { sv: format!("till och med {last}"), en: format!("through {last}") }
        }
        (Some(first), None) => {
            Text { sv: format!("från och med {first}"), en: format!("from {first} on") }
        }
        (Some(first), Some(last)) => Text {
            sv: format!("från och med {first} till och med {last}"),
            en: format!("from {first} through {last}"),
        },
        (None, None) => return,
    };
    let message = Text {
        sv: format!("`{id}` har ingen vårdgivare {}", days.sv),
        en: format!("`{id}` has no care provider {}", days.en),
    };
    let why = text(
        "de dagarna går det inte att säga om ett ärende stannar inom samma vårdgivare",
        "on those days it cannot be told whether a case stays within one care provider",
    );
    let help = text(
        "skriv vårdgivaren för de dagarna också, eller ge enheten `valid_from` och `valid_until`",
        "write the care provider of those days too, or give the unit `valid_from` and `valid_until`",
    );
    let place = spot.at("provider").place();
    faults.add(Diagnostic::new(Code::ProviderGap, message).at(place).why(why).help(help));
}

/// The first days of a unit without a care provider; `None` where there are none, or it has no provider at all.
fn provider_gap(unit: &Unit) -> Option<DayRange> {
    let mut periods: Vec<DayRange> = unit.providers.iter().map(|&(_, days)| days).collect();
    periods.sort_by_key(|&(first, _)| first);
    let (first, _) = periods.first()?;
    let yesterday = |day: Date| day.checked_sub(1.day()).ok();
    let tomorrow = |day: Date| day.checked_add(1.day()).ok();
    if let Some(first) = first.filter(|first| unit.period.0.is_none_or(|opens| opens < *first)) {
        return Some((unit.period.0, yesterday(first)));
    }
    let mut covered = None;
    for (at, &(_, last)) in periods.iter().enumerate() {
        let last = last?;
        covered = covered.max(Some(last));
        let next = tomorrow(covered?)?;
        match periods.get(at + 1) {
            Some(&(Some(first), _)) if first > next => return Some((Some(next), yesterday(first))),
            Some(_) => {}
            None if unit.period.1.is_none_or(|closes| closes >= next) => {
                return Some((Some(next), unit.period.1));
            }
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn gap(period: DayRange, providers: &[DayRange]) -> Option<DayRange> {
        let providers = providers.iter().map(|&days| (0, days)).collect();
        provider_gap(&Unit { period, providers, resources: Vec::new() })
    }

    #[test]
    fn days_without_a_provider_are_found() {
        let (may, june) = (date(2026, 5, 31), date(2026, 6, 1));
        let (july, august) = (date(2026, 7, 1), date(2026, 8, 1));
        let always = (None, None);
        assert_eq!(gap(always, &[]), None);
        assert_eq!(gap(always, &[always]), None);
        assert_eq!(gap(always, &[(None, Some(may)), (Some(june), None)]), None);
        assert_eq!(gap(always, &[(Some(june), None)]), Some((None, Some(may))));
        assert_eq!(gap((Some(june), None), &[(Some(june), None)]), None);
        assert_eq!(gap(always, &[(None, Some(may))]), Some((Some(june), None)));
        assert_eq!(gap((None, Some(may)), &[(None, Some(may))]), None);
        assert_eq!(
            gap(always, &[(None, Some(june)), (Some(august), None)]),
            Some((Some(date(2026, 6, 2)), Some(date(2026, 7, 31))))
        );
        assert_eq!(
            gap((Some(july), None), &[(Some(august), None)]),
            Some((Some(july), Some(date(2026, 7, 31))))
        );
    }

    #[test]
    fn the_first_day_outside_is_that_of_the_rule_or_of_the_unit() {
        let (june, july) = (date(2026, 6, 1), date(2026, 7, 1));
        let from = date(2026, 1, 1);
        let outside = |unit, days| first_outside(unit, days, from);
        assert_eq!(outside((None, None), (None, None)), None);
        assert_eq!(outside((None, Some(june)), (None, None)), Some(date(2026, 6, 2)));
        assert_eq!(outside((None, Some(june)), (None, Some(june))), None);
        assert_eq!(outside((None, Some(june)), (Some(july), None)), Some(july));
        assert_eq!(outside((Some(june), None), (None, None)), Some(from));
        assert_eq!(outside((Some(june), None), (Some(june), None)), None);
    }
}
