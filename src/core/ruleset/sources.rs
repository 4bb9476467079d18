//! The documents that rules are based on, and the places in them that rules name.
//!
//! A source is written `section/place`: `3/2` is row 2 of the table in section 3, `2.1/4` step 4 of section 2.1.
//! Sections are unique among all documents of a rule set, so the document need not be named. Revisions of one document share
//! their sections: a place is looked up in the revision of the day.

use foldhash::HashMap;
use jiff::civil::Date;
use nom::bytes::complete::take_while1;
use nom::character::complete::char;
use nom::combinator::all_consuming;
use nom::sequence::separated_pair;
use nom::{IResult, Parser};
use serde::{Deserialize, Serialize};

use super::days::{date, period};
use super::known::Known;
use super::model;
use super::spot::{Faults, Spot, unknown_message};
use super::unread::NameList;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Text, text};

/// A document that rules are based on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its revision.
    pub revision: u32,
    /// The day on which it was decided.
    pub decided: Option<Date>,
    /// The first day on which it is valid.
    pub valid_from: Option<Date>,
    /// The last day on which it is valid (that day included).
    pub valid_until: Option<Date>,
    /// The role that owns it.
    pub owner: Option<String>,
    /// What must happen once it has expired.
    pub after_expiry: Option<model::AfterExpiry>,
    /// The revision that its statements without one of their own were gone through against.
    pub stated_revision: u32,
}

/// The revision that statements are of where nothing says otherwise.
const FIRST_REVISION: u32 = 1;

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// Index into [`Sources::documents`]: the first revision that has the place.
    pub document: usize,
    /// The section.
    pub section: String,
    /// The step, row or named place in it.
    pub place: String,
    /// The row, if the section is a table.
    pub row: Option<u32>,
}

impl Document {
    /// Whether it has a first or a last day.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.valid_from.is_some() || self.valid_until.is_some()
    }

    /// Whether a day is past its last one.
    #[must_use]
    pub fn has_expired(&self, day: Date) -> bool {
        self.valid_until.is_some_and(|last| last < day)
    }

    /// Whether a day is before its first one.
    #[must_use]
    pub fn is_not_yet_valid(&self, day: Date) -> bool {
        self.valid_from.is_some_and(|first| day < first)
    }

    /// Whether some day is one of both.
    fn meets(&self, other: &Self) -> bool {
        let first = self.valid_from.max(other.valid_from);
        let ends = [self.valid_until, other.valid_until].into_iter().flatten();
        ends.min().is_none_or(|last| first.is_none_or(|first| first <= last))
    }

    /// Whether it is valid on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        !self.has_expired(day) && !self.is_not_yet_valid(day)
    }
}

impl SourceRef {
    /// The place in the form of rules: `section/place`.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}/{}", self.section, self.place)
    }
}

/// All documents of a rule set. The first one governs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sources {
    /// The documents in the order of the files.
    pub documents: Vec<Document>,
    #[serde(with = "super::compiled::map")]
    places: HashMap<String, DocumentSection>,
    /// Whether a document could not be read at all.
    #[serde(skip)]
    unread: bool,
}

/// A section of a document, in all revisions that have it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct DocumentSection {
    table: bool,
    /// Each place, with the revisions that have it.
    places: Vec<(String, Vec<usize>)>,
    /// Whether a place could not be read.
    #[serde(skip)]
    unread: bool,
}

impl DocumentSection {
    fn revisions(&self, place: &str) -> Option<&[usize]> {
        self.places.iter().find(|(own, _)| own == place).map(|(_, revisions)| revisions.as_slice())
    }

    fn reference(&self, section: &str, place: &str) -> Option<SourceRef> {
        let &document = self.revisions(place)?.first()?;
        let row = if self.table { place.parse().ok() } else { None };
        Some(SourceRef { document, section: section.to_owned(), place: place.to_owned(), row })
    }
}

impl Sources {
    /// The governing document.
    #[must_use]
    pub fn governing(&self) -> Option<&Document> {
        self.documents.first()
    }

    /// The governing document in all its revisions, as indices.
    #[must_use]
    pub fn governing_revisions(&self) -> Vec<usize> {
        let governing = self.governing().map(|document| document.id.as_str());
        let revisions = (0..).zip(&self.documents);
        revisions.filter(|(_, other)| governing == Some(&other.id)).map(|(at, _)| at).collect()
    }

    /// The governing document in the revision of a day.
    #[must_use]
    pub fn governing_on(&self, day: Date) -> Option<&Document> {
        self.documents.get(self.revision_on(&self.governing_revisions(), day)?)
    }

    /// Whether some document has several revisions.
    #[must_use]
    pub fn has_revisions(&self) -> bool {
        let mut documents = self.documents.iter().enumerate();
        documents.any(|(at, own)| self.documents.iter().skip(at + 1).any(|it| it.id == own.id))
    }

    /// The revisions that have a place, as indices.
    #[must_use]
    pub fn revisions_with(&self, source: &SourceRef) -> Vec<usize> {
        let section = self.places.get(&source.section);
        let revisions = section.and_then(|section| section.revisions(&source.place));
        revisions.map_or_else(|| vec![source.document], <[usize]>::to_vec)
    }

    /// Among revisions of a document, by index, the one that is valid on a day, else the last one that has expired, else the
    /// next one.
    #[must_use]
    pub fn revision_on(&self, revisions: &[usize], day: Date) -> Option<usize> {
        let revisions = || revisions.iter().filter_map(|&at| Some((at, self.documents.get(at)?)));
        let valid = revisions().find(|(_, revision)| revision.is_in_force(day));
        let past = || {
            let past = revisions().filter(|(_, revision)| revision.has_expired(day));
            past.max_by_key(|(_, revision)| revision.valid_until)
        };
        let next = || revisions().min_by_key(|(_, revision)| revision.valid_from);
        valid.or_else(past).or_else(next).map(|(at, _)| at)
    }

    /// The document of a place, in the revision of a day.
    #[must_use]
    pub fn document_on(&self, source: &SourceRef, day: Date) -> Option<&Document> {
        self.documents.get(self.revision_on(&self.revisions_with(source), day)?)
    }

    /// The document of a place, in its first revision that has it.
    #[must_use]
    pub fn document(&self, source: &SourceRef) -> Option<&Document> {
        self.documents.get(source.document)
    }

    /// Adds the documents of a `sources` section.
    pub(super) fn add(&mut self, section: &Spot<'_>, faults: &mut Faults) {
        for spot in section.items() {
            match faults.read::<model::Source>(&spot) {
                Some(written) => self.add_document(&spot, &written, faults),
                None => self.unread = true,
            }
        }
    }

    fn add_document(&mut self, spot: &Spot<'_>, written: &model::Source, faults: &mut Faults) {
        let index = self.documents.len();
        let decided = date(spot.get("decided").as_ref(), Some(&written.decided), faults);
        let (valid_from, valid_until) =
            period(spot, written.valid_from.as_deref(), written.valid_until.as_deref(), faults);
        if let (Some(decided), Some(first)) = (decided, valid_from)
            && decided > first
        {
            let message = Text {
                sv: format!("dokumentet är beslutat {decided}, efter sin första dag {first}"),
                en: format!("the document was decided on {decided}, after its first day {first}"),
            };
            let help = text("rätta den ena dagen", "correct one of the days");
            faults.add(
                Diagnostic::new(Code::DatesUnlikely, message)
                    .at(spot.at("decided").place())
                    .also(spot.at("valid_from").place(), text("första dagen", "first day"))
                    .help(help),
            );
        }
        let document = Document {
            id: written.document.clone(),
            title: written.title.complete(&written.document),
            revision: written.revision,
            decided,
            valid_from,
            valid_until,
            owner: written.owner.clone(),
            after_expiry: written.after_expiry,
            stated_revision: written.stated_revision.unwrap_or(FIRST_REVISION),
        };
        refuse_overlap(spot, &document, &self.documents, faults);
        for (section, places) in &written.places {
            let list = spot.at("places").at(section);
            let known = self.places.entry(section.clone()).or_default();
            let mut owners = known.places.iter().flat_map(|(_, revisions)| revisions);
            let other = |at: &usize| self.documents.get(*at).is_none_or(|it| it.id != document.id);
            if owners.any(other) {
                faults.add(taken_section(&list, section));
                continue;
            }
            known.unread |= faults.told_within(&list);
            known.table |= written.tables.contains(section);
            for (place, item) in places.iter().map(model::Name::text).zip(list.items()) {
                match known.places.iter_mut().find(|(own, _)| *own == place) {
                    Some((_, revisions)) if revisions.contains(&index) => {
                        faults.add(twice(&item, &place));
                    }
                    Some((_, revisions)) => revisions.push(index),
                    None => known.places.push((place, vec![index])),
                }
            }
        }
        for (written_table, table) in written.tables.iter().zip(spot.at("tables").items()) {
            if !written.places.contains_key(written_table) {
                let known: Vec<String> = written.places.keys().cloned().collect();
                faults.unknown(
                    &table,
                    text("avsnitt i dokumentet", "section of the document"),
                    written_table,
                    Known::ids(NameList::DocumentSections, &known),
                );
            }
        }
        self.documents.push(document);
    }

    /// The place that a source names, if it exists.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<SourceRef> {
        let (_, (section, place)) = reference(written).ok()?;
        self.places.get(section)?.reference(section, place)
    }

    /// Resolves a written source. `spot` is its location.
    pub(super) fn resolve(
        &self,
        spot: &Spot<'_>,
        written: &str,
        faults: &mut Faults,
    ) -> Option<SourceRef> {
        let Ok((_, (section, place))) = reference(written) else {
            let message = Text {
                sv: format!("`{written}` är ingen källa"),
                en: format!("`{written}` is no source"),
            };
            let help = text(
                "skriv avsnitt/plats, som `3/2` eller `2.1/4`",
                "write section/place, such as `3/2` or `2.1/4`",
            );
            faults.add(Diagnostic::new(Code::BadSource, message).at(spot.place()).help(help));
            return None;
        };
        let Some(known) = self.places.get(section) else {
            let mut sections: Vec<String> = self.places.keys().cloned().collect();
            sections.sort();
            if self.unread {
                faults.hold_back();
                return None;
            }
            faults.unknown(
                spot,
                text("avsnitt i `sources`", "section in `sources`"),
                section,
                Known::ids(NameList::DocumentSections, &sections),
            );
            return None;
        };
        let Some(found) = known.reference(section, place) else {
            let what = Text {
                sv: format!("plats i avsnitt {section}"),
                en: format!("place in section {section}"),
            };
            if known.unread {
                faults.hold_back();
            } else {
                let fault = Diagnostic::new(Code::UnknownWord, unknown_message(&what, place));
                let names: Vec<String> =
                    known.places.iter().map(|(name, _)| name.clone()).collect();
                faults.unknown_as(
                    spot.place(),
                    fault.help(Text {
                        sv: format!(
                            "platserna i avsnitt {section} räknas upp under `places` i `sources`: välj en av dem, eller lägg till `{place}` där om dokumentet har den"
                        ),
                        en: format!(
                            "the places of section {section} stand under `places` in `sources`: choose one of them, or add `{place}` there if the document has it"
                        ),
                    }),
                    place,
                    Known::fixed(&names),
                );
            }
            return None;
        };
        faults.note_named(section, place);
        Some(found)
    }
}

/// Refuses a revision that is valid on days of another one, and two documents of one id and revision.
fn refuse_overlap(spot: &Spot<'_>, document: &Document, others: &[Document], faults: &mut Faults) {
    let same = |other: &&Document| other.id == document.id;
    let Some(other) = others.iter().filter(same).find(|other| document.meets(other)) else {
        return;
    };
    if other.revision == document.revision {
        faults.add(duplicate(&spot.at("document"), &document.id));
        return;
    }
    let (id, first, second) = (&document.id, other.revision, document.revision);
    let message = Text {
        sv: format!("revision {first} och {second} av `{id}` gäller samma dagar"),
        en: format!("revisions {first} and {second} of `{id}` are valid on the same days"),
    };
    let why = text(
        "den revision som gäller en dag måste vara en enda",
        "there must be one revision that is valid on a day",
    );
    let help = text(
        "ge den ena `valid_until` och den andra `valid_from` dagen efter",
        "give one of them `valid_until`, and the other `valid_from` on the day after",
    );
    let fault = Diagnostic::new(Code::BadRange, message).at(spot.at("valid_from").place());
    faults.add(fault.why(why).help(help));
}

/// The fault of a section that another document has.
fn taken_section(spot: &Spot<'_>, section: &str) -> Diagnostic {
    let message = Text {
        sv: format!("avsnittet `{section}` finns redan i ett annat dokument"),
        en: format!("another document already has the section `{section}`"),
    };
    let help = text(
        "ge det ett annat namn; är det samma dokument i ny revision, ge båda samma id under `document`",
        "give it another name; if it is a new revision of the same document, give both the same id under `document`",
    );
    Diagnostic::new(Code::DuplicateId, message).at(spot.key_place()).help(help)
}

/// The fault of an entry that its list already has.
pub(super) fn twice(spot: &Spot<'_>, entry: &str) -> Diagnostic {
    let message =
        Text { sv: format!("`{entry}` står två gånger"), en: format!("`{entry}` stands twice") };
    let help = text("ta bort det ena", "remove one of them");
    Diagnostic::new(Code::DuplicateId, message).at(spot.place()).help(help)
}

/// The fault of an id that is already taken.
pub(super) fn duplicate(spot: &Spot<'_>, id: &str) -> Diagnostic {
    let message =
        Text { sv: format!("id:t `{id}` är upptaget"), en: format!("the id `{id}` is taken") };
    let help = text("ge den ett eget id", "give it an id of its own");
    Diagnostic::new(Code::DuplicateId, message).at(spot.place()).help(help)
}

/// `section/place`.
fn reference(written: &str) -> IResult<&str, (&str, &str)> {
    let part = |input| take_while1(|c: char| !c.is_whitespace() && c != '/')(input);
    all_consuming(separated_pair(part, char('/'), part)).parse(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_section_and_a_place() {
        assert_eq!(reference("2.1/confirm").unwrap().1, ("2.1", "confirm"));
        for wrong in ["", "3", "3/", "/2", "3/2/1", "3 /2"] {
            assert!(reference(wrong).is_err(), "{wrong}");
        }
    }
}
