//! The examples of the documentation are run, and its rules are those of the shipped rule set.

use std::fs;
use std::path::{Path, PathBuf};

use handover::Engine;
use handover_core::document::{Files, YamlDocument};
use handover_core::ruleset::{Scope, embedded_files, load};
use handover_proof::expect::{self, TestOptions};
use serde_json::{Map, Value, json};

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
    fs::remove_file(root().join("gavleborg.compiled")).unwrap();
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

/// A fragment laid over a rule set: maps are joined, a list's items replace those with the same id, and other
/// items are added.
fn lay_over(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                match under.get_mut(key) {
                    Some(known) => lay_over(known, value),
                    None => drop(under.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(under), Value::Array(over)) if over.iter().all(Value::is_object) => {
            let id = |item: &Value| item.get("id").or_else(|| item.get("document")).cloned();
            for item in over {
                match under.iter_mut().find(|known| id(known).is_some() && id(known) == id(item)) {
                    Some(known) => known.clone_from(item),
                    None => under.push(item.clone()),
                }
            }
        }
        (under, over) => under.clone_from(over),
    }
}

/// The data of YAML text.
fn data(name: &str, text: &str) -> Map<String, Value> {
    let mut faults = Vec::new();
    let document = YamlDocument::parse(name, text.as_bytes(), &mut faults);
    assert_eq!(faults, [], "{name}");
    document.unwrap().json().as_object().unwrap().clone()
}

#[test]
fn rules_in_the_documentation_are_sound_in_the_shipped_rule_set() {
    let shipped = embedded_files();
    let mut sections = Map::new();
    let mut local = Vec::new();
    for name in shipped.list("").unwrap() {
        let text = String::from_utf8(shipped.read(&name).unwrap()).unwrap();
        for (section, value) in data(&name, &text) {
            match section.as_str() {
                "local" => local.push(value),
                "common" | "tests" => {}
                _ => drop(sections.insert(section, value)),
            }
        }
    }
    for page in ["docs/rules.md", "docs/rules.en.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let examples = fences(&text, "yaml");
        assert!(examples.len() > 6, "{page}");
        for example in examples {
            let mut whole = sections.clone();
            let (mut local, mut tests) = (local.clone(), Map::new());
            for (section, value) in data(page, example) {
                match section.as_str() {
                    "local" => local.push(value),
                    "common" | "tests" => drop(tests.insert(section, value)),
                    _ => lay_over(whole.entry(section).or_insert(Value::Null), &value),
                }
            }
            let files: Vec<String> =
                (0..local.len()).map(|at| format!("local-{at}.yaml")).collect();
            whole["ruleset"]["files"] = json!(files);
            // JSON is YAML.
            let mut memory = vec![("ruleset.yaml".to_owned(), Value::Object(whole))];
            let named = files.into_iter().zip(local);
            memory.extend(named.map(|(name, value)| (name, json!({ "local": value }))));
            let tested = !tests.is_empty();
            if tested {
                memory.push(("tests/example.yaml".to_owned(), Value::Object(tests)));
            }
            let bytes =
                memory.into_iter().map(|(name, value)| (name, value.to_string().into_bytes()));
            let loaded = load(&Files::Memory(bytes.collect()), Scope::RulesAndTests);
            assert_eq!(loaded.diagnostics, [], "{page}: {example}");
            let engine = Engine::new(loaded.rule_set.unwrap());
            let report = expect::run(&engine, &loaded.expectations, &TestOptions::default());
            let summary = report.summary;
            assert_eq!((summary.failed, summary.total > 0), (0, tested), "{:#?}", report.tests);
        }
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
