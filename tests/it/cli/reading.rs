//! `sources`, `render` and `init` as they are run: what they print, where, and how they end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handover"))
        .args(args)
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn stdout(args: &[&str]) -> String {
    String::from_utf8(run(args).stdout).unwrap()
}

fn stderr(args: &[&str]) -> String {
    String::from_utf8(run(args).stderr).unwrap()
}

fn status(args: &[&str]) -> i32 {
    run(args).status.code().unwrap()
}

/// A path under the system's temporary folder, removed when dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("handover-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with all that is below it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn sources_answer_in_json_with_every_carrier_and_its_place() {
    let args = ["sources", "--format", "json", "--at", "2026-11-24", "--lang", "en"];
    assert_eq!(status(&args), 0);
    let report: Value = serde_json::from_str(&stdout(&args)).unwrap();
    let stated = report["statements"].as_array().unwrap();
    let of = |id: &str| stated.iter().find(|it| it["id"] == id).unwrap();
    let moved = of("2.1/1#2");
    assert_eq!(moved["status"], "carried");
    let carriers = moved["carried_by"].as_array().unwrap();
    let check = carriers.iter().find(|it| it["kind"] == "check").unwrap();
    assert_eq!(
        (&check["id"], &check["file"]),
        (&"move_after_acceptance".into(), &"handover.yaml".into())
    );
    assert!(check["line"].as_u64().unwrap() > 10);
    assert_eq!(of("6/references")["status"], "declined");
    assert_eq!(report["documents"][0]["validity"], "expired");
    assert_eq!(report["documents"][0]["days_left"], -244);
    assert_eq!(report["summary"]["unaccounted"], 0);
}

#[test]
fn what_expires_soon_is_told_by_the_days_asked_for() {
    let told = |within: &str| stdout(&["sources", "--at", "2026-01-15", "--within", within]);
    assert!(told("69").contains("går ut 2026-03-25, om 69 dagar"));
    assert!(!told("68").contains("om 69 dagar"));
}

#[test]
fn a_forgotten_statement_ends_with_one() {
    let scratch = Scratch::new("forgotten");
    let rules = scratch.path("rules");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg"), Path::new(&rules));
    let file = Path::new(&rules).join("handover.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("source: header/validity", "source: policy/expiry")).unwrap();
    // The statement names the check itself, so it is carried still; without it, nothing does.
    assert_eq!(status(&["sources", &rules]), 0);
    let file = Path::new(&rules).join("statements.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("      carried_by: [check/source_expired]\n", "")).unwrap();
    assert_eq!(status(&["sources", &rules]), 1);
    assert!(stdout(&["sources", &rules]).contains("✗ header/validity#2"));
    let told = stderr(&["check", &rules]);
    assert!(told.contains("varning[statement_uncarried]"), "{told}");
    assert_eq!(status(&["check", &rules]), 0);
}

#[test]
fn rules_are_rendered_to_standard_output_or_a_file() {
    let scratch = Scratch::new("render");
    let file = scratch.path("rules.html");
    let run = run(&["render", "--format", "html", "--output", &file, "--lang", "en"]);
    assert_eq!((run.status.code(), run.stdout.len(), run.stderr.len()), (Some(0), 0, 0));
    let page = fs::read_to_string(&file).unwrap();
    assert_eq!(page, stdout(&["render", "rules/gavleborg", "--format", "html", "--lang", "en"]));
    assert!(
        stdout(&["render", "--format", "markdown"])
            .starts_with("# Överlämna administrativa ärenden")
    );
    assert_eq!(stdout(&["render"]), stdout(&["render", "--format", "markdown"]));
    assert_eq!(status(&["render", "--output", &scratch.path("no/such/folder")]), 4);
    assert_eq!(status(&["render", "no-such-folder"]), 3);
    assert_eq!(status(&["render", "--format", "sarif"]), 2);
    assert_eq!(status(&["sources", "--format", "html"]), 2);
    assert_eq!(status(&["sources", "--compiled", "x"]), 2);
}

#[test]
fn a_new_rule_set_is_sound_and_answers() {
    let scratch = Scratch::new("init");
    let dir = scratch.path("my rules");
    assert_eq!(status(&["init", &dir]), 0);
    for args in [
        &["check", &dir][..],
        &["sources", &dir],
        &["render", &dir],
        &[
            "recommend",
            "--rules",
            &dir,
            "--case-type",
            "Intyg",
            "--care-level",
            "PV",
            "--unit",
            "Norra hälsocentralen",
        ],
    ] {
        let run = run(args);
        assert_eq!(
            run.status.code(),
            Some(0),
            "{args:?}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
    insta::assert_snapshot!(
        "new_rule_set_rendered",
        stdout(&["render", &dir]).replace(&fingerprint(&dir), "…")
    );
}

fn fingerprint(dir: &str) -> String {
    let report: Value =
        serde_json::from_str(&stdout(&["sources", dir, "--format", "json"])).unwrap();
    report["ruleset"]["fingerprint"].as_str().unwrap()[..12].to_owned()
}

#[test]
fn what_to_do_next_is_told_and_a_folder_with_files_is_refused() {
    let scratch = Scratch::new("init-told");
    let dir = scratch.path("new");
    let shown = |text: &str| text.replace(&dir, "DIR");
    let told = ["sv", "en"].map(|lang| {
        let _ = fs::remove_dir_all(&dir);
        let next = stdout(&["init", &dir, "--lang", lang]);
        let again = ["init", &dir, "--lang", lang];
        assert_eq!(status(&again), 1);
        format!("{}\n{}", shown(&next), shown(&stderr(&again)))
    });
    insta::assert_snapshot!("init_told", told.join("\n--------\n\n"));
}
