//! Sections of a rule set, each in one of its files.

use super::reading::{HEADER_FILE, ParsedFile};
use super::section::Section;
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Text, text};

/// The sections of the files that were read.
pub(super) struct Sections<'a> {
    found: Vec<(&'a str, Spot<'a>)>,
    /// Whether some file could not be read, so that an absent section may be in it.
    unsure: bool,
}

impl<'a> Sections<'a> {
    pub(super) fn collect(read: &'a [ParsedFile], faults: &mut Faults) -> Self {
        let unsure = faults.any_error();
        let mut found: Vec<(&str, Spot<'_>)> = Vec::new();
        for ParsedFile { document, data } in read {
            for (name, spot) in Spot::root(document, data).entries() {
                let first =
                    found.iter().find(|(known, _)| *known == name && name != Section::Local.name());
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
        Self { found, unsure }
    }

    pub(super) fn get(&self, section: Section) -> Option<&Spot<'a>> {
        self.found.iter().find(|(known, _)| *known == section.name()).map(|(_, spot)| spot)
    }

    pub(super) fn local(&self) -> impl Iterator<Item = &Spot<'a>> {
        self.found.iter().filter(|(name, _)| *name == Section::Local.name()).map(|(_, spot)| spot)
    }

    /// A required section of a rule set.
    pub(super) fn required(&self, section: Section, faults: &mut Faults) -> Option<&Spot<'a>> {
        let (found, name) = (self.get(section), section.name());
        if found.is_none() && !self.unsure {
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
            let fault = Diagnostic::new(Code::SectionMissing, message);
            faults.add(fault.at(place).help(help));
        }
        found
    }
}
