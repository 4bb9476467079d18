//! The page on contributing is true: the files that it lists for a change are those where the example of the change stands.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The changes on the page: title, marks of the example, files.
type Change = (String, Vec<String>, BTreeSet<PathBuf>);

/// The texts in backquotes of a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn changes(page: &str) -> Vec<Change> {
    page.split("\n## ")
        .skip(1)
        .map(|section| {
            let title = section.lines().next().unwrap().to_owned();
            let marks = section.lines().find(|line| line.starts_with("Marks: ")).expect(&title);
            let items = section.lines().filter(|line| line.starts_with("- `"));
            let files = items.flat_map(|item| quoted(item.split(": ").next().unwrap()));
            (title, quoted(marks).map(str::to_owned).collect(), files.map(PathBuf::from).collect())
        })
        .collect()
}

/// The source files in which a mark stands, tests left out.
fn marked(root: &Path, folder: &Path, marks: &[String], found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "tests" {
                marked(root, &path, marks, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            if marks.iter().any(|mark| code.contains(mark.as_str())) {
                found.insert(path.strip_prefix(root).unwrap().to_owned());
            }
        }
    }
}

#[test]
fn the_files_to_touch_are_those_where_the_examples_stand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let changes = changes(&fs::read_to_string(root.join("docs/contributing.md")).unwrap());
    assert_eq!(changes.len(), 10);
    for (title, marks, files) in changes {
        let mut found = BTreeSet::new();
        marked(root, &root.join("src"), &marks, &mut found);
        assert_eq!(files, found, "{title}");
    }
}
