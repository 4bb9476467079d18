//! Rules that the compiler cannot check: layers, headers, lengths, and that only the command line prints.

mod contributing;
mod graph;
mod limits;
mod names;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use graph::{Modules, circles};

/// The longest file, in lines. A longer one wants a second room.
const MAX_LINES: usize = 450;

/// The crates of the workspace, each a folder under `src`.
const CRATES: &[&str] = &["matcher", "core", "proof", "service", "cli"];

/// The modules of each crate, read once for all tests.
static MODULES: LazyLock<Vec<Modules>> = LazyLock::new(|| {
    CRATES.iter().map(|name| Modules::read(root(), &Path::new("src").join(name))).collect()
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms with their floor, as `docs/architecture.md` lists them: `| 3 | `ruleset` | ...`.
fn floors() -> BTreeMap<String, u32> {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let floor = cells.next()?.parse().ok()?;
        let room = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
        Some((room.to_owned(), floor))
    });
    rows.collect()
}

/// Every Rust file of a folder and of those below it, in order.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    let paths = rust_files(&root().join("src")).into_iter();
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), text)
        })
        .collect()
}

/// The room of a file: its folder in a crate of several rooms, else its crate; `handover` for the facade.
fn room(path: &Path) -> String {
    let mut parts = path.iter().skip(1).map(|part| part.to_str().unwrap().trim_end_matches(".rs"));
    match (parts.next().unwrap(), parts.next()) {
        ("core" | "proof", Some("lib")) | (_, None) => "handover".to_owned(),
        ("core" | "proof", Some(room)) => room.to_owned(),
        (own, _) => own.to_owned(),
    }
}

#[test]
fn every_room_has_a_floor() {
    let floors = floors();
    for (path, _) in sources() {
        let room = room(&path);
        assert!(room == "handover" || floors.contains_key(&room), "{room} has no floor");
    }
}

#[test]
fn data_flows_one_way() {
    let floors = floors();
    let mut checked = 0;
    let mut check = |from: &Path, own: &str, used: &str| {
        checked += 1;
        let fine = own == used || own == "handover" || floors[used] < floors[own];
        assert!(
            fine,
            "{} (floor {}) uses `{used}` (floor {})",
            from.display(),
            floors[own],
            floors[used]
        );
    };
    for modules in MODULES.iter() {
        for import in modules.imports() {
            check(&import.from, &room(&import.from), &room(&import.to));
        }
        for (_, module) in modules.all() {
            for (used, room_of_used) in &module.foreign {
                let used = used.trim_start_matches("handover_");
                let used =
                    if matches!(used, "core" | "proof") { room_of_used.as_str() } else { used };
                check(&module.file, &room(&module.file), used);
            }
        }
    }
    assert!(checked > 1000, "only {checked} uses were found");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut found = String::new();
    for modules in MODULES.iter() {
        let imports = modules.imports();
        for circle in circles(&imports) {
            found.push_str(&format!("{} files:\n", circle.len()));
            for import in
                imports.iter().filter(|i| circle.contains(&i.from) && circle.contains(&i.to))
            {
                let (from, to) = (import.from.display(), import.to.display());
                found.push_str(&format!("  {from} -> {to}: {}\n", import.path));
            }
        }
    }
    assert!(found.is_empty(), "files that import each other:\n{found}");
}

#[test]
fn only_document_names_the_yaml_and_schema_crates() {
    for (path, text) in sources() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let foreign = ["granit_parser::", "serde_yaml::", "jsonschema::"]
                .iter()
                .any(|name| line.contains(name));
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

#[test]
fn what_the_command_line_was_told_goes_out_by_one_place() {
    for (path, text) in sources().into_iter().filter(|(path, _)| room(path) == "cli") {
        if path.ends_with("tell.rs") {
            continue;
        }
        for name in ["stderr()", ".display()", "eprint"] {
            // The output of other programs is none of ours.
            let line =
                text.lines().find(|line| line.contains(name) && !line.contains("use_stderr"));
            assert_eq!(
                line,
                None,
                "{}: write by `tell::err`, show by `tell::shown`",
                path.display()
            );
        }
    }
}

#[test]
fn every_file_of_tests_is_a_module() {
    for program in ["tests/it", "tests/alone"] {
        let tests = root().join(program);
        let text = |path: &str| fs::read_to_string(tests.join(path)).unwrap_or_default();
        for path in rust_files(&tests) {
            let file = path.file_stem().unwrap().to_str().unwrap();
            let folder = path.parent().unwrap().strip_prefix(&tests).unwrap().to_str().unwrap();
            let name = if file == "mod" { folder } else { file };
            let declared = [text("main.rs"), text(&format!("{folder}/mod.rs"))].concat();
            let found = declared.lines().any(|line| line.ends_with(&format!("mod {name};")));
            assert!(found || file == "main", "{} is not compiled", path.display());
        }
    }
}
