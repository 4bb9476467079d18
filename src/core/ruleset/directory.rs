//! Care providers and units, with dates: the provider of a unit can change.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::days::period;
use super::known::Known;
use super::model::{self, Membership};
use super::names::{Word, Words};
use super::sources::duplicate;
use super::spot::{Faults, Spot};
use super::unread::NameList;
use super::vocabulary::{Vocabulary, refuse_clinical, refuse_reserved, refuse_twins};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::name::is_same;
use crate::language::{Text, text};

/// A resource known to be staffed at a unit, as indices into the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staffed {
    /// The role.
    pub role: u32,
    /// The specialty, if given.
    pub specialty: Option<u32>,
    /// The capability, if given.
    pub capability: Option<u32>,
}

/// Days with both ends included; an end that is `None` is open.
pub type DayRange = (Option<Date>, Option<Date>);

/// Whether a day lies in a period.
#[must_use]
pub fn holds(period: DayRange, day: Date) -> bool {
    period.0.is_none_or(|first| first <= day) && period.1.is_none_or(|last| day <= last)
}

/// Data of a unit besides its names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unit {
    /// The days on which the unit exists.
    pub period: DayRange,
    /// Its providers, one at a time.
    pub providers: Vec<(usize, DayRange)>,
    /// Resources known to be staffed. Empty if the directory does not list them.
    pub resources: Vec<Staffed>,
}

/// Care providers and units.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Directory {
    /// Ids and names of the care providers.
    pub providers: Vec<(String, String)>,
    /// Names of the units.
    pub units: Words,
    details: Vec<Unit>,
}

impl Directory {
    /// The data of a unit.
    #[must_use]
    pub fn unit(&self, index: u32) -> Option<&Unit> {
        self.details.get(index as usize)
    }

    /// Whether a unit exists on a day.
    #[must_use]
    pub fn exists(&self, index: u32, day: Date) -> bool {
        self.unit(index).is_some_and(|unit| holds(unit.period, day))
    }

    /// The provider of a unit on a day; `None` if the directory does not list one.
    #[must_use]
    pub fn provider(&self, index: u32, day: Date) -> Option<usize> {
        let unit = self.unit(index).filter(|unit| holds(unit.period, day))?;
        unit.providers.iter().find(|(_, period)| holds(*period, day)).map(|&(provider, _)| provider)
    }

    /// Reads the parts of the section `directory`.
    pub(super) fn read<'s, 'a: 's>(
        parts: impl Iterator<Item = &'s Spot<'a>> + Clone,
        vocabulary: &Vocabulary,
        faults: &mut Faults,
    ) -> Self {
        let mut this = Self::default();
        let entries = |key: &'static str| parts.clone().flat_map(move |part| part.entries_of(key));
        for (id, spot) in entries("providers") {
            let name = spot.value().as_str().unwrap_or(id);
            if this.providers.iter().any(|(known, _)| known == id) {
                faults.add(taken_elsewhere(&spot, id));
            }
            if let Some((other, _)) = this.providers.iter().find(|(_, known)| is_same(known, name))
            {
                faults.add(shared_name(&spot, name, other));
            }
            this.providers.push((id.to_owned(), name.to_owned()));
        }
        for (id, spot) in entries("units") {
            if this.units.by_id(id).is_some() {
                faults.add(taken_elsewhere(&spot, id));
                continue;
            }
            // A unit that cannot be read keeps its id, so that rules which name it get no fault of their own.
            let read: Option<model::Unit> = faults.read(&spot);
            let name = read.as_ref().map_or(id, |unit| unit.name.as_str()).to_owned();
            let also = read.as_ref().map(|unit| unit.also.clone()).unwrap_or_default();
            let was = read.as_ref().map(|unit| unit.was.clone().into()).unwrap_or_default();
            let names: Vec<&str> = also.iter().map(String::as_str).chain([name.as_str()]).collect();
            refuse_clinical(&spot, id, &names, faults);
            refuse_reserved(&spot, id, faults);
            let label = Text { sv: name.clone(), en: name };
            let taken = this.units.add(Word { id: id.to_owned(), label, also, was });
            if let Some((name, owner)) = taken.first() {
                let owner = this.units.get(*owner).map_or("", |other| other.id.as_str());
                let message = Text {
                    sv: format!("namnet `{name}` hör redan till enheten `{owner}`"),
                    en: format!("the name `{name}` already belongs to the unit `{owner}`"),
                };
                let why = text(
                    "ett namn i en fråga måste betyda en enda enhet",
                    "a name in a request must mean one unit only",
                );
                let help = text(
                    "ge det ena namnet ort eller kod; är det samma enhet, skriv den en gång, med dagar och tidigare id i `was`",
                    "add a place or a code to one of the names; if it is the same unit, write it once, with its days and its former id in `was`",
                );
                let fault = Diagnostic::new(Code::DuplicateId, message).at(spot.key_place());
                faults.add(fault.why(why).help(help));
            }
            let unit = read.map(|unit| this.details(&spot, &unit, vocabulary, faults));
            this.details.push(unit.unwrap_or(Unit {
                period: (None, None),
                providers: Vec::new(),
                resources: Vec::new(),
            }));
        }
        let entry =
            |id: &str| entries("units").find(|(known, _)| *known == id).map(|(_, spot)| spot);
        refuse_twins(&this.units, entry, faults);
        this
    }

    fn details(
        &self,
        spot: &Spot<'_>,
        unit: &model::Unit,
        vocabulary: &Vocabulary,
        faults: &mut Faults,
    ) -> Unit {
        let providers = match &unit.provider {
            Membership::Always(id) => self
                .find_provider(&spot.at("provider"), id, faults)
                .map(|p| vec![(p, (None, None))])
                .unwrap_or_default(),
            Membership::Dated(list) => {
                let spots = spot.at("provider").items();
                let dated: Vec<(usize, DayRange)> = list
                    .iter()
                    .zip(&spots)
                    .filter_map(|(member, at)| {
                        let days = period(
                            at,
                            member.valid_from.as_deref(),
                            member.valid_until.as_deref(),
                            faults,
                        );
                        Some((self.find_provider(&at.at("id"), &member.id, faults)?, days))
                    })
                    .collect();
                refuse_overlap(&dated, &spots, faults);
                dated
            }
        };
        let resources = unit
            .resources
            .iter()
            .zip(spot.at("resources").items())
            .filter_map(|(resource, at)| staffed(resource, &at, vocabulary, faults))
            .collect();
        Unit {
            period: period(spot, unit.valid_from.as_deref(), unit.valid_until.as_deref(), faults),
            providers,
            resources,
        }
    }

    fn find_provider(&self, spot: &Spot<'_>, id: &str, faults: &mut Faults) -> Option<usize> {
        let found = self.providers.iter().position(|(known, _)| known == id);
        if found.is_none() {
            let known: Vec<String> = self.providers.iter().map(|(id, _)| id.clone()).collect();
            faults.unknown(
                spot,
                text("vårdgivare", "care provider"),
                id,
                Known::ids(NameList::Providers, &known),
            );
        }
        found
    }
}

/// The fault of an id that another file of the directory has.
fn taken_elsewhere(spot: &Spot<'_>, id: &str) -> Diagnostic {
    Diagnostic { places: vec![spot.key_place()], ..duplicate(spot, id) }
}

/// The warning of two providers with one name.
fn shared_name(spot: &Spot<'_>, name: &str, other: &str) -> Diagnostic {
    let message = Text {
        sv: format!("vårdgivaren `{other}` heter också `{name}`"),
        en: format!("the care provider `{other}` is called `{name}` too"),
    };
    let help = text(
        "ge dem olika namn; är de samma, skriv den en gång",
        "give them different names; if they are the same, write it once",
    );
    Diagnostic::new(Code::SharedName, message).at(spot.place()).help(help)
}

/// Refuses two providers on the same day, since either could be the right one.
fn refuse_overlap(dated: &[(usize, DayRange)], spots: &[Spot<'_>], faults: &mut Faults) {
    for (later, (_, b)) in dated.iter().enumerate().skip(1) {
        let clash = dated.iter().take(later).position(|(_, a)| {
            a.0.is_none_or(|a0| b.1.is_none_or(|b1| a0 <= b1))
                && b.0.is_none_or(|b0| a.1.is_none_or(|a1| b0 <= a1))
        });
        if let (Some(earlier), Some(spot)) = (clash, spots.get(later)) {
            let message =
                text("två vårdgivare gäller samma dag", "two care providers hold on the same day");
            let help = text(
                "ge dem `valid_from` och `valid_until` som inte går i varandra",
                "give them `valid_from` and `valid_until` that do not meet",
            );
            let mut fault = Diagnostic::new(Code::BadRange, message).at(spot.place()).help(help);
            if let Some(other) = spots.get(earlier) {
                fault = fault.also(other.place(), text("den andra", "the other one"));
            }
            faults.add(fault);
        }
    }
}

/// Role, specialty and capability of a staffed resource, each looked up in its own list.
fn staffed(
    resource: &model::UnitResource,
    spot: &Spot<'_>,
    vocabulary: &Vocabulary,
    faults: &mut Faults,
) -> Option<Staffed> {
    let parts = match resource {
        model::UnitResource::Role(role) => vec![(role.as_str(), spot.clone())],
        model::UnitResource::Parts(parts) => {
            parts.iter().map(String::as_str).zip(spot.items()).collect()
        }
    };
    let mut found = (None, None, None);
    for (id, at) in parts {
        let parts = (
            vocabulary.roles.by_id(id),
            vocabulary.specialties.by_id(id),
            vocabulary.capabilities.by_id(id),
        );
        match parts {
            (Some(role), _, _) => found.0 = Some(role),
            (_, Some(specialty), _) => found.1 = Some(specialty),
            (_, _, Some(capability)) => found.2 = Some(capability),
            _ => {
                let mut known = vocabulary.roles.ids();
                known.extend(vocabulary.specialties.ids());
                known.extend(vocabulary.capabilities.ids());
                faults.unknown(
                    &at,
                    text("roll, specialitet eller kapabilitet", "role, specialty or capability"),
                    id,
                    Known::ids(NameList::Roles, &known),
                );
                return None;
            }
        }
    }
    Some(Staffed { role: found.0?, specialty: found.1, capability: found.2 })
}
