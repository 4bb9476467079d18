//! The priority scale: the priorities that alert the receiver, and those that the governing document lists.

use super::cells::Domains;
use super::inputs::PRIORITIES;
use super::model::{self, Notification};
use super::proofs;
use super::sources::{Sources, duplicate};
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::list::{Join, sentence};
use crate::language::{Lang, Text, text};
use handover_matcher::{Answer, Domain, HitPolicy, Input, Item, Rule, Table, Value};

/// The longest priority scale that a rule set may declare.
pub const MAX_SCALE: i64 = 1_000;

/// The properties of one priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Whether it alerts, and whether the governing document lists it.
    pub notification: Notification,
    /// Its position relative to the priorities that alert.
    pub band: Band,
}

/// Position of a priority relative to those that alert. The order is that of [`super::kinds::BAND`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// It alerts.
    Inside,
    /// It is more urgent than all that alert.
    MoreUrgent,
    /// It is less urgent than some that alert.
    LessUrgent,
}

/// The priority scale, with the properties of each value.
#[derive(Debug)]
pub struct Priority {
    /// The first value of the scale.
    pub min: i64,
    /// The last value of the scale.
    pub max: i64,
    /// Whether the lowest number is the most urgent.
    pub lowest_first: bool,
    /// The table, for printing and analysis.
    pub table: Table,
    levels: Vec<Level>,
}

impl Priority {
    /// The properties of a priority; `None` if it is more urgent than the scale.
    ///
    /// One that is less urgent than the scale counts as its last value. One load.
    #[must_use]
    pub fn level(&self, priority: i64) -> Option<Level> {
        let index = usize::try_from(self.on_scale(priority)?.checked_sub(self.min)?).ok()?;
        self.levels.get(index).copied()
    }

    /// The priorities that alert, as ranges with both ends included.
    #[must_use]
    pub fn alerting(&self) -> Vec<(i64, i64)> {
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for (priority, level) in (self.min..).zip(&self.levels) {
            match ranges.last_mut() {
                _ if !level.notification.sms => {}
                Some(last) if last.1 + 1 == priority => last.1 = priority,
                _ => ranges.push((priority, priority)),
            }
        }
        ranges
    }

    /// The priorities that alert, as texts name them: `2–5`, `2–5 or 8`.
    #[must_use]
    pub fn alerting_text(&self, lang: Lang) -> String {
        let ranges = self.alerting().into_iter().map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        });
        let ranges: Vec<String> = ranges.collect();
        match ranges.as_slice() {
            [] => lang.say("ingen prioritet", "no priority").to_owned(),
            ranges => sentence(ranges, Join::Or, lang),
        }
    }

    /// Whether a priority is on the scale, or off it by no more than the longest scale.
    #[must_use]
    pub fn is_near(&self, priority: i64) -> bool {
        let far = |end: i64| end.abs_diff(priority) > MAX_SCALE.unsigned_abs();
        (self.min..=self.max).contains(&priority) || !far(self.min) || !far(self.max)
    }

    /// The value of the scale that a priority counts as.
    #[must_use]
    pub fn on_scale(&self, priority: i64) -> Option<i64> {
        let beyond = if self.lowest_first { priority < self.min } else { priority > self.max };
        (!beyond).then(|| priority.clamp(self.min, self.max))
    }

    /// Whether one priority is more urgent than another.
    #[must_use]
    pub fn more_urgent(&self, a: i64, b: i64) -> bool {
        if self.lowest_first { a < b } else { a > b }
    }

    /// The scale of a priority table, whose single input ranges over it.
    pub(super) fn of(table: Table, lowest_first: bool) -> Option<Self> {
        let [Input { domain: Domain::Integer { min, max }, .. }] = *table.inputs() else {
            return None;
        };
        if max.checked_sub(min)? >= MAX_SCALE {
            return None;
        }
        let levels = levels(&table, min, max, lowest_first);
        Some(Self { min, max, lowest_first, table, levels })
    }

    /// Reads the scale of the `priority` section, which other sections use.
    pub(super) fn scale(section: &Spot<'_>, faults: &mut Faults) -> Option<(i64, i64)> {
        let spot = section.get("scale")?;
        let written = spot.value().as_str()?;
        let whole = Domain::Integer { min: i64::MIN, max: i64::MAX };
        match Item::parse(written, &whole) {
            Ok(Item::Range { from: Some(min), to: Some(max) })
                if min >= 1 && max - min < MAX_SCALE =>
            {
                Some((min, max))
            }
            _ => {
                let message = Text {
                    sv: format!("`{written}` är ingen prioritetsskala"),
                    en: format!("`{written}` is no priority scale"),
                };
                let help = Text {
                    sv: format!(
                        "skriv första och sista talet, som `1..99`; minst 1, högst {MAX_SCALE} steg"
                    ),
                    en: format!(
                        "write the first and the last number, as in `1..99`; at least 1, at most {MAX_SCALE} values"
                    ),
                };
                faults.add(Diagnostic::new(Code::BadRange, message).at(spot.place()).help(help));
                None
            }
        }
    }

    /// Reads the `priority` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains<'_>,
        sources: &Sources,
        faults: &mut Faults,
    ) -> Option<Self> {
        let conditions = domains.conditions(PRIORITIES);
        let (min, max) = domains.scale;
        let mut rules: Vec<Rule> = Vec::new();
        let mut spots = Vec::new();
        let mut complete = true;
        for spot in section.at("rules").items() {
            let Some(written) = faults.read::<model::PriorityRule>(&spot) else {
                complete = false;
                continue;
            };
            if rules.iter().any(|rule| rule.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            sources.resolve(&spot.at("source"), &written.source, faults);
            let Some(alternatives) = conditions.alternatives(spot.get("when").as_ref(), faults)
            else {
                complete = false;
                continue;
            };
            let Notification { sms, listed } = written.then;
            let outcome = u32::from(sms) | u32::from(listed) << 1;
            rules.push(Rule { id: written.id, alternatives, outcome, overrides: Vec::new() });
            spots.push(spot);
        }
        let urgent = section.at("most_urgent");
        let most_urgent = urgent.value().as_i64()?;
        let scaled = !faults.told_within(&section.at("scale"));
        if scaled && most_urgent != min && most_urgent != max {
            let message = Text {
                sv: format!("`most_urgent` är {most_urgent}, men skalan går från {min} till {max}"),
                en: format!(
                    "`most_urgent` is {most_urgent}, but the scale goes from {min} to {max}"
                ),
            };
            let help = text(
                "skriv skalans första eller sista tal",
                "write the first or the last number of the scale",
            );
            faults.add(Diagnostic::new(Code::BadRange, message).at(urgent.place()).help(help));
        }
        if !complete {
            return None;
        }
        let table = Table::new("priority", conditions.inputs, rules, HitPolicy::Unique).ok()?;
        proofs::small_table(&table, section, &spots, faults);
        Self::of(table, most_urgent == min)
    }
}

/// The properties of each value of the scale, computed from the table.
fn levels(table: &Table, min: i64, max: i64, lowest_first: bool) -> Vec<Level> {
    let notifications: Vec<(i64, Notification)> = (min..=max)
        .map(|priority| {
            let outcome = match table.scan(&[Value::Int(priority)]) {
                Answer::One { outcome, .. } => outcome,
                _ => 0,
            };
            (priority, Notification { sms: outcome & 1 != 0, listed: outcome & 2 != 0 })
        })
        .collect();
    let mut alerting = notifications.iter().filter(|(_, n)| n.sms).map(|&(priority, _)| priority);
    let edge = if lowest_first { alerting.next() } else { alerting.next_back() };
    let more_urgent = |priority| {
        edge.is_some_and(|edge| if lowest_first { priority < edge } else { priority > edge })
    };
    notifications
        .into_iter()
        .map(|(priority, notification)| {
            let band = match notification.sms {
                true => Band::Inside,
                false if more_urgent(priority) => Band::MoreUrgent,
                false => Band::LessUrgent,
            };
            Level { notification, band }
        })
        .collect()
}
