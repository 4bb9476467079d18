//! Compiled files on the command line: output, refusals and their messages.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::run::RECOMMEND;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of its own for each test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run_with(folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(args)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn run(folder: &Path, args: &[&str]) -> Output {
    run_with(folder, args, &[])
}

/// Status, standard output and standard error of a run, without fingerprints.
fn told(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    let mut told = format!("{}: ", output.status.code().unwrap());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let length = rest[at..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len() - at);
        let is_fingerprint = length == 12;
        told += &rest[..at];
        told += if is_fingerprint { "…" } else { &rest[at..at + length] };
        rest = &rest[at + length..];
    }
    told + rest
}

/// A run whose text does not say where the rules are read from, after it has been seen to say so.
fn wherever(mut output: Output, origin: &str) -> Output {
    let text = String::from_utf8(output.stdout).unwrap();
    let says = ["Regler gavleborg (", "Rules gavleborg ("].iter().any(|rules| text.contains(rules));
    assert!(!says || text.contains(origin), "{text}");
    output.stdout = text.replace(origin, "").into_bytes();
    output
}

/// How answers tell that the program carries the rules, and that they are compiled.
const CARRIED: [&str; 2] = [") som programmet bär med sig", ") carried in the program"];
const COMPILED: [&str; 2] =
    [") i den kompilerade filen rules.compiled", ") in the compiled file rules.compiled"];

fn recommend(folder: &Path, more: &[&str]) -> Output {
    run(folder, &[&RECOMMEND[..], &["--at", "2025-10-01"], more].concat())
}

fn compile(folder: &Path, output: &str) {
    let output = run(folder, &["compile", "--output", output]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn answers_of_every_command_are_those_of_the_rules() {
    let folder = folder("answers");
    compile(&folder, "rules.compiled");
    let example = root().join("docs/examples/handover.json");
    let cases = root().join("docs/examples/cases.ndjson");
    let (example, cases) = (example.to_str().unwrap(), cases.to_str().unwrap());
    let rules = root().join("rules/gavleborg");
    for args in [
        &["validate", example][..],
        &["recommend", cases, "--format", "json"],
        &["explain", cases, "--lang", "en"],
        &["dump", "tables"],
        &["dump", "diagram"],
        &["schema", "routing", "--rules", rules.to_str().unwrap()],
    ] {
        let written = run(&folder, args);
        let compiled = run(&folder, &[args, &["--compiled", "rules.compiled"]].concat());
        assert!(!written.stdout.is_empty(), "{args:?}: {}", told(&written));
        let lang = usize::from(args.contains(&"en"));
        let [compiled, written] = [(compiled, COMPILED), (written, CARRIED)]
            .map(|(output, origin)| wherever(output, origin[lang]));
        assert_eq!(compiled, written, "{args:?}");
    }
    let named = run_with(&folder, &["dump", "plan"], &[("HANDOVER_COMPILED", "rules.compiled")]);
    assert_eq!(named, run(&folder, &["dump", "plan"]));
}

#[test]
fn what_is_refused_is_told_with_its_remedy() {
    let folder = folder("refused");
    compile(&folder, "rules.compiled");
    let whole = fs::read(folder.join("rules.compiled")).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    let changed = |at: usize, bytes: &[u8]| {
        let mut changed = whole.clone();
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        changed
    };
    write("empty", b"");
    write("text.yaml", b"ruleset: {id: x}\n");
    write("cut", &whole[..whole.len() / 2]);
    write("damaged", &changed(whole.len() / 2, b"????????"));
    write("older", &changed(24, b"0.0.9\0\0\0"));
    write("other build", &changed(8, b"????????"));
    fs::create_dir(folder.join("folder")).unwrap();
    let base = root().join("tests/base");
    for (entry, name) in [(base.join("local"), "rules/local"), (base, "rules")] {
        fs::create_dir_all(folder.join(name)).unwrap();
        for file in fs::read_dir(entry).unwrap().map(|entry| entry.unwrap().path()) {
            if file.is_file() {
                fs::copy(&file, folder.join(name).join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    for lang in ["sv", "en"] {
        let mut all = String::new();
        for file in
            ["absent", "empty", "text.yaml", "cut", "damaged", "older", "other build", "folder"]
        {
            let output = recommend(&folder, &["--lang", lang, "--compiled", file]);
            writeln!(all, "{}", told(&output)).unwrap();
        }
        for rules in ["rules", "no-rules"] {
            let stale = ["--lang", lang, "--compiled", "rules.compiled", "--rules", rules];
            writeln!(all, "{}", told(&recommend(&folder, &stale))).unwrap();
        }
        for command in [&["check"][..], &["compile", "--output", "new.compiled"]] {
            let options = ["--lang", lang, "--compiled", "rules.compiled"];
            writeln!(all, "{}", told(&run(&folder, &[command, &options].concat()))).unwrap();
        }
        insta::assert_snapshot!(format!("compiled_refused_{lang}"), all);
    }
}

#[test]
fn a_file_of_the_same_rules_is_taken() {
    let folder = folder("same");
    compile(&folder, "rules.compiled");
    let rules = root().join("rules/gavleborg");
    let both = ["--compiled", "rules.compiled", "--rules", rules.to_str().unwrap()];
    let compiled = wherever(recommend(&folder, &both), COMPILED[0]);
    assert_eq!(compiled, wherever(recommend(&folder, &[]), CARRIED[0]));
    let rules = ["--rules", rules.to_str().unwrap()];
    let folder_said = format!(") i mappen {}", rules[1]);
    assert_eq!(compiled, wherever(recommend(&folder, &rules), &folder_said));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder("written");
    compile(&folder, "rules.compiled");
    let first = fs::read(folder.join("rules.compiled")).unwrap();
    compile(&folder, "rules.compiled");
    assert!(fs::read(folder.join("rules.compiled")).unwrap() == first);

    let broken = root().join("tests/broken/unknown_word");
    let broken = ["compile", "--rules", broken.to_str().unwrap(), "--output", "rules.compiled"];
    assert_eq!(run(&folder, &broken).status.code(), Some(3));
    for nowhere in ["no/such/folder", "../written", "/"] {
        let output = run(&folder, &["compile", "--output", nowhere]);
        assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    }
    assert!(fs::read(folder.join("rules.compiled")).unwrap() == first);
    let names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["rules.compiled"]);
}

#[test]
fn what_is_compiled_is_told_in_both_languages_and_in_json() {
    let folder = folder("told");
    for (lang, word) in
        [("sv", "kompilerad till `rules.compiled`"), ("en", "compiled to `rules.compiled`")]
    {
        let output = run(&folder, &["compile", "--lang", lang, "-o", "rules.compiled"]);
        assert!(told(&output).contains(word), "{}", told(&output));
    }
    let output = run(&folder, &["compile", "--format", "json", "-o", "rules.compiled"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["id"], "gavleborg");
    assert_eq!(json["bytes"], fs::metadata(folder.join("rules.compiled")).unwrap().len());
}
