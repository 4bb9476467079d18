//! The examples of the documentation are run, and its rules are those of the shipped rule set.
#![allow(clippy::unwrap_used, clippy::panic, clippy::allow_attributes, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Text without the layout that a quotation may change.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The contents of the fenced blocks of a language.
fn fences<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("\n```{language}\n");
    let rest = markdown.split(opening.as_str()).skip(1);
    rest.filter_map(|rest| rest.split_once("\n```").map(|(body, _)| body)).collect()
}

#[test]
fn console_examples_print_what_they_show() {
    trycmd::TestCases::new().env("HANDOVER_LANG", "sv").case("README.md").run();
}

#[test]
fn rules_in_the_readme_are_those_of_the_rule_set() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shipped: Vec<String> = ["routing.yaml", "handover.yaml"]
        .iter()
        .map(|file| words(&fs::read_to_string(root().join("rules/gavleborg").join(file)).unwrap()))
        .collect();
    let quoted = fences(&readme, "yaml");
    assert!(!quoted.is_empty());
    for block in quoted {
        let block = words(block);
        assert!(shipped.iter().any(|file| file.contains(&block)), "not in the rule set: {block}");
    }
}

#[test]
fn links_in_the_documentation_lead_somewhere() {
    let mut pages = vec![root().join("README.md")];
    pages.extend(markdown_in(&root().join("docs")));
    let mut checked = 0;
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in
            text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
        {
            if link.contains("://") || link.starts_with('#') {
                continue;
            }
            let file = link.split('#').next().unwrap();
            assert!(page.parent().unwrap().join(file).exists(), "{}: {link}", page.display());
            checked += 1;
        }
    }
    assert!(checked > 5);
}

fn markdown_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}
