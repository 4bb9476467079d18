//! What the directory says of units that rules send to: resources that it does not list, and days on which it is closed.

use jiff::ToSpan;
use jiff::civil::Date;

use super::finding::{Closing, Unstaffed, Window};
use handover_core::language::day;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::directory::{Staffed, Unit};
use handover_core::ruleset::inputs::{ROUTING, position};
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::{Condition, Rule, Value, Values};

/// The resources that rules recommend at units, in cases of the unit's own specialties, though the unit's resources are
/// listed and these are not among them.
pub(super) fn unstaffed(rule_set: &RuleSet, window: Window) -> Vec<Unstaffed> {
    let mut found: Vec<Unstaffed> = Vec::new();
    for (unit, details) in units(rule_set).filter(|(_, details)| !details.resources.is_empty()) {
        let own = OwnCases::of(rule_set, unit, details);
        for (rule, target) in rules(rule_set) {
            let RoleTarget::Role(role) = target.role else { continue };
            let sent = match target.unit {
                UnitTarget::Concerned => own.concern(rule, window),
                UnitTarget::Fixed(fixed) => fixed == unit && own.reach(rule, target, window),
            };
            let listed = |known: &Staffed| {
                let capability = known.capability.zip(target.capability);
                let specialty = match target.specialty {
                    SpecialtyTarget::Fixed(fixed) => known.specialty.is_none_or(|own| own == fixed),
                    SpecialtyTarget::Concerned => true,
                };
                known.role == role
                    && capability.is_none_or(|(own, other)| own == other)
                    && specialty
            };
            if !sent || details.resources.iter().any(listed) {
                continue;
            }
            let capability = target.capability;
            let known = found.iter_mut().find(|known| {
                (known.unit, known.role, known.capability) == (unit, role, capability)
            });
            match known {
                Some(known) => known.rules.push(rule.id.clone()),
                None => {
                    found.push(Unstaffed { unit, role, capability, rules: vec![rule.id.clone()] });
                }
            }
        }
    }
    found
}

/// The cases that a unit has: those of the specialties among its resources, at the care levels that have them.
struct OwnCases {
    unit: u32,
    /// The listed specialties; empty where none is, and then any may be.
    specialties: Vec<u32>,
    /// The care levels of those specialties; empty where any may be.
    levels: Vec<u32>,
}

impl OwnCases {
    fn of(rule_set: &RuleSet, unit: u32, details: &Unit) -> Self {
        let specialties: Vec<u32> =
            details.resources.iter().filter_map(|one| one.specialty).collect();
        let defaults = &rule_set.vocabulary.default_specialty;
        let is_default = |own: &u32| defaults.contains(&Some(*own));
        let levels = (0_u32..).zip(defaults).filter(|(_, default)| match default {
            Some(default) => specialties.contains(default),
            None => specialties.iter().any(|own| !is_default(own)),
        });
        let levels = levels.map(|(level, _)| level).collect();
        Self { unit, specialties, levels }
    }

    /// Whether a rule answers cases that concern the unit.
    fn concern(&self, rule: &Rule, window: Window) -> bool {
        rule.alternatives.iter().any(|conditions| {
            in_window(conditions, window)
                && accepts(conditions, "unit", &[self.unit])
                && accepts(conditions, "specialty", &self.specialties)
                && accepts(conditions, "care_level", &self.levels)
        })
    }

    /// Whether a rule sends cases of the unit's specialties to it.
    fn reach(&self, rule: &Rule, target: &Target, window: Window) -> bool {
        rule.alternatives.iter().any(|conditions| {
            let of_specialty = match target.specialty {
                SpecialtyTarget::Concerned => accepts(conditions, "specialty", &self.specialties),
                SpecialtyTarget::Fixed(_) => true,
            };
            in_window(conditions, window) && of_specialty
        })
    }
}

/// Whether conditions accept one of some words of an input; any will do where there are none.
fn accepts(conditions: &[Condition], input: &str, words: &[u32]) -> bool {
    let input = position(ROUTING, input);
    let mut own = conditions.iter().filter(|condition| Some(condition.input) == input);
    words.is_empty()
        || own.all(|condition| {
            words.iter().any(|&word| condition.accepts.contains(Value::Word(word)))
        })
}

/// Whether conditions may hold on a day of the window.
fn in_window(conditions: &[Condition], window: Window) -> bool {
    on_days(conditions, window.first, window.last)
}

fn on_days(conditions: &[Condition], first: Date, last: Date) -> bool {
    let at = position(ROUTING, "at");
    let days = Values::Ranges(vec![(day::number(first), day::number(last))]);
    let mut dated = conditions.iter().filter(|condition| Some(condition.input) == at);
    dated.all(|condition| !condition.accepts.intersect(&days).is_empty())
}

/// The units that close within the window, or open after its first day, though rules send cases that concern them there.
pub(super) fn closing(rule_set: &RuleSet, window: Window) -> Vec<Closing> {
    let mut found = Vec::new();
    for (unit, details) in units(rule_set) {
        let (opens, closes) = details.period;
        let before = opens
            .filter(|opens| *opens > window.first)
            .and_then(|opens| opens.checked_sub(1.day()).ok())
            .map(|last| (window.first, last.min(window.last)));
        let after = closes
            .filter(|closes| (window.first..window.last).contains(closes))
            .and_then(|closes| closes.checked_add(1.day()).ok())
            .map(|first| (first, window.last));
        let sent = |&(first, last): &(Date, Date)| {
            rules(rule_set).any(|(rule, target)| {
                target.unit == UnitTarget::Concerned
                    && rule.alternatives.iter().any(|conditions| {
                        accepts(conditions, "unit", &[unit]) && on_days(conditions, first, last)
                    })
            })
        };
        if let Some((first, last)) = before.into_iter().chain(after).find(sent) {
            found.push(Closing { unit, first, last });
        }
    }
    found
}

fn units(rule_set: &RuleSet) -> impl Iterator<Item = (u32, &Unit)> {
    (0_u32..).map_while(|unit| Some((unit, rule_set.directory.unit(unit)?)))
}

fn rules(rule_set: &RuleSet) -> impl Iterator<Item = (&Rule, &Target)> {
    let rules = rule_set.routing.table.rules().iter();
    rules.filter_map(|rule| Some((rule, rule_set.routing.target(rule.outcome)?)))
}
