//! Resource strings, as Clinic24 shows them: `Hjärtmottagning Sandviken, Administratör, Kardiologi,
//! Kardiologi-allmän`.
//!
//! The vocabularies identify the parts, not position or number: any of the last ones may be missing, a list may show
//! capability before role, and a unit's name may contain commas.

use std::fmt;

use nom::bytes::complete::take_while;
use nom::character::complete::char;
use nom::combinator::all_consuming;
use nom::multi::separated_list1;
use nom::{IResult, Parser};

use super::RuleSet;
use crate::language::Lang;

/// A resource: a unit and a role at it, as indices into directory and vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource {
    /// The unit, if the directory has it.
    pub unit: Option<u32>,
    /// The unit's name, if the directory does not have it.
    pub unlisted_unit: Option<String>,
    /// The role.
    pub role: Option<u32>,
    /// The specialty.
    pub specialty: Option<u32>,
    /// The capability.
    pub capability: Option<u32>,
    /// Parts that are in no vocabulary.
    pub unread: Vec<String>,
}

/// The parts between commas, trimmed; empty ones are dropped.
fn parts(input: &str) -> IResult<&str, Vec<&str>> {
    let part = take_while(|c: char| c != ',').map(str::trim);
    let (rest, parts) = all_consuming(separated_list1(char(','), part)).parse(input)?;
    Ok((rest, parts.into_iter().filter(|part| !part.is_empty()).collect()))
}

/// The meaning of a part.
#[derive(Clone, Copy)]
enum ResourcePart {
    Role(u32),
    Specialty(u32),
    Capability(u32, Option<u32>),
    RoleAndCapability(u32, u32, Option<u32>),
}

impl Resource {
    /// Reads a resource string against the vocabularies. Linear in the string.
    ///
    /// Never fails: an unknown part goes to `unread`, or becomes the unit's name.
    #[must_use]
    pub fn read(rule_set: &RuleSet, written: &str) -> Self {
        let parts = parts(written).map(|(_, parts)| parts).unwrap_or_default();
        let mut this = Self::default();
        let mut rest = parts.as_slice();
        while let [first, others @ ..] = rest {
            // A name may itself contain commas; the longest known one wins.
            let longest = rule_set.name_parts.min(rest.len());
            let taken = (1..=longest).rev().find(|&taken| {
                let name = rest.get(..taken).unwrap_or_default().join(", ");
                this.take_name(rule_set, &name)
            });
            rest = match taken {
                Some(taken) => rest.get(taken..).unwrap_or_default(),
                None => {
                    this.unread.push((*first).to_owned());
                    others
                }
            };
        }
        this.name_unit(rule_set, &parts);
        this
    }

    /// Takes a name of a unit or of a part. Returns false if it is neither, or conflicts with an earlier part.
    fn take_name(&mut self, rule_set: &RuleSet, name: &str) -> bool {
        if self.unit.is_none() {
            self.unit = rule_set.directory.units.find(name);
            if self.unit.is_some() {
                return true;
            }
        }
        self.take(self.part(rule_set, name))
    }

    /// The meaning of a part. A name of two kinds gets the kind that has no value yet.
    fn part(&self, rule_set: &RuleSet, name: &str) -> Option<ResourcePart> {
        let vocabulary = &rule_set.vocabulary;
        let role =
            vocabulary.roles.find(name).filter(|_| self.role.is_none()).map(ResourcePart::Role);
        let specialty = || {
            vocabulary
                .specialties
                .find(name)
                .filter(|_| self.specialty.is_none())
                .map(ResourcePart::Specialty)
        };
        let capability = || {
            vocabulary
                .capability(name)
                .map(|(capability, of)| ResourcePart::Capability(capability, of))
        };
        let both = || {
            vocabulary
                .role_and_capability(name)
                .map(|(role, capability, of)| ResourcePart::RoleAndCapability(role, capability, of))
        };
        role.or_else(specialty).or_else(capability).or_else(both)
    }

    /// Takes a part. Returns false if it conflicts with an earlier one.
    fn take(&mut self, part: Option<ResourcePart>) -> bool {
        match part {
            Some(ResourcePart::Role(role)) => self.role = Some(role),
            Some(ResourcePart::Specialty(specialty)) => self.specialty = Some(specialty),
            Some(ResourcePart::RoleAndCapability(role, capability, of)) if self.role.is_none() => {
                if !self.take(Some(ResourcePart::Capability(capability, of))) {
                    return false;
                }
                self.role = Some(role);
            }
            Some(ResourcePart::Capability(capability, of)) if self.capability.is_none() => {
                if let (Some(told), Some(of)) = (self.specialty, of)
                    && told != of
                {
                    return false;
                }
                self.capability = Some(capability);
                self.specialty = self.specialty.or(of);
            }
            _ => return false,
        }
        true
    }

    /// Takes unknown parts as the unit's name, if no unit of the directory was found.
    ///
    /// Those at the start if there are any, otherwise the first unknown part.
    fn name_unit(&mut self, rule_set: &RuleSet, parts: &[&str]) {
        if self.unit.is_some() || self.unread.is_empty() {
            return;
        }
        let nothing = Self::default();
        let at_start =
            parts.iter().take_while(|part| nothing.part(rule_set, part).is_none()).count();
        let name: Vec<String> = self.unread.drain(..at_start.clamp(1, self.unread.len())).collect();
        self.unlisted_unit = Some(name.join(", "));
    }

    /// The resource as a string in a language, which [`Resource::read`] can read.
    #[must_use]
    pub fn display<'a>(&'a self, rule_set: &'a RuleSet, lang: Lang) -> impl fmt::Display + 'a {
        Shown { resource: self, rule_set, lang }
    }
}

struct Shown<'a> {
    resource: &'a Resource,
    rule_set: &'a RuleSet,
    lang: Lang,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource, rule_set, lang } = self;
        let vocabulary = &rule_set.vocabulary;
        let unit = match resource.unit {
            Some(unit) => rule_set.directory.units.get(unit).map(|unit| unit.label(*lang)),
            None => resource.unlisted_unit.as_deref(),
        };
        let label = |words: &'_ super::names::Words, index: Option<u32>| {
            index.and_then(|index| words.get(index).map(|word| word.label(*lang).to_owned()))
        };
        let parts = [
            unit.map(str::to_owned),
            label(&vocabulary.roles, resource.role),
            label(&vocabulary.specialties, resource.specialty),
            label(&vocabulary.capabilities, resource.capability),
        ];
        let parts = parts.into_iter().flatten().chain(resource.unread.iter().cloned());
        for (index, part) in parts.enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(&part)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> (Resource, [Option<String>; 4]) {
        let rule_set = RuleSet::embedded().unwrap();
        let resource = Resource::read(&rule_set, written);
        let v = &rule_set.vocabulary;
        let id = |words: &super::super::names::Words, index: Option<u32>| {
            index.and_then(|i| words.get(i)).map(|w| w.id.clone())
        };
        let ids = [
            id(&rule_set.directory.units, resource.unit),
            id(&v.roles, resource.role),
            id(&v.specialties, resource.specialty),
            id(&v.capabilities, resource.capability),
        ];
        (resource, ids)
    }

    fn ids(written: &str) -> [Option<String>; 4] {
        read(written).1
    }

    fn some(ids: [&str; 4]) -> [Option<String>; 4] {
        ids.map(|id| (!id.is_empty()).then(|| id.to_owned()))
    }

    #[test]
    fn the_strings_of_the_instruction_are_read() {
        for (written, want) in [
            (
                "Hjärtmottagning Sandviken, Administratör, Kardiologi, Kardiologi-allmän",
                ["hjartmottagning-sandviken", "administrator", "cardiology", "general"],
            ),
            (
                "Ortopedmottagning Hudiksvall, Sjuksköterska, ortopedi-allmän",
                ["ortopedmottagning-hudiksvall", "nurse", "orthopaedics", "general"],
            ),
            (
                "Valbo Din hälsocentral, Sjuksköterska, Primärvård",
                ["valbo", "nurse", "primary_care", ""],
            ),
            ("Valbo Din hälsocentral, Sjuksköterska", ["valbo", "nurse", "", ""]),
            ("Distrikt, Sjuksköterska", ["", "nurse", "primary_care", ""]),
            ("Kardiologi-allmän, Administratör", ["", "administrator", "cardiology", "general"]),
        ] {
            assert_eq!(ids(written), some(want), "{written}");
        }
    }

    #[test]
    fn unknown_parts_are_kept_and_an_unknown_unit_is_taken_by_name() {
        let (resource, _) = read("Valbo Din hälsocentral, Sjuksköterska, Gävleborg Sjuksköterska");
        assert_eq!(resource.unread, ["Gävleborg Sjuksköterska"]);
        let (resource, found) = read(" Kvinnokliniken, plan 3 ,Läkare,, Gynekologi,");
        assert_eq!(resource.unlisted_unit.as_deref(), Some("Kvinnokliniken, plan 3"));
        assert_eq!(found, some(["", "physician", "gynaecology", ""]));
        assert!(resource.unread.is_empty());
    }

    #[test]
    fn an_unknown_unit_is_taken_wherever_it_stands() {
        let (resource, found) = read("Läkare, Kardiologi, Okänd mottagning");
        assert_eq!(resource.unlisted_unit.as_deref(), Some("Okänd mottagning"));
        assert_eq!(found, some(["", "physician", "cardiology", ""]));
    }

    #[test]
    fn a_name_with_commas_is_one_name() {
        let (_, found) = read("Valbo Din hälsocentral, Sjuksköterska, Öron, näsa och hals, Allmän");
        assert_eq!(found, some(["valbo", "nurse", "ear_nose_throat", "general"]));
    }

    #[test]
    fn a_capability_of_another_specialty_does_not_fit() {
        let (resource, found) =
            read("Hjärtmottagning Sandviken, Administratör, Kardiologi, Ortopedi-allmän");
        assert_eq!(found, some(["hjartmottagning-sandviken", "administrator", "cardiology", ""]));
        assert_eq!(resource.unread, ["Ortopedi-allmän"]);
    }
}
