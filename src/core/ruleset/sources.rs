//! The documents that rules are based on, and the places in them that rules name.
//!
//! A source is written `section/place`: `3/2` is row 2 of the table in section 3, `2.1/4` step 4 of section 2.1.
//! Sections are unique among all documents of a rule set, so the document need not be named.

use foldhash::HashMap;
use jiff::civil::Date;
use nom::bytes::complete::take_while1;
use nom::character::complete::char;
use nom::combinator::all_consuming;
use nom::sequence::separated_pair;
use nom::{IResult, Parser};
use serde::{Deserialize, Serialize};

use super::known::Known;
use super::model;
use super::spot::{Faults, Spot, unknown_message};
use super::unread::NameList;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::day;
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
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// Index into [`Sources::documents`].
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

#[derive(Debug, Clone, Serialize, Deserialize)]
struct DocumentSection {
    document: usize,
    table: bool,
    places: Vec<String>,
    /// Whether a place could not be read.
    #[serde(skip)]
    unread: bool,
}

impl DocumentSection {
    fn reference(&self, section: &str, place: &str) -> SourceRef {
        let row = if self.table { place.parse().ok() } else { None };
        SourceRef {
            document: self.document,
            section: section.to_owned(),
            place: place.to_owned(),
            row,
        }
    }
}

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

impl Sources {
    /// The governing document.
    #[must_use]
    pub fn governing(&self) -> Option<&Document> {
        self.documents.first()
    }

    /// The documents by which the validity of answers is judged, by their index: each in its own days, one without days in those of
    /// the governing document.
    #[must_use]
    pub fn judging(&self, document: usize) -> usize {
        if self.revisions(document).any(Document::is_dated) {
            self.first_revision(document)
        } else {
            0
        }
    }

    /// A document in the revision that is valid on a day, else the last one that has expired, else the next.
    #[must_use]
    pub fn revision_on(&self, document: usize, day: Date) -> Option<&Document> {
        let revisions = || self.revisions(document);
        revisions()
            .find(|revision| revision.is_in_force(day))
            .or_else(|| {
                let past = revisions().filter(|revision| revision.has_expired(day));
                past.max_by_key(|revision| revision.valid_until)
            })
            .or_else(|| revisions().min_by_key(|revision| revision.valid_from))
    }

    /// The revisions of a document, in the order of the files.
    fn revisions(&self, document: usize) -> impl Iterator<Item = &Document> {
        let own = self.documents.get(document).map(|document| document.id.as_str());
        self.documents.iter().filter(move |other| own == Some(other.id.as_str()))
    }

    /// The index of the first revision of a document.
    fn first_revision(&self, document: usize) -> usize {
        let own = self.documents.get(document).map(|document| document.id.as_str());
        let first = self.documents.iter().position(|other| own == Some(other.id.as_str()));
        first.unwrap_or(document)
    }

    /// The document of a place.
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
        if self.documents.iter().any(|known| known.id == written.document) {
            faults.add(duplicate(&spot.at("document"), &written.document));
        }
        for (section, places) in &written.places {
            let list = spot.at("places").at(section);
            let place = DocumentSection {
                document: index,
                unread: faults.told_within(&list),
                table: written.tables.contains(section),
                places: places.iter().map(model::Name::text).collect(),
            };
            if self.places.insert(section.clone(), place).is_some() {
                faults.add(duplicate(&spot.at("places").at(section), section));
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
        self.documents.push(Document {
            id: written.document.clone(),
            title: written.title.complete(&written.document),
            revision: written.revision,
            decided,
            valid_from,
            valid_until,
            owner: written.owner.clone(),
            after_expiry: written.after_expiry,
        });
    }

    /// The place that a source names, if it exists.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<SourceRef> {
        let (_, (section, place)) = reference(written).ok()?;
        let known = self.places.get(section)?;
        known.places.iter().any(|own| own == place).then(|| known.reference(section, place))
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
        if !known.places.iter().any(|own| own == place) {
            let what = Text {
                sv: format!("plats i avsnitt {section}"),
                en: format!("place in section {section}"),
            };
            if known.unread {
                faults.hold_back();
            } else {
                let fault = Diagnostic::new(Code::UnknownWord, unknown_message(&what, place));
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
                    Known::fixed(&known.places),
                );
            }
            return None;
        }
        faults.note_named(section, place);
        Some(known.reference(section, place))
    }
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
