//! Sections of a rule set, each in one of its files, or in several where [`Section::in_several_files`] says so.

use super::reading::{FilesRead, HEADER_FILE, ParsedFile, TESTS_FOLDER};
use super::section::Section;
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::language::{Text, text};

/// The sections of the files that were read.
pub(super) struct Sections<'a> {
    found: Vec<(&'a str, Spot<'a>)>,
    /// The sections that files which are not YAML seem to have.
    begun: Vec<Section>,
    /// Whether an absent section may be in a file that could not be opened, or stand under a misspelt name.
    unsure: bool,
}

impl<'a> Sections<'a> {
    /// The sections of the first `rules` files that were read. The faults are those of reading them.
    pub(super) fn collect(reading: &'a FilesRead, rules: usize, faults: &mut Faults) -> Self {
        let known = |name: &str| Section::ALL.iter().find(|section| section.name() == name);
        let read = reading.documents.get(..rules).unwrap_or_default();
        let mut begun = Vec::new();
        let mut unsure =
            reading.unopened + reading.unlisted > 0 || faults.list.iter().any(hides_sections);
        for (_, text) in &reading.unread {
            let lines = text.lines().filter_map(|line| line.split_once(':'));
            let sections: Vec<Section> =
                lines.filter_map(|(name, _)| known(name)).copied().collect();
            unsure |= sections.is_empty();
            begun.extend(sections);
        }
        let mut found: Vec<(&str, Spot<'_>)> = Vec::new();
        for ParsedFile { document, data } in read {
            for (name, spot) in Spot::root(document, data).entries() {
                let alone = known(name).is_none_or(|section| !section.in_several_files());
                let first = found.iter().find(|(other, _)| *other == name && alone);
                if let Some((_, first)) = first {
                    let message = Text {
                        sv: format!("avsnittet `{name}` står i två filer"),
                        en: format!("the section `{name}` stands in two files"),
                    };
                    let help =
                        text("för ihop dem i den ena filen", "put them together in one file");
                    let fault = Diagnostic::new(Code::SectionTwice, message)
                        .at(spot.key_place())
                        .help(help);
                    faults.add(fault.also(first.key_place(), text("här först", "here first")));
                } else {
                    found.push((name, spot));
                }
            }
        }
        Self { found, begun, unsure }
    }

    /// The first part of a section.
    pub(super) fn get(&self, section: Section) -> Option<&Spot<'a>> {
        self.all(section).next()
    }

    /// Every part of a section, in the order of the files.
    pub(super) fn all(&self, section: Section) -> impl Iterator<Item = &Spot<'a>> + Clone {
        let own = self.found.iter().filter(move |(name, _)| *name == section.name());
        own.map(|(_, spot)| spot)
    }

    /// Whether the section, or a part of it, may be in a file that could not be read.
    pub(super) fn may_lack(&self, section: Section) -> bool {
        self.begun.contains(&section) || self.unsure && self.get(section).is_none()
    }

    /// A required section of a rule set.
    pub(super) fn required(&self, section: Section, faults: &mut Faults) -> Option<&Spot<'a>> {
        let (found, name) = (self.get(section), section.name());
        if found.is_none() {
            let message = Text {
                sv: format!("avsnittet `{name}` finns inte i någon av filerna"),
                en: format!("the section `{name}` is in none of the files"),
            };
            let help = text(
                "lägg till det, och filen det står i under `files` i ruleset.yaml",
                "add it, and the file that holds it under `files` in ruleset.yaml",
            );
            let place = self
                .get(Section::Header)
                .map_or_else(|| Place::file(HEADER_FILE), |header| header.at("files").key_place());
            let fault = Diagnostic::new(Code::SectionMissing, message).at(place).help(help);
            if self.may_lack(section) {
                faults.hold_back();
            } else {
                faults.add(fault);
            }
        }
        found
    }
}

/// Whether a fault concerns the names of sections, or the list of the files that hold them.
pub(super) fn hides_sections(fault: &Diagnostic) -> bool {
    let at_top = |place: &Place| {
        let depth = place.route.matches('/').count();
        fault.severity == Severity::Error
            && !place.file.starts_with(&format!("{TESTS_FOLDER}/"))
            && (depth == 0
                || depth == 1 && fault.code == Code::UnknownKey
                || place.route == "/ruleset"
                || place.route.starts_with("/ruleset/files")
                || fault.code == Code::UnknownKey && place.route.starts_with("/ruleset/"))
    };
    fault.primary().is_some_and(at_top)
}
