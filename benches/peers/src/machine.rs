//! The environment of a run: the machine, the compiler, the day, and the versions of the engines.

use std::fmt::Write;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// The lock file, with the versions that this was built with.
const LOCK: &str = include_str!("../Cargo.lock");
const ENGINES: [&str; 5] = ["handover", "zen-engine", "cel", "regorus", "cedar-policy"];

/// Where and when a run was made.
pub struct Machine {
    processor: String,
    cores: usize,
    compiler: String,
    date: String,
}

impl Machine {
    /// This machine; the day, as year-month-day, is that of the clock where none is given.
    pub fn here(date: Option<String>) -> Self {
        let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpus.lines().find_map(|line| line.strip_prefix("model name"));
        let compiler = Command::new("rustc").arg("--version").output().ok();
        let compiler = compiler.and_then(|output| String::from_utf8(output.stdout).ok());
        let unknown = || "unknown".to_owned();
        Self {
            processor: model
                .map_or_else(unknown, |model| model.trim_matches([' ', '\t', ':']).to_owned()),
            cores: cpus.lines().filter(|line| line.starts_with("processor")).count(),
            compiler: compiler.map_or_else(unknown, |version| version.trim().to_owned()),
            date: date.unwrap_or_else(today),
        }
    }

    /// As rows of a table.
    pub fn table(&self) -> String {
        let mut table = format!(
            "| | |\n| --- | --- |\n| processor | {}, {} cores |\n| compiler | {} |\n| date | {} |\n",
            self.processor, self.cores, self.compiler, self.date
        );
        for engine in ENGINES {
            writeln!(table, "| {engine} | {} |", version(engine)).expect("strings take all");
        }
        table
    }
}

fn version(engine: &str) -> &'static str {
    let entry = LOCK
        .split("[[package]]")
        .find(|entry| entry.lines().any(|line| line.trim() == format!("name = \"{engine}\"")));
    let version =
        |entry: &'static str| entry.lines().find_map(|line| line.strip_prefix("version = "));
    entry.and_then(version).map_or("unknown", |version| version.trim_matches('"'))
}

fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    let (year, month, day) = civil(now / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date of a day since 1970-01-01, by the Gregorian calendar's cycle of 146,097 days from a first of March.
fn civil(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (cycle, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, after) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (400 * cycle + year + after, month, date)
}
