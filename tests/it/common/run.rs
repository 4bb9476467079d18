//! Runs of a program to its end.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::thread;

/// A case that some rule of the shipped rule set decides, as arguments.
pub(crate) const RECOMMEND: [&str; 9] = [
    "recommend",
    "--case-type",
    "Intyg",
    "--care-level",
    "PV",
    "--unit",
    "valbo",
    "--from",
    "andersberg",
];

/// Runs a program with its standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A program that does not read its input closes it, which is no fault of it.
    let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}
