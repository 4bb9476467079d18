//! A name of a type has one meaning: two types share it only if they are one thing in several layers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{MODULES, root};

/// Names of one thing that several layers have a type for, by the reason for having several.
const LAYERED: &[(&str, &[&str])] = &[
    (
        "as a file of rules has it, and as it is once loaded",
        &[
            "Check",
            "Directory",
            "Expectation",
            "Invariant",
            "Lifecycle",
            "Procedure",
            "Routing",
            "Unit",
            "Vocabulary",
            "Word",
        ],
    ),
    (
        "as a file of rules has it, as it is once loaded, and in an answer or report",
        &["Method", "Priority", "Statement", "Step", "Template", "Transition"],
    ),
    ("as a file of rules names it, and in an answer", &["Actor"]),
    (
        "by index in rules or engine, and by name in the contract",
        &[
            "Action",
            "Case",
            "Decision",
            "Explanation",
            "Finding",
            "Handover",
            "Missing",
            "Recommendation",
            "SourceRef",
            "Target",
            "Verdict",
            "VerdictDecision",
        ],
    ),
    ("of a table, of the engine, and in the contract", &["WhyNot"]),
    (
        "as it is found, and as a report has it",
        &["Carrier", "Cases", "ChangedBlock", "Condition", "Diagnostic", "Proof", "WordChange"],
    ),
    ("in the contract, and in a report", &["SourceDocument"]),
    ("of a diagnostic, and of a finding in the contract", &["Severity"]),
];

/// The name of the type that a line defines, if it does. Associated types are no definitions: they are indented.
fn defined(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        None => code,
        Some(rest) => match rest.strip_prefix('(') {
            None => rest.trim_start(),
            Some(rest) => rest.split_once(") ")?.1,
        },
    };
    let (keyword, rest) = code.split_once(' ')?;
    let is_type = match keyword {
        "struct" | "enum" | "trait" => true,
        "type" => !line.starts_with(' '),
        _ => false,
    };
    let name = rest.split(|char: char| !char.is_alphanumeric() && char != '_').next()?;
    (is_type && name.starts_with(|char: char| char.is_ascii_uppercase())).then_some(name)
}

/// The files that define a type, by its name. Tests do not count.
fn definitions() -> BTreeMap<String, BTreeSet<PathBuf>> {
    let mut found: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    let files: BTreeSet<&Path> = MODULES
        .iter()
        .flat_map(|modules| modules.all().map(|(_, module)| module.file.as_path()))
        .collect();
    for file in files {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for name in code.lines().filter_map(defined) {
            found.entry(name.to_owned()).or_default().insert(file.to_owned());
        }
    }
    found
}

#[test]
fn a_name_of_a_type_has_one_meaning() {
    let definitions = definitions();
    assert!(definitions.len() > 500, "only {} types were found", definitions.len());
    let layered: Vec<&str> = LAYERED.iter().flat_map(|(_, names)| *names).copied().collect();
    let several = |name: &str| definitions.get(name).is_some_and(|files| files.len() > 1);
    let shared: Vec<_> = definitions
        .iter()
        .filter(|(name, files)| files.len() > 1 && !layered.contains(&name.as_str()))
        .collect();
    assert!(shared.is_empty(), "names that several types share: {shared:#?}");
    for name in &layered {
        assert!(several(name), "only one type has the name {name}: take it off the list");
        assert_eq!(
            layered.iter().filter(|other| *other == name).count(),
            1,
            "{name} is listed twice"
        );
    }
}

#[test]
fn definitions_are_found_by_line() {
    assert_eq!(defined("pub(in crate::engine) struct Case<'a> {"), Some("Case"));
    assert_eq!(defined("        pub enum Section { $($variant,)* }"), Some("Section"));
    assert_eq!(defined("type Rows = [Vec<u32>; 2];"), Some("Rows"));
    assert_eq!(defined("    type State = u32;"), None);
    assert_eq!(defined("/// A struct Like this."), None);
    assert_eq!(defined("use a::Struct;"), None);
}
