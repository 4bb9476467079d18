//! Every diagnostic code has a page, its example gives the code, and its remedy is sound.
//!
//! An example is fenced blocks, each with a kind and the name of a file, laid over `tests/base`:
//!
//! | kind | the file |
//! | --- | --- |
//! | `yaml` | holds the text |
//! | `filled` | holds the text with a made-up number in place of `{identity_number}` |
//! | `latin1` | holds the text in Latin-1 |
//! | `repeated` | holds the text and then its last line again until it is larger than a file may be |
//! | `numbered` | holds the text, each line with `{n}` repeated for n = 1 to 200 |
//! | `folder` | is a folder |

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use handover::{Engine, Lang};
use handover_core::diagnostic::{Code, Diagnostic, pages};
use handover_core::document::{Files, MAX_FILE_BYTES};
use handover_core::ruleset::{Scope, load};
use handover_proof::analysis::{Window, survey};
use jiff::civil::date;

use crate::common::identity::identity_number;
use crate::common::{Layer, check, over_base};

/// The headings of a page, in order.
const fn headings(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Sv => ["Vad det betyder", "Varför det sägs", "Exempel", "I stället"],
        Lang::En => ["What it means", "Why it is told", "Example", "Instead"],
    }
}

/// The sections of a page, whose headings have to be those of its language.
fn sections(code: Code, lang: Lang) -> [String; 4] {
    let page = pages::page(code, lang);
    let (header, rest) = page.split_once("\n\n## ").unwrap();
    assert!(header.contains(code.as_str()) && header.contains(code.title(lang)), "{header}");
    let parts: Vec<&str> = rest.split("\n\n## ").collect();
    assert_eq!(parts.len(), 4, "{code}");
    let section = |at: usize| {
        let (heading, text) = parts[at].split_once("\n\n").unwrap();
        assert_eq!(heading, headings(lang)[at], "{code}");
        assert!(!text.trim().is_empty(), "{code}: nothing under {heading}");
        text.to_owned()
    };
    [0, 1, 2, 3].map(section)
}

struct Fence<'a> {
    kind: &'a str,
    file: &'a str,
    text: String,
}

fn fences(section: &str) -> Vec<Fence<'_>> {
    let blocks = section.split("```").skip(1).step_by(2);
    blocks
        .map(|block| {
            let (info, text) = block.split_once('\n').unwrap();
            let (kind, file) = info.split_once(' ').unwrap();
            Fence { kind, file, text: text.to_owned() }
        })
        .collect()
}

/// The bytes of a file that a fence describes, by the table above.
fn bytes(fence: &Fence<'_>) -> Vec<u8> {
    let text = &fence.text;
    match fence.kind {
        "yaml" => text.clone().into_bytes(),
        "filled" => text.replace("{identity_number}", &identity_number("19850228")).into_bytes(),
        "latin1" => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        "repeated" => {
            let last = format!("{}\n", text.lines().last().unwrap());
            let times = MAX_FILE_BYTES / last.len() + 1;
            format!("{text}{}", last.repeat(times)).into_bytes()
        }
        "numbered" => {
            let line = |line: &str| -> String {
                let times = if line.contains("{n}") { 200 } else { 1 };
                (1..=times).map(|n| line.replace("{n}", &n.to_string()) + "\n").collect()
            };
            text.lines().map(line).collect::<String>().into_bytes()
        }
        other => panic!("`{other}` is no kind of example"),
    }
}

/// A folder under the system's temporary one, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    /// The files on disk, with a folder in the stead of one of them.
    fn with_folder_for(name: &str, files: &Layer) -> Folder {
        let root = std::env::temp_dir().join(format!("handover-codes-{}", std::process::id()));
        for (file, bytes) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if file == name {
                fs::create_dir(path).unwrap();
            } else {
                fs::write(path, bytes).unwrap();
            }
        }
        Folder(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The codes that only `analyse` reports.
const ANALYSED: [Code; 6] = [
    Code::RedundantRule,
    Code::UnusedPart,
    Code::TextDisagrees,
    Code::TargetMissing,
    Code::SourceExpired,
    Code::UnusedPlace,
];

/// The diagnostics of an example, from the command that reports its code.
fn told(code: Code, section: &str) -> Vec<Diagnostic> {
    let mut told = diagnostics(section);
    if ANALYSED.contains(&code) {
        let mut loaded = check(over_base(layer(section)));
        let engine = Engine::new(loaded.rule_set.take().unwrap());
        told.extend(survey(&engine, &loaded, Window::of(date(2025, 10, 1), 365)).diagnostics());
    }
    told
}

fn layer(section: &str) -> Layer {
    fences(section).iter().map(|fence| (fence.file.to_owned(), bytes(fence))).collect()
}

fn diagnostics(section: &str) -> Vec<Diagnostic> {
    let fences = fences(section);
    assert!(!fences.is_empty(), "no example: {section}");
    if let [Fence { kind: "folder", file, .. }] = fences[..] {
        let folder = Folder::with_folder_for(file, &over_base(Layer::new()));
        return load(&Files::Folder(folder.0.clone()), Scope::RulesAndTests).diagnostics;
    }
    check(over_base(layer(section))).diagnostics
}

#[test]
fn the_base_is_sound() {
    let loaded = check(over_base(Layer::new()));
    assert_eq!(loaded.diagnostics, []);
    assert!(loaded.rule_set.is_some());
}

#[test]
fn every_code_has_a_page_with_all_sections_in_both_languages() {
    for &code in Code::ALL {
        let [swedish, english] = [Lang::Sv, Lang::En].map(|lang| sections(code, lang));
        assert_ne!(swedish[0], english[0], "{code}");
        assert_ne!(swedish[1], english[1], "{code}");
        assert_eq!(swedish[2..], english[2..], "{code}");
    }
}

#[test]
fn every_page_has_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    let pages: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(pages, codes);
}

#[test]
fn every_example_gives_its_code_and_no_other() {
    for &code in Code::ALL {
        let [_, _, example, _] = sections(code, Lang::Sv);
        let found: BTreeSet<Code> = told(code, &example).iter().map(|fault| fault.code).collect();
        // What `analyse` tells of the days that it looks at, `check` warns of for all days.
        let warned = (code == Code::TargetMissing).then_some(Code::ClosedTarget);
        assert_eq!(found, [code].into_iter().chain(warned).collect(), "{code}");
    }
}

#[test]
fn every_remedy_is_sound() {
    for &code in Code::ALL {
        let [_, _, _, instead] = sections(code, Lang::Sv);
        assert_eq!(told(code, &instead), [], "{code}");
    }
}
