//! Text on a terminal: its lines are as wide as the terminal, and broken between words.

use std::process::{Command, Stdio};

use crate::common::run;

/// What the program prints on a terminal of so many columns.
fn on_terminal(columns: usize, args: &str) -> String {
    let program = env!("CARGO_BIN_EXE_handover");
    let told = format!("stty cols {columns} rows 24; {program} {args}");
    let mut command = Command::new("script");
    let command = command.args(["-qec", &told, "/dev/null"]).env("NO_COLOR", "1");
    let output = run::run(command.current_dir(env!("CARGO_MANIFEST_DIR")), "");
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

fn piped(args: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    let command = command.args(args.split(' ')).env("COLUMNS", "40");
    let output = run::run(command.current_dir(env!("CARGO_MANIFEST_DIR")), "");
    String::from_utf8(output.stdout).unwrap()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[cfg(target_os = "linux")]
#[test]
fn text_is_broken_between_words_at_the_width_of_the_terminal_and_not_in_a_pipe() {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    for args in [
        "recommend --lang sv --at 2026-10-01 --case-type Preventivmedel --care-level SV",
        "explain --lang en --at 2025-10-01 --case-type Intyg --care-level PV --unit valbo",
        "sources --lang sv --at 2026-10-01",
        "check rules/gavleborg --lang sv",
        "analyse rules/gavleborg --lang en --at 2025-10-01 --days 30",
        "test rules/gavleborg --lang sv",
        "diff tests/base rules/gavleborg --lang en --at 2025-10-01",
    ] {
        let whole = piped(args);
        let longest = whole.lines().map(|line| line.chars().count()).max().unwrap();
        for columns in [50, 72] {
            let broken = on_terminal(columns, args);
            assert_eq!(words(&broken), words(&whole), "{args}");
            for line in broken.lines().filter(|line| line.chars().count() > columns) {
                let kept = line.contains(": handover ") || line.contains('|');
                assert!(kept || words(line).len() == 1, "{args} in {columns} columns: {line}");
            }
        }
        assert_eq!(on_terminal(longest + 1, args), whole, "{args}");
    }
    let narrow = on_terminal(10, "check rules/gavleborg --lang sv");
    assert!(narrow.lines().next().unwrap().chars().count() > 30, "{narrow}");
    let json = "recommend --format json --case-type Intyg --at 2025-10-01";
    assert_eq!(on_terminal(40, json), piped(json));
}
