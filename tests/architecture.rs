//! What the compiler cannot hold: floors, headers, lengths, and that only the command line prints.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a test"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate with their floor: a module uses only what stands below it. `render` shows what
/// `wire` answers, so it stands above.
const FLOORS: &[(&str, u32)] = &[
    ("language", 0),
    ("diagnostic", 1),
    ("matcher", 1),
    ("document", 2),
    ("ruleset", 3),
    ("engine", 4),
    ("wire", 5),
    ("analysis", 6),
    ("expect", 6),
    ("compare", 6),
    ("provenance", 6),
    ("render", 7),
    ("cli", 9),
    ("service", 8),
];

/// The longest file, in lines. A longer one wants a second room.
const MAX_LINES: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found
}

/// The room of a file: the first folder or file name under `src`.
fn room(path: &Path) -> String {
    let first = path.components().nth(1).unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn floor(room: &str) -> Option<u32> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|&(_, floor)| floor)
}

#[test]
fn every_module_has_a_floor() {
    for (path, _) in sources() {
        let room = room(&path);
        assert!(floor(&room).is_some() || room == "lib" || room == "main", "{room} has no floor");
    }
}

#[test]
fn data_flows_one_way() {
    let mut checked = 0;
    for (path, text) in sources() {
        let Some(own) = floor(&room(&path)) else {
            continue;
        };
        // Lines of documentation may speak of what stands above; code may not.
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (line, used) in
            code.flat_map(|line| line.split("crate::").skip(1).map(move |rest| (line, rest)))
        {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = floor(&used) else {
                panic!("{}: `crate::{used}` is no module: {line}", path.display());
            };
            let fine = other < own || used == room(&path);
            assert!(fine, "{} (floor {own}) uses `{used}` (floor {other}): {line}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} uses were found");
}

#[test]
fn only_document_names_the_yaml_and_schema_crates() {
    for (path, text) in sources() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let foreign = ["serde_yaml::", "jsonschema::"].iter().any(|name| line.contains(name));
            assert!(!foreign || room(&path) == "document", "{}: {line}", path.display());
        }
    }
}

#[test]
fn files_have_a_header_and_are_not_too_long() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not begin with what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn only_the_command_line_reads_the_clock_the_environment_and_prints() {
    for (path, text) in sources() {
        if matches!(room(&path).as_str(), "cli" | "main") || path.ends_with("tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for name in ["std::env", "::now()", "println!", "eprintln!", "stdout()", "stderr()"] {
                // The service asks which day it is, and how long things take.
                if name == "::now()" && room(&path) == "service" {
                    continue;
                }
                assert!(!line.contains(name), "{}: {line}", path.display());
            }
        }
    }
}
