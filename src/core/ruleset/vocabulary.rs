//! The words of a rule set: case types, care levels, roles, capabilities, specialties, contact reasons.
//!
//! The vocabulary is administrative. Words about symptoms, diagnoses or a person's identity are refused, so that no
//! case can contain them.

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::known::Known;
use super::model;
use super::names::{Word, Words};
use super::reasons::ContactReasons;
use super::reserved::is_reserved;
use super::spot::{Faults, Spot};
use super::unread::NameList;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::name::{foreign_letter, normalise};
use crate::language::{Lang, Text, text};

/// Parts of words, in ids and labels, that an administrative rule set must not contain.
const CLINICAL_OR_IDENTITY: &[&str] = &[
    "symtom",
    "symptom",
    "diagnos",
    "icd-10",
    "icd10",
    "anamnes",
    "personnummer",
    "samordningsnummer",
    "reservnummer",
    "personal_number",
    "personal number",
    "personal_identity",
    "national_id",
    "patient_name",
    "patientnamn",
    "patientens namn",
    "patient_id",
    "födelsedat",
    "date_of_birth",
    "birth_date",
];

/// The vocabulary of a rule set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Kinds of case.
    pub case_types: Words,
    /// Care levels.
    pub care_levels: Words,
    /// Roles.
    pub roles: Words,
    /// Capabilities.
    pub capabilities: Words,
    /// Specialties.
    pub specialties: Words,
    /// For each care level, the specialty used if a case names none.
    pub default_specialty: Vec<Option<u32>>,
    /// Names of capabilities that include the specialty, such as `Kardiologi-allmän`.
    #[serde(with = "super::compiled::map")]
    with_specialty: HashMap<String, (u32, u32)>,
    /// The contact reasons.
    pub reasons: ContactReasons,
}

impl Vocabulary {
    /// Whether both find the same words, by number, for every name.
    pub(super) fn reads_alike(&self, other: &Self) -> bool {
        self.case_types.reads_alike(&other.case_types)
            && self.care_levels.reads_alike(&other.care_levels)
            && self.roles.reads_alike(&other.roles)
            && self.capabilities.reads_alike(&other.capabilities)
            && self.specialties.reads_alike(&other.specialties)
            && self.with_specialty == other.with_specialty
            && self.reasons == other.reasons
    }

    /// The capability with this name, and the specialty if the name includes it.
    #[must_use]
    pub fn capability(&self, name: &str) -> Option<(u32, Option<u32>)> {
        if let Some(plain) = self.capabilities.find(name) {
            return Some((plain, None));
        }
        let &(capability, specialty) = self.with_specialty.get(normalise(name).as_ref())?;
        Some((capability, Some(specialty)))
    }

    /// A role and a capability in one name, as the instruction writes them: `Administratör Allmän`.
    ///
    /// With the specialty, if the capability's name includes it.
    #[must_use]
    pub fn role_and_capability(&self, name: &str) -> Option<(u32, u32, Option<u32>)> {
        let spaces = name.char_indices().filter(|(_, c)| c.is_whitespace());
        spaces.map(|(at, _)| name.split_at(at)).find_map(|(role, capability)| {
            let role = self.roles.find(role)?;
            let (capability, specialty) = self.capability(capability)?;
            Some((role, capability, specialty))
        })
    }

    /// Reads the `vocabulary` section.
    pub(super) fn read(section: &Spot<'_>, languages: &[Lang], faults: &mut Faults) -> Self {
        let mut this = Self::default();
        for (kind, spot) in section.entries() {
            refuse_clinical(&spot, kind, &[], faults);
            for (id, word) in spot.entries() {
                let read: Option<model::CareLevel> = faults.read(&word);
                let written = read.unwrap_or_default();
                let texts = model::Texts { sv: written.sv.clone(), en: written.en.clone() };
                require_languages(&word, &texts, languages, faults);
                let labels = [texts.sv.as_deref(), texts.en.as_deref()].into_iter().flatten();
                let labels: Vec<&str> =
                    labels.chain(written.also.iter().map(String::as_str)).collect();
                refuse_clinical(&word, id, &labels, faults);
                refuse_reserved(&word, id, faults);
                let words = match kind {
                    "case_type" => &mut this.case_types,
                    "care_level" => &mut this.care_levels,
                    "role" => &mut this.roles,
                    "capability" => &mut this.capabilities,
                    "specialty" => &mut this.specialties,
                    _ => continue,
                };
                let (patterns, also) = split_patterns(kind, written.also);
                let word_of = Word {
                    id: id.to_owned(),
                    label: texts.complete(id),
                    also,
                    was: written.was.into(),
                };
                let taken = words.add(word_of);
                if let Some((name, owner)) = taken.first() {
                    let owner = words.get(*owner).map_or("", |other| other.id.as_str());
                    faults.add(name_taken(&word, name, owner));
                }
                if kind == "capability" {
                    let capability = words.by_id(id).unwrap_or_default();
                    this.add_patterns(capability, &patterns, &word, section, faults);
                }
            }
        }
        this.refuse_twins(section, faults);
        this.read_defaults(section, faults);
        this
    }

    /// Refuses names that look like those of another word.
    fn refuse_twins(&self, section: &Spot<'_>, faults: &mut Faults) {
        for (kind, words) in [
            ("case_type", &self.case_types),
            ("care_level", &self.care_levels),
            ("role", &self.roles),
            ("capability", &self.capabilities),
            ("specialty", &self.specialties),
        ] {
            let entries = section.get(kind);
            refuse_twins(words, |id| entries.as_ref()?.get(id), faults);
        }
    }

    /// Reads the `contact_reasons` section.
    pub(super) fn read_reasons(&mut self, section: &Spot<'_>, faults: &mut Faults) {
        for (reason, spot) in section.entries() {
            refuse_clinical(&spot, reason, &[], faults);
            let Some(id) = spot.value().as_str() else {
                continue;
            };
            let Some(case_type) = self.case_types.by_id(id) else {
                let ids = self.case_types.ids();
                let known = Known::words(NameList::CaseTypes, &ids, &self.case_types);
                faults.unknown(&spot, text("ärendetyp", "case type"), id, known);
                continue;
            };
            if !self.reasons.add(reason, case_type) {
                faults.add(name_taken(&spot, reason, id));
            }
        }
    }

    /// Expands names such as `{specialty}-allmän` to one name per specialty.
    fn add_patterns(
        &mut self,
        capability: u32,
        patterns: &[String],
        word_spot: &Spot<'_>,
        section: &Spot<'_>,
        faults: &mut Faults,
    ) {
        let mut taken = None;
        for (index, (id, word)) in (0..).zip(section.entries_of("specialty")) {
            let labels =
                ["sv", "en"].map(|key| word.get(key).and_then(|label| label.value().as_str()));
            let also = word.at("also").items();
            let also = also.iter().filter_map(|name| name.value().as_str());
            for name in labels.into_iter().flatten().chain(also).chain([id]) {
                for pattern in patterns {
                    let spelt = pattern.replace("{specialty}", name);
                    let name = normalise(&spelt).into_owned();
                    let &mut (owner, _) =
                        self.with_specialty.entry(name).or_insert((capability, index));
                    if owner != capability {
                        taken.get_or_insert((spelt, owner));
                    }
                }
            }
        }
        if let Some((name, owner)) = taken {
            let owner = self.capabilities.get(owner).map_or("", |word| word.id.as_str());
            faults.add(name_taken(word_spot, &name, owner));
        }
    }

    fn read_defaults(&mut self, section: &Spot<'_>, faults: &mut Faults) {
        for (_, level) in section.entries_of("care_level") {
            let default = level.get("default_specialty");
            let found = default.and_then(|spot| {
                let id = spot.value().as_str()?;
                let found = self.specialties.by_id(id);
                if found.is_none() {
                    let ids = self.specialties.ids();
                    let known = Known::words(NameList::Specialties, &ids, &self.specialties);
                    faults.unknown(&spot, text("specialitet", "specialty"), id, known);
                }
                found
            });
            self.default_specialty.push(found);
        }
    }
}

/// Separates patterns from names: in a capability, a name with `{specialty}` is a pattern.
fn split_patterns(kind: &str, also: Vec<String>) -> (Vec<String>, Vec<String>) {
    if kind == "capability" {
        also.into_iter().partition(|name| name.contains("{specialty}"))
    } else {
        (Vec::new(), also)
    }
}

/// Checks that a text exists in every language of the rule set.
pub(super) fn require_languages(
    spot: &Spot<'_>,
    texts: &model::Texts,
    languages: &[Lang],
    faults: &mut Faults,
) {
    for &lang in languages {
        if texts.in_lang(lang).is_none_or(|label| label.trim().is_empty())
            && !faults.told_within(spot)
        {
            let key = match lang {
                Lang::Sv => "sv",
                Lang::En => "en",
            };
            let message = Text {
                sv: format!("texten saknas på språket `{key}`"),
                en: format!("the text is missing in the language `{key}`"),
            };
            let why = text(
                "`languages` i ruleset.yaml säger att alla texter finns på det språket",
                "`languages` in ruleset.yaml says that every text is in that language",
            );
            let help = Text {
                sv: format!("lägg till `{key}:`, eller ta bort språket ur `languages`"),
                en: format!("add `{key}:`, or remove the language from `languages`"),
            };
            faults.add(
                Diagnostic::new(Code::LanguageMissing, message)
                    .at(spot.key_place())
                    .why(why)
                    .help(help),
            );
        }
    }
}

/// Refuses a word about symptoms, diagnoses or identity.
pub(super) fn refuse_clinical(spot: &Spot<'_>, id: &str, labels: &[&str], faults: &mut Faults) {
    // `Laboratoriediagnostik` is the name of a specialty, not a diagnosis.
    let asks = |name: &str| name.to_lowercase().replace("diagnosti", "");
    let found = labels
        .iter()
        .chain([&id])
        .map(|name| asks(name))
        .find_map(|name| CLINICAL_OR_IDENTITY.iter().find(|part| name.contains(**part)));
    if let Some(part) = found {
        let message = Text {
            sv: format!("`{id}` frågar efter kliniska uppgifter eller identitet (`{part}`)"),
            en: format!("`{id}` asks for clinical data or identity (`{part}`)"),
        };
        let why = text(
            "reglerna är administrativa: de får inte bygga på symtom, diagnos eller vem patienten är",
            "the rules are administrative: they may not rest on symptoms, diagnoses or who the patient is",
        );
        let help = text(
            "ta bort ordet, eller beskriv ärendets sort i stället",
            "remove the word, or describe the kind of case instead",
        );
        faults.add(
            Diagnostic::new(Code::IdentityField, message).at(spot.key_place()).why(why).help(help),
        );
    }
}

/// Refuses names of a list that look like those of another word. `entry` finds a word as it is written.
pub(super) fn refuse_twins<'a>(
    words: &Words,
    entry: impl Fn(&str) -> Option<Spot<'a>>,
    faults: &mut Faults,
) {
    for (name, word, other) in words.twins() {
        let (Some(word), Some(other)) = (words.get(word), words.get(other)) else { continue };
        let letter = [word, other].into_iter().flat_map(Word::names).find_map(foreign_letter);
        let letter = letter
            .map_or(String::new(), |letter| format!(" (`{letter}` = U+{:04X})", u32::from(letter)));
        let message = Text {
            sv: format!("namnet `{name}` ser ut som ett av `{}`{letter}", other.id),
            en: format!("the name `{name}` looks like one of `{}`{letter}", other.id),
        };
        let why = text(
            "två namn som ser likadana ut är samma namn för den som läser",
            "two names that look the same are one name to whoever reads them",
        );
        let help = text(
            "skriv med svenska bokstäver, eller ge det ena ett annat namn",
            "write Latin letters, or give one of them another name",
        );
        let Some(place) = entry(&word.id).map(|spot| spot.key_place()) else { continue };
        faults.add(Diagnostic::new(Code::DuplicateId, message).at(place).why(why).help(help));
    }
}

/// Refuses an id that the language of the rules uses itself.
pub(super) fn refuse_reserved(spot: &Spot<'_>, id: &str, faults: &mut Faults) {
    if is_reserved(id) {
        let message = Text {
            sv: format!("`{id}` är ett ord som reglernas språk använder självt"),
            en: format!("`{id}` is a word that the language of the rules uses itself"),
        };
        let why = text(
            "där ordet står i ett villkor eller en mottagare betyder det alltid det som språket menar",
            "where the word stands in a condition or a receiver it always means what the language means",
        );
        let help = text(
            "ge det ett annat id; det namn som visas kan vara kvar",
            "give it another id; the name that is shown may stay",
        );
        let fault = Diagnostic::new(Code::ReservedWord, message).at(spot.key_place());
        faults.add(fault.why(why).help(help));
    }
}

fn name_taken(spot: &Spot<'_>, name: &str, owner: &str) -> Diagnostic {
    let message = Text {
        sv: format!("namnet `{name}` hör redan till `{owner}`"),
        en: format!("the name `{name}` already belongs to `{owner}`"),
    };
    let why = text(
        "ett namn i en fråga måste betyda en enda sak",
        "a name in a request must mean one thing only",
    );
    let help = text("ge det ena ett annat namn", "give one of them another name");
    Diagnostic::new(Code::DuplicateId, message).at(spot.key_place()).why(why).help(help)
}
