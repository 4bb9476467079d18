//! Reading of a rule set's files in order: the header, the files that it lists, the tests.

use serde_json::Value;

use super::section::Section;
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Files, YamlDocument};
use crate::language::{Text, text};

/// The first file of a rule set.
pub const HEADER_FILE: &str = "ruleset.yaml";
/// The folder with a rule set's tests.
pub const TESTS_FOLDER: &str = "tests";
/// The maximum number of files that a rule set may list.
pub const MAX_FILES: usize = 5_000;

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
    /// The number of listed files that have no text.
    pub(super) unopened: usize,
    /// The number of files that look like rules or tests and are not listed.
    pub(super) unlisted: usize,
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
            reading.unopened += 1;
            return false;
        }
    };
    let Some(document) = YamlDocument::parse(name, &bytes, &mut faults.list) else {
        let marked = bytes.strip_prefix(BYTE_ORDER_MARK);
        match std::str::from_utf8(marked.unwrap_or(&bytes)) {
            Ok(text) => reading.unread.push((name.to_owned(), text.to_owned())),
            Err(_) => reading.unopened += 1,
        }
        return false;
    };
    // Tests may send what rules may not hold.
    if !name.starts_with(&format!("{TESTS_FOLDER}/")) {
        let prose =
            |name: &str| Section::ALL.iter().any(|one| one.name() == name && one.is_prose());
        faults.list.extend(document.unseen(prose));
    }
    let data = document.json();
    reading.documents.push(ParsedFile { document, data });
    true
}

/// Reads the header and the files that it lists. Returns the names of those.
pub(super) fn read_rule_set(
    files: &Files,
    reading: &mut FilesRead,
    faults: &mut Faults,
) -> Vec<String> {
    if !read_file(files, HEADER_FILE, reading, faults) {
        let missing = |fault: &&mut Diagnostic| fault.code == Code::MissingFile;
        if let Some(fault) = faults.list.last_mut().filter(missing) {
            fault.help = Some(text(
                "en regeluppsättning är en mapp med en fil `ruleset.yaml`; är det rätt mapp?",
                "a rule set is a folder with a file `ruleset.yaml`; is it the right folder?",
            ));
        }
        return Vec::new();
    }
    let listed: Vec<(String, Place)> = {
        let Some(header) = reading.documents.first() else {
            return Vec::new();
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
    seen
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

/// The faults of files that look like rules or tests, and that nothing reads. `listed` are those that the header lists.
///
/// A folder with a header of its own is another rule set. A folder that cannot be read is passed over.
pub(super) fn unlisted(files: &Files, listed: &[String]) -> Vec<Diagnostic> {
    let names = files.names("").unwrap_or_default();
    let others: Vec<&str> =
        names.iter().filter_map(|name| name.strip_suffix(&format!("/{HEADER_FILE}"))).collect();
    let of_another = |name: &str| {
        others
            .iter()
            .any(|folder| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    };
    let tests = format!("{TESTS_FOLDER}/");
    let unread = names.iter().filter(|name| {
        let is_test = name.starts_with(&tests) && name.ends_with(".yaml");
        stem(name).is_some() && !is_test && !listed.contains(name) && !of_another(name)
    });
    unread.map(|name| nothing_reads(files, name)).collect()
}

/// The name of a YAML file without its ending, in whatever way it is written.
fn stem(name: &str) -> Option<&str> {
    let ends_with = |ending: &str| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    };
    [".yaml", ".yml", ".yaml.txt", ".yml.txt"].into_iter().find_map(ends_with)
}

/// The fault of a file that nothing reads, with the way to have it read.
fn nothing_reads(files: &Files, name: &str) -> Diagnostic {
    let message = text(format!("ingenting läser `{name}`"), format!("nothing reads `{name}`"));
    let bytes = files.read(name).unwrap_or_default();
    let contents = String::from_utf8_lossy(&bytes);
    let holds_tests = contents.lines().any(|line| line.starts_with("tests:"));
    let plain = format!("{}.yaml", stem(name).unwrap_or(name));
    let base = plain.rsplit('/').next().unwrap_or(&plain);
    let in_tests = name.starts_with(&format!("{TESTS_FOLDER}/"));
    let (why, help) = if in_tests || holds_tests {
        let wanted = if in_tests { plain.clone() } else { format!("{TESTS_FOLDER}/{base}") };
        (
            text(
                "tester läses ur filer i mappen `tests` vars namn slutar på `.yaml`",
                "tests are read from files in the folder `tests` whose names end in `.yaml`",
            ),
            text(
                format!("döp om filen till `{wanted}`, eller ta bort den ur mappen"),
                format!("rename the file to `{wanted}`, or take it out of the folder"),
            ),
        )
    } else {
        let renamed = plain != name;
        let (sv, en) = if renamed {
            (
                format!("döp om filen till `{plain}` och "),
                format!("rename the file to `{plain}` and "),
            )
        } else {
            (String::new(), String::new())
        };
        (
            text(
                "regler läses bara ur de filer som räknas upp under `files` i ruleset.yaml",
                "rules are read only from the files that stand under `files` in ruleset.yaml",
            ),
            text(
                format!(
                    "{sv}lägg till raden `- {plain}` under `files`, eller ta bort filen ur mappen"
                ),
                format!(
                    "{en}add the line `- {plain}` under `files`, or take the file out of the folder"
                ),
            ),
        )
    };
    Diagnostic::new(Code::UnlistedFile, message).at(Place::file(name)).why(why).help(help)
}
