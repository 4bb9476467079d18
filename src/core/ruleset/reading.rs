//! Reading of a rule set's files in order: the header, the files that it lists, the tests.

use serde_json::Value;

use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Files, YamlDocument};
use crate::language::{Text, text};

/// The first file of a rule set.
pub const HEADER_FILE: &str = "ruleset.yaml";
/// The folder with a rule set's tests.
pub const TESTS_FOLDER: &str = "tests";
/// The maximum number of files that a rule set may list.
pub const MAX_FILES: usize = 500;

/// Some editors write this mark at the start of a file; positions are counted from after it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A document with its data.
pub(super) struct ParsedFile {
    pub(super) document: YamlDocument,
    pub(super) data: Value,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct FilesRead {
    pub(super) documents: Vec<ParsedFile>,
    /// Names and texts of the files that are not YAML, for excerpts.
    pub(super) unread: Vec<(String, String)>,
}

impl FilesRead {
    /// Takes the data of the first documents.
    pub(super) fn take_data(&mut self, count: usize) -> impl Iterator<Item = Value> {
        self.documents.iter_mut().take(count).map(|read| std::mem::take(&mut read.data))
    }
}

fn read_file(files: &Files, name: &str, reading: &mut FilesRead, faults: &mut Faults) -> bool {
    let bytes = match files.read(name) {
        Ok(bytes) => bytes,
        Err(fault) => {
            faults.add(*fault);
            return false;
        }
    };
    let Some(document) = YamlDocument::parse(name, &bytes, &mut faults.list) else {
        let marked = bytes.strip_prefix(BYTE_ORDER_MARK);
        if let Ok(text) = std::str::from_utf8(marked.unwrap_or(&bytes)) {
            reading.unread.push((name.to_owned(), text.to_owned()));
        }
        return false;
    };
    let data = document.json();
    reading.documents.push(ParsedFile { document, data });
    true
}

/// Reads the header and the files that it lists.
pub(super) fn read_rule_set(files: &Files, reading: &mut FilesRead, faults: &mut Faults) {
    if !read_file(files, HEADER_FILE, reading, faults) {
        let missing = |fault: &&mut Diagnostic| fault.code == Code::MissingFile;
        if let Some(fault) = faults.list.last_mut().filter(missing) {
            fault.help = Some(text(
                "en regeluppsättning är en mapp med en fil `ruleset.yaml`; är det rätt mapp?",
                "a rule set is a folder with a file `ruleset.yaml`; is it the right folder?",
            ));
        }
        return;
    }
    let listed: Vec<(String, Place)> = {
        let Some(header) = reading.documents.first() else {
            return;
        };
        let root = Spot::root(&header.document, &header.data);
        let list = root.at("ruleset").get("files").map(|list| list.items()).unwrap_or_default();
        list.iter()
            .filter_map(|spot| Some((spot.value().as_str()?.to_owned(), spot.place())))
            .collect()
    };
    let mut seen = vec![HEADER_FILE.to_owned()];
    for (index, (name, place)) in listed.into_iter().enumerate() {
        if index >= MAX_FILES {
            let message = Text {
                sv: format!("regeluppsättningen räknar upp fler än {MAX_FILES} filer"),
                en: format!("the rule set lists more than {MAX_FILES} files"),
            };
            faults.add(Diagnostic::new(Code::TooLarge, message).at(place));
            break;
        }
        let plain = name.trim_start_matches("./").to_owned();
        if seen.contains(&plain) {
            let message = Text {
                sv: format!("filen `{name}` tas med två gånger"),
                en: format!("the file `{name}` is included twice"),
            };
            let help = text("ta bort raden", "remove the line");
            faults.add(Diagnostic::new(Code::FileCycle, message).at(place).help(help));
            continue;
        }
        seen.push(plain.clone());
        let before = faults.list.len();
        read_file(files, &plain, reading, faults);
        // A file that cannot be opened is reported at the line that lists it.
        for fault in faults.list.iter_mut().skip(before) {
            let unplaced = fault.places.first().is_none_or(|first| first.span.is_none());
            if unplaced {
                fault.places = vec![place.clone()];
            }
        }
    }
}

/// Reads the files of tests.
pub(super) fn read_tests(files: &Files, reading: &mut FilesRead, faults: &mut Faults) {
    match files.list(TESTS_FOLDER) {
        Ok(names) => {
            for name in names {
                read_file(files, &name, reading, faults);
            }
        }
        Err(fault) => faults.add(*fault),
    }
}
