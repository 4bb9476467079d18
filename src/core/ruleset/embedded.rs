//! The shipped rule set, embedded in the program so that it answers without any file.

use crate::document::Files;

macro_rules! carried {
    ($($name:literal),* $(,)?) => {
        /// The files of `rules/gavleborg`, with their contents.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/gavleborg/", $name)))),*];
    };
}

carried! {
    "ruleset.yaml",
    "vocabulary.yaml",
    "directory.yaml",
    "routing.yaml",
    "handover.yaml",
    "procedures.yaml",
    "invariants.yaml",
    "statements.yaml",
    "local/valbo.yaml",
    "tests/handovers.yaml",
    "tests/procedures.yaml",
    "tests/recommendations.yaml",
}

/// The files of the shipped rule set.
#[must_use]
pub fn files() -> Files {
    Files::Memory(
        FILES.iter().map(|&(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn names_in(folder: &Path, prefix: &str, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                names_in(&entry.path(), &format!("{name}/"), names);
            } else {
                names.push(name);
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_carried() {
        let mut on_disk = Vec::new();
        names_in(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/gavleborg"),
            "",
            &mut on_disk,
        );
        let mut carried: Vec<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        on_disk.sort();
        carried.sort();
        assert_eq!(carried, on_disk);
    }
}
