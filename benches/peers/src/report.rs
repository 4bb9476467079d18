//! The report: tables of what was measured, the targets beside what was reached.

use std::fmt::Write;

use crate::machine::Machine;
use crate::measure::Stats;
use crate::run::{Built, Row, Timed};
use crate::targets;

/// The engine that the others are compared with.
pub const OWN: &str = "handover";
/// The lower bound for any engine.
pub const FLOOR: &str = "floor";

/// All that was measured in one run.
pub struct Report<'a> {
    pub rows: &'a [Row],
    pub machine: &'a Machine,
    /// The settings of the run, in words.
    pub method: String,
}

impl Report<'_> {
    /// The sizes, each once, in the order of the run.
    pub fn sizes(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| row.size.as_str()))
    }

    /// The engines, each once, in the order of the run.
    pub fn engines(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| row.engine.as_str()))
    }

    /// The engines of others.
    pub fn peers(&self) -> Vec<&str> {
        let own = |engine: &str| engine.starts_with(OWN) || engine == FLOOR;
        self.engines().into_iter().filter(|engine| !own(engine)).collect()
    }

    pub fn row(&self, engine: &str, size: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.engine == engine && row.size == size)
    }

    pub fn built(&self, engine: &str, size: &str) -> Option<&Built> {
        self.row(engine, size)?.result.as_ref().ok()
    }

    pub fn timed(&self, engine: &str, size: &str) -> Option<&Timed> {
        self.built(engine, size)?.timed.as_ref().ok()
    }

    /// How many answers were wrong.
    pub fn wrong(&self) -> usize {
        let built = self.rows.iter().filter_map(|row| row.result.as_ref().ok());
        built.map(|built| built.checked.wrong).sum()
    }

    /// The page, in Markdown.
    pub fn page(&self) -> String {
        let mut page = String::from(
            "# Results\n\nWritten by `benches/peers/run`; [README.md](README.md) tells how to read it.\n\n\
             ![nanoseconds per decision over the number of rules](results.svg)\n\n",
        );
        let add = |page: &mut String, title: &str, text: &str, body: &str| {
            let text = if text.is_empty() { String::new() } else { format!("{text}\n\n") };
            writeln!(page, "## {title}\n\n{text}{body}").expect("strings take all");
        };
        add(&mut page, "Machine", "", &self.machine.table());
        add(&mut page, "Method", "", &(self.method.clone() + "\n"));
        add(&mut page, "Time of a decision", TIME, &self.table(times));
        add(&mut page, "Spread", SPREAD, &self.table(spread));
        add(&mut page, "Latency", LATENCY, &self.table(latency));
        add(&mut page, "Times slower than handover", SLOWER, &self.ratios());
        add(&mut page, "Building", BUILDING, &self.table(building));
        add(&mut page, "Memory", MEMORY, &self.table(memory));
        add(&mut page, "Answers compared", ANSWERS, &self.table(answers));
        add(&mut page, "Targets", TARGETS, &targets::table(self));
        page.truncate(page.trim_end().len());
        page + "\n"
    }

    /// A row for each engine, a column for each size.
    fn table(&self, cell: impl Fn(&Built) -> String) -> String {
        self.grid(&self.engines(), |engine, size| match self.row(engine, size) {
            None => String::new(),
            Some(Row { result: Err(reason), .. }) => reason.clone(),
            Some(Row { result: Ok(built), .. }) => cell(built),
        })
    }

    fn ratios(&self) -> String {
        let mut engines = self.engines();
        engines.retain(|engine| *engine != OWN && *engine != FLOOR);
        engines.push(FLOORS);
        self.grid(&engines, |engine, size| {
            let (slow, fast) = if engine == FLOORS { (OWN, FLOOR) } else { (engine, OWN) };
            let (Some(slow), Some(fast)) = (self.timed(slow, size), self.timed(fast, size)) else {
                return String::new();
            };
            let times = |pick: fn(&Timed) -> Stats| ratio(pick(slow).median / pick(fast).median);
            format!("{} / {}", times(|timed| timed.strings), times(|timed| timed.evaluation))
        })
    }

    fn grid(&self, engines: &[&str], cell: impl Fn(&str, &str) -> String) -> String {
        let sizes = self.sizes();
        let heads: Vec<String> = sizes.iter().map(|size| rules(size)).collect();
        let mut table =
            format!("| | {} |\n|{}\n", heads.join(" | "), " --- |".repeat(sizes.len() + 1));
        for engine in engines {
            let cells: Vec<String> = sizes.iter().map(|size| cell(engine, size)).collect();
            writeln!(table, "| {engine} | {} |", cells.join(" | ")).expect("strings take all");
        }
        table
    }
}

const TIME: &str = "The median over passes of the mean time: with the input made from strings / with the input ready.";
const SPREAD: &str =
    "From the tenth to the ninetieth of a hundred passes, from strings / with the input ready.";
const LATENCY: &str =
    "The input is ready, and which one it is depends on the last answer, so that nothing overlaps.";
const SLOWER: &str = "From strings / with the input ready; in the last row, how many times slower than the floor handover is.";
/// The row that shows handover in floors.
const FLOORS: &str = "handover, in floors";
const BUILDING: &str =
    "From text, or a table in memory, to an engine that decides: the median of up to nine builds.";
const MEMORY: &str =
    "In use after building, the text that the rules came in not counted: in all / per rule.";
const ANSWERS: &str = "Wrong answers / answers compared with what `Table::scan` gives.";
const TARGETS: &str = "The input is ready unless said.";

fn times(built: &Built) -> String {
    match &built.timed {
        Ok(timed) => format!("{} / {}", time(timed.strings.median), time(timed.evaluation.median)),
        Err(one) => format!("not measured: one takes {}", time(one.as_nanos() as f64)),
    }
}

fn spread(built: &Built) -> String {
    let range = |stats: &Stats| {
        let (p10, p90) = (time(stats.p10), time(stats.p90));
        let (number, unit) = p10.split_once(' ').unwrap_or((&p10, ""));
        if p90.ends_with(&format!(" {unit}")) {
            format!("{number}–{p90}")
        } else {
            format!("{p10}–{p90}")
        }
    };
    let each = |timed: &Timed| format!("{} / {}", range(&timed.strings), range(&timed.evaluation));
    built.timed.as_ref().map(each).unwrap_or_default()
}

fn latency(built: &Built) -> String {
    built.timed.as_ref().map(|timed| time(timed.latency.median)).unwrap_or_default()
}

fn building(built: &Built) -> String {
    let remark = built.remark.as_ref().map(|remark| format!(" ({remark})"));
    time(built.compile.as_nanos() as f64) + remark.as_deref().unwrap_or_default()
}

fn memory(built: &Built) -> String {
    let names = if built.names_bytes == 0 {
        String::new()
    } else {
        format!(", of it names {}", bytes(built.names_bytes as f64))
    };
    let (all, each) = (bytes(built.bytes as f64), bytes(built.bytes as f64 / built.rules as f64));
    format!("{all} / {each}{names}")
}

fn answers(built: &Built) -> String {
    format!("{} / {}", built.checked.wrong, built.checked.questions)
}

/// The name of a size, as it is shown: a number with a comma after every three digits.
pub fn rules(size: &str) -> String {
    let mut shown = String::new();
    let number = size.bytes().all(|byte| byte.is_ascii_digit());
    for (at, digit) in size.chars().enumerate() {
        if number && at > 0 && (size.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// Nanoseconds in the unit that gives one to three digits before the point.
pub fn time(ns: f64) -> String {
    scaled(ns, 1000.0, &["ns", "µs", "ms", "s"])
}

/// Bytes likewise.
pub fn bytes(bytes: f64) -> String {
    scaled(bytes, 1024.0, &["B", "KiB", "MiB", "GiB"])
}

/// A ratio with two digits at least.
pub fn ratio(ratio: f64) -> String {
    match ratio {
        ..0.1 => format!("{ratio:.3}"),
        ..1.0 => format!("{ratio:.2}"),
        ..9.95 => format!("{ratio:.1}"),
        _ => format!("{ratio:.0}"),
    }
}

fn scaled(mut value: f64, step: f64, units: &[&str]) -> String {
    let mut units = units.iter().peekable();
    let mut unit = units.next().copied().unwrap_or_default();
    while value >= 999.5 && units.peek().is_some() {
        value /= step;
        unit = units.next().copied().unwrap_or_default();
    }
    if value < 9.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

fn distinct<'a>(items: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut distinct = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}
